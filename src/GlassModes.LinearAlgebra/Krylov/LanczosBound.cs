// Estimates the largest eigenvalue of a symmetric operator from a few products, in managed code alone.

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>A Lanczos estimate of the largest eigenvalue.</summary>
public static class LanczosBound
{
    /// <summary>
    /// The largest Ritz value after <paramref name="steps"/> Lanczos steps without reorthogonalisation. It is a lower bound of λ_max. For
    /// Hessians of liquids it lies within about one per cent of λ_max. Allocates 5n doubles.
    /// </summary>
    /// <param name="multiply">The operator.</param>
    /// <param name="order">n.</param>
    /// <param name="steps">Number of products.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order or the number of steps is below 1.</exception>
    public static double Largest(SymmetricOperator multiply, int order, int steps = 40)
    {
        ArgumentNullException.ThrowIfNull(multiply);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(order);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        double[] diagonal = new double[Math.Min(steps, order)];
        double[] offDiagonal = new double[diagonal.Length];
        int done = LanczosProcess.Run(multiply, StartVector(order), diagonal, offDiagonal);
        return TridiagonalEigensolver.Largest(diagonal.AsSpan(0, done), offDiagonal.AsSpan(0, done));
    }

    // The vector is fixed and has no symmetry. Its exact values do not matter.
    private static double[] StartVector(int order)
    {
        double[] start = new double[order];
        for (int k = 0; k < order; k++)
        {
            start[k] = Math.Sin(1.0 + (k * 0.7548776662466927 * Math.PI));
        }

        return start;
    }
}
