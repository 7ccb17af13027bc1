// Eigenvalues and eigenvectors of the symmetric tridiagonal matrices that Lanczos steps make.

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>
/// Solves eigenproblems of a symmetric tridiagonal matrix T. T has m diagonal elements α and off-diagonal elements β ≥ 0, of which at least
/// m − 1 are given. Each method takes O(m) or O(m²) operations and allocates nothing.
/// </summary>
internal static class TridiagonalEigensolver
{
    private const int MostBisections = 60;
    private const int InverseIterations = 4;
    private const int MostSweeps = 60;
    private const double Precision = 2.2204460492503131e-16;

    /// <summary>The largest eigenvalue, by bisection on the number of negative pivots of T − x.</summary>
    public static double Largest(ReadOnlySpan<double> diagonal, ReadOnlySpan<double> offDiagonal) =>
        LargestOfMultiple(1, diagonal, offDiagonal);

    /// <summary>The lowest eigenvalue, by bisection. It is minus the largest eigenvalue of −T.</summary>
    public static double Lowest(ReadOnlySpan<double> diagonal, ReadOnlySpan<double> offDiagonal) =>
        -LargestOfMultiple(-1, diagonal, offDiagonal);

    /// <summary>
    /// Finds the eigenvector of the lowest eigenvalue by inverse iteration with a shift σ just below this eigenvalue. T − σ is then
    /// positive definite, and its elimination needs no pivoting.
    /// </summary>
    /// <param name="diagonal">α.</param>
    /// <param name="offDiagonal">β.</param>
    /// <param name="lowest">The lowest eigenvalue.</param>
    /// <param name="largest">The largest eigenvalue.</param>
    /// <param name="vector">Receives the vector, of norm 1.</param>
    /// <param name="pivots">Scratch memory for m values.</param>
    public static void FindLowestVector(
        ReadOnlySpan<double> diagonal,
        ReadOnlySpan<double> offDiagonal,
        double lowest,
        double largest,
        Span<double> vector,
        Span<double> pivots)
    {
        int m = diagonal.Length;
        double shift = lowest - (1e-12 * (Math.Abs(largest) + Math.Abs(lowest)));
        vector.Fill(1);
        for (int k = 0; k < m; k++)
        {
            pivots[k] = diagonal[k] - shift - (k > 0 ? offDiagonal[k - 1] * offDiagonal[k - 1] / pivots[k - 1] : 0);
            pivots[k] = pivots[k] > 0 ? pivots[k] : 1e-300;
        }

        for (int iteration = 0; iteration < InverseIterations; iteration++)
        {
            for (int k = 1; k < m; k++)
            {
                vector[k] -= offDiagonal[k - 1] / pivots[k - 1] * vector[k - 1];
            }

            vector[m - 1] /= pivots[m - 1];
            for (int k = m - 2; k >= 0; k--)
            {
                vector[k] = (vector[k] - (offDiagonal[k] * vector[k + 1])) / pivots[k];
            }

            double square = 0;
            for (int k = 0; k < m; k++)
            {
                square += vector[k] * vector[k];
            }

            double norm = Math.Sqrt(square);
            for (int k = 0; k < m; k++)
            {
                vector[k] /= norm;
            }
        }
    }

    /// <summary>
    /// Finds the eigenvector of the largest eigenvalue by the recurrence of its elements, from the first element on. The recurrence is
    /// stable for this eigenvalue. All β that are used must be positive.
    /// </summary>
    /// <param name="diagonal">α.</param>
    /// <param name="offDiagonal">β.</param>
    /// <param name="largest">The largest eigenvalue.</param>
    /// <param name="vector">Receives the vector, of norm 1.</param>
    public static void FindLargestVector(
        ReadOnlySpan<double> diagonal, ReadOnlySpan<double> offDiagonal, double largest, Span<double> vector)
    {
        vector[0] = 1;
        double square = 1;
        for (int k = 1; k < vector.Length; k++)
        {
            double before = k > 1 ? offDiagonal[k - 2] * vector[k - 2] : 0;
            vector[k] = (((largest - diagonal[k - 1]) * vector[k - 1]) - before) / offDiagonal[k - 1];
            square += vector[k] * vector[k];
        }

        double scale = 1 / Math.Sqrt(square);
        foreach (ref double component in vector)
        {
            component *= scale;
        }
    }

