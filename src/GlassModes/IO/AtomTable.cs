// Reads the table of particles of all three formats: one particle for each line, interpreted by the roles of the columns.

using System.Globalization;
using System.Text;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>The content of a column.</summary>
internal enum ColumnRole
{
    Ignored,
    WholeNumber,
    Id,
    TypeNumber,
    SpeciesName,
    Position,
    Velocity,

    /// <summary>The momentum m v of ASE, which becomes a velocity.</summary>
    Momentum,
    Property,

    /// <summary>A word, which is kept.</summary>
    Text,
}

/// <summary>A column: its name in messages, its role, its component (0, 1, 2) and, for a property, the index of the property.</summary>
internal readonly record struct AtomColumn(string Name, ColumnRole Role, int Component = 0, int Property = 0);

/// <summary>
/// The values of the table of one frame. Storage grows with the rows that are read. A frame that announces too many particles therefore
/// does not allocate memory for them.
/// </summary>
internal sealed class AtomTable
{
    /// <summary>Largest number of particles that a frame may announce. An array must be able to hold 3N values.</summary>
    public const int MaximumCount = 100_000_000;

    /// <summary>Largest number of columns of a table.</summary>
    public const int MaximumColumns = 1000;

    // Columns of words that name the species beside a column of types.
    private const string SpeciesColumn = "species";
    private static readonly string[] s_speciesNames = [SpeciesColumn, "element", "typelabel"];

    private static readonly string[] s_charges = ["q", "charge", "charges", "initial_charges"];

    private const int MaximumTypes = byte.MaxValue + 1;
    private const int FirstCapacity = 1 << 14;

    private readonly LineReader _reader;
    private readonly AtomColumn[] _columns;
    private readonly ColumnLayout _layout;
    private readonly ReadingOptions _options;
    private readonly PeriodicBox _box;
    private readonly double[][] _propertyValues;
    private readonly string[][] _textValues;
    private readonly HashSet<string> _words = [];
    private readonly HashSet<int> _seenIds = [];
    private readonly bool _hasIds;
    private readonly bool _hasSpecies;
    private readonly bool _hasPositions;
    private readonly bool _hasVelocities;
    private int[] _ids = [];
    private byte[] _species = [];
    private double[] _positions = [];
    private double[] _velocities = [];
    private int _capacity;

    /// <summary>Makes an empty table.</summary>
    /// <param name="reader">The reader, which stands before the first row.</param>
    /// <param name="layout">The columns.</param>
    /// <param name="box">The box of the frame.</param>
    /// <param name="options">The labels of the species.</param>
    public AtomTable(LineReader reader, ColumnLayout layout, PeriodicBox box, ReadingOptions options)
    {
        _reader = reader;
        _layout = layout;
        _options = options;
        _box = box;
        _columns = [.. layout.Columns];
        _propertyValues = [.. layout.Properties.Select(_ => Array.Empty<double>())];
        _textValues = [.. layout.Texts.Select(_ => Array.Empty<string>())];
        _hasIds = _columns.Any(column => column.Role == ColumnRole.Id);
        _hasSpecies = _columns.Any(column => column.Role is ColumnRole.TypeNumber or ColumnRole.SpeciesName);
        _hasPositions = _columns.Any(column => column.Role == ColumnRole.Position);
        _hasVelocities = _columns.Any(column => column.Role is ColumnRole.Velocity or ColumnRole.Momentum);
    }

    /// <summary>Largest allowed type number, which the file may declare.</summary>
    public int DeclaredTypes { get; init; } = MaximumTypes;

    /// <summary>
    /// The species of each type and label of a type, if the file or the caller has labels; null if type k is species k − 1.
    /// </summary>
    public IReadOnlyDictionary<string, byte>? SpeciesOfTypes { get; init; }

    /// <summary>Line number of the first row.</summary>
    public long FirstLine { get; private set; }

    public ReadOnlySpan<int> Ids => _ids;

    public ReadOnlySpan<double> Velocities => _velocities;

    /// <summary>Parses the number of particles from a word of the current line of the reader.</summary>
    public static int ParseCount(LineReader reader, string word)
    {
        if (!int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int count)
            || count < 0 || count > MaximumCount)
        {
            throw reader.Error($"a number of atoms up to {MaximumCount}");
        }

