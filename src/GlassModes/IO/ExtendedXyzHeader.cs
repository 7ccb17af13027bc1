// Interprets the comment line of an extended XYZ frame: box, time, columns, and what is kept without a meaning.

using System.Text;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>Box, time and columns of one XYZ frame.</summary>
/// <param name="Box">The box.</param>
/// <param name="Time">The time; null if the frame has none.</param>
/// <param name="Layout">The columns of the table of atoms.</param>
/// <param name="Annotations">The keys that this program does not interpret, with their values.</param>
internal sealed record ExtendedXyzHeader(
    PeriodicBox Box, double? Time, ColumnLayout Layout, IReadOnlyDictionary<string, string> Annotations)
{
    /// <summary>The keys that say which labels and masses the types have.</summary>
    public const string TypeLabels = "type_labels";

    /// <inheritdoc cref="TypeLabels"/>
    public const string TypeMasses = "type_masses";

    /// <summary>The form of each annotation.</summary>
    public IReadOnlyDictionary<string, AnnotationForm> Forms { get; init; } = new Dictionary<string, AnnotationForm>();

    /// <summary>The types of the file; null if the file says nothing about them.</summary>
    public TypeTable? Types { get; init; }

    /// <summary>Parses the current line of the reader.</summary>
    public static ExtendedXyzHeader Parse(LineReader reader, ReadingOptions options)
    {
        if (AtoomsHeader.IsAtooms(reader.Text))
        {
            return AtoomsHeader.Parse(reader, options);
        }

        ExtendedXyzPairs pairs = ExtendedXyzPairs.Parse(reader);
        if (pairs.Take("Lattice") is not { } lattice)
        {
            throw reader.Error(
                "a key Lattice=\"L 0 0 0 L 0 0 0 L\" of extended XYZ",
                pairs.HasValues ? LineReader.Quote(reader.Line) : $"a plain comment, {LineReader.Quote(reader.Line)}");
        }

        if (pairs.Take("pbc") is { } pbc)
        {
            RequirePeriodic(reader, pbc);
        }

        double? time = null;
        bool hasTime = pairs.Remaining.ContainsKey("Time");
        if (pairs.Find("Time") is { } text && (Tokens.TryFinite(text, out double value) || hasTime))
        {
            // A time of another spelling that is no number, such as time="12:30", says something else and is kept.
            time = Tokens.TryFinite(text, out value) ? value : throw reader.Error("a finite time", $"Time={LineReader.Quote(text)}");
            _ = pairs.Take("Time");
        }

        // Scripts that convert files of LAMMPS write this key.
        if (pairs.Find("units")?.Trim().ToLowerInvariant() is { } units && LammpsUnits.IsOther(units))
        {
            LammpsUnits.RequireReduced(reader, units);
        }

        PeriodicBox box = ParseBox(reader, lattice, pairs.Take("Origin"));
        ColumnLayout layout = ExtendedXyzColumns.Parse(reader, pairs.Take("Properties") ?? "species:S:1:pos:R:3", options);
        bool hasTypes = layout.Columns.Any(
            column => column.Role != ColumnRole.Further && column.Name is ExtendedXyzColumns.Type or SpeciesNames.Species);
        TypeTable? types = hasTypes ? ParseTypes(reader, pairs, options) : null;
        return new ExtendedXyzHeader(box, time, layout, pairs.Remaining) { Forms = pairs.Forms, Types = types };
    }

    // Labels and masses of the types 1, 2, …. The label of a type that has none is its number.
    private static TypeTable? ParseTypes(LineReader reader, ExtendedXyzPairs pairs, ReadingOptions options)
    {
        string[] labels = pairs.Take(TypeLabels) is { } names
            ? ExtendedXyzPairs.IsArray(names) ? ExtendedXyzPairs.WordsOf(names) : Tokens.Split(Encoding.UTF8.GetBytes(names))
            : [];
        string[] numbers = pairs.Take(TypeMasses) is { } list ? ExtendedXyzPairs.WordsOf(list) : [];
        if (labels.Distinct().Count() < labels.Length)
        {
            throw reader.Error($"distinct labels of the types as {TypeLabels}", LineReader.Quote(string.Join(' ', labels)));
        }

        for (int type = 1; type <= labels.Length; type++)
        {
            string label = labels[type - 1];
            if (label != $"{type}" && !TypeTable.CanBeLabel(label))
            {
                throw reader.Error($"labels that do not begin with a digit, '#' or '*' as {TypeLabels}", LineReader.Quote(label));
            }

            if (options.Species is null && TypeTable.IsLetterOfOther(label, type, labels.Length))
            {
                throw reader.Error(
                    $"the label {(char)('A' + type - 1)} of type {type}, or the order of the species, as in --species A,B",
                    LineReader.Quote(label));
            }
        }

        double[] masses = new double[numbers.Length];
        for (int k = 0; k < masses.Length; k++)
        {
            masses[k] = Tokens.TryFinite(numbers[k], out double mass) && mass > 0
                ? mass
                : throw reader.Error($"positive masses of the types as {TypeMasses}", LineReader.Quote(numbers[k]));
        }

        int count = Math.Max(labels.Length, masses.Length);
        bool fits = count <= SpeciesColumn.MaximumTypes && (labels.Length == 0 || masses.Length == 0 || labels.Length == masses.Length);
        return count == 0 ? null : fits
            ? new TypeTable(
                [.. Enumerable.Range(0, count).Select(k => k < labels.Length && labels[k] != $"{k + 1}" ? labels[k] : null)],
                masses.Length > 0 ? masses : null)
            : throw reader.Error(
                $"as many {TypeMasses} as {TypeLabels}, at most {SpeciesColumn.MaximumTypes}", $"{masses.Length} and {labels.Length}");
    }

    /// <summary>Throws if a value of pbc says that a direction is not periodic.</summary>
    internal static void RequirePeriodic(LineReader reader, string pbc)
    {
        string[] flags = ExtendedXyzPairs.WordsOf(pbc);
        if (flags.Length is not (1 or 3) || !flags.All(flag => flag.ToUpperInvariant() is "T" or "TRUE" or "1"))
        {
            throw reader.Error("periodic boundaries pbc=\"T T T\"", $"pbc={LineReader.Quote(pbc)}");
        }
    }

    private static PeriodicBox ParseBox(LineReader reader, string lattice, string? corner)
    {
        double[] cell = ExtendedXyzPairs.WordsOf(lattice).Length == 3
            ? Diagonal(ParseNumbers(reader, "Lattice", lattice, 3))
            : ParseNumbers(reader, "Lattice", lattice, 9);
        double[] origin = corner is null ? [0, 0, 0] : ParseNumbers(reader, "Origin", corner, 3);

        // The rows of a cube lie along the axes in any order and either direction: all of these are the same lattice.
        double[] edges = new double[3];
        for (int row = 0; row < 3; row++)
        {
            ReadOnlySpan<double> vector = cell.AsSpan(3 * row, 3);
            int axis = AxisOf(vector);
            if (axis < 0 || edges[axis] != 0)
            {
                throw reader.Error(
                    "a cubic box with its edges along x, y and z", $"a triclinic or rotated one: Lattice={LineReader.Quote(lattice)}");
            }

            edges[axis] = Math.Abs(vector[axis]);
            origin[axis] = vector[axis] < 0 ? origin[axis] + vector[axis] : origin[axis];
        }

        return CubicBox.FromEdges(reader, origin, edges);
    }

    // The axis that a vector lies along; -1 if there is none.
    private static int AxisOf(ReadOnlySpan<double> vector)
    {
        int axis = 0;
        for (int k = 1; k < 3; k++)
        {
            axis = Math.Abs(vector[k]) > Math.Abs(vector[axis]) ? k : axis;
        }

        for (int k = 0; k < 3; k++)
        {
            if (k != axis && !(Math.Abs(vector[k]) <= CubicBox.Tolerance * Math.Abs(vector[axis])))
            {
                return -1;
            }
        }

        return axis;
    }

    private static double[] Diagonal(double[] edges) => [edges[0], 0, 0, 0, edges[1], 0, 0, 0, edges[2]];

    private static double[] ParseNumbers(LineReader reader, string key, string text, int count)
    {
        string[] words = ExtendedXyzPairs.WordsOf(text);
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
}
