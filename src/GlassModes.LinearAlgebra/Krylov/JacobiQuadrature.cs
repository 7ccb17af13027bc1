// Gauss quadrature from a tridiagonal matrix.

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>Nodes and weights of the measure whose orthogonal polynomials have a given recurrence.</summary>
public static class JacobiQuadrature
{
    private const int MostIterations = 60;
    private const double Precision = 2.2204460492503131e-16;

    /// <summary>
    /// Eigenvalues of the symmetric tridiagonal matrix with α on its diagonal and β beside it, and the squared first components of its eigenvectors: nodes and
    /// weights of Gauss quadrature for the measure with that recurrence (Golub and Welsch, Math. Comp. 23, 221, 1969), by QL iterations with implicit shifts that carry one
    /// row of the vectors along. O(n²) operations; allocates nothing.
    /// </summary>
    /// <param name="diagonal">α, n values; overwritten by the nodes, in no order.</param>
    /// <param name="offDiagonal">β, n − 1 values or more; overwritten.</param>
    /// <param name="weights">Receives n weights, whose sum is 1.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    /// <exception cref="InvalidOperationException">No convergence, which values that are not finite lead to.</exception>
    public static void Solve(Span<double> diagonal, Span<double> offDiagonal, Span<double> weights)
    {
        int n = diagonal.Length;
        if (offDiagonal.Length < n - 1 || weights.Length != n)
        {
            throw new ArgumentException($"{n} nodes need {n - 1} off-diagonal elements and {n} weights; found {offDiagonal.Length} and {weights.Length}.");
        }

        weights.Clear();
        if (n > 0)
        {
            weights[0] = 1;
        }

        for (int low = 0; low < n; low++)
        {
            for (int iteration = 0; ; iteration++)
            {
                int high = low;
                while (high + 1 < n && !IsNegligible(offDiagonal[high], diagonal[high], diagonal[high + 1]))
                {
                    high++;
                }

                if (high == low)
                {
                    break;
                }

                if (iteration == MostIterations)
                {
                    throw new InvalidOperationException($"No convergence of eigenvalue {low + 1} of {n}.");
                }

                Sweep(diagonal, offDiagonal, weights, low, high);
            }
        }

        foreach (ref double weight in weights)
        {
            weight *= weight;
        }
    }

    private static bool IsNegligible(double beside, double one, double other) => Math.Abs(beside) <= Precision * (Math.Abs(one) + Math.Abs(other));

    // One QL sweep from high to low by Givens rotations, the last element before the sweep chased out (Wilkinson's shift).
    private static void Sweep(Span<double> d, Span<double> e, Span<double> z, int low, int high)
    {
        if (high < e.Length)
        {
            e[high] = 0;
        }

        double g = (d[low + 1] - d[low]) / (2 * e[low]);
        double r = Math.Sqrt((g * g) + 1);
        g = d[high] - d[low] + (e[low] / (g + Math.CopySign(r, g)));
        double sine = 1;
        double cosine = 1;
        double shift = 0;
        for (int k = high - 1; k >= low; k--)
        {
            double f = sine * e[k];
            double b = cosine * e[k];
            r = Math.Sqrt((f * f) + (g * g));
            if (k + 1 < high)
            {
                e[k + 1] = r;
            }

            if (r == 0)
            {
                // The matrix has fallen apart: go on with the parts.
                d[k + 1] -= shift;
                return;
            }

            sine = f / r;
            cosine = g / r;
            g = d[k + 1] - shift;
            r = ((d[k] - g) * sine) + (2 * cosine * b);
            shift = sine * r;
            d[k + 1] = g + shift;
            g = (cosine * r) - b;
            f = z[k + 1];
            z[k + 1] = (sine * z[k]) + (cosine * f);
            z[k] = (cosine * z[k]) - (sine * f);
        }

        d[low] -= shift;
        e[low] = g;
    }
}
