// The distribution of smallest values.

using MathNet.Numerics.RootFinding;

namespace GlassModes.Statistics;

/// <summary>
/// F(x) = 1 − exp(−(x/b)^k) by maximum likelihood; parameters "k" and "b". The lowest eigenvalue of inherent structures has it with k = 5/2, where their density of
/// frequencies grows as ω⁴.
/// </summary>
public static class WeibullFit
{
    private const string Model = "F = 1 - exp(-(x/b)^k)";
    private const int FewestValues = 10;

    /// <summary>Fits positive values; others are left out, and said to be.</summary>
    /// <remarks>
    /// Errors from the Fisher information: σ_k = 0.780 k/√n, σ_b = 1.053 b/(k√n). The probability is that of a larger Kolmogorov-Smirnov distance, with both parameters from
    /// the same data (<see cref="KolmogorovSmirnov.ProbabilityOfWeibull"/>).
    /// </remarks>
    public static Fit OfValues(IEnumerable<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        double[] all = [.. values];
        double[] x = [.. all.Where(value => value > 0 && double.IsFinite(value)).Order()];
        int n = x.Length;
        if (n < FewestValues || !(x[^1] > x[0]))
        {
            return Fit.Impossible(Model, ["k", "b"], n > 0 ? x[0] : double.NaN, n > 0 ? x[^1] : double.NaN, n, $"fewer than {FewestValues} positive values");
        }

        // In units of the largest, so that powers stay small.
        double[] logs = [.. x.Select(value => Math.Log(value / x[^1]))];
        double mean = logs.Average();
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

        // Ascending in k, from −∞ to −mean > 0.
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
            return Fit.Impossible(Model, ["k", "b"], x[0], x[^1], n, "the likelihood has no maximum");
        }

        double scale = x[^1] * Math.Pow(logs.Average(log => Math.Exp(shape * log)), 1 / shape);
        double logLikelihood = x.Sum(value => Math.Log(shape / scale) + ((shape - 1) * Math.Log(value / scale)) - Math.Pow(value / scale, shape));
        double distance = KolmogorovSmirnov.Distance(x, value => 1 - Math.Exp(-Math.Pow(value / scale, shape)));
        double root = Math.Sqrt(n);
        return new Fit(
            Model,
            [new FitParameter("k", shape, Math.Sqrt(6) / Math.PI * shape / root), new FitParameter("b", scale, 1.0530 * scale / shape / root)],
            x[0],
            x[^1],
            n,
            -2 * logLikelihood,
            n - 2,
            KolmogorovSmirnov.ProbabilityOfWeibull(distance, n),
            n < all.Length ? FormattableString.Invariant($"{all.Length - n} values are not positive and were left out") : null);
    }
}
