// Reads the table of particles of all three formats: one particle for each line, interpreted by the roles of the columns.

using System.Globalization;
using GlassModes.Particles;

namespace GlassModes.IO;

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

    private const int FirstCapacity = 1 << 14;

    private readonly LineReader _reader;
    private readonly AtomColumn[] _columns;
    private readonly ColumnLayout _layout;
    private readonly SpeciesColumn _speciesColumn;
    private readonly PeriodicBox _box;
    private readonly ColumnValues[][] _further;
    private readonly WordPool _words = new();
    private readonly HashSet<int> _seenIds = [];
    private readonly List<int> _otherTypes = [];
    private readonly bool _hasIds;
    private readonly bool _hasSpecies;
    private readonly bool _hasPositions;
    private readonly bool _hasVelocities;
    private int[] _ids = [];
    private byte[] _species = [];
    private double[] _positions = [];
    private double[] _velocities = [];
    private int _capacity;
    private bool _hasCountedImages;

    /// <summary>Makes an empty table.</summary>
    /// <param name="reader">The reader, which stands before the first row.</param>
    /// <param name="layout">The columns.</param>
    /// <param name="box">The box of the frame.</param>
    /// <param name="species">Gives the species of the rows.</param>
    public AtomTable(LineReader reader, ColumnLayout layout, PeriodicBox box, SpeciesColumn species)
    {
        _reader = reader;
        _layout = layout;
        _speciesColumn = species;
        _box = box;
        _columns = [.. layout.Columns];
        _further = [.. layout.Further.Select(group => group.Columns.Select(_ => new ColumnValues(group.Kind)).ToArray())];
        _hasIds = _columns.Any(column => column.Role == ColumnRole.Id);
        _hasSpecies = _columns.Any(column => column.Role is ColumnRole.TypeNumber or ColumnRole.SpeciesName);
        _hasPositions = _columns.Any(column => column.Role == ColumnRole.Position);
        _hasVelocities = _columns.Any(column => column.Role is ColumnRole.Velocity or ColumnRole.Momentum);
    }

    /// <summary>Line number of the first row.</summary>
    public long FirstLine { get; private set; }

    public ReadOnlySpan<int> Ids => _ids;

    public ReadOnlySpan<byte> Species => _species;

    public ReadOnlySpan<double> Velocities => _velocities;

    /// <summary>The columns that are kept. Makes copies.</summary>
    public FurtherContent Further => FurtherContent.Of(_layout.Further, _further);

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
            ReadRow(row, count);
        }

        _speciesColumn.RequireRunOfLetters();
    }

    /// <summary>Makes the configuration of the rows that were read.</summary>
    /// <param name="time">The time of the frame.</param>
    /// <param name="annotations">Further facts about the frame.</param>
    /// <param name="velocities">
    /// Velocities from another section of the file, in the order of the rows; null for the velocities of the table.
    /// </param>
    /// <param name="more">Columns from another section of the file, in the order of the rows.</param>
    public Configuration ToConfiguration(
        double? time,
        IReadOnlyDictionary<string, string>? annotations = null,
        double[]? velocities = null,
        IReadOnlyList<ParticleProperty>? more = null)
    {
        FurtherContent further = Further;
        ParticleProperty[] properties = [.. further.Properties, .. more ?? []];
        DivideMomenta(properties.FirstOrDefault(UnusedContent.IsMass)?.Values);
        UnusedContent.Warn(_reader, properties, annotations);
        if (_layout.IsLammps)
        {
            OtherCoordinates.RequireAgreement(_reader, FirstLine, _box, _positions, properties);
        }

        if (_otherTypes.Index().Any(type => type.Item != _species[type.Index] + 1))
        {
            _reader.Warn("has types in another order than the names of the species, which decide; the types are numbered anew");
        }

        if (_hasCountedImages)
        {
            _reader.Warn("has image flags beside unwrapped coordinates, which hold the images already; the flags are not kept");
        }

        return new Configuration(_box, _species, _positions, velocities ?? _velocities, _ids, properties, time, annotations)
            .WithTexts(further.Texts);
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

    private void GrowColumns(int capacity)
    {
        _capacity = capacity;
        GrowIf(_hasIds, ref _ids, capacity);
        GrowIf(_hasSpecies, ref _species, capacity);
        GrowIf(_hasPositions, ref _positions, 3 * capacity);
        GrowIf(_hasVelocities, ref _velocities, 3 * capacity);
    }

    private static void GrowIf<T>(bool wanted, ref T[] values, int length)
    {
        if (wanted)
        {
            Array.Resize(ref values, length);
        }
    }

    private void ReadRow(int row, int count)
    {
        var tokens = new Tokens(_reader.Line);
        foreach (ref readonly AtomColumn column in _columns.AsSpan())
        {
            if (!tokens.Next(out ReadOnlySpan<byte> token))
            {
                throw WrongWidth(row, count);
            }

            switch (column.Role)
            {
                case ColumnRole.Position:
                    _positions[(3 * row) + column.Component] = Coordinate(token, column);
                    break;
                case ColumnRole.Velocity or ColumnRole.Momentum:
                    _velocities[(3 * row) + column.Component] = Finite(token, column);
                    break;
                case ColumnRole.Further:
                    ColumnValues values = _further[column.Group][column.Component];
                    if (!values.TryAdd(token, _words))
                    {
                        throw _reader.Error($"{values.Expected} in column {LineReader.Quote(column.Name)}", LineReader.Quote(token));
                    }

                    break;
                case ColumnRole.Id:
                    _ids[row] = WholeNumber(token, column);
                    if (!_seenIds.Add(_ids[row]))
                    {
                        throw _reader.Error("distinct ids", $"id {_ids[row]} a second time");
                    }

                    break;
                case ColumnRole.TypeNumber:
                    _species[row] = _speciesColumn.OfType(token);
                    break;
                case ColumnRole.SpeciesName:
                    _species[row] = _speciesColumn.OfName(token);
                    break;
                case ColumnRole.OtherType:
                    _otherTypes.Add(Tokens.TryInteger(token, out int type) ? type : 0);
                    break;
                case ColumnRole.CountedImage:
                    _hasCountedImages |= WholeNumber(token, column) != 0;
                    break;
            }
        }

        if (tokens.Next(out _))
        {
            throw WrongWidth(row, count);
        }
    }

    // A line that is blank, or that has one word or begins the next frame, is the end of a table with too few rows.
    private ConfigurationFileException WrongWidth(int row, int count)
    {
        string[] words = Tokens.Split(_reader.Line);
        if (words.Length < 2 || words[0] == "ITEM:")
        {
            string next = words.Length == 0 ? "a blank line" : LineReader.Quote(_reader.Line);
            return _reader.Error($"{count} lines of atoms", $"{row} before {next}");
        }

        string names = LineReader.Quote(string.Join(' ', _columns.Select(column => column.Name)));
        return _reader.Error(
            $"{_columns.Length} columns {names} in row {row + 1} of {count}", $"{words.Length}: {LineReader.Quote(_reader.Line)}");
    }

    private double Finite(ReadOnlySpan<byte> token, in AtomColumn column) => Tokens.TryFinite(token, out double value)
        ? value
        : throw _reader.Error($"a finite number in column {LineReader.Quote(column.Name)}", LineReader.Quote(token));

    private double Coordinate(ReadOnlySpan<byte> token, in AtomColumn column)
    {
        double value = Finite(token, column);
        if (_layout.IsScaled)
        {
            value = _box.OriginOf(column.Component) + (value * _box.Length);
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
}
