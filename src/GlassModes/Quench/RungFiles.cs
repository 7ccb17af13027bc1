// Names of the files that hold the rungs of a ladder.

namespace GlassModes.Quench;

/// <summary>Names rung files by log10 W: W_-1.50.extxyz, with as many decimals, two or more, as tell all rungs apart.</summary>
public sealed class RungFiles
{
    private const int MostDecimals = 12;
    private readonly string _format;

    /// <summary>The names for one ladder.</summary>
    public RungFiles(Ladder ladder)
    {
        ArgumentNullException.ThrowIfNull(ladder);
        double[] values = [.. ladder.Rungs.Select(Math.Log10)];
        int decimals = 2;
        while (decimals < MostDecimals && !TellApart(values, decimals))
        {
            decimals++;
        }

        _format = $"f{decimals}";
    }

    /// <summary>The name of a rung's file.</summary>
    /// <param name="meanSquaredForce">W of the rung.</param>
    public string NameOf(double meanSquaredForce) => $"W_{Rounded(Math.Log10(meanSquaredForce), _format)}.extxyz";

    // Apart from each other, and not so far from the value itself that the name would mislead.
    private static bool TellApart(double[] values, int decimals)
    {
        string format = $"f{decimals}";
        double[] rounded = [.. values.Select(value => Math.Round(value, decimals))];
        return values.Select(value => Rounded(value, format)).Distinct().Count() == values.Length
            && (decimals >= 4 || rounded.Zip(values).All(pair => Math.Abs(pair.First - pair.Second) < 1e-9));
    }

    private static string Rounded(double value, string format)
    {
        string text = value.ToString(format, System.Globalization.CultureInfo.InvariantCulture);

        // No "-0.00" beside a "0.00".
        return text.AsSpan().TrimStart('-').IndexOfAnyExcept('0', '.') < 0 ? text.TrimStart('-') : text;
    }
}
