// How far a distribution of values is from a given one.

namespace GlassModes.Statistics;

/// <summary>The test of Kolmogorov and Smirnov for one set of values.</summary>
public static class KolmogorovSmirnov
{
    /// <summary>max |F_n(x) − F(x)|.</summary>
    /// <param name="ascending">The values, ascending.</param>
    /// <param name="distribution">F.</param>
    public static double Distance(IReadOnlyList<double> ascending, Func<double, double> distribution)
    {
        ArgumentNullException.ThrowIfNull(ascending);
        ArgumentNullException.ThrowIfNull(distribution);
        double n = ascending.Count;
        double distance = 0;
        for (int k = 0; k < ascending.Count; k++)
        {
            double f = distribution(ascending[k]);
            distance = Math.Max(distance, Math.Max(f - (k / n), ((k + 1) / n) - f));
        }

        return distance;
    }

    /// <summary>The probability of a larger distance of n values of that distribution, by Kolmogorov's series with Stephens' correction (J. R. Stat. Soc. B 32, 115, 1970).</summary>
    public static double Probability(double distance, int n)
    {
        double root = Math.Sqrt(n);
        double z = (root + 0.12 + (0.11 / root)) * distance;
        if (z < 0.2)
        {
            return 1;
        }

        double sum = 0;
        for (int k = 1; k <= 100; k++)
        {
            double term = Math.Exp(-2 * k * k * z * z);
            sum += k % 2 == 1 ? term : -term;
            if (term < 1e-17)
            {
                break;
            }
        }

        return Math.Clamp(2 * sum, 0, 1);
    }
}
