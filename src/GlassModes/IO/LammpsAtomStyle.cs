// The columns of the section Atoms of a LAMMPS data file, by atom style.

using System.Text;

namespace GlassModes.IO;

/// <summary>The columns of the atom styles of LAMMPS (read_data, table of styles) whose particles are points or spheres.</summary>
internal static class LammpsAtomStyle
{
    private static readonly Dictionary<string, string> s_columns = new()
    {
        ["atomic"] = "id type x y z",
        ["angle"] = "id mol type x y z",
        ["bond"] = "id mol type x y z",
        ["charge"] = "id type q x y z",
        ["dipole"] = "id type q x y z mux muy muz",
        ["full"] = "id mol type q x y z",
        ["molecular"] = "id mol type x y z",
        ["sphere"] = "id type diameter density x y z",
    };

    // Styles of the same columns add bonds, which no model here has.
    private static readonly string[] s_preferred = ["molecular"];

    // Columns after those of the style.
    private static readonly string[] s_images = ["ix", "iy", "iz"];

    /// <summary>The layout of the rows of a section.</summary>
    /// <param name="reader">The reader, which stands at the first row.</param>
    /// <param name="style">The style after the hash sign; null if the line has none.</param>
    /// <param name="sectionLine">The number of the line of the section's name.</param>
    /// <param name="width">The number of columns of the first row.</param>
    public static ColumnLayout LayoutOf(LineReader reader, string? style, long sectionLine, int width)
    {
        string? name = NameOf(style);
        if (name is null || !s_columns.TryGetValue(name, out string? columns))
        {
            throw new ConfigurationFileException(
                reader.FilePath,
                sectionLine,
                $"one of the atom styles {string.Join(", ", s_columns.Keys.Order())} after 'Atoms #', or no comment",
                LineReader.Quote(style!));
        }

        string[] names = columns.Split(' ');
        string[] all = [.. names, .. s_images];
        if (width != names.Length && width != all.Length)
        {
            string hint = style is null ? "; other styles are told by a comment, as in 'Atoms # charge'" : "";
            throw reader.Error(
                $"{names.Length} columns '{columns}' of atom style '{name}', or {all.Length} with 'ix iy iz'{hint}", $"{width} columns");
        }

        return NamedColumns.LayoutOf(reader, all[..width], KindOf);
    }

    /// <summary>What a column of a data file may hold.</summary>
    public static ColumnKind KindOf(string column) =>
        column == "mol" || s_images.Contains(column) ? ColumnKind.WholeNumber : ColumnKind.Number;

    // A style, its name with a suffix that names an accelerator, as in "atomic/kk", or a list of its columns. Null for any other comment.
    private static string? NameOf(string? comment)
    {
        string text = string.Join(' ', Tokens.Split(Encoding.UTF8.GetBytes(comment ?? "")));
        string[] columns = text.EndsWith(" ix iy iz", StringComparison.Ordinal) ? text[..^9].Split(' ') : text.Split(' ');
        return text.Length == 0 ? "atomic"
            : columns.Length == 1 ? text.Split('/')[0]
            : s_preferred.Concat(s_columns.Keys).FirstOrDefault(style => s_columns[style] == string.Join(' ', columns));
    }
}
