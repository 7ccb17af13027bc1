// Sums of numbers that not every sample has.

using GlassModes.Samples;
using GlassModes.Statistics;

namespace GlassModes.Ensembles;

/// <summary>For each of some numbers x: how many samples have it, Σ x, Σ x².</summary>
/// <param name="count">How many numbers.</param>
internal sealed class OptionalSums(int count)
{
    // Of ⟨x²⟩: deviations below 3e-8 of the mean are not known.
    private const double Rounding = 1e-15;

    /// <summary>Whether it is there, x and x², number after number.</summary>
    public GroupedSums Sums { get; } = new(3 * count);

    /// <summary>Adds a sample.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="values">x; what is not finite is not there.</param>
    public void Add(SampleId sample, ReadOnlySpan<double> values)
    {
        double[] terms = new double[3 * values.Length];
        for (int k = 0; k < values.Length; k++)
        {
            if (double.IsFinite(values[k]))
            {
                (terms[3 * k], terms[(3 * k) + 1], terms[(3 * k) + 2]) = (1, values[k], values[k] * values[k]);
            }
        }

        Sums.Add(sample.Group, terms);
    }

    /// <summary>The mean of one over the samples that have it, from the means of all sums; NaN where none has.</summary>
    public static double Mean(IReadOnlyList<double> means, int k) => means[3 * k] > 0 ? means[(3 * k) + 1] / means[3 * k] : double.NaN;

    /// <summary>The standard error of the mean of one over that mean, from the means of all sums over n samples, times √n.</summary>
    public static double RelativeError(IReadOnlyList<double> means, int k) => Math.Sqrt(Variance(means, k) / means[3 * k]) / Math.Abs(Mean(means, k));

    /// <summary>The mean of each over the n samples that have it, with s/√n, and the standard deviation s; NaN with less than two.</summary>
    public (Estimate Mean, double Deviation)[] Statistics()
    {
        double[] means = Sums.Means();
        long samples = Sums.Count;
        return [.. Enumerable.Range(0, means.Length / 3).Select(k => Statistics(means, samples, k))];
    }

    // ⟨x²⟩ − ⟨x⟩², 0 where that is no more than rounding.
    private static double Variance(IReadOnlyList<double> means, int k)
    {
        double mean = Mean(means, k);
        double variance = (means[(3 * k) + 2] / means[3 * k]) - (mean * mean);
        return variance > Rounding * mean * mean ? variance : 0;
    }

    private static (Estimate Mean, double Deviation) Statistics(double[] means, long samples, int k)
    {
        double n = Math.Round(means[3 * k] * samples);
        if (!(n > 0))
        {
            return (new Estimate(double.NaN, double.NaN, 0), double.NaN);
        }

        double mean = Mean(means, k);
        double variance = Variance(means, k) * n / (n - 1);
        double deviation = n > 1 ? Math.Sqrt(variance) : double.NaN;
        return (new Estimate(mean, deviation / Math.Sqrt(n), (int)n), deviation);
    }
}
