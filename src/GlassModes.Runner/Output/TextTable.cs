// Tables of plain text: columns aligned to the right, never wrapped.

using System.Globalization;

namespace GlassModes.Runner.Output;

internal sealed class TextTable(params string[] header)
{
    private readonly List<string[]> _rows = [header];

    /// <summary>A number of six digits unless asked for otherwise, inf, or a dash where there is none.</summary>
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

    /// <summary>Names and values, a line each, names padded to one width.</summary>
    public static void WritePairs(TextWriter output, params (string Name, string Value)[] pairs)
    {
        int width = pairs.Max(pair => pair.Name.Length);
        foreach ((string name, string value) in pairs)
        {
            output.WriteLine($"{name.PadRight(width)}  {value}");
        }
    }
}
