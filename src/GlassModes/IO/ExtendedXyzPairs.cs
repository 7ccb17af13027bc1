// Parses the key=value pairs in the comment line of extended XYZ.

using System.Text;
using System.Text.RegularExpressions;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>
/// The pairs of one comment line, by the grammar of extended XYZ (libAtoms/extxyz). A value is a bare word, text in quotation marks with
/// the escapes \" \\ \n, or an array [ … ] or { … }, which may be nested. A key without a value is true. Keys that differ in case are
/// different keys.
/// </summary>
internal sealed partial class ExtendedXyzPairs
{
    private static readonly char[] s_separators = [' ', '\t', '\r', ',', '[', ']', '{', '}', '"', '\''];

    private readonly LineReader _reader;
    private readonly string _line;
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AnnotationForm> _forms = new(StringComparer.Ordinal);
    private int _position;

    private ExtendedXyzPairs(LineReader reader)
    {
        _reader = reader;
        _line = reader.Text;
    }

    /// <summary>The pairs that nothing has taken yet. Arrays keep their brackets.</summary>
    public IReadOnlyDictionary<string, string> Remaining => _values;

    /// <summary>The form of the value of each key.</summary>
    public IReadOnlyDictionary<string, AnnotationForm> Forms => _forms;

    /// <summary>Whether a key has a value. The words of a plain comment have none.</summary>
    public bool HasValues { get; private set; }

    /// <summary>Parses the current line of the reader.</summary>
    public static ExtendedXyzPairs Parse(LineReader reader)
    {
        ExtendedXyzPairs pairs = new(reader);
        while (pairs.SkipSpace())
        {
            pairs.ReadPair();
        }

        return pairs;
    }

    /// <summary>The words of a value, without the brackets, commas and quotation marks of an array.</summary>
    public static string[] WordsOf(string value) => value.Split(s_separators, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Whether a value is an array with its brackets, so that it is written without quotation marks.</summary>
    public static bool IsArray(string value) => value.Length > 1 && FindArrayEnd(value, 0) == value.Length;

    /// <summary>
    /// Takes the value of a key out of the pairs; null if there is no such key. The given spelling comes first, then any other case.
    /// </summary>
    public string? Take(string key) =>
        SpellingOf(key) is { } found && _values.Remove(found, out string? value) ? value : null;

    /// <summary>Looks up the value of a key as <see cref="Take"/> does, but leaves it.</summary>
    public string? Find(string key) => SpellingOf(key) is { } found ? _values[found] : null;

    private string? SpellingOf(string key) => _values.ContainsKey(key)
        ? key
        : _values.Keys.FirstOrDefault(other => other.Equals(key, StringComparison.OrdinalIgnoreCase));

    // Returns the index after the bracket that closes the bracket at the start, or -1 if there is no such pair of brackets.
    private static int FindArrayEnd(string text, int start)
    {
        Stack<char> open = new();
        for (int k = start; k < text.Length; k++)
        {
            switch (text[k])
            {
                case '"':
                    k = FindQuoteEnd(text, k);
                    break;
                case '[':
                    open.Push(']');
                    break;
                case '{':
                    open.Push('}');
                    break;
                case ']' or '}' when open.Count == 0 || open.Pop() != text[k]:
                    return -1;
            }

            if (open.Count == 0)
            {
                return k < text.Length && text[k] is ']' or '}' ? k + 1 : -1;
            }
        }

        return -1;
    }

    // The index of the quotation mark that closes the one at the start, or the end of the text. A backslash takes the next character along.
    private static int FindQuoteEnd(string text, int start)
    {
        int k = start + 1;
        while (k < text.Length && text[k] != '"')
        {
            k += text[k] == '\\' ? 2 : 1;
        }

        return Math.Min(k, text.Length - 1);
    }

    private bool SkipSpace()
    {
        while (_position < _line.Length && _line[_position] is ' ' or '\t' or '\r')
        {
            _position++;
        }

        return _position < _line.Length;
    }

    private void ReadPair()
    {
        int start = _position;
        string key = _line[_position] == '"' ? ReadQuoted() : ReadKey();
        int afterKey = _position;
        string value = "T";
        AnnotationForm form = AnnotationForm.Plain;
        if (SkipSpace() && _line[_position] == '=')
        {
            _position++;
            HasValues = true;
            (value, form) = ReadValue(start);
        }
        else
        {
            _position = afterKey;
        }

        RequirePlain(key);

        // A plain comment may have a word twice. It says the same both times.
        bool isWord = value == "T" && _values.GetValueOrDefault(key) == "T";
        if (!_values.TryAdd(key, value) && !isWord)
        {
            throw _reader.Error("every key once", $"{LineReader.Quote(key)} twice");
        }

        _forms[key] = form;
    }

    // A character that sticks to a key of meaning, such as one that cannot be seen, would make it another key that nobody reads.
    private void RequirePlain(string key)
    {
        if (FindMeaning(key) is { } meaning && meaning.Length < key.Length)
        {
            throw _reader.Error($"the key '{meaning}' without other characters", LineReader.Quote(key));
        }
    }

    /// <summary>The key of meaning that a key is, in any case, or that characters stick to; null if it is neither.</summary>
    public static string? FindMeaning(string key) => KeyWithin().Match(key) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"^[^A-Za-z0-9]*(Lattice|pbc|Origin|Properties|Time|units)(?![A-Za-z0-9_.\-])", RegexOptions.IgnoreCase)]
    private static partial Regex KeyWithin();

    private string ReadKey()
    {
        int start = _position;
        while (_position < _line.Length && _line[_position] is not (' ' or '\t' or '\r' or '='))
        {
            _position++;
        }

        return _position > start ? _line[start.._position] : throw _reader.Error("a key before '='", QuoteFrom(start));
    }

    private (string Value, AnnotationForm Form) ReadValue(int start)
    {
        int equals = _position;
        if (!SkipSpace())
        {
            throw MissingValue(start, equals);
        }

        if (_line[_position] == '"')
        {
            return (ReadQuoted(), AnnotationForm.Quoted);
        }

        if (_line[_position] is '[' or '{')
        {
            int end = FindArrayEnd(_line, _position);
            if (end < 0)
            {
                throw _reader.Error($"a closing '{(_line[_position] == '[' ? ']' : '}')}' of the array", QuoteFrom(start));
            }

            string array = _line[_position..end];
            _position = end;
            return (array, AnnotationForm.Array);
        }

        int first = _position;
        while (_position < _line.Length && _line[_position] is not (' ' or '\t' or '\r'))
        {
            _position++;
        }

        // In "a= b=2" the value of a is missing: the word after the space is a pair of its own.
        string word = _line[first.._position];
        return first > equals && word.Contains('=', StringComparison.Ordinal)
            ? throw MissingValue(start, equals)
            : (word, AnnotationForm.Plain);
    }

    private string ReadQuoted()
    {
        int start = _position;
        StringBuilder text = new();
        for (_position++; _position < _line.Length && _line[_position] != '"'; _position++)
        {
            if (_line[_position] == '\\' && _position + 1 < _line.Length)
            {
                _position++;
                text.Append(_line[_position] == 'n' ? '\n' : _line[_position]);
            }
            else
            {
                text.Append(_line[_position]);
            }
        }

        if (_position == _line.Length)
        {
            throw _reader.Error("a closing quotation mark", QuoteFrom(start));
        }

        _position++;
        return text.ToString();
    }

    private ConfigurationFileException MissingValue(int start, int equals) =>
        _reader.Error("a value after '='", LineReader.Quote(_line[start..equals]));

    private string QuoteFrom(int start) => LineReader.Quote(_line[start..]);
}
