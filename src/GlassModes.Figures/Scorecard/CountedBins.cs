// Counts in bins against the counts that are expected.

using MathNet.Numerics;

namespace GlassModes.Figures.Scorecard;

/// <summary>The number of values in a bin against the number that is expected.</summary>
/// <param name="Observed">The number of values.</param>
/// <param name="Expected">The expected number.</param>
/// <param name="Error">The standard error of the expected number.</param>
internal sealed record CountedBin(double Observed, double Expected, double Error);

/// <summary>
/// Pearson's χ² test (K. Pearson, Phil. Mag. 50, 157, 1900): Σ (O − E)²/V with the variance V that is expected, and not the one that is
/// observed (Neyman). At low counts the observed variance is too small where a bin has too few values by chance.
/// </summary>
internal static class CountedBins
{
    /// <summary>The least expected number in a bin (W. G. Cochran, Biometrics 10, 417, 1954).</summary>
    public const double FewestExpected = 5;

    /// <summary>
    /// Merges neighbouring bins, from the first, until each has five expected values or more. The rest is merged with the last of them.
    /// Errors of expected numbers are added, as if they were fully correlated. Which bins are merged does not depend on the observed
    /// numbers.
    /// </summary>
    public static IReadOnlyList<CountedBin> Merge(IEnumerable<CountedBin> bins)
    {
        List<CountedBin> merged = [];
        CountedBin rest = new(0, 0, 0);
        foreach (CountedBin bin in bins)
        {
            rest = Sum(rest, bin);
            if (rest.Expected >= FewestExpected)
            {
                merged.Add(rest);
                rest = new CountedBin(0, 0, 0);
            }
        }

        if (merged.Count > 0)
        {
            merged[^1] = Sum(merged[^1], rest);
        }

        return merged;
    }

    /// <summary>The probability of a larger χ² by chance, with a degree of freedom for each bin.</summary>
    /// <param name="bins">The bins.</param>
    /// <param name="values">The number of all values n, also of those in no bin. The variance of a number is E(1 − E/n).</param>
    /// <param name="tolerance">A relative deviation of the expected number that does not count, as another error.</param>
    public static double Probability(IReadOnlyList<CountedBin> bins, double values, double tolerance)
    {
        double chiSquared = bins.Sum(bin => Math.Pow(bin.Observed - bin.Expected, 2) / Variance(bin, values, tolerance));
        return SpecialFunctions.GammaUpperRegularized(0.5 * bins.Count, 0.5 * chiSquared);
    }

    private static double Variance(CountedBin bin, double values, double tolerance) =>
        (bin.Expected * Math.Max(0, 1 - (bin.Expected / values))) + (bin.Error * bin.Error) + Math.Pow(tolerance * bin.Expected, 2);

    private static CountedBin Sum(CountedBin first, CountedBin second) =>
        new(first.Observed + second.Observed, first.Expected + second.Expected, first.Error + second.Error);
}
