// Assigns roles to the named columns of a LAMMPS dump: coordinates, velocities, and properties grouped as vectors.

namespace GlassModes.IO;

/// <summary>The columns of 'ITEM: ATOMS' in file order.</summary>
internal sealed class DumpColumns
{
    private static readonly string[][] Coordinates = [["x", "y", "z"], ["xu", "yu", "zu"], ["xs", "ys", "zs"], ["xsu", "ysu", "zsu"]];

    private DumpColumns(AtomColumn[] columns, List<(string Name, int Components)> properties, bool scaled)
    {
        Columns = columns;
        Properties = properties;
        Scaled = scaled;
    }

    public AtomColumn[] Columns { get; }

    public List<(string Name, int Components)> Properties { get; }

    /// <summary>Whether the coordinates are fractions of the box.</summary>
    public bool Scaled { get; }

    /// <summary>Assigns the roles by the names of the columns. Throws if a column is missing or named twice.</summary>
    public static DumpColumns FromNames(LineReader reader, string[] names)
    {
        string found = LineReader.Quote(string.Join(' ', names));
        if (names.Length > AtomTable.MaximumColumns)
        {
            throw reader.Error($"at most {AtomTable.MaximumColumns} columns", $"{names.Length}");
        }

        var indices = new Dictionary<string, int>();
        for (int k = 0; k < names.Length; k++)
        {
            if (!indices.TryAdd(names[k], k))
            {
                throw reader.Error("distinct column names", $"{LineReader.Quote(names[k])} twice");
            }
        }

        var columns = new AtomColumn[names.Length];
        if (indices.TryGetValue("id", out int id))
        {
            columns[id] = new AtomColumn("id", ColumnRole.Id);
        }

        columns[indices.TryGetValue("type", out int type) ? type : throw reader.Error("a column 'type'", found)] =
            new AtomColumn("type", ColumnRole.TypeNumber);
        int system = Array.FindIndex(Coordinates, family => family.All(indices.ContainsKey));
        if (system < 0)
        {
            throw MissingCoordinate(reader, indices, found);
        }

        AssignRoles(Coordinates[system], ColumnRole.Position, 0);
        string[] velocities = ["vx", "vy", "vz"];
        if (velocities.All(indices.ContainsKey))
        {
            AssignRoles(velocities, ColumnRole.Velocity, 0);
        }

        var properties = new List<(string Name, int Components)>();
        for (int k = 0; k < names.Length; k++)
        {
            if (columns[k].Name is not null)
            {
                continue;
            }

            string[]? vector = FindVector(names[k], indices, columns, out string name);
            if (properties.Any(property => property.Name == name))
            {
                throw reader.Error("distinct properties", $"{LineReader.Quote(name)} twice in {found}");
            }

            AssignRoles(vector ?? [names[k]], ColumnRole.Property, properties.Count);
            properties.Add((name, vector is null ? 1 : 3));
        }

        return new DumpColumns(columns, properties, scaled: system >= 2);

        void AssignRoles(string[] members, ColumnRole role, int property)
        {
            for (int c = 0; c < members.Length; c++)
            {
                columns[indices[members[c]]] = new AtomColumn(members[c], role, c, property);
            }
        }
    }

    /// <summary>Ignores scalar columns that hold words in the next line, such as 'element'.</summary>
    public void IgnoreText(LineReader reader)
    {
        if (!reader.Read())
        {
            return;
        }

        var tokens = new Tokens(reader.Line);
        for (int k = 0; k < Columns.Length && tokens.Next(out ReadOnlySpan<byte> token); k++)
        {
            AtomColumn column = Columns[k];
            if (column.Role == ColumnRole.Property && Properties[column.Property].Components == 1
                && !Tokens.TryDouble(token, out _))
            {
                RemoveProperty(column.Property);
                Columns[k] = new AtomColumn(column.Name, ColumnRole.Ignored);
            }
        }

        reader.Unread();
    }

    /// <summary>
    /// Finds the three columns of the vector that a column is part of; null if the column is a scalar. The columns fx fy fz are the vector
    /// "forces".
    /// </summary>
    private static string[]? FindVector(string column, Dictionary<string, int> indices, AtomColumn[] columns, out string name)
    {
        string[] members = ["fx", "fy", "fz"];
        name = "forces";
        if (!members.Contains(column))
        {
            name = column.Length > 2 && column[^2] == '_' && column[^1] is 'x' or 'y' or 'z' ? column[..^2] : "";
            members = [$"{name}_x", $"{name}_y", $"{name}_z"];
        }

        if (name.Length > 0 && members.All(member => indices.TryGetValue(member, out int k) && columns[k].Name is null))
        {
            return members;
        }

        name = column;
        return null;
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

    private void RemoveProperty(int property)
    {
        Properties.RemoveAt(property);
        for (int k = 0; k < Columns.Length; k++)
        {
            if (Columns[k].Property > property)
            {
                Columns[k] = Columns[k] with { Property = Columns[k].Property - 1 };
            }
        }
    }
}
