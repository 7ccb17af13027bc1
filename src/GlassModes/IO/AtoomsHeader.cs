// Interprets the comment line of the XYZ files of atooms: words key:value, with columns: and cell:.


namespace GlassModes.IO;

/// <summary>
/// The header of a frame as atooms (D. Coslovich) writes it, such as <c>step:0 columns:id,pos dt:0.002 cell:9.4,9.4,9.4</c>. The column
/// <c>id</c> holds the species. Boundaries are periodic.
/// </summary>
internal static class AtoomsHeader
{
    /// <summary>Whether a comment line is of this kind: one of its words begins with <c>columns:</c> or <c>cell:</c>.</summary>
    public static bool IsAtooms(string comment) =>
        !comment.Contains("Lattice", StringComparison.OrdinalIgnoreCase)
        && Words(comment).Any(word => IsKey(word, "columns") || IsKey(word, "cell"));

    /// <summary>Parses the current line of the reader.</summary>
    public static ExtendedXyzHeader Parse(LineReader reader, ReadingOptions options)
    {
        Dictionary<string, string> pairs = [];
        foreach (string word in Words(reader.Text))
        {
            int colon = word.IndexOf(':', StringComparison.Ordinal);
            string key = colon < 0 ? word : word[..colon];
            if (!pairs.TryAdd(key, colon < 0 ? "T" : word[(colon + 1)..]))
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
        IEnumerable<string> fields = columns.Split(',').Select(name => name switch
        {
            "id" or "species" or "name" or "type" or "particle.species" => "species:S:1",
            "pos" or "position" or "particle.position" => "pos:R:3",
            "vel" or "velocity" or "particle.velocity" => "velo:R:3",
            "force" or "particle.force" => "forces:R:3",
            "x" or "y" or "z" => throw reader.Error("the column 'pos' for the coordinates", $"columns:{LineReader.Quote(columns)}"),
            "rad" or "radius" or "particle.radius" => "radius:R:1",
            "mass" or "particle.mass" => "mass:R:1",
            _ => $"{name}:S:1",
        });
        return ExtendedXyzColumns.Parse(reader, string.Join(':', fields), options);
    }

    private static bool IsKey(string word, string key) => word.StartsWith($"{key}:", StringComparison.Ordinal);

    private static string[] Words(string comment) => comment.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
}
