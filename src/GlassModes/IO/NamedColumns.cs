// Assigns roles to columns that have the names of LAMMPS: coordinates, velocities, and properties grouped as vectors.

namespace GlassModes.IO;

/// <summary>The columns of 'ITEM: ATOMS' of a dump, or of a section of a data file, in the order of the file.</summary>
internal static class NamedColumns
{
    private static readonly string[][] s_coordinates = [["x", "y", "z"], ["xu", "yu", "zu"], ["xs", "ys", "zs"], ["xsu", "ysu", "zsu"]];

    // Three columns that are one vector of another name.
    private static readonly (string[] Columns, string Name)[] s_vectors =
    [
        (["fx", "fy", "fz"], "forces"), (["ix", "iy", "iz"], "image"), (["mux", "muy", "muz"], "mu"),
    ];

    /// <summary>The names of the three columns of a vector.</summary>
    public static string[] ColumnsOf(string vector) =>
        s_vectors.FirstOrDefault(known => known.Name == vector).Columns ?? [$"{vector}_x", $"{vector}_y", $"{vector}_z"];

    /// <summary>Assigns the roles by the names of the columns. A column that occurs twice is used once.</summary>
    /// <param name="reader">The reader, whose current line errors name.</param>
    /// <param name="names">The names in the order of the file.</param>
    /// <param name="speciesColumn">The column of the species: type, element or typelabel.</param>
    /// <param name="isText">Whether a column without a known meaning holds words instead of numbers.</param>
    public static ColumnLayout LayoutOf(
        LineReader reader, IReadOnlyList<string> names, string speciesColumn = "type", Func<int, bool>? isText = null)
    {
        if (names.Count > AtomTable.MaximumColumns)
        {
            throw reader.Error($"at most {AtomTable.MaximumColumns} columns", $"{names.Count}");
        }

        Dictionary<string, int> indices = [];
        for (int k = 0; k < names.Count; k++)
        {
            if (!indices.TryAdd(names[k], k))
            {
                reader.Warn($"has the column {LineReader.Quote(names[k])} twice; the first is used");
            }
        }

        AtomColumn[] columns = new AtomColumn[names.Count];
        List<(string Name, int Components)> properties = [];
        List<(string Name, bool IsLogical)> texts = [];
        AssignRoles(["id"], ColumnRole.Id, 0);
        if (!AssignRoles([speciesColumn], speciesColumn == "type" ? ColumnRole.TypeNumber : ColumnRole.SpeciesName, 0))
        {
            throw reader.Error($"a column '{speciesColumn}'", Found());
        }

        int system = Array.FindIndex(s_coordinates, family => AssignRoles(family, ColumnRole.Position, 0));
        if (system < 0)
        {
            throw MissingCoordinate(reader, indices, Found());
        }

        AssignRoles(["vx", "vy", "vz"], ColumnRole.Velocity, 0);

        // Unwrapped coordinates already hold the images: kept beside them, images would count twice.
        if (system is 1 or 3)
        {
            AssignRoles(["ix", "iy", "iz"], ColumnRole.WholeNumber, 0);
        }

        // Where names decide, the numbers of the file are those of another order.
        if (speciesColumn != "type")
        {
            AssignRoles(["type"], ColumnRole.Ignored, 0);
        }
        for (int k = 0; k < names.Count; k++)
        {
            if (columns[k].Name is not null)
            {
                continue;
            }

            if (indices[names[k]] != k)
            {
                columns[k] = new AtomColumn(names[k], ColumnRole.Ignored);
            }
            else
            {
                AddProperty(k);
            }
        }

        return new ColumnLayout(columns, properties, texts) { IsScaled = system >= 2 };

        string Found() => LineReader.Quote(string.Join(' ', names));

        // Returns whether all the columns are there and have no role yet.
        bool AssignRoles(string[] members, ColumnRole role, int property)
        {
            if (!members.All(member => indices.TryGetValue(member, out int k) && columns[k].Name is null))
            {
                return false;
            }

            for (int c = 0; c < members.Length; c++)
            {
                columns[indices[members[c]]] = new AtomColumn(members[c], role, c, property);
            }

            return true;
        }

        void AddProperty(int k)
        {
            (string[] members, string name) = VectorOf(names[k]);
            bool isVector = members.Length == 3 && AssignRoles(members, ColumnRole.Property, properties.Count);
            if (!isVector && isText?.Invoke(k) == true)
            {
                columns[k] = new AtomColumn(names[k], ColumnRole.Text, 0, texts.Count);
                texts.Add((names[k], false));
                return;
            }

            if (!isVector)
            {
                name = names[k];
                columns[k] = new AtomColumn(name, ColumnRole.Property, 0, properties.Count);
            }

            if (properties.Any(property => property.Name == name))
            {
                throw reader.Error("distinct properties", $"{LineReader.Quote(name)} twice in {Found()}");
            }

            properties.Add((name, isVector ? 3 : 1));
        }
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
        return hasAxis ? (ColumnsOf(column[..^2]), column[..^2]) : ([], column);
    }

    private static ConfigurationFileException MissingCoordinate(LineReader reader, Dictionary<string, int> indices, string found)
    {
        foreach (char axis in "xyz")
        {
            string[] names = [$"{axis}", $"{axis}u", $"{axis}s", $"{axis}su"];
            if (!names.Any(indices.ContainsKey))
            {
                return reader.Error($"a column '{axis}', '{axis}u' or '{axis}s'", found);
            }
        }

        return reader.Error("columns 'x y z', 'xu yu zu' or 'xs ys zs'", found);
    }
}
