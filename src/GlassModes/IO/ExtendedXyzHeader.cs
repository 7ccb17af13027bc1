// Parses the comment line of an extended XYZ frame: key=value pairs, and the column layout under the key Properties.

using System.Globalization;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>Box, time and columns of one frame.</summary>
internal sealed class ExtendedXyzHeader
{
    // Keys that this program interprets.
    private static readonly HashSet<string> s_interpretedKeys = new(
        StringComparer.OrdinalIgnoreCase) { "Lattice", "Origin", "pbc", "Properties", "Time" };

    private ExtendedXyzHeader(
        PeriodicBox box,
        double? time,
        List<AtomColumn> columns,
        List<(string Name, int Components)> properties,
        Dictionary<string, string> annotations)
    {
        Annotations = annotations;
        Box = box;
        Time = time;
        Columns = columns;
        Properties = properties;
    }

    /// <summary>The keys that this program does not interpret, with their values.</summary>
    public Dictionary<string, string> Annotations { get; }

    public PeriodicBox Box { get; }

    public double? Time { get; }

    public List<AtomColumn> Columns { get; }

    public List<(string Name, int Components)> Properties { get; }

    /// <summary>Parses the current line of the reader.</summary>
    public static ExtendedXyzHeader Parse(LineReader reader)
    {
        Dictionary<string, string> pairs = ParsePairs(reader);
        if (pairs.TryGetValue("pbc", out string? pbc)
            && SplitWords(pbc) is var flags && !(flags.Length == 3 && flags.All(flag => flag.ToUpperInvariant() is "T" or "TRUE" or "1")))
        {
            throw reader.Error("periodic boundaries pbc=\"T T T\"", $"pbc={LineReader.Quote(pbc)}");
        }

        double? time = null;
        if (pairs.TryGetValue("time", out string? text))
        {
            time = Tokens.TryFinite(text, out double value) ? value : throw reader.Error("a finite time", LineReader.Quote(text));
        }

        PeriodicBox box = ParseBox(reader, pairs);
        var columns = new List<AtomColumn>();
        var properties = new List<(string Name, int Components)>();
        ParseColumns(reader, pairs.GetValueOrDefault("Properties", "species:S:1:pos:R:3"), columns, properties);
        Dictionary<string, string> annotations = pairs.Where(pair => !s_interpretedKeys.Contains(pair.Key)).ToDictionary(
            pair => pair.Key, pair => pair.Value);
        return new ExtendedXyzHeader(box, time, columns, properties, annotations);
    }

    private static Dictionary<string, string> ParsePairs(LineReader reader)
    {
        var pairs = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string line = reader.Text;
        int position = 0;
        while (true)
        {
            position = SkipSpace(line, position);
            if (position == line.Length)
            {
                return pairs;
            }

            string key = ReadWord(reader, line, ref position, stopAtEquals: true);
            int equals = SkipSpace(line, position);
            string value = "T";
            if (equals < line.Length && line[equals] == '=')
            {
                position = SkipSpace(line, equals + 1);
                value = ReadWord(reader, line, ref position, stopAtEquals: false);
            }

            if (!pairs.TryAdd(key, value))
            {
                throw reader.Error("every key once", $"{LineReader.Quote(key)} twice");
            }
        }
    }

    private static int SkipSpace(string line, int position)
    {
        while (position < line.Length && char.IsWhiteSpace(line[position]))
        {
            position++;
        }

        return position;
    }

    // Reads a word up to white space, or a text in quotes. A key also ends at '='. In quotes, a backslash takes the next character
    // literally.
    private static string ReadWord(LineReader reader, string line, ref int position, bool stopAtEquals)
    {
        int start = position;
        if (position < line.Length && line[position] == '"')
        {
            var text = new System.Text.StringBuilder();
            for (position++; position < line.Length && line[position] != '"'; position++)
            {
                position += line[position] == '\\' && position + 1 < line.Length ? 1 : 0;
                text.Append(line[position]);
            }

            if (position == line.Length)
            {
                throw reader.Error("a closing quotation mark", LineReader.Quote(line[start..]));
            }

            position++;
            return text.ToString();
        }

        while (position < line.Length && !char.IsWhiteSpace(line[position]) && !(stopAtEquals && line[position] == '='))
        {
            position++;
        }

        return position > start ? line[start..position] : throw reader.Error("pairs key=value");
    }

