// Finds the lowest eigenpairs of a matrix without a factorisation.

using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Sparse;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>The settings of <see cref="BlockDavidson"/>.</summary>
/// <param name="Count">Largest number of eigenpairs wanted.</param>
/// <param name="Tolerance">Largest residual ‖A x − λ x‖ of a converged pair, in the unit of the matrix.</param>
/// <param name="BlockSize">Number of vectors worked on at once; null means 4 for up to 6 expected pairs, and 8 to 32 for more.</param>
/// <param name="BasisSize">
/// Number of vectors of the subspace before a restart. null means ten blocks, at least 60, or 1.5 times the expected number of pairs (at
/// most 240) if this is more.
/// </param>
/// <param name="Limit">
/// The search may end when all pairs up to the first one above this limit have converged. With an infinite limit only Count decides.
/// </param>
/// <param name="AtLeast">Least number of pairs to find, whatever the limit.</param>
/// <param name="Expected">Expected number of pairs, from which the sizes of block and basis are chosen; null means Count.</param>
/// <param name="MostIterations">Number of blocks after which the search gives up.</param>
/// <param name="Seed">Seed of the random start vectors.</param>
public sealed record DavidsonOptions(
    int Count,
    double Tolerance,
    int? BlockSize = null,
    int? BasisSize = null,
    double Limit = double.PositiveInfinity,
    int AtLeast = 0,
    int? Expected = null,
    int MostIterations = 5000,
    int Seed = 1);

/// <summary>
/// Finds the lowest eigenpairs of a symmetric matrix by the generalised Davidson method (Davidson, J. Comput. Phys. 17, 87, 1975; Morgan
/// and Scott, SIAM J. Sci. Stat. Comput. 7, 817, 1986) in blocks. Preconditioned residuals of the lowest unconverged Ritz pairs enlarge the
/// subspace. A restart keeps the lowest Ritz vectors and the block's Ritz vectors of the step before. These earlier vectors make the method
/// nearly as good as one without restarts (GD+k; Stathopoulos and Saad, Electron. Trans. Numer. Anal. 7, 163, 1998). A restart also locks
/// the converged pairs. At the end all found vectors are rotated to the Ritz vectors of their common span. The method cannot exclude that
/// an eigenvalue was missed; use the inertia as a certificate. Memory: 8 n (2 basis + count + 4 block) bytes.
/// </summary>
public static class BlockDavidson
{
    /// <summary>Finds the lowest pairs in the space orthogonal to the excluded vectors.</summary>
    /// <param name="matrix">A.</param>
    /// <param name="preconditioner">An approximation of (A + s)⁻¹ that is positive definite.</param>
    /// <param name="options">The settings.</param>
    /// <param name="excluded">Orthonormal eigenvectors that are known and not wanted, one after the other.</param>
    /// <param name="start">Guesses of the vectors, one after the other: any number, of any norm. Random vectors are added to them.</param>
    /// <param name="progress">Receives a report after every block. The fraction is NaN, because the total is not known.</param>
    /// <param name="cancellation">Checked before every block.</param>
    /// <returns>The pairs, in ascending order.</returns>
    /// <exception cref="ArgumentException">The orders differ, a vector has another length, or more pairs are wanted than exist.</exception>
    /// <exception cref="ConvergenceException">Not all pairs converged. The exception holds the converged pairs.</exception>
    public static Eigenpairs Lowest(
        IBlockOperator matrix,
        IBlockOperator preconditioner,
        DavidsonOptions options,
        ReadOnlySpan<double> excluded = default,
        ReadOnlySpan<double> start = default,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(preconditioner);
        ArgumentNullException.ThrowIfNull(options);
        int n = matrix.Order;
        if (preconditioner.Order != n || excluded.Length % n != 0 || start.Length % n != 0)
        {
            throw new ArgumentException(
                $"The matrix has order {n}, the preconditioner {preconditioner.Order}; " +
                $"{excluded.Length} and {start.Length} values are no vectors of that order.");
        }

        int searched = n - (excluded.Length / n);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Count);
        if (options.Count > searched)
        {
            throw new ArgumentException($"There are {searched} eigenpairs, not {options.Count}.", nameof(options));
        }

        if (!(options.Tolerance > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Tolerance, "The tolerance is positive.");
        }

        using DavidsonIteration iteration = new(matrix, preconditioner, options, excluded);
        iteration.BeginFrom(start);
        for (int k = 1; k <= options.MostIterations; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (iteration.TakeStep())
            {
                return iteration.FinishPairs(options.Count);
            }

            progress?.Report(iteration.Progress());
        }

        Eigenpairs found = iteration.FinishPairs(options.Count);
        throw new ConvergenceException(
            $"{found.Count} of {options.Count} eigenpairs converged to {options.Tolerance:g3} in {options.MostIterations} blocks.", found);
    }
}
