// Generates configurations, and files of each format that hold them in all the forms that programs write.

using System.Globalization;
using System.Text;
using CsCheck;
using GlassModes.IO;
using GlassModes.Particles;

namespace GlassModes.Tests.IO;

/// <summary>How the numbers and lines of a file are written.</summary>
/// <param name="Number">0: shortest, 1: 17 digits with an exponent, 2: the exponent of Fortran, 3: with a plus sign.</param>
/// <param name="LineEnd">The end of a line.</param>
/// <param name="Space">What stands between two words.</param>
/// <param name="Variant">Chooses among the forms of a format.</param>
internal sealed record FileStyle(int Number, string LineEnd, string Space, int Variant)
{
    public static readonly Gen<FileStyle> Any = Gen.Select(
        Gen.Int[0, 3], Gen.OneOf("\n", "\r\n"), Gen.OneOf(" ", "  ", "\t"), Gen.Int[0, 1023],
        (number, end, space, variant) => new FileStyle(number, end, space, variant));

    /// <summary>Whether a form of the format is chosen: one bit of the variant.</summary>
    public bool Has(int bit) => (Variant >> bit & 1) == 1;

    public string Of(double value) => Number switch
    {
        1 => value.ToString("e16", CultureInfo.InvariantCulture),
        2 => value.ToString("E16", CultureInfo.InvariantCulture).Replace('E', 'D'),
        3 when !double.IsNegative(value) => $"+{value.ToString("R", CultureInfo.InvariantCulture)}",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    public string Row(params IEnumerable<string> words) => string.Join(Space, words) + LineEnd;
}

/// <summary>Random configurations and the texts of their files.</summary>
internal static class GeneratedFile
{
    private static readonly Gen<double> s_number = Gen.OneOf(
        Gen.Double[-20, 20], Gen.Int[-9, 9].Select(k => (double)k), Gen.OneOf(0.1, -0.0, 1e-300, 4.9e-324));

    // Words of which some look like numbers, and values that need quotation marks in extended XYZ.
    private static readonly Gen<string[]> s_words =
        Gen.OneOf("Ni", "P", "12", "007", "1.50", "9007199254740993", "é", "it's", "#x").Array[10].Select(
            words => (string[])["Ni", "P", .. words]);

    private static readonly Gen<string> s_value = Gen.OneOf(
        "5", "two words", "it's", "[1, 2]", "[a\nb]", "a\\b", "\"q\"", "", "T", "a=b", "{1 2}", "naïve", "[[1, 2], [3, \"]\"]]");

    private static readonly Gen<long[]> s_whole = Gen.OneOf(
        Gen.Long[-9, 9], Gen.Const(1L << 53), Gen.Const((1L << 53) + 1), Gen.Const(long.MinValue)).Array[12];

    /// <summary>
    /// Configurations with columns of every kind and width, labels of types, types without particles, ids of any sign and values of any
    /// form.
    /// </summary>
    public static readonly Gen<Configuration> Rich = Gen.Select(
        Plain(),
        s_words,
        s_whole,
        s_value,
        Gen.OneOf(AnnotationForm.Plain, AnnotationForm.Quoted, AnnotationForm.Array),
        Gen.Int[0, 255],
        MakeRich);

    /// <summary>Configurations with everything that a dump or extended XYZ can hold.</summary>
    public static readonly Gen<Configuration> Any = Plain();

    private static Gen<Configuration> Plain() => Gen.Select(
        Gen.Int[1, 6].SelectMany(count => Gen.Select(
            Gen.Byte[0, 2].Array[count],
            s_number.Array[3 * count],
            s_number.Array[3 * count],
            s_number.Array[count],
            Gen.OneOf("Ni", "P", "T", "12", "é").Array[count],
            Gen.Shuffle(Enumerable.Range(1, 40).ToArray()).Select(ids => ids[..count]))),
        Gen.Double[0.5, 30],
        s_number.Array[3],
        Gen.Long[-5, long.MaxValue],
        Gen.OneOf(Gen.Double[-3, 1e4].Select(time => (double?)time), Gen.Const((double?)null)),
        Gen.Int[0, 31],
        (table, length, origin, step, time, parts) => Make(table, length, origin, step, time, parts));