    private static string[] SplitWords(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static PeriodicBox ParseBox(LineReader reader, Dictionary<string, string> pairs)
    {
        if (!pairs.TryGetValue("Lattice", out string? lattice))
        {
            throw reader.Error("a key Lattice=\"L 0 0 0 L 0 0 0 L\" of extended XYZ");
        }

        double[] cell = ParseNumbers(reader, "Lattice", lattice, 9);
        for (int k = 0; k < 9; k++)
        {
            if (k % 4 != 0 && cell[k] != 0)
            {
                throw reader.Error("a cubic box", $"a triclinic one: Lattice={LineReader.Quote(lattice)}");
            }
        }

        double[] origin = pairs.TryGetValue("Origin", out string? corner) ? ParseNumbers(reader, "Origin", corner, 3) : [0, 0, 0];
        return CubicBox.FromEdges(reader, origin, [cell[0], cell[4], cell[8]]);
    }

    private static double[] ParseNumbers(LineReader reader, string key, string text, int count)
    {
        string[] words = SplitWords(text);
        double[] numbers = new double[count];
        for (int k = 0; k < count; k++)
        {
            if (words.Length != count || !Tokens.TryFinite(words[k], out numbers[k]))
            {
                throw reader.Error($"{count} finite numbers as {key}", $"{key}={LineReader.Quote(text)}");
            }
        }

        return numbers;
    }

    private static void ParseColumns(
        LineReader reader, string layout, List<AtomColumn> columns, List<(string Name, int Components)> properties)
    {
        string[] fields = layout.Split(':');
        var names = new HashSet<string>();
        bool hasTypes = false;
        for (int k = 0; k < fields.Length; k += 3)
        {
            if (k + 2 >= fields.Length || fields[k].Length == 0 || fields[k + 1] is not ("R" or "I" or "S" or "L")
                || !int.TryParse(fields[k + 2], NumberStyles.None, CultureInfo.InvariantCulture, out int width)
                || width is < 1 or > AtomTable.MaximumColumns)
            {
                throw reader.Error("Properties=name:R|I|S|L:columns:…", $"Properties={LineReader.Quote(layout)}");
            }

            string name = fields[k];
            if (!names.Add(name))
            {
                throw reader.Error("distinct properties", $"{LineReader.Quote(name)} twice");
            }

            bool isNumber = fields[k + 1] is "R" or "I";
            ColumnRole role = (name, width, isNumber) switch
            {
                ("species" or "type", 1, _) => ColumnRole.SpeciesName,
                ("id", 1, true) => ColumnRole.Id,
                ("pos", 3, true) => ColumnRole.Position,
                ("velo" or "vel" or "velocity" or "velocities", 3, true) when !columns.Exists(c => c.Role == ColumnRole.Velocity)
                    => ColumnRole.Velocity,
                (_, _, true) => ColumnRole.Property,
                _ => ColumnRole.Ignored,
            };
            hasTypes |= name == "type" && role == ColumnRole.SpeciesName;
            bool grouped = role != ColumnRole.Property || width is 1 or 3;
            if (role == ColumnRole.Property)
            {
                // A property that is neither a scalar nor a vector becomes one scalar for each column.
                properties.AddRange(grouped ? [(name, width)] : Enumerable.Range(1, width).Select(c => ($"{name}_{c}", 1)));
            }

            int firstProperty = properties.Count - (grouped ? 1 : width);
            for (int c = 0; c < width; c++)
            {
                columns.Add(grouped
                    ? new AtomColumn(name, role, c, Math.Max(firstProperty, 0))
                    : new AtomColumn($"{name}_{c + 1}", role, 0, firstProperty + c));
            }
        }

        if (columns.Count > AtomTable.MaximumColumns)
        {
            throw reader.Error($"at most {AtomTable.MaximumColumns} columns", $"{columns.Count}");
        }

        if (properties.Select(property => property.Name).Distinct().Count() < properties.Count)
        {
            throw reader.Error("distinct properties", $"Properties={LineReader.Quote(layout)}");
        }

        if (!columns.Exists(column => column.Role == ColumnRole.Position))
        {
            throw reader.Error("a property 'pos:R:3'", $"Properties={LineReader.Quote(layout)}");
        }

        if (!columns.Exists(column => column.Role == ColumnRole.SpeciesName))
        {
            throw reader.Error("a property 'species:S:1' or 'type:I:1'", $"Properties={LineReader.Quote(layout)}");
        }

        if (hasTypes)
        {
            // The types are the species. The column of species names may then contain any names.
            int species = columns.FindIndex(column => column.Name == "species" && column.Role == ColumnRole.SpeciesName);
            if (species >= 0)
            {
                columns[species] = new AtomColumn("species", ColumnRole.Ignored);
            }
        }
    }
}
