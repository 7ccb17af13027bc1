// Parses the key Properties of extended XYZ: the names, kinds and widths of the columns.

using System.Globalization;

namespace GlassModes.IO;

/// <summary>A field of Properties.</summary>
internal readonly record struct XyzField(string Name, ColumnKind Kind, int Width)
{
    /// <summary>Whether the field can hold numbers.</summary>
    public bool IsNumber => Kind is ColumnKind.Number or ColumnKind.WholeNumber or ColumnKind.Open;
}

/// <summary>Assigns meanings to the columns of an extended XYZ frame.</summary>
internal sealed class ExtendedXyzColumns
{
    /// <summary>The name of the column of types.</summary>
    public const string Type = "type";

    private static readonly string[] s_positions = ["pos", "position", "positions"];
    private static readonly string[] s_velocities = ["velo", "vel", "velocity", "velocities", "momenta"];
    private static readonly string[][] s_scalars = [["x", "y", "z"], ["vx", "vy", "vz"]];

    // Columns that name species only if the caller says what the names mean.
    private static readonly string[] s_names = ["element", "typelabel", "label", "name"];
    private static readonly string[] s_numbers = ["Z", "numbers"];

    private readonly LineReader _reader;
    private readonly IReadOnlyList<XyzField> _fields;
    private readonly string _layout;

    private ExtendedXyzColumns(LineReader reader, IReadOnlyList<XyzField> fields, string layout)
    {
        _reader = reader;
        _fields = fields;
        _layout = layout;
    }

    /// <summary>Parses the value of Properties.</summary>
    public static ColumnLayout Parse(LineReader reader, string layout, ReadingOptions options) =>
        Assign(reader, ParseFields(reader, layout), $"Properties={LineReader.Quote(layout)}", options);

    /// <summary>Assigns meanings to fields.</summary>
    /// <param name="reader">The reader, whose current line errors name.</param>
    /// <param name="fields">The fields in the order of the file.</param>
    /// <param name="layout">How the fields stand in the file, for messages.</param>
    /// <param name="options">The labels of the species.</param>
    public static ColumnLayout Assign(LineReader reader, IReadOnlyList<XyzField> fields, string layout, ReadingOptions options)
    {
        if (fields.GroupBy(field => field.Name).FirstOrDefault(group => group.Count() > 1) is { } repeated)
        {
            throw reader.Error("distinct properties", $"{LineReader.Quote(repeated.Key)} twice");
        }

        return new ExtendedXyzColumns(reader, fields, layout).Assign(options);
    }

    private static XyzField[] ParseFields(LineReader reader, string layout)
    {
        string[] words = layout.Split(':');
        List<XyzField> fields = [];
        for (int k = 0; k < words.Length; k += 3)
        {
            if (k + 2 >= words.Length || words[k].Length == 0 || KindOf(words[k + 1]) is not { } kind
                || !int.TryParse(words[k + 2], NumberStyles.None, CultureInfo.InvariantCulture, out int width)
                || width is < 1 or > AtomTable.MaximumColumns)
            {
                string part = string.Join(':', words[k..Math.Min(k + 3, words.Length)]);
                throw reader.Error(
                    "Properties=name:R|I|S|L:columns:…", $"{LineReader.Quote(part)} in Properties={LineReader.Quote(layout)}");
            }

            fields.Add(new XyzField(words[k], kind, width));
        }

        return [.. fields];
    }

    private static ColumnKind? KindOf(string letter) => letter switch
    {
        "R" => ColumnKind.Number,
        "I" => ColumnKind.WholeNumber,
        "S" => ColumnKind.Word,
        "L" => ColumnKind.TruthValue,
        _ => null,
    };

    private ColumnLayout Assign(ReadingOptions options)
    {
        string species = FindSpecies(options);
        string[] positions = FindVector(s_positions, s_scalars[0]) ?? throw _reader.Error("a property 'pos:R:3'", _layout);
        string[] velocities = FindVector(s_velocities, s_scalars[1]) ?? [];
        List<AtomColumn> columns = [];
        List<FurtherColumns> further = [];
        foreach (XyzField field in _fields)
        {
            ColumnRole role = field.Name switch
            {
                _ when field.Name == species => ColumnRole.SpeciesName,
                _ when positions.Contains(field.Name) => ColumnRole.Position,
                _ when velocities.Contains(field.Name) => field.Name == "momenta" ? ColumnRole.Momentum : ColumnRole.Velocity,
                Type when options.Species is not null && field.Width == 1 => ColumnRole.OtherType,
                "id" when field is { Width: 1, IsNumber: true } => ColumnRole.Id,
                _ => ColumnRole.Further,
            };
            if (role == ColumnRole.Further)
            {
                WarnOfSecond(field.Name, positions, velocities);
                further.Add(new FurtherColumns(
                    field.Name,
                    field.Kind,
                    [.. Enumerable.Range(1, field.Width).Select(c => field.Width is 1 or 3 ? field.Name : $"{field.Name}_{c}")]));
            }

            int first = Math.Max(Array.IndexOf(positions, field.Name), Array.IndexOf(velocities, field.Name));
            for (int component = 0; component < field.Width; component++)
            {
                columns.Add(new AtomColumn(field.Name, role, Math.Max(first, 0) + component, Math.Max(further.Count - 1, 0)));
            }
        }

        return columns.Count <= AtomTable.MaximumColumns
            ? new ColumnLayout(columns, further)
            : throw _reader.Error($"at most {AtomTable.MaximumColumns} columns", $"{columns.Count}");
    }

    // Types are numbers 1, 2, …; names of species may be anything. With labels from the caller, the names decide.
    private string FindSpecies(ReadingOptions options)
    {
        IEnumerable<string> candidates = options.Species is not null ? [SpeciesNames.Species, .. s_names, Type, .. s_numbers]
            : _fields.Any(field => field is { Name: Type, Width: 1, IsNumber: true }) ? [Type]
            : [SpeciesNames.Species, Type];
        if (candidates.FirstOrDefault(IsScalar) is { } found)
        {
            return found;
        }

        string hint = s_names.FirstOrDefault(IsScalar) is { } names ? $", or the order of the names in '{names}', as in --species Ni,P"
            : s_numbers.FirstOrDefault(IsScalar) is { } numbers ? $", or the order of the numbers in '{numbers}', as in --species 28,15"
            : "";
        throw _reader.Error($"a property 'species:S:1' or 'type:I:1'{hint}", _layout);
    }

    private bool IsScalar(string name) => _fields.Any(field => field.Name == name && field.Width == 1);

    // The field of three numbers, or the three fields, that hold a vector.
    private string[]? FindVector(string[] names, string[] scalars)
    {
        string? vector = names.FirstOrDefault(name => _fields.Any(field => field.Name == name && field is { IsNumber: true, Width: 3 }));
        return vector is not null ? [vector]
            : scalars.All(name => _fields.Any(field => field.Name == name && field is { IsNumber: true, Width: 1 })) ? scalars
            : null;
    }

    private void WarnOfSecond(string name, string[] positions, string[] velocities)
    {
        string[] used = s_positions.Concat(s_scalars[0]).Contains(name) ? positions
            : s_velocities.Concat(s_scalars[1]).Contains(name) ? velocities
            : [];
        if (used.Length > 0)
        {
            _reader.Warn($"has the column {LineReader.Quote(name)} beside {LineReader.Quote(string.Join(' ', used))}; it is not used");
        }
    }
}