        return count;
    }

    /// <summary>Reads the next <paramref name="count"/> lines.</summary>
    public void Read(int count)
    {
        for (int row = 0; row < count; row++)
        {
            if (row == _capacity)
            {
                GrowColumns(row == 0 ? Math.Min(count, FirstCapacity) : (int)Math.Min(count, 2L * row));
            }

            if (!_reader.Read())
            {
                throw _reader.Error($"{count} lines of atoms", $"{row} before the end of the file");
            }

            FirstLine = row == 0 ? _reader.LineNumber : FirstLine;
            ReadRow(row);
        }
    }

    /// <summary>Makes the configuration of the rows that were read.</summary>
    /// <param name="time">The time of the frame.</param>
    /// <param name="annotations">Further facts about the frame.</param>
    /// <param name="velocities">
    /// Velocities from another section of the file, in the order of the rows; null for the velocities of the table.
    /// </param>
    public Configuration ToConfiguration(
        double? time, IReadOnlyDictionary<string, string>? annotations = null, double[]? velocities = null)
    {
        ParticleProperty[] properties =
        [
            .. _layout.Properties.Select((property, k) => new ParticleProperty(property.Name, property.Components, _propertyValues[k])),
        ];
        DivideMomenta(Masses.Find(_reader, properties));
        WarnOfCharges(properties);
        RequireAgreeingNames();
        return new Configuration(_box, _species, _positions, velocities ?? _velocities, _ids, properties, time, annotations)
            .WithTexts([.. _layout.Texts.Select((text, k) => new ParticleText(text.Name, text.IsLogical, _textValues[k]))]);
    }

    private void WarnOfCharges(ParticleProperty[] properties)
    {
        if (properties.FirstOrDefault(property => s_charges.Contains(property.Name) && property.Values.Span.ContainsAnyExcept(0.0))
            is { } charges)
        {
            _reader.Warn($"has charges, '{charges.Name}', which are not used: the interactions are those of the model");
        }
    }

    private void DivideMomenta(ReadOnlyMemory<double>? masses)
    {
        if (!_columns.Any(column => column.Role == ColumnRole.Momentum))
        {
            return;
        }

        if (masses is not { } mass)
        {
            _reader.Warn("has momenta but no masses; mass 1 is taken, so that the momenta are the velocities");
        }
        else
        {
            for (int k = 0; k < _velocities.Length; k++)
            {
                if (!(mass.Span[k / 3] > 0))
                {
                    throw new ConfigurationFileException(
                        _reader.FilePath, FirstLine + (k / 3), "a positive mass beside momenta", $"{mass.Span[k / 3]}");
                }

                _velocities[k] /= mass.Span[k / 3];
            }
        }
    }

    // Names A and B beside types 1 and 2 say the same twice, and so do numbers of species. Other names, such as those of elements, and
    // numbers of elements, may stand for any type.
    private void RequireAgreeingNames()
    {
        for (int k = 0; k < _textValues.Length && _options.Species is null; k++)
        {
            string[] names = _textValues[k];
            if (s_speciesNames.Contains(_layout.Texts[k].Name)
                && (names.All(name => name is "A" or "B")
                    || (_layout.Texts[k].Name == SpeciesColumn && names.All(name => int.TryParse(name, out int type) && type > 0)))
                && FirstDisagreement(names) is >= 0 and int row)
            {
                throw new ConfigurationFileException(
                    _reader.FilePath,
                    FirstLine + row,
                    $"columns {LineReader.Quote(_layout.Texts[k].Name)} and 'type' that agree, or --species A,B, by which the names decide",
                    $"{names[row]} and type {_species[row] + 1} in row {row + 1} of the frame");
            }
        }
    }

    private int FirstDisagreement(string[] names)
    {
        for (int row = 0; row < names.Length; row++)
        {
            if (!IsNameOf(names[row], _species[row]))
            {
                return row;
            }
        }

        return -1;
    }

    private static bool IsNameOf(string name, byte species) => name == $"{(char)('A' + species)}" || name == $"{species + 1}";

    private void GrowColumns(int capacity)
    {
        _capacity = capacity;
        GrowIf(_hasIds, ref _ids, capacity);
        GrowIf(_hasSpecies, ref _species, capacity);
        GrowIf(_hasPositions, ref _positions, 3 * capacity);
        GrowIf(_hasVelocities, ref _velocities, 3 * capacity);
        for (int k = 0; k < _propertyValues.Length; k++)
        {
            Array.Resize(ref _propertyValues[k], _layout.Properties[k].Components * capacity);
        }

        for (int k = 0; k < _textValues.Length; k++)
        {
            Array.Resize(ref _textValues[k], capacity);
        }
    }

    private static void GrowIf<T>(bool wanted, ref T[] values, int length)
    {
        if (wanted)
        {
            Array.Resize(ref values, length);
        }
    }

    private void ReadRow(int row)
    {
        var tokens = new Tokens(_reader.Line);
        foreach (ref readonly AtomColumn column in _columns.AsSpan())
        {
            if (!tokens.Next(out ReadOnlySpan<byte> token))
            {
                throw WrongWidth();
            }

            switch (column.Role)
            {
                case ColumnRole.Position:
                    _positions[(3 * row) + column.Component] = Coordinate(token, column);
                    break;
                case ColumnRole.Velocity or ColumnRole.Momentum:
                    _velocities[(3 * row) + column.Component] = Finite(token, column);
                    break;
                case ColumnRole.Property:
                    if (_layout.Properties[column.Property].Name == "image")
                    {
                        _ = WholeNumber(token, column);
                    }

                    int components = _layout.Properties[column.Property].Components;
                    _propertyValues[column.Property][(components * row) + column.Component] = Number(token, column);
                    break;
                case ColumnRole.Id:
                    _ids[row] = WholeNumber(token, column);
                    if (!_seenIds.Add(_ids[row]))
                    {
                        throw _reader.Error("distinct ids", $"id {_ids[row]} a second time");
                    }

                    break;
                case ColumnRole.TypeNumber:
                    _species[row] = Species(token);
                    break;
                case ColumnRole.SpeciesName:
                    _species[row] = NamedSpecies(token);
                    break;
                case ColumnRole.Text:
                    _textValues[column.Property][row] = Word(token);
                    break;
                case ColumnRole.WholeNumber:
                    WholeNumber(token, column);
                    break;
            }
        }

        if (tokens.Next(out _))
        {
            throw WrongWidth();
        }
    }

    private ConfigurationFileException WrongWidth()
    {
        string names = LineReader.Quote(string.Join(' ', _columns.Select(column => column.Name)));
        return _reader.Error($"{_columns.Length} columns {names}", $"{Tokens.Count(_reader.Line)}: {LineReader.Quote(_reader.Line)}");
    }

    private double Number(ReadOnlySpan<byte> token, in AtomColumn column) => Tokens.TryDouble(token, out double value)
        ? value
        : throw _reader.Error($"a number in column {LineReader.Quote(column.Name)}", LineReader.Quote(token));

    private double Finite(ReadOnlySpan<byte> token, in AtomColumn column) => Tokens.TryFinite(token, out double value)
        ? value
        : throw _reader.Error($"a finite number in column {LineReader.Quote(column.Name)}", LineReader.Quote(token));

    private double Coordinate(ReadOnlySpan<byte> token, in AtomColumn column)
    {
        double value = Finite(token, column);
        if (_layout.IsScaled)
        {
            double origin = column.Component == 0 ? _box.OriginX : column.Component == 1 ? _box.OriginY : _box.OriginZ;
            value = origin + (value * _box.Length);
        }

        return Math.Abs(value) <= _box.LargestCoordinate
            ? value
            : throw _reader.Error(
                $"a coordinate within {PeriodicBox.LargestDistance} boxes of 0 in column {LineReader.Quote(column.Name)}",
                $"{LineReader.Quote(token)}, too far out for a double to place the particle; wrap the coordinates into the box");
    }

    private int WholeNumber(ReadOnlySpan<byte> token, in AtomColumn column) => Tokens.TryInteger(token, out int value)
        ? value
        : throw _reader.Error($"a whole number of 32 bits in column {LineReader.Quote(column.Name)}", LineReader.Quote(token));

    private byte Species(ReadOnlySpan<byte> token)
    {
        if (SpeciesOfTypes is not null)
        {
            return SpeciesOfTypes.TryGetValue(Encoding.UTF8.GetString(token), out byte species)
                ? species
                : throw _reader.Error($"a type or label among {string.Join(", ", SpeciesOfTypes.Keys)}", LineReader.Quote(token));
        }

        if (_options.Species is not null)
        {
            return NamedSpecies(token);
        }

        return Tokens.TryInteger(token, out int type) && type >= 1 && type <= DeclaredTypes
            ? (byte)(type - 1)
            : throw _reader.Error($"an atom type from 1 to {DeclaredTypes}", LineReader.Quote(token));
    }

    private byte NamedSpecies(ReadOnlySpan<byte> token)
    {
        if (_options.Species is { } labels)
        {
            int index = IndexOf(labels, token);
            return index >= 0
                ? (byte)index
                : throw _reader.Error($"one of the species {string.Join(", ", labels)}", LineReader.Quote(token));
        }

        if (token.Length == 1 && token[0] is >= (byte)'A' and <= (byte)'Z')
        {
            return (byte)(token[0] - 'A');
        }

        return Tokens.TryInteger(token, out int type) && type is >= 1 and <= MaximumTypes
            ? (byte)(type - 1)
            : throw _reader.Error(
                "a species A, B, … or 1, 2, …; other labels are given in their order, as in --species Ni,P", LineReader.Quote(token));
    }

    private static int IndexOf(IReadOnlyList<string> labels, ReadOnlySpan<byte> token)
    {
        for (int k = 0; k < labels.Count; k++)
        {
            if (token.SequenceEqual(Encoding.UTF8.GetBytes(labels[k])))
            {
                return k;
            }
        }

        return -1;
    }

    // Columns of words have few different words. Every word is stored once.
    private string Word(ReadOnlySpan<byte> token)
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