    private static Configuration MakeRich(
        Configuration plain, string[] words, long[] whole, string value, AnnotationForm form, int parts)
    {
        int count = plain.Count;
        whole = whole[..(2 * count)];
        bool isSmall = whole.All(number => Math.Abs((decimal)number) <= 1L << 53);
        List<ParticleProperty> properties =
        [
            .. plain.Properties,
            new ParticleProperty("stress", 9, Enumerable.Range(0, 9 * count).Select(k => k / 7.0).ToArray()),
            .. isSmall ? (ParticleProperty[])
                [new ParticleProperty("n", 2, whole.Select(number => (double)number).ToArray()) { IsWhole = true }] : [],
            new ParticleProperty((parts & 1) == 0 ? "vel" : "x", 1, new double[count]),
        ];
        List<ParticleText> texts =
        [
            new ParticleText("tag", ParticleTextKind.Word, words[..(2 * count)]) { Components = 2 },
            .. isSmall ? (ParticleText[])[] :
            [
                new ParticleText("n", ParticleTextKind.WholeNumber, [.. whole.Select(n => $"{n}")]) { Components = 2 },
            ],
            new ParticleText("fixed", ParticleTextKind.TruthValue, [.. Enumerable.Repeat("T", count)]),
        ];
        Configuration rich = new(
            plain.Box,
            plain.Species,
            plain.Positions,
            plain.Velocities,
            (parts & 2) == 0 ? plain.Ids : [.. plain.Ids.ToArray().Select(id => id - 7)],
            properties,
            plain.Time,
            new Dictionary<string, string>(plain.Annotations) { ["note"] = value, ["odd key"] = "1" });
        string[] labels = (parts & 4) == 0 ? ["Ni", "P", "Cu", "X-1"] : ["big", "B", "A", "d"];
        int types = (parts & 8) == 0 ? plain.SpeciesCount : 4;
        IEnumerable<ParticleType> labelled = labels[..types].Select((label, k) => new ParticleType(label, k < plain.SpeciesCount ? 1 : 7));
        return rich.WithTexts(texts)
            .WithTypes((parts & 16) == 0 ? [] : [.. labelled])
            .WithAnnotationForms(new Dictionary<string, AnnotationForm> { ["note"] = form });
    }

    private static Configuration Make(
        (byte[] Species, double[] Positions, double[] Vectors, double[] Scalars, string[] Words, int[] Ids) table,
        double length,
        double[] origin,
        long step,
        double? time,
        int parts)
    {
        List<ParticleProperty> properties = [];
        if ((parts & 1) != 0)
        {
            properties.Add(new ParticleProperty("forces", 3, table.Vectors));
        }

        if ((parts & 2) != 0)
        {
            properties.Add(new ParticleProperty("c_pe[1]", 1, table.Scalars));
        }

        Dictionary<string, string> annotations = (parts & 4) != 0
            ? new() { [LammpsDumpReader.Timestep] = step.ToString(CultureInfo.InvariantCulture) }
            : [];
        Configuration configuration = new(
            new PeriodicBox(length, origin[0], origin[1], origin[2]),
            table.Species,
            table.Positions,
            (parts & 8) != 0 ? table.Vectors : default,
            table.Ids,
            properties,
            time,
            annotations);
        return (parts & 16) != 0 ? configuration.WithTexts(new ParticleText("element", ParticleTextKind.Word, table.Words)) : configuration;
    }

