// The largest eigenvalue of a symmetric operator from a few products, in managed code alone.

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>Lanczos estimates of extreme eigenvalues.</summary>
public static class LanczosBound
{
    /// <summary>
    /// The largest Ritz value after <paramref name="steps"/> Lanczos steps without reorthogonalisation: a lower bound of
    /// λ_max that is within a per cent or so of it for Hessians of liquids. Allocates 4n doubles.
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
        double[] diagonal = new double[Math.Min(steps, order)];
        double[] offDiagonal = new double[diagonal.Length];
        int done = LanczosProcess.Run(multiply, StartVector(order), diagonal, offDiagonal);
        return LargestOfTridiagonal(diagonal.AsSpan(0, done), offDiagonal.AsSpan(0, done));
    }

    // Fixed and without symmetry; the exact values do not matter.
    private static double[] StartVector(int order)
    {
        double[] start = new double[order];
        for (int k = 0; k < order; k++)
        {
            start[k] = Math.Sin(1.0 + (k * 0.7548776662466927 * Math.PI));
        }

        return start;
    }

    /// <summary>The largest eigenvalue of a symmetric tridiagonal matrix, by bisection on the Sturm count of negative pivots of T − x.</summary>
    /// <param name="diagonal">m diagonal elements.</param>
    /// <param name="offDiagonal">At least m − 1 elements beside it.</param>
    public static double LargestOfTridiagonal(ReadOnlySpan<double> diagonal, ReadOnlySpan<double> offDiagonal)
    {
        double low = double.NegativeInfinity;
        double high = double.NegativeInfinity;
        for (int k = 0; k < diagonal.Length; k++)
        {
            double reach = (k > 0 ? offDiagonal[k - 1] : 0) + (k < diagonal.Length - 1 ? offDiagonal[k] : 0);
            low = Math.Max(low, diagonal[k]);
            high = Math.Max(high, diagonal[k] + reach);
        }

        for (int k = 0; k < 60 && high - low > 1e-13 * Math.Abs(high); k++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = CountBelow(diagonal, offDiagonal, middle) < diagonal.Length ? (middle, high) : (low, middle);
        }

        return low;
    }

    private static int CountBelow(ReadOnlySpan<double> diagonal, ReadOnlySpan<double> offDiagonal, double x)
    {
        int count = 0;
        double pivot = 1;
        for (int k = 0; k < diagonal.Length; k++)
        {
            double square = k > 0 ? offDiagonal[k - 1] * offDiagonal[k - 1] : 0;
            pivot = diagonal[k] - x - (square / pivot);
            pivot = pivot == 0 ? -1e-300 : pivot;
            count += pivot < 0 ? 1 : 0;
        }

        return count;
    }
}
