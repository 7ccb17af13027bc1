// Interprets the comment line of an extended XYZ frame: box, time, columns, and what is kept without a meaning.

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
        return new ExtendedXyzHeader(box, time, layout, pairs.Remaining);
    }

    private static void RequirePeriodic(LineReader reader, string pbc)
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
        double length = Math.Abs(cell[0]);
        for (int k = 0; k < 9; k++)
        {
            if (k % 4 != 0 && !(Math.Abs(cell[k]) <= CubicBox.Tolerance * length))
            {
                throw reader.Error("a cubic box", $"a triclinic one: Lattice={LineReader.Quote(lattice)}");
            }
        }

        double[] origin = corner is null ? [0, 0, 0] : ParseNumbers(reader, "Origin", corner, 3);
        return CubicBox.FromEdges(reader, origin, [cell[0], cell[4], cell[8]]);
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
