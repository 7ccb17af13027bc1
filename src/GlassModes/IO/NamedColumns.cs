// Assigns roles to columns that have the names of LAMMPS: coordinates, velocities, and properties grouped as vectors.

namespace GlassModes.IO;

/// <summary>The columns of 'ITEM: ATOMS' of a dump, or of a section of a data file, in the order of the file.</summary>
internal sealed class NamedColumns
{
    // Three columns that are one vector of another name.
    private static readonly (string[] Columns, string Name)[] s_vectors =
    [
        (["fx", "fy", "fz"], "forces"), (["ix", "iy", "iz"], "image"), (["mux", "muy", "muz"], "mu"),
        (["omegax", "omegay", "omegaz"], "omega"),
    ];

    private readonly LineReader _reader;
    private readonly IReadOnlyList<string> _names;
    private readonly Func<string, ColumnKind> _kindOf;
    private readonly Dictionary<string, int> _indices = [];
    private readonly AtomColumn[] _columns;
    private readonly List<FurtherColumns> _further = [];

    private NamedColumns(LineReader reader, IReadOnlyList<string> names, Func<string, ColumnKind> kindOf)
    {
        _reader = reader;
        _names = names;
        _kindOf = kindOf;
        _columns = new AtomColumn[names.Count];
    }

    private string Found => LineReader.Quote(string.Join(' ', _names));

    /// <summary>The names of the columns of a vector or an array in a dump.</summary>
    public static string[] ColumnsOf(string name, int components) => components switch
    {
        1 => [name],
        3 => s_vectors.FirstOrDefault(known => known.Name == name).Columns ?? [$"{name}_x", $"{name}_y", $"{name}_z"],
        _ => [.. Enumerable.Range(1, components).Select(component => $"{name}_{component}")],
    };

    /// <summary>Assigns the roles by the names of the columns. A column that occurs twice is used once.</summary>
    /// <param name="reader">The reader, whose current line errors name.</param>
    /// <param name="names">The names in the order of the file.</param>
    /// <param name="kindOf">What a column without a known meaning may hold, by its name.</param>
    /// <param name="speciesColumn">The column of the species: type, element or typelabel.</param>
    public static ColumnLayout LayoutOf(
        LineReader reader, IReadOnlyList<string> names, Func<string, ColumnKind> kindOf, string speciesColumn = "type") =>
        new NamedColumns(reader, names, kindOf).Assign(speciesColumn);

    private ColumnLayout Assign(string speciesColumn)
    {
        if (_names.Count > AtomTable.MaximumColumns)
        {
            throw _reader.Error($"at most {AtomTable.MaximumColumns} columns", $"{_names.Count}");
        }

        for (int k = 0; k < _names.Count; k++)
        {
            if (!_indices.TryAdd(_names[k], k))
            {
                _columns[k] = new AtomColumn(_names[k], ColumnRole.Ignored);
                _reader.Warn($"has the column {LineReader.Quote(_names[k])} twice; the first is used");
            }
        }

        TryAssign(["id"], ColumnRole.Id);
        if (!TryAssign([speciesColumn], speciesColumn == "type" ? ColumnRole.TypeNumber : ColumnRole.SpeciesName))
        {
            throw _reader.Error($"a column '{speciesColumn}'", Found);
        }

        int system = Enumerable.Range(0, OtherCoordinates.Families.Count)
            .FirstOrDefault(family => TryAssign(OtherCoordinates.Families[family], ColumnRole.Position), -1);
        if (system < 0)
        {
            throw MissingCoordinate();
        }

        TryAssign(["vx", "vy", "vz"], ColumnRole.Velocity);

        // Unwrapped coordinates already hold the images: kept beside them, images would count twice.
        if (system is 1 or 3)
        {
            TryAssign(["ix", "iy", "iz"], ColumnRole.CountedImage);
        }

        // Where names decide, the numbers of the file are those of another order.
        if (speciesColumn != "type" && _indices.TryGetValue("type", out int type))
        {
            _columns[type] = new AtomColumn("type", ColumnRole.OtherType);
        }

        for (int k = 0; k < _names.Count; k++)
        {
            if (_columns[k].Name is null)
            {
                AddFurther(k);
            }
        }

        return new ColumnLayout(_columns, _further) { IsScaled = OtherCoordinates.IsScaled(system), IsLammps = true };
    }

    // Returns whether all the columns are there and have no role yet.
    private bool TryAssign(string[] members, ColumnRole role)
    {
        if (!members.All(member => _indices.TryGetValue(member, out int k) && _columns[k].Name is null))
        {
            return false;
        }

        for (int c = 0; c < members.Length; c++)
        {
            _columns[_indices[members[c]]] = new AtomColumn(members[c], role, c, _further.Count);
        }

        return true;
    }

    private void AddFurther(int k)
    {
        // A vector that would have the name of another column is kept as three columns.
        (string[] members, string name) = VectorOf(_names[k]);
        bool isVector = members.Length == 3 && !_indices.ContainsKey(name)
            && !_further.Exists(group => group.Name == name) && TryAssign(members, ColumnRole.Further);
        if (!isVector)
        {
            members = [_names[k]];
            name = _names[k];
            TryAssign(members, ColumnRole.Further);
        }

        _further.Add(new FurtherColumns(name, _kindOf(_names[k]), members));
    }

    // The columns of the vector that a column would be part of, and its name. The members are none for a name without an axis.
    private static (string[] Columns, string Name) VectorOf(string column)
    {
        (string[] members, string name) = s_vectors.FirstOrDefault(known => known.Columns.Contains(column));
        if (members is not null)
        {
            return (members, name);
        }

        bool hasAxis = column.Length > 2 && column[^2] == '_' && column[^1] is 'x' or 'y' or 'z';
        return hasAxis ? (ColumnsOf(column[..^2], 3), column[..^2]) : ([], column);
    }

    private ConfigurationFileException MissingCoordinate()
    {
        foreach (char axis in "xyz")
        {
            string[] names = [$"{axis}", $"{axis}u", $"{axis}s", $"{axis}su"];
            if (!names.Any(_indices.ContainsKey))
            {
                return _reader.Error($"a column '{axis}', '{axis}u' or '{axis}s'", Found);
            }
        }

        return _reader.Error("columns 'x y z', 'xu yu zu' or 'xs ys zs'", Found);
    }
}
