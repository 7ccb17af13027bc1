// A mean over samples with its standard error.

namespace GlassModes.Ensembles;

/// <summary>Mean of independent samples and its standard error s/√n.</summary>
/// <param name="Mean">Mean.</param>
/// <param name="StandardError">Standard error; NaN for a single sample.</param>
/// <param name="Samples">Number of samples n.</param>
public sealed record Estimate(double Mean, double StandardError, int Samples)
{
    /// <summary>The estimate from n ≥ 1 samples.</summary>
    /// <exception cref="ArgumentException">No samples.</exception>
    public static Estimate Of(IReadOnlyCollection<double> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        if (samples.Count == 0)
        {
            throw new ArgumentException("A mean needs at least one sample.", nameof(samples));
        }

        double mean = samples.Average();
        double variance = samples.Sum(x => (x - mean) * (x - mean)) / (samples.Count - 1.0);
        return new Estimate(mean, samples.Count > 1 ? Math.Sqrt(variance / samples.Count) : double.NaN, samples.Count);
    }
}
