// Prints tables of plain text. Columns are aligned to the right and never wrapped.

using System.Globalization;

namespace GlassModes.Runner.Output;

internal sealed class TextTable(params string[] header)
{
    private readonly List<string[]> _rows = [header];

    /// <summary>
    /// Formats a number, with six digits unless another format is given. Infinity becomes inf or -inf, and NaN becomes a dash.
    /// </summary>
    public static string Number(double value, string format = "g6") =>
        double.IsNaN(value) ? "-"
        : double.IsInfinity(value) ? value > 0 ? "inf" : "-inf"
        : value.ToString(format, CultureInfo.InvariantCulture);

    public void Add(params string[] cells) => _rows.Add(cells);

    public void Write(TextWriter output)
    {
        int[] widths = [.. header.Select((_, column) => _rows.Max(row => row[column].Length))];
        foreach (string[] row in _rows)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadLeft(widths[column]))));
        }
    }

    /// <summary>Writes names and values, one pair on each line. All names are padded to one width.</summary>
    public static void WritePairs(TextWriter output, params (string Name, string Value)[] pairs)
    {
        int width = pairs.Max(pair => pair.Name.Length);
        foreach ((string name, string value) in pairs)
        {
            output.WriteLine($"{name.PadRight(width)}  {value}");
        }
    }
}
