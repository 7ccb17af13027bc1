// The Lanczos process: from a symmetric operator and a start vector to a tridiagonal matrix.

using GlassModes.Numerics.Simd;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>y ← A x for vectors of equal length.</summary>
/// <param name="x">Input, n values.</param>
/// <param name="y">Output, n values, overwritten.</param>
public delegate void SymmetricOperator(ReadOnlySpan<double> x, Span<double> y);

/// <summary>
/// The plain three-term recurrence without reorthogonalisation, β_{k+1} q_{k+1} = A q_k − α_k q_k − β_k q_{k−1}. Rounding destroys the
/// orthogonality of the vectors. Converged eigenvalues of the tridiagonal matrix are then repeated, but their values stay right (Paige,
/// Linear Algebra Appl. 34, 235, 1980).
/// </summary>
public static class LanczosProcess
{
    /// <summary>Runs the recurrence. Allocates 4n doubles.</summary>
    /// <param name="multiply">The operator.</param>
    /// <param name="start">Start vector, n values, not zero; it need not be normalised.</param>
    /// <param name="diagonal">Receives α_1 … α_m; its length is the number of steps wanted.</param>
    /// <param name="offDiagonal">Receives β_2 … β_{m+1}; it has the length of <paramref name="diagonal"/>.</param>
    /// <param name="isEnough">
    /// Called after each step with the number of steps done; returns whether the steps are enough. Without it at most n steps are made.
    /// With it more than n steps may be made, because rounding lets the recurrence go on.
    /// </param>
    /// <returns>
    /// The number of steps done. It is smaller than wanted if the steps are enough, or if the Krylov space became invariant.
    /// </returns>
    /// <exception cref="ArgumentException">The lengths differ, or the start vector is zero or not finite.</exception>
    public static int Run(
        SymmetricOperator multiply,
        ReadOnlySpan<double> start,
        Span<double> diagonal,
        Span<double> offDiagonal,
        Func<int, bool>? isEnough = null)
    {
        ArgumentNullException.ThrowIfNull(multiply);
        if (diagonal.Length != offDiagonal.Length)
        {
            throw new ArgumentException($"{diagonal.Length} diagonal and {offDiagonal.Length} off-diagonal elements.", nameof(offDiagonal));
        }

        double norm = VectorMath.Norm(start);
        if (!(norm > 0) || !double.IsFinite(norm))
        {
            throw new ArgumentException($"The start vector has the norm {norm}.", nameof(start));
        }

        double[] normalized = start.ToArray();
        VectorMath.Scale(1 / norm, normalized);
        LanczosIteration iteration = new(multiply, normalized);
        int mostSteps = isEnough is null ? Math.Min(diagonal.Length, start.Length) : diagonal.Length;
        for (int step = 0; step < mostSteps; step++)
        {
            iteration.TakeStep();
            diagonal[step] = iteration.Diagonal;
            offDiagonal[step] = iteration.OffDiagonal;
            if (iteration.IsInvariant || isEnough?.Invoke(step + 1) == true)
            {
                return step + 1;
            }
        }

        return mostSteps;
    }
}
