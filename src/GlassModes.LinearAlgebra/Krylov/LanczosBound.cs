// The largest eigenvalue of a symmetric operator from a few products, in managed code alone.

namespace GlassModes.LinearAlgebra;

/// <summary>y ← A x for vectors of equal length.</summary>
/// <param name="x">Input, n values.</param>
/// <param name="y">Output, n values, overwritten.</param>
public delegate void SymmetricOperator(ReadOnlySpan<double> x, Span<double> y);

/// <summary>Lanczos estimates of extreme eigenvalues.</summary>
public static class LanczosBound
{
    /// <summary>
    /// The largest Ritz value after <paramref name="steps"/> Lanczos steps without reorthogonalisation: a lower bound of
    /// λ_max that is within a per cent or so of it for Hessians of liquids (Paige, Linear Algebra Appl. 34, 235, 1980: lost
    /// orthogonality repeats converged values, it does not spoil them). Allocates 3n doubles.
    /// </summary>
    /// <param name="multiply">The operator.</param>
    /// <param name="order">n.</param>
    /// <param name="steps">Number of products.</param>
    /// <exception cref="ArgumentOutOfRangeException">An order or a number of steps below 1.</exception>
    public static double Largest(SymmetricOperator multiply, int order, int steps = 40)
    {
        ArgumentNullException.ThrowIfNull(multiply);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(order);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        double[] current = StartVector(order);
        double[] previous = new double[order];
        double[] next = new double[order];
        List<double> diagonal = [];
        List<double> offDiagonal = [];
        double beta = 0;
        for (int step = 0; step < Math.Min(steps, order); step++)
        {
            multiply(current, next);
            double alpha = 0;
            for (int k = 0; k < order; k++)
            {
                next[k] -= beta * previous[k];
                alpha += next[k] * current[k];
            }

            double square = 0;
            for (int k = 0; k < order; k++)
            {
                next[k] -= alpha * current[k];
                square += next[k] * next[k];
            }

            diagonal.Add(alpha);
            beta = Math.Sqrt(square);
            if (beta <= 1e-14 * (Math.Abs(alpha) + 1e-300))
            {
                break;
            }

            offDiagonal.Add(beta);
            for (int k = 0; k < order; k++)
            {
                next[k] /= beta;
            }

            (previous, current, next) = (current, next, previous);
        }

        return LargestOfTridiagonal(diagonal, offDiagonal);
    }

    // Fixed and without symmetry; the exact values do not matter.
    private static double[] StartVector(int order)
    {
        double[] start = new double[order];
        double square = 0;
        for (int k = 0; k < order; k++)
        {
            start[k] = Math.Sin(1.0 + (k * 0.7548776662466927 * Math.PI));
            square += start[k] * start[k];
        }

        double scale = 1 / Math.Sqrt(square);
        for (int k = 0; k < order; k++)
        {
            start[k] *= scale;
        }

        return start;
    }

    // Bisection on the Sturm count of negative pivots of T − x.
    private static double LargestOfTridiagonal(List<double> diagonal, List<double> offDiagonal)
    {
        double low = diagonal.Max();
        double high = low;
        for (int k = 0; k < diagonal.Count; k++)
        {
            double reach = (k > 0 ? offDiagonal[k - 1] : 0) + (k < diagonal.Count - 1 ? offDiagonal[k] : 0);
            high = Math.Max(high, diagonal[k] + reach);
        }

        for (int k = 0; k < 60 && high - low > 1e-13 * Math.Abs(high); k++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = CountBelow(diagonal, offDiagonal, middle) < diagonal.Count ? (middle, high) : (low, middle);
        }

        return low;
    }

    private static int CountBelow(List<double> diagonal, List<double> offDiagonal, double x)
    {
        int count = 0;
        double pivot = 1;
        for (int k = 0; k < diagonal.Count; k++)
        {
            double square = k > 0 ? offDiagonal[k - 1] * offDiagonal[k - 1] : 0;
            pivot = diagonal[k] - x - (square / pivot);
            pivot = pivot == 0 ? -1e-300 : pivot;
            count += pivot < 0 ? 1 : 0;
        }

        return count;
    }
}
