// How unstable eigenvalues are counted.

namespace GlassModes.Ensembles;

/// <summary>Bins of one width below λ = 0, on an absolute scale that ensembles of every N share. What is below the last is counted in none.</summary>
/// <param name="Width">Width of a bin.</param>
/// <param name="Count">Bins.</param>
public sealed record SpectrumBins(double Width = 0.25, int Count = 400)
{
    // Of the mean |λ|: an exponential tail falls by a fifth from bin to bin then.
    private const double WidthOfMean = 0.2;
    private const int MostBins = 2000;

    /// <summary>Bins for given unstable eigenvalues: as wide as the next of 1, 2, 5 · 10^k below a fifth of their mean |λ|, and down to the lowest; null without any.</summary>
    /// <param name="eigenvalues">The eigenvalues.</param>
    /// <param name="width">Their width, if it is not to be chosen.</param>
    public static SpectrumBins? For(IReadOnlyCollection<double> eigenvalues, double? width = null)
    {
        ArgumentNullException.ThrowIfNull(eigenvalues);
        if (eigenvalues.Count == 0)
        {
            return null;
        }

        double chosen = width ?? Round(WidthOfMean * -eigenvalues.Average());
        return new SpectrumBins(chosen, (int)Math.Clamp(Math.Ceiling(-eigenvalues.Min() / chosen), 1, MostBins));
    }

    /// <summary>The largest of 1, 2, 5 · 10^k that is not above a positive number.</summary>
    public static double Round(double value)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return (value / power) switch { >= 5 => 5, >= 2 => 2, _ => 1 } * power;
    }

    /// <summary>Edges, ascending, Count + 1 of them; the last is 0.</summary>
    public double[] Edges() => [.. Enumerable.Range(0, Count + 1).Select(k => (k - Count) * Width)];

    /// <summary>The middle of each bin, ascending.</summary>
    public double[] Centers() => [.. Enumerable.Range(0, Count).Select(k => (k - Count + 0.5) * Width)];

    /// <summary>The bin of an eigenvalue; −1 where it has none.</summary>
    public int Of(double eigenvalue)
    {
        double bin = Math.Floor(eigenvalue / Width) + Count;
        return bin >= 0 && bin < Count ? (int)bin : -1;
    }
}
