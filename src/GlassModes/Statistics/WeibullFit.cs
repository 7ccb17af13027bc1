// The fit of a Weibull distribution, which is a distribution of smallest values.

using MathNet.Numerics.RootFinding;

namespace GlassModes.Statistics;

/// <summary>
/// The fit of the Weibull distribution F(x) = 1 − exp(−(x/b)^k). The lowest eigenvalue of inherent structures has this distribution with k
/// = 5/2 if the density of vibrational frequencies grows as ω⁴.
/// </summary>
/// <param name="Shape">The exponent k.</param>
/// <param name="Scale">The scale b.</param>
/// <param name="Quality">The values used, and how well the distribution describes them.</param>
public sealed record WeibullFit(FittedValue Shape, FittedValue Scale, FitQuality Quality)
{
    private const int FewestValues = 10;
    private const int Parameters = 2;

    /// <summary>
    /// Fits positive values by maximum likelihood. Other values are left out, and the trouble counts the values left out. With fewer than
    /// ten positive values, or if all of them are equal, there is no fit: the parameters are NaN, and the trouble says so. Allocates copies
    /// of the values.
    /// </summary>
    /// <remarks>
    /// The errors follow from the Fisher information: σ_k = 0.780 k/√n, σ_b = 1.053 b/(k√n). The probability is that of a larger
    /// Kolmogorov-Smirnov distance, where both parameters are fitted to the same values
    /// (<see cref="KolmogorovSmirnov.ProbabilityOfWeibull"/>).
    /// </remarks>
    public static WeibullFit OfValues(IEnumerable<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        double[] givenValues = [.. values];
        double[] x = [.. givenValues.Where(value => value > 0 && double.IsFinite(value)).Order()];
        int n = x.Length;
        WeibullFit Impossible(FitTrouble trouble) => new(
            FittedValue.None,
            FittedValue.None,
            FitQuality.Impossible(n > 0 ? x[0] : double.NaN, n > 0 ? x[^1] : double.NaN, n, Parameters, trouble));
        if (n < FewestValues || !(x[^1] > x[0]))
        {
            return Impossible(new FitTrouble.TooFewPositiveValues(FewestValues));
        }

        // Dividing the values by the largest value keeps the powers small.
        double[] logs = [.. x.Select(value => Math.Log(value / x[^1]))];
        double mean = logs.Average();

        // The derivative of −ln(likelihood)/n in k, where the scale is the best scale for k.
        double Slope(double k)
        {
            double sum = 0;
            double weighted = 0;
            foreach (double log in logs)
            {
                double power = Math.Exp(k * log);
                sum += power;
                weighted += power * log;
            }

            return (weighted / sum) - (1 / k) - mean;
        }

        // The slope ascends with k from −∞ to −mean > 0, so that it has exactly one zero.
        double upper = 1;
        while (Slope(upper) < 0 && upper < 1e6)
        {
            upper *= 2;
        }

        double lower = upper;
        while (Slope(lower) > 0 && lower > 1e-6)
        {
            lower *= 0.5;
        }

        if (!Brent.TryFindRoot(Slope, lower, upper, 1e-12, 200, out double shape))
        {
            return Impossible(new FitTrouble.NoMaximum());
        }

        double scale = x[^1] * Math.Pow(logs.Average(log => Math.Exp(shape * log)), 1 / shape);
        double logLikelihood = x.Sum(value =>
            Math.Log(shape / scale) + ((shape - 1) * Math.Log(value / scale)) - Math.Pow(value / scale, shape));
        double distance = KolmogorovSmirnov.Distance(x, value => 1 - Math.Exp(-Math.Pow(value / scale, shape)));
        double root = Math.Sqrt(n);
        return new WeibullFit(
            new FittedValue(shape, Math.Sqrt(6) / Math.PI * shape / root),
            new FittedValue(scale, 1.0530 * scale / shape / root),
            new FitQuality(
                x[0],
                x[^1],
                n,
                -2 * logLikelihood,
                n - Parameters,
                KolmogorovSmirnov.ProbabilityOfWeibull(distance, n),
                n < givenValues.Length ? new FitTrouble.ValuesLeftOut(givenValues.Length - n) : null));
    }
}
