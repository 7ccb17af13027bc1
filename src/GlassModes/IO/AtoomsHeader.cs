// Interprets the comment line of the XYZ files of atooms: words key:value or key=value, with columns and cell.

namespace GlassModes.IO;

/// <summary>
/// The header of a frame as atooms (D. Coslovich) writes it, such as <c>step:0 columns:id,pos dt:0.002 cell:9.4,9.4,9.4</c>. The column
/// <c>id</c> holds the species. Boundaries are periodic.
/// </summary>
internal static class AtoomsHeader
{
    private static readonly char[] s_separators = [':', '='];

    /// <summary>Whether a comment line is of this kind: it has no box of extended XYZ, and one of its keys is columns or cell.</summary>
    public static bool IsAtooms(string comment)
    {
        string[] keys = [.. Words(comment).Select(word => KeyOf(word).Key)];
        return keys.Any(key => key is "columns" or "cell") && !keys.Index().Any(key =>
            key.Item.Equals("Lattice", StringComparison.OrdinalIgnoreCase) && !IsBare(comment, key.Index));
    }

    /// <summary>Parses the current line of the reader.</summary>
    public static ExtendedXyzHeader Parse(LineReader reader, ReadingOptions options)
    {
        Dictionary<string, string> pairs = [];
        foreach (string word in Words(reader.Text))
        {
            (string key, string value) = KeyOf(word);
            if (!pairs.TryAdd(key, value))
            {
                throw reader.Error("every key once", $"{LineReader.Quote(key)} twice");
            }
        }

        if (!pairs.Remove("cell", out string? cell))
        {
            throw reader.Error("the edges of the box, 'cell:L,L,L',");
        }

        string[] edges = cell.Split(',');
        double[] lengths = new double[3];
        for (int axis = 0; axis < 3; axis++)
        {
            if (edges.Length != 3 || !Tokens.TryFinite(edges[axis], out lengths[axis]))
            {
                throw reader.Error("three edges of the box, 'cell:L,L,L'", $"cell:{LineReader.Quote(cell)}");
            }
        }

        // A bare word is part of a comment and says nothing about the boundaries.
        if (pairs.TryGetValue("pbc", out string? pbc) && Words(reader.Text).All(word => word != "pbc"))
        {
            ExtendedXyzHeader.RequirePeriodic(reader, pbc);
            pairs.Remove("pbc");
        }

        _ = pairs.Remove("columns", out string? columns);
        return new ExtendedXyzHeader(
            CubicBox.FromEdges(reader, [0, 0, 0], lengths), TimeOf(pairs), LayoutOf(reader, columns ?? "id,pos", options), pairs);
    }

    // The time is the step times the length of a step, if both are known.
    private static double? TimeOf(Dictionary<string, string> pairs) =>
        pairs.TryGetValue("step", out string? step) && pairs.TryGetValue("dt", out string? length)
        && Tokens.TryFinite(step, out double steps) && Tokens.TryFinite(length, out double dt)
            ? steps * dt
            : null;

    private static ColumnLayout LayoutOf(LineReader reader, string columns, ReadingOptions options)
    {
        string[] names = columns.Split(',');
        bool hasNames = names.Any(name => name is "species" or "name" or "type" or "particle.species");
        IEnumerable<XyzField> fields = names.Select(name => name switch
        {
            "id" when hasNames => new XyzField(name, ColumnKind.Open, 1),
            "id" or "species" or "name" or "type" or "particle.species" =>
                new XyzField(SpeciesNames.Species, ColumnKind.Word, 1),
            "pos" or "position" or "particle.position" => new XyzField("pos", ColumnKind.Number, 3),
            "vel" or "velocity" or "particle.velocity" => new XyzField("velo", ColumnKind.Number, 3),
            "force" or "particle.force" => new XyzField("forces", ColumnKind.Number, 3),
            "rad" or "radius" or "particle.radius" => new XyzField("radius", ColumnKind.Number, 1),
            "mass" or "particle.mass" => new XyzField(UnusedContent.Mass, ColumnKind.Number, 1),
            "" => throw reader.Error("names of columns with commas between them", $"columns:{LineReader.Quote(columns)}"),
            _ => new XyzField(name, ColumnKind.Open, 1),
        });
        return ExtendedXyzColumns.Assign(reader, [.. fields], $"columns:{LineReader.Quote(columns)}", options);
    }

    private static bool IsBare(string comment, int word) => Words(comment)[word].IndexOfAny(s_separators) < 0;

    private static (string Key, string Value) KeyOf(string word)
    {
        int end = word.IndexOfAny(s_separators);
        return end < 0 ? (word, "T") : (word[..end], word[(end + 1)..]);
    }

    private static string[] Words(string comment) => comment.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
}
