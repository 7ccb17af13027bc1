// Whether a series drifts.

using MathNet.Numerics.Distributions;

namespace GlassModes.Statistics;

/// <summary>
/// The change of a series from its beginning to its end, by a straight line through the means of eight blocks. The error comes from the
/// scatter of the blocks about the line, so that blocks need to be longer than correlations, but no error of a block. A change that is not
/// linear is a part of that scatter: steps are seen by <see cref="Blocking.Plateau"/>.
/// </summary>
/// <param name="Change">Slope of the line times the length of the series.</param>
/// <param name="StandardError">Standard error of the change.</param>
public sealed record Trend(double Change, double StandardError)
{
    private const int Blocks = 8;

    // Student's limit with six degrees of freedom of the probability of three standard deviations: one of 370 series without a trend.
    private static readonly double s_limit = StudentT.InvCDF(0, 1, Blocks - 2, Normal.CDF(0, 1, 3));

    /// <summary>Whether the change is beyond 4.9 standard errors, which is as improbable as three of a normal distribution.</summary>
    public bool IsSignificant => Math.Abs(Change) > s_limit * StandardError;

    /// <summary>Computes the trend of at least eight values; null for fewer.</summary>
    public static Trend? Of(ReadOnlySpan<double> values)
    {
        if (values.Length < Blocks)
        {
            return null;
        }

        double[] means = Blocking.MeansOf(values, Blocks);

        // The place x of a block in units of the length of the series, with Σ x = 0.
        double mean = means.Average();
        double[] places = [.. Enumerable.Range(0, Blocks).Select(b => (b + 0.5 - (0.5 * Blocks)) / Blocks)];
        double squares = places.Sum(x => x * x);
        double slope = places.Zip(means, (x, y) => x * y).Sum() / squares;
        double scatter = places.Zip(means, (x, y) => Math.Pow(y - mean - (slope * x), 2)).Sum() / (Blocks - 2);
        return new Trend(slope, Math.Sqrt(scatter / squares));
    }
}
