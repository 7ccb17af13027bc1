// A mean over samples with its standard error.

using System.Globalization;

namespace GlassModes.Statistics;

/// <summary>The mean of n independent samples and its standard error s/√n, with s the standard deviation.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="StandardError">The standard error; NaN for a single sample.</param>
/// <param name="Samples">The number of samples n.</param>
public sealed record Estimate(double Mean, double StandardError, int Samples)
{
    /// <summary>Computes the mean and its standard error from n ≥ 1 samples.</summary>
    /// <exception cref="ArgumentException">There is no sample.</exception>
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

    /// <summary>
    /// The mean with the standard error in units of the last digits, such as −6.6664(12). Without an error, the mean has six digits.
    /// </summary>
    public override string ToString()
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        if (!(StandardError > 0) || !double.IsFinite(StandardError) || !double.IsFinite(Mean))
        {
            return Mean.ToString("g6", invariant);
        }

        // The error has two digits, or all of its digits before the decimal point if these are more.
        int decimals = Math.Max(0, 1 - (int)Math.Floor(Math.Log10(StandardError)));
        return decimals <= 9
            ? string.Create(invariant, $"{Mean.ToString($"f{decimals}", invariant)}({Math.Round(StandardError * Math.Pow(10, decimals))})")
            : string.Create(invariant, $"{Mean:g6}±{StandardError:g2}");
    }
}
