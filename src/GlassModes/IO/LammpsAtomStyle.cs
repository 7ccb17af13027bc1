// The columns of the section Atoms of a LAMMPS data file, by atom style.

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

    // Columns after those of the style.
    private static readonly string[] s_images = ["ix", "iy", "iz"];

    /// <summary>The layout of the rows of a section.</summary>
    /// <param name="reader">The reader, which stands at the line "Atoms # style".</param>
    /// <param name="style">The style after the hash sign; null if the line has none.</param>
    /// <param name="width">The number of columns of the first row.</param>
    public static ColumnLayout LayoutOf(LineReader reader, string? style, int width)
    {
        // The suffix names an accelerator, as in "atomic/kk". It changes nothing in the file.
        string name = style?.Split('/')[0] ?? "atomic";
        if (!s_columns.TryGetValue(name, out string? columns))
        {
            throw reader.Error($"one of the atom styles {string.Join(", ", s_columns.Keys.Order())}", LineReader.Quote(style!));
        }

        string[] names = columns.Split(' ');
        string[] all = [.. names, .. s_images];
        if (width != names.Length && width != all.Length)
        {
            string hint = style is null ? "; other styles are told by a comment, as in 'Atoms # charge'" : "";
            throw reader.Error(
                $"{names.Length} columns '{columns}' of atom style '{name}', or {all.Length} with 'ix iy iz'{hint}", $"{width} columns");
        }

        return NamedColumns.LayoutOf(reader, all[..width]);
    }
}