    /// <summary>A dump of the configuration.</summary>
    public static string Dump(Configuration c, FileStyle style)
    {
        StringBuilder text = new();
        if (style.Has(0))
        {
            text.Append("ITEM: UNITS").Append(style.LineEnd).Append("lj").Append(style.LineEnd);
        }

        if (c.Time is { } time)
        {
            text.Append("ITEM: TIME").Append(style.LineEnd).Append(style.Of(time)).Append(style.LineEnd);
        }

        if (c.Annotations.TryGetValue(LammpsDumpReader.Timestep, out string? step))
        {
            text.Append("ITEM: TIMESTEP").Append(style.LineEnd).Append(step).Append(style.LineEnd);
        }

        text.Append("ITEM: NUMBER OF ATOMS").Append(style.LineEnd).Append(c.Count).Append(style.LineEnd);
        text.Append(style.Has(1) ? "ITEM: BOX BOUNDS xy xz yz pp pp pp" : "ITEM: BOX BOUNDS pp pp pp").Append(style.LineEnd);
        foreach (double low in Origin(c.Box))
        {
            string[] tilt = style.Has(1) ? ["0.0"] : [];
            text.Append(style.Row([R(low), CubicBox.UpperBound(low, c.Box.Length), .. tilt]));
        }

        // Columns in any order, and one of them twice.
        List<(string Name, Func<int, string> Value)> columns =
        [
            ("id", i => $"{c.Ids[i]}"), ("type", i => $"{c.Species[i] + 1}"), .. Vector(style, ["x", "y", "z"], c.Positions.ToArray()),
        ];
        if (c.HasVelocities)
        {
            columns.AddRange(Vector(style, ["vx", "vy", "vz"], c.Velocities.ToArray()));
        }

        foreach (ParticleProperty property in c.Properties)
        {
            double[] values = property.Values.ToArray();
            columns.AddRange(property.Components == 1
                ? [(property.Name, i => style.Of(values[i]))]
                : Vector(style, NamedColumns.ColumnsOf(property.Name, property.Components), values));
        }

        columns.AddRange(c.Texts.Select(words => (words.Name, (Func<int, string>)(i => words.Values[i]))));
        int turned = style.Variant % columns.Count;
        columns = style.Has(2) && c.Properties.Count < 2 ? [.. columns[turned..], .. columns[..turned]] : columns;
        if (style.Has(3))
        {
            columns.Add(columns[style.Variant % columns.Count]);
        }

        text.Append("ITEM: ATOMS ").Append(style.Row(columns.Select(column => column.Name)));
        for (int i = 0; i < c.Count; i++)
        {
            text.Append(style.Row(columns.Select(column => column.Value(i))));
        }

        return text.ToString();
    }

