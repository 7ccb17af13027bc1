// Reads the table of particles of all three formats: one particle for each line, interpreted by the roles of the columns.

using System.Globalization;
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
    Property,
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

    private const int MaximumTypes = byte.MaxValue + 1;
    private const int FirstCapacity = 1 << 14;

    private readonly LineReader _reader;
    private readonly AtomColumn[] _columns;
    private readonly (string Name, int Components)[] _properties;
    private readonly double[][] _propertyValues;
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

    public AtomTable(LineReader reader, IEnumerable<AtomColumn> columns, IEnumerable<(string Name, int Components)> properties)
    {
        _reader = reader;
        _columns = [.. columns];
        _properties = [.. properties];
        _propertyValues = [.. _properties.Select(_ => Array.Empty<double>())];
        _hasIds = _columns.Any(column => column.Role == ColumnRole.Id);
        _hasSpecies = _columns.Any(column => column.Role is ColumnRole.TypeNumber or ColumnRole.SpeciesName);
        _hasPositions = _columns.Any(column => column.Role == ColumnRole.Position);
        _hasVelocities = _columns.Any(column => column.Role == ColumnRole.Velocity);
    }

    /// <summary>Largest allowed type number, which the file may declare.</summary>
    public int DeclaredTypes { get; init; } = MaximumTypes;

    /// <summary>The box, if coordinates are fractions of the box; otherwise null.</summary>
    public PeriodicBox? ScaledBy { get; init; }

    /// <summary>Line number of the first row.</summary>
    public long FirstLine { get; private set; }

    public ReadOnlySpan<int> Ids => _ids;

    public ReadOnlySpan<double> Velocities => _velocities;

    /// <summary>Parses the number of particles from a word of the current line of the reader.</summary>
    public static int ParseCount(LineReader reader, string word)
    {
        if (!int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int count)
            || count < 1 || count > MaximumCount)
        {
            throw reader.Error($"a number of atoms from 1 to {MaximumCount}");
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
    /// <param name="box">The box of the frame.</param>
    /// <param name="time">The time of the frame.</param>
    /// <param name="velocities">
    /// Velocities from another section of the file, in the order of the rows; null for the velocities of the table.
    /// </param>
    public Configuration ToConfiguration(PeriodicBox box, double? time, double[]? velocities = null) => new(
        box,
        _species,
        _positions,
        velocities ?? _velocities,
        _ids,
        [.. _properties.Select((property, k) => new ParticleProperty(property.Name, property.Components, _propertyValues[k]))],
        time);

    private void GrowColumns(int capacity)
    {
        _capacity = capacity;
        GrowIf(_hasIds, ref _ids, capacity);
        GrowIf(_hasSpecies, ref _species, capacity);
        GrowIf(_hasPositions, ref _positions, 3 * capacity);
        GrowIf(_hasVelocities, ref _velocities, 3 * capacity);
        for (int k = 0; k < _properties.Length; k++)
        {
            Array.Resize(ref _propertyValues[k], _properties[k].Components * capacity);
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
                case ColumnRole.Velocity:
                    _velocities[(3 * row) + column.Component] = Finite(token, column);
                    break;
                case ColumnRole.Property:
                    int components = _properties[column.Property].Components;
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
                    _species[row] = token.Length == 1 && token[0] is >= (byte)'A' and <= (byte)'Z'
                        ? (byte)(token[0] - 'A')
                        : NumberedSpecies(token);
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
        if (ScaledBy is not PeriodicBox box)
        {
            return value;
        }

        double origin = column.Component == 0 ? box.OriginX : column.Component == 1 ? box.OriginY : box.OriginZ;
        double scaled = origin + (value * box.Length);
        return double.IsFinite(scaled)
            ? scaled
            : throw _reader.Error($"a finite coordinate from column {LineReader.Quote(column.Name)}", LineReader.Quote(token));
    }

    private int WholeNumber(ReadOnlySpan<byte> token, in AtomColumn column) => Tokens.TryInteger(token, out int value)
        ? value
        : throw _reader.Error($"a whole number of 32 bits in column {LineReader.Quote(column.Name)}", LineReader.Quote(token));

    private byte Species(ReadOnlySpan<byte> token) =>
        Tokens.TryInteger(token, out int type) && type >= 1 && type <= DeclaredTypes
            ? (byte)(type - 1)
            : throw _reader.Error($"an atom type from 1 to {DeclaredTypes}", LineReader.Quote(token));

    private byte NumberedSpecies(ReadOnlySpan<byte> token) =>
        Tokens.TryInteger(token, out int type) && type is >= 1 and <= MaximumTypes
            ? (byte)(type - 1)
            : throw _reader.Error("a species A, B, … or 1, 2, …", LineReader.Quote(token));
}
