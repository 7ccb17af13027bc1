// Collects the values of one column that is kept: numbers as long as every row is one, or words exactly as they stand in the file.

using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>
/// The values of one column. A whole number of more digits than a double holds makes the column one of words, so that no digit is lost.
/// </summary>
internal sealed class ColumnValues(ColumnKind kind)
{
    private static readonly string[] s_truths = ["T", "F", "true", "false", "True", "False", "TRUE", "FALSE"];

    private readonly List<double> _numbers = [];

    // The bytes of an open column, with a line end after each, from which the words are made if a later row is no number.
    private readonly List<byte> _tokens = [];

    private List<string>? _words = kind is ColumnKind.Word or ColumnKind.TruthValue ? [] : null;

    /// <summary>Whether the column holds words.</summary>
    public bool HasWords => _words is not null;

    /// <summary>The numbers of a column without words.</summary>
    public ReadOnlySpan<double> Numbers => CollectionsMarshal.AsSpan(_numbers);

    /// <summary>The words of a column; for a column of whole numbers without words, its numbers as words.</summary>
    public IReadOnlyList<string> Words => _words ?? WordsOfNumbers();

    /// <summary>What the words mean.</summary>
    public ParticleTextKind TextKind => kind switch
    {
        ColumnKind.TruthValue => ParticleTextKind.TruthValue,
        ColumnKind.WholeNumber => ParticleTextKind.WholeNumber,
        ColumnKind.Open when _words!.All(IsLong) => ParticleTextKind.WholeNumber,
        _ => ParticleTextKind.Word,
    };

    /// <summary>What a row of the column has to hold.</summary>
    public string Expected => kind switch
    {
        ColumnKind.WholeNumber => "a whole number",
        ColumnKind.TruthValue => "T or F",
        _ => "a number that a double can hold",
    };

    /// <summary>Adds the value of the next row. Returns false if the value is not of the kind of the column.</summary>
    public bool TryAdd(ReadOnlySpan<byte> token, WordPool pool)
    {
        switch (kind)
        {
            case ColumnKind.Number:
                bool isNumber = Tokens.TryDouble(token, out double number);
                _numbers.Add(number);
                return isNumber && !IsBeyondDouble(token, number);
            case ColumnKind.TruthValue:
                _words!.Add(pool.Word(token));
                return s_truths.Contains(_words[^1]);
            case ColumnKind.WholeNumber:
                return TryAddWhole(token, pool);
            case ColumnKind.Open when _words is null && Tokens.TryDouble(token, out double value) && KeepsDigits(token, value):
                _numbers.Add(value);
                CollectionExtensions.AddRange(_tokens, token);
                _tokens.Add((byte)'\n');
                return true;
            default:
                _words ??= WordsOfTokens(pool);
                _words.Add(pool.Word(token));
                return true;
        }
    }

    private bool TryAddWhole(ReadOnlySpan<byte> token, WordPool pool)
    {
        if (!IsDigits(token))
        {
            return false;
        }

        if (_words is null && long.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)
            && whole is >= -ParticleProperty.LargestWhole and <= ParticleProperty.LargestWhole)
        {
            _numbers.Add(whole);
        }
        else
        {
            _words ??= WordsOfNumbers();
            _words.Add(pool.Word(token));
        }

        return true;
    }

    // Whether the double says the same as the word. Zeros before a whole number, as in 007, belong to a name.
    private static bool KeepsDigits(ReadOnlySpan<byte> token, double value)
    {
        if (!IsDigits(token))
        {
            return !IsBeyondDouble(token, value) && (value != 0 || !HasDigitOtherThanZero(token));
        }

        ReadOnlySpan<byte> digits = token[0] is (byte)'-' or (byte)'+' ? token[1..] : token;
        return (digits.Length == 1 || digits[0] != (byte)'0')
            && (Math.Abs(value) < ParticleProperty.LargestWhole
                || (double.IsFinite(value) && new BigInteger(value) == BigInteger.Parse(
                    Encoding.ASCII.GetString(token), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)));
    }

    // Words such as inf have no digits.
    private static bool IsBeyondDouble(ReadOnlySpan<byte> token, double value) =>
        double.IsInfinity(value) && token.ContainsAnyInRange((byte)'0', (byte)'9');

    private static bool HasDigitOtherThanZero(ReadOnlySpan<byte> token)
    {
        int exponent = token.IndexOfAny("eEdD"u8);
        return (exponent < 0 ? token : token[..exponent]).ContainsAnyInRange((byte)'1', (byte)'9');
    }

    private static bool IsDigits(ReadOnlySpan<byte> token)
    {
        ReadOnlySpan<byte> digits = token[0] is (byte)'-' or (byte)'+' ? token[1..] : token;
        return digits.Length > 0 && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    private static bool IsLong(string word) =>
        word.TrimStart('-', '+') is ['0'] or [not '0', ..]
        && long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private List<string> WordsOfNumbers() => [.. _numbers.Select(number => ((long)number).ToString(CultureInfo.InvariantCulture))];

    private List<string> WordsOfTokens(WordPool pool)
    {
        List<string> words = new(_numbers.Count + 1);
        ReadOnlySpan<byte> tokens = CollectionsMarshal.AsSpan(_tokens);
        while (!tokens.IsEmpty)
        {
            int end = tokens.IndexOf((byte)'\n');
            words.Add(pool.Word(tokens[..end]));
            tokens = tokens[(end + 1)..];
        }

        return words;
    }
}

/// <summary>Stores every word once: columns of words have few different ones.</summary>
internal sealed class WordPool
{
    private readonly HashSet<string> _words = [];

    /// <summary>The word of these bytes.</summary>
    public string Word(ReadOnlySpan<byte> token)
    {
        string word = Encoding.UTF8.GetString(token);
        if (_words.TryGetValue(word, out string? stored))
        {
            return stored;
        }

        _words.Add(word);
        return word;
    }
}
