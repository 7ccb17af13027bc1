// The bins in which unstable eigenvalues are counted.

namespace GlassModes.Ensembles;

/// <summary>
/// Bins of equal width below λ = 0. The bins are on an absolute scale, so that ensembles of every N can share them. Eigenvalues below the
/// lowest bin are not counted.
/// </summary>
/// <param name="Width">The width of a bin.</param>
/// <param name="Count">The number of bins.</param>
public sealed record SpectrumBins(double Width = 0.25, int Count = 400)
{
    /// <summary>The largest number of bins.</summary>
    public const int MostBins = 100_000;

    // The width as a fraction of the mean |λ|. An exponential tail then falls by about a fifth from bin to bin.
    private const double WidthOfMean = 0.2;

    // The largest factor by which rounding down to 1, 2, 5 · 10^k makes a width smaller: from just below 5 to 2.
    private const double LargestRounding = 2.5;

    /// <summary>
    /// Chooses bins for unstable eigenvalues, down to the lowest eigenvalue. Unless a width is given, the width is the largest of 1, 2, 5 ·
    /// 10^k that is not above a fifth of the mean |λ|. The width is larger only if the lowest eigenvalue would need more than
    /// <see cref="MostBins"/> bins.
    /// </summary>
    /// <returns>The bins; null without eigenvalues.</returns>
    /// <param name="eigenvalues">The eigenvalues.</param>
    /// <param name="width">The width; null if the eigenvalues are to determine the width.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The width is not positive, or would need more than <see cref="MostBins"/> bins.
    /// </exception>
    public static SpectrumBins? For(IReadOnlyCollection<double> eigenvalues, double? width = null)
    {
        ArgumentNullException.ThrowIfNull(eigenvalues);
        if (width is { } given && !(given > 0 && double.IsFinite(given)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(width), FormattableString.Invariant($"Bins of eigenvalues need a positive width; found {given}."));
        }

        if (eigenvalues.Count == 0)
        {
            return null;
        }

        double depth = -eigenvalues.Min();
        double chosen = width ?? Round(Math.Max(WidthOfMean * -eigenvalues.Average(), LargestRounding * depth / MostBins));
        double count = Math.Max(1, Math.Ceiling(depth / chosen));
        return count <= MostBins
            ? new SpectrumBins(chosen, (int)count)
            : throw new ArgumentOutOfRangeException(
                nameof(width),
                FormattableString.Invariant($"Bins of eigenvalues of width {chosen:g6} would be {count:g6} ")
                    + FormattableString.Invariant($"down to the deepest unstable mode at {-depth:g6}; {MostBins} are the most. ")
                    + FormattableString.Invariant($"Use a width of {RoundUp(depth / MostBins):g6} or more, or leave it to the data."));
    }

    /// <summary>The largest of 1, 2, 5 · 10^k that is not above a positive number.</summary>
    public static double Round(double value)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return (value / power) switch { >= 5 => 5, >= 2 => 2, _ => 1 } * power;
    }

    /// <summary>The Count + 1 edges of the bins, ascending; the last edge is 0. Allocated.</summary>
    public double[] Edges() => [.. Enumerable.Range(0, Count + 1).Select(k => (k - Count) * Width)];

    /// <summary>The middle of each bin, ascending. Allocated.</summary>
    public double[] Centers() => [.. Enumerable.Range(0, Count).Select(k => (k - Count + 0.5) * Width)];

    /// <summary>The index of the bin of an eigenvalue; −1 if the eigenvalue is in no bin.</summary>
    public int Of(double eigenvalue)
    {
        double bin = Math.Floor(eigenvalue / Width) + Count;
        return bin >= 0 && bin < Count ? (int)bin : -1;
    }

    // The smallest of 1, 2, 5 · 10^k that is not below a positive number.
    private static double RoundUp(double value)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return (value / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * power;
    }
}
