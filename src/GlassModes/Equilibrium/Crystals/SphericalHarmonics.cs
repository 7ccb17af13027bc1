// Real spherical harmonics of the orders 4 and 6 of a direction.

using System.Runtime.CompilerServices;

namespace GlassModes.Equilibrium.Crystals;

/// <summary>
/// The functions C_lm = √(4π/(2l + 1)) Y_lm with real Y_lm: P_l(z) for m = 0, and √(2 (l − m)!/(l + m)!) d^m P_l(z)/dz^m times the real
/// and the imaginary part of (x + iy)^m for m = 1 … l. They obey Σ_m C_lm(a) C_lm(b) = P_l(a·b) for unit vectors a and b.
/// </summary>
internal static class SphericalHarmonics
{
    /// <summary>Number of functions of order 4.</summary>
    public const int FunctionsOfOrder4 = 9;

    /// <summary>Number of functions of order 6.</summary>
    public const int FunctionsOfOrder6 = 13;

    private static readonly double[] s_factors4 = Factors(4);
    private static readonly double[] s_factors6 = Factors(6);

    /// <summary>Adds the functions of a unit vector to sums.</summary>
    /// <param name="x">x.</param>
    /// <param name="y">y.</param>
    /// <param name="z">z.</param>
    /// <param name="order4">Nine sums of order 4: m = 0, and then the two functions of each m.</param>
    /// <param name="order6">Thirteen sums of order 6, in the same order.</param>
    [SkipLocalsInit]
    public static void Add(double x, double y, double z, Span<double> order4, Span<double> order6)
    {
        Span<double> derivatives = stackalloc double[7];
        double highest = 1;
        double real = 1;
        double imaginary = 0;
        for (int m = 0; m <= 6; m++)
        {
            // d^m P_l/dz^m for l = m … 6, by the recursion in l.
            derivatives[m] = highest;
            double below = 0;
            for (int l = m + 1; l <= 6; l++)
            {
                derivatives[l] = ((((2 * l) - 1) * z * derivatives[l - 1]) - ((l + m - 1) * below)) / (l - m);
                below = derivatives[l - 1];
            }

            if (m <= 4)
            {
                AddPair(order4, m, s_factors4[m] * derivatives[4], real, imaginary);
            }

            AddPair(order6, m, s_factors6[m] * derivatives[6], real, imaginary);
            (real, imaginary) = ((real * x) - (imaginary * y), (real * y) + (imaginary * x));
            highest *= (2 * m) + 1;
        }
    }

    private static void AddPair(Span<double> sums, int m, double value, double real, double imaginary)
    {
        if (m == 0)
        {
            sums[0] += value;
            return;
        }

        sums[(2 * m) - 1] += value * real;
        sums[2 * m] += value * imaginary;
    }

    private static double[] Factors(int l)
    {
        double[] factors = new double[l + 1];
        factors[0] = 1;
        double ratio = 1;
        for (int m = 1; m <= l; m++)
        {
            // (l − m)!/(l + m)! from the ratio at m − 1.
            ratio /= (double)(l + m) * (l - m + 1);
            factors[m] = Math.Sqrt(2 * ratio);
        }

        return factors;
    }
}
