// Parses the key Properties of extended XYZ: the names, types and widths of the columns.

using System.Globalization;

namespace GlassModes.IO;

/// <summary>Assigns meanings to the columns of an extended XYZ frame.</summary>
internal static class ExtendedXyzColumns
{
    private static readonly string[] s_positions = ["pos", "position", "positions"];
    private static readonly string[] s_velocities = ["velo", "vel", "velocity", "velocities"];

    private readonly record struct Field(string Name, char Kind, int Width)
    {
        public bool IsNumber => Kind is 'R' or 'I';
    }

    /// <summary>Parses the value of Properties.</summary>
    public static ColumnLayout Parse(LineReader reader, string layout, ReadingOptions options)
    {
        Field[] fields = ParseFields(reader, layout);
        string[] vectors = [.. fields.Where(field => field is { IsNumber: true, Width: 3 }).Select(field => field.Name)];
        string? positions = s_positions.FirstOrDefault(vectors.Contains);
        string? velocities = s_velocities.Append("momenta").FirstOrDefault(vectors.Contains);
        string species = FindSpecies(reader, layout, fields, options);
        if (positions is null)
        {
            throw reader.Error("a property 'pos:R:3'", $"Properties={LineReader.Quote(layout)}");
        }

        List<AtomColumn> columns = [];
        List<(string Name, int Components)> properties = [];
        List<(string Name, bool IsLogical)> texts = [];
        foreach (Field field in fields)
        {
            ColumnRole role = field switch
            {
                _ when field.Name == species && field.Width == 1 => ColumnRole.SpeciesName,
                _ when field.Name == positions => ColumnRole.Position,
                _ when field.Name == velocities => field.Name == "momenta" ? ColumnRole.Momentum : ColumnRole.Velocity,
                { Name: "type", Width: 1 } when species == "species" => ColumnRole.Ignored,
                { Name: "id", Width: 1, IsNumber: true } => ColumnRole.Id,
                { IsNumber: true } => ColumnRole.Property,
                _ => ColumnRole.Text,
            };
            AddColumns(field, role, columns, properties, texts);
        }

        if (columns.Count > AtomTable.MaximumColumns)
        {
            throw reader.Error($"at most {AtomTable.MaximumColumns} columns", $"{columns.Count}");
        }

        IEnumerable<string> names = properties.Select(property => property.Name).Concat(texts.Select(text => text.Name));
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } repeated)
        {
            throw reader.Error("distinct properties", $"{LineReader.Quote(repeated.Key)} twice in Properties={LineReader.Quote(layout)}");
        }

        return new ColumnLayout(columns, properties, texts);
    }

    private static Field[] ParseFields(LineReader reader, string layout)
    {
        string[] words = layout.Split(':');
        HashSet<string> names = [];
        List<Field> fields = [];
        for (int k = 0; k < words.Length; k += 3)
        {
            if (k + 2 >= words.Length || words[k].Length == 0 || words[k + 1] is not ("R" or "I" or "S" or "L")
                || !int.TryParse(words[k + 2], NumberStyles.None, CultureInfo.InvariantCulture, out int width)
                || width is < 1 or > AtomTable.MaximumColumns)
            {
                string part = string.Join(':', words[k..Math.Min(k + 3, words.Length)]);
                throw reader.Error(
                    "Properties=name:R|I|S|L:columns:…", $"{LineReader.Quote(part)} in Properties={LineReader.Quote(layout)}");
            }

            if (!names.Add(words[k]))
            {
                throw reader.Error("distinct properties", $"{LineReader.Quote(words[k])} twice");
            }

            fields.Add(new Field(words[k], words[k + 1][0], width));
        }

        return [.. fields];
    }

    // Types are numbers 1, 2, …; names of species may be anything. With labels, the names decide.
    private static string FindSpecies(LineReader reader, string layout, Field[] fields, ReadingOptions options)
    {
        string[] candidates = options.Species is null ? ["type", "species"] : ["species", "type"];
        return candidates.FirstOrDefault(name => fields.Any(field => field.Name == name && field.Width == 1))
            ?? throw reader.Error("a property 'species:S:1' or 'type:I:1'", $"Properties={LineReader.Quote(layout)}");
    }

    private static void AddColumns(
        Field field,
        ColumnRole role,
        List<AtomColumn> columns,
        List<(string Name, int Components)> properties,
        List<(string Name, bool IsLogical)> texts)
    {
        bool isVector = field.Width == 3 && role != ColumnRole.Text;
        for (int component = 0; component < field.Width; component++)
        {
            string name = field.Width == 1 || isVector ? field.Name : $"{field.Name}_{component + 1}";
            bool isFirst = component == 0 || !isVector;
            if (role == ColumnRole.Property && isFirst)
            {
                // Columns of other widths than a scalar or a vector become scalars.
                properties.Add((name, isVector ? 3 : 1));
            }
            else if (role == ColumnRole.Text)
            {
                texts.Add((name, field.Kind == 'L'));
            }

            int index = role == ColumnRole.Text ? texts.Count - 1 : Math.Max(properties.Count - 1, 0);
            columns.Add(new AtomColumn(name, role, isVector ? component : 0, index));
        }
    }
}