    /// <summary>
    /// Finds all eigenvalues and the squared first components of their eigenvectors. They are the nodes and weights of Gauss quadrature for
    /// the measure whose orthogonal polynomials have the recurrence α, β (Golub and Welsch, Math. Comp. 23, 221, 1969). QL iterations with
    /// implicit shifts carry one row of the eigenvectors along.
    /// </summary>
    /// <param name="diagonal">α. It is overwritten by the nodes, in no particular order.</param>
    /// <param name="offDiagonal">β. It is overwritten.</param>
    /// <param name="weights">Receives m weights, whose sum is 1.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    /// <exception cref="ConvergenceException">The iteration did not converge, for example because values are not finite.</exception>
    public static void FindQuadrature(Span<double> diagonal, Span<double> offDiagonal, Span<double> weights)
    {
        int m = diagonal.Length;
        if (offDiagonal.Length < m - 1 || weights.Length != m)
        {
            throw new ArgumentException(
                $"{m} nodes need {m - 1} off-diagonal elements and {m} weights; found {offDiagonal.Length} and {weights.Length}.");
        }

        weights.Clear();
        if (m > 0)
        {
            weights[0] = 1;
        }

        for (int low = 0; low < m; low++)
        {
            for (int sweep = 0; ; sweep++)
            {
                int high = low;
                while (high + 1 < m && !IsNegligible(offDiagonal[high], diagonal[high], diagonal[high + 1]))
                {
                    high++;
                }

                if (high == low)
                {
                    break;
                }

                if (sweep == MostSweeps)
                {
                    throw new ConvergenceException($"Eigenvalue {low + 1} of {m} of a tridiagonal matrix did not converge.");
                }

                RunSweep(diagonal, offDiagonal, weights, low, high);
            }
        }

        foreach (ref double weight in weights)
        {
            weight *= weight;
        }
    }

    // The largest eigenvalue of sign × T. β keeps its sign, because the eigenvalues do not depend on the signs of β.
    private static double LargestOfMultiple(double sign, ReadOnlySpan<double> diagonal, ReadOnlySpan<double> offDiagonal)
    {
        double low = double.NegativeInfinity;
        double high = double.NegativeInfinity;
        for (int k = 0; k < diagonal.Length; k++)
        {
            double reach = (k > 0 ? offDiagonal[k - 1] : 0) + (k < diagonal.Length - 1 ? offDiagonal[k] : 0);
            low = Math.Max(low, sign * diagonal[k]);
            high = Math.Max(high, (sign * diagonal[k]) + reach);
        }

        for (int k = 0; k < MostBisections && high - low > 1e-13 * Math.Abs(high); k++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = CountBelow(sign, diagonal, offDiagonal, middle) < diagonal.Length ? (middle, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The number of eigenvalues of T below x, by the signs of the pivots of T − x.</summary>
    public static int CountBelow(double x, ReadOnlySpan<double> diagonal, ReadOnlySpan<double> offDiagonal) =>
        CountBelow(1, diagonal, offDiagonal, x);

    private static int CountBelow(double sign, ReadOnlySpan<double> diagonal, ReadOnlySpan<double> offDiagonal, double x)
    {
        int count = 0;
        double pivot = 1;
        for (int k = 0; k < diagonal.Length; k++)
        {
            double square = k > 0 ? offDiagonal[k - 1] * offDiagonal[k - 1] : 0;
            pivot = (sign * diagonal[k]) - x - (square / pivot);
            pivot = pivot == 0 ? -1e-300 : pivot;
            count += pivot < 0 ? 1 : 0;
        }

        return count;
    }

    private static bool IsNegligible(double offDiagonal, double upper, double lower) =>
        Math.Abs(offDiagonal) <= Precision * (Math.Abs(upper) + Math.Abs(lower));

    // Runs one QL sweep with Wilkinson's shift. Givens rotations from high to low restore the tridiagonal form.
    private static void RunSweep(Span<double> d, Span<double> e, Span<double> z, int low, int high)
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
                // The matrix has split. The next sweep goes on with one part.
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
