// Sums weights of a Gauss quadrature without its nodes, by an integral of the resolvent.

using System.Numerics;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>
/// Finds Σ_j sign(x − θ_j) w_j for the nodes θ_j and weights w_j of a symmetric tridiagonal matrix T, w_j the squared first components of
/// its eigenvectors. The resolvent G(z) = e_1ᵀ (z − T)⁻¹ e_1 = Σ_j w_j/(z − θ_j) is a continued fraction: one value takes O(m) operations.
/// On the line z = x + iy, (2/π) ∫_0^∞ Re G dy = Σ_j sign(x − θ_j) w_j, because (2/π) ∫_0^∞ d/(d² + y²) dy = sign d. In t = ln y
/// the integrand is analytic within |Im t| &lt; π/2, and the trapezoidal rule with the step h errs by about exp(−π²/h) (Trefethen and
/// Weideman, SIAM Review 56, 385, 2014). This takes 88 m complex divisions; all nodes and weights take about 25 m².
/// </summary>
internal static class TridiagonalWeights
{
    // exp(−π²/h) = 6e-13. The lowest y of so many points is 6e-10 in units of the norm of T − x.
    private const double Step = 0.35;
    private const int Points = 88;

    // The largest y in units of the norm of T − x. Beyond it the integrand falls as 1/y, to a relative 1e-8 of its own 1e-4.
    private const double Highest = 1e4;

    /// <summary>Distance of the nodes from x that is told from zero, in units of the largest row sum of |T − x|.</summary>
    public const double Resolution = 1e-9;

    /// <summary>
    /// The largest error of the sum if no node lies nearer to x than a hundred times the resolution, except at x itself. Rounding moves
    /// that node by about 1e-15 of the scale, and its weight then counts by that distance in units of the resolution.
    /// </summary>
    public const double LargestError = 1e-6;

    /// <summary>The largest row sum of |T − x|, a bound of the distances of all nodes from x.</summary>
    public static double ScaleAbout(double x, ReadOnlySpan<double> diagonal, ReadOnlySpan<double> offDiagonal)
    {
        double scale = 0;
        for (int k = 0; k < diagonal.Length; k++)
        {
            double before = k > 0 ? offDiagonal[k - 1] : 0;
            double after = k + 1 < diagonal.Length ? offDiagonal[k] : 0;
            scale = Math.Max(scale, Math.Abs(diagonal[k] - x) + Math.Abs(before) + Math.Abs(after));
        }

        return scale;
    }

    /// <summary>Finds Σ_j sign(x − θ_j) w_j. A node at x counts as nothing. Nothing is allocated.</summary>
    /// <param name="x">x.</param>
    /// <param name="scale">A bound of the distances of the nodes from x.</param>
    /// <param name="diagonal">The diagonal of T, m elements.</param>
    /// <param name="offDiagonal">The elements beside the diagonal, at least m − 1.</param>
    public static double SignedSum(double x, double scale, ReadOnlySpan<double> diagonal, ReadOnlySpan<double> offDiagonal)
    {
        Span<double> heights = stackalloc double[Points];
        Span<double> values = stackalloc double[Points];
        for (int k = 0; k < Points; k++)
        {
            heights[k] = Highest * scale * Math.Exp(-Step * k);
        }

        int lanes = Vector<double>.Count;
        int first = 0;
        for (; first + lanes <= Points; first += lanes)
        {
            RealParts(x, new Vector<double>(heights[first..]), diagonal, offDiagonal).CopyTo(values[first..]);
        }

        double sum = 0;
        for (int k = 0; k < Points; k++)
        {
            sum += heights[k] * values[k];
        }

        // Beyond the ends y Re G falls as exp(−|t|) on either side: geometric series.
        double beyond = Math.Exp(-Step) / (1 - Math.Exp(-Step));
        sum += beyond * ((heights[0] * values[0]) + (heights[^1] * values[^1]));
        return 2 / Math.PI * Step * sum;
    }

    // Re G(x + iy) for several y, from the last row of the matrix to the first. The imaginary part of every partial denominator is at
    // least y, so that no division fails.
    private static Vector<double> RealParts(
        double x, Vector<double> y, ReadOnlySpan<double> diagonal, ReadOnlySpan<double> offDiagonal)
    {
        Vector<double> real = new(x - diagonal[^1]);
        Vector<double> imaginary = y;
        for (int k = diagonal.Length - 2; k >= 0; k--)
        {
            Vector<double> factor = new Vector<double>(offDiagonal[k] * offDiagonal[k]) / ((real * real) + (imaginary * imaginary));
            real = new Vector<double>(x - diagonal[k]) - (factor * real);
            imaginary = y + (factor * imaginary);
        }

        return real / ((real * real) + (imaginary * imaginary));
    }
}
