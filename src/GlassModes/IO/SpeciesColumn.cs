// Gives the species of a particle from the word in its row: a type, a letter or a label.

using System.Text;

namespace GlassModes.IO;

/// <summary>The column of the species in a table of one frame.</summary>
internal sealed class SpeciesColumn
{
    public const int MaximumTypes = byte.MaxValue + 1;

    // The number of the line in which each letter A … Z came first; 0 for a letter that did not come.
    private readonly long[] _letters = new long['Z' - 'A' + 1];

    private readonly LineReader _reader;
    private readonly ReadingOptions _options;
    private readonly byte[][] _labels;

    /// <summary>Makes the column of a table. Warns of names from the caller that no file keeps, because they are numbers.</summary>
    public SpeciesColumn(LineReader reader, ReadingOptions options)
    {
        (_reader, _options) = (reader, options);
        _labels = [.. (options.Species ?? []).Select(Encoding.UTF8.GetBytes)];
        string[] numbered = [.. TypeTable.RenumberedBy(options.Species)];
        if (numbered.Length > 0)
        {
            reader.Warn($"has its types numbered anew: {string.Join(", ", numbered)}");
        }
    }

    /// <summary>Largest allowed type number, which the file may declare.</summary>
    public int DeclaredTypes { get; init; } = MaximumTypes;

    /// <summary>
    /// The species of each type and label of a type, if the file or the caller has labels; null if type k is species k − 1.
    /// </summary>
    public IReadOnlyDictionary<string, byte>? SpeciesOfTypes { get; init; }

    /// <summary>The species of a type.</summary>
    public byte OfType(ReadOnlySpan<byte> token)
    {
        if (SpeciesOfTypes is not null)
        {
            return SpeciesOfTypes.TryGetValue(Encoding.UTF8.GetString(token), out byte species)
                ? species
                : throw _reader.Error($"a type or label among {string.Join(", ", SpeciesOfTypes.Keys)}", LineReader.Quote(token));
        }

        return _options.Species is not null ? OfName(token)
            : Tokens.TryInteger(token, out int type) && type >= 1 && type <= DeclaredTypes ? (byte)(type - 1)
            : throw _reader.Error($"an atom type from 1 to {DeclaredTypes}", LineReader.Quote(token));
    }

    /// <summary>The species of a name. Letters and numbers mean species in their order unless the caller has labels.</summary>
    public byte OfName(ReadOnlySpan<byte> token)
    {
        if (SpeciesOfTypes is not null)
        {
            return OfType(token);
        }

        if (_options.Species is not null)
        {
            for (int k = 0; k < _labels.Length; k++)
            {
                if (token.SequenceEqual(_labels[k]))
                {
                    return (byte)k;
                }
            }

            throw _reader.Error($"one of the species {string.Join(", ", _options.Species)}", LineReader.Quote(token));
        }

        if (token.Length == 1 && token[0] is >= (byte)'A' and <= (byte)'Z')
        {
            int letter = token[0] - 'A';
            _letters[letter] = _letters[letter] == 0 ? _reader.LineNumber : _letters[letter];
            return (byte)letter;
        }

        return Tokens.TryInteger(token, out int type) && type is >= 1 and <= MaximumTypes
            ? (byte)(type - 1)
            : throw _reader.Error(
                "a species A, B, … or 1, 2, …; other labels are given in their order, as in --species Ni,P", LineReader.Quote(token));
    }

    /// <summary>
    /// Throws unless the letters of the frame are A, B, … without a gap. Letters with a gap, such as H and N, are chemical elements.
    /// </summary>
    public void RequireRunOfLetters()
    {
        int gap = Array.IndexOf(_letters, 0);
        int letter = gap < 0 ? -1 : Array.FindIndex(_letters, gap, line => line > 0);
        if (letter >= 0)
        {
            IEnumerable<char> seen = Enumerable.Range(0, _letters.Length).Where(k => _letters[k] > 0).Select(k => (char)('A' + k));
            string hint = $"other labels are given in their order, as in --species {string.Join(',', seen)}";
            throw new ConfigurationFileException(
                _reader.FilePath,
                _letters[letter],
                $"the species A, B, … from A on without a gap; {hint}",
                $"'{(char)('A' + letter)}' in a frame without '{(char)('A' + gap)}'");
        }
    }
}
