// Labels of series, panels and lines.

using System.Globalization;
using System.Text;

namespace GlassModes.Figures.Plots;

/// <summary>The texts that figures have in common. Superscripts and subscripts are Unicode characters, so that any renderer shows
/// them.</summary>
internal static class PlotText
{
    private const string Digits = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    // From this N on, digits are grouped.
    private const int FirstGrouped = 10_000;

    /// <summary>Such as "N = 128 000".</summary>
    public static string Size(int particles) => $"N = {Count(particles)}";

    /// <summary>A count with its digits in groups of three where it has five digits or more.</summary>
    public static string Count(long count) => count < FirstGrouped
        ? count.ToString(CultureInfo.InvariantCulture)
        : count.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u00a0');

    /// <summary>Such as "W = 10⁻⁴·⁵".</summary>
    public static string Rung(double log10W) => $"W = 10{Superscript(log10W)}";

    /// <summary>Such as "T = 0.45"; "T = ∞" for random positions; "T unknown" for NaN.</summary>
    public static string Temperature(double temperature) =>
        double.IsNaN(temperature) ? "T unknown"
        : double.IsPositiveInfinity(temperature) ? "T = ∞"
        : $"T = {Number(temperature)}";

    /// <summary>A number in up to six digits, with a true minus sign.</summary>
    public static string Number(double value) => value.ToString("g6", CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>A number as a superscript, such as "⁻¹·⁷".</summary>
    public static string Superscript(double value)
    {
        StringBuilder text = new();
        foreach (char letter in value.ToString("0.####", CultureInfo.InvariantCulture))
        {
            text.Append(letter switch { '-' => '⁻', '.' => '·', _ => Digits[letter - '0'] });
        }

        return text.ToString();
    }
}