    /// <summary>A data file of the configuration, without what the format cannot hold.</summary>
    public static string Data(Configuration c, FileStyle style)
    {
        StringBuilder text = new();
        string end = style.LineEnd;
        string step = c.Annotations.TryGetValue(LammpsDumpReader.Timestep, out string? number) ? $", timestep = {number}" : "";
        text.Append($"LAMMPS data file via write_data, version 2 Aug 2023{step}, units = lj{end}{end}");
        text.Append($"{c.Count} atoms # a comment{end}{c.SpeciesCount} atom types{end}");
        text.Append(style.Has(0) ? $"0 bonds{end}0 bond types{end}{end}" : end);
        double[] origin = Origin(c.Box);
        for (int axis = 0; axis < 3; axis++)
        {
            char name = "xyz"[axis];
            text.Append(style.Row(R(origin[axis]), CubicBox.UpperBound(origin[axis], c.Box.Length), $"{name}lo", $"{name}hi"));
        }

        bool hasLabels = style.Has(1);
        if (hasLabels)
        {
            text.Append($"{end}Atom Type Labels{end}{end}");
            text.AppendJoin("", Enumerable.Range(1, c.SpeciesCount).Select(type => style.Row($"{type}", $"Label{type}")));
        }

        text.Append($"{end}Masses{end}{end}");
        text.AppendJoin("", Enumerable.Range(1, c.SpeciesCount).Select(type => style.Row(Type(type), "1.0", "# unit")));
        (string name, string[] before)[] styles =
            [("atomic", []), ("charge", ["0.0"]), ("sphere", ["1.0", "1.9"]), ("full", ["0.0"]), ("bond", []), ("atomic/kk", [])];
        (string chosen, string[] extra) = styles[style.Variant / 4 % styles.Length];
        string[] molecule = chosen is "full" or "bond" ? ["7"] : [];
        string[] images = style.Has(2) ? ["0", "-1", "2"] : [];
        text.Append($"{end}Atoms{(chosen == "atomic" && style.Has(3) ? "" : $" # {chosen}")}{end}{end}");
        for (int i = 0; i < c.Count; i++)
        {
            text.Append(style.Row(
                [$"{c.Ids[i]}", .. molecule, Type(c.Species[i] + 1), .. extra, .. Numbers(style, c.Positions.Slice(3 * i, 3)), .. images]));
        }

        if (c.HasVelocities)
        {
            // Velocities may be in another order than the atoms.
            text.Append($"{end}Velocities{end}{end}");
            for (int i = c.Count - 1; i >= 0; i--)
            {
                text.Append(style.Row([$"{c.Ids[i]}", .. Numbers(style, c.Velocities.Slice(3 * i, 3))]));
            }
        }

        return text.ToString();

        string Type(int type) => hasLabels ? $"Label{type}" : $"{type}";
    }

    /// <summary>Extended XYZ of the configuration.</summary>
    public static string ExtendedXyz(Configuration c, FileStyle style)
    {
        string length = style.Of(c.Box.Length);
        (string open, string comma, string close) = (style.Variant % 4) switch
        {
            0 => ("\"", " ", "\""),
            1 => ("{", "  ", "}"),
            2 => ("[", ", ", "]"),
            _ => ("[[", "],[", "]]"),
        };
        string zero = style.Of(0);
        string[][] rows = [[length, zero, zero], [zero, length, zero], [zero, zero, length]];
        string lattice = open + string.Join(comma, rows.Select(row => string.Join(style.Variant % 4 > 1 ? "," : " ", row))) + close;
        List<string> pairs =
        [
            $"Lattice={lattice}",
            $"Properties=species:S:1:pos:R:3:id:I:1{(c.HasVelocities ? ":velo:R:3" : "")}"
                + string.Concat(c.Properties.Select(property => $":{property.Name}:R:{property.Components}"))
                + string.Concat(c.Texts.Select(words => $":{words.Name}:S:1")),
            $"Origin=\"{string.Join(' ', Origin(c.Box).Select(style.Of))}\"",
            .. c.Time is { } time ? (string[])[$"Time={style.Of(time)}"] : [],
            .. c.Annotations.Select(pair => $"{pair.Key}={pair.Value}"),
            style.Has(3) ? "pbc=[T, T, T]" : "pbc=\"T T T\"",
        ];
        int turned = style.Variant % pairs.Count;
        StringBuilder text = new(style.Has(4) ? "\ufeff" : "");
        text.Append(c.Count).Append(style.LineEnd).Append(style.Row([.. pairs[turned..], .. pairs[..turned]]));
        for (int i = 0; i < c.Count; i++)
        {
            text.Append(style.Row(
            [
                style.Has(5) && HasRun(c) ? $"{(char)('A' + c.Species[i])}" : $"{c.Species[i] + 1}",
                .. Numbers(style, c.Positions.Slice(3 * i, 3)),
                $"{c.Ids[i]}",
                .. c.HasVelocities ? Numbers(style, c.Velocities.Slice(3 * i, 3)) : [],
                .. c.Properties.SelectMany(property =>
                    Numbers(style, property.Values.Span.Slice(property.Components * i, property.Components))),
                .. c.Texts.Select(words => words.Values[i]),
            ]));
        }

        return text.ToString();
    }

    // Letters are species if none before them is missing.
    private static bool HasRun(Configuration c) => c.Species.ToArray().Distinct().Count() == c.SpeciesCount;

    private static double[] Origin(PeriodicBox box) => [box.OriginX, box.OriginY, box.OriginZ];

    private static string R(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string[] Numbers(FileStyle style, ReadOnlySpan<double> values)
    {
        string[] words = new string[values.Length];
        for (int k = 0; k < words.Length; k++)
        {
            words[k] = style.Of(values[k]);
        }

        return words;
    }

    private static IEnumerable<(string Name, Func<int, string> Value)> Vector(FileStyle style, string[] names, double[] values) =>
        names.Select((name, component) => (name, (Func<int, string>)(i => style.Of(values[(3 * i) + component]))));
}
