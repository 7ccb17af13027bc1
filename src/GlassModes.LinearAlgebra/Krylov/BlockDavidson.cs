// The lowest eigenpairs without a factorisation.

using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Sparse;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>What is asked of <see cref="BlockDavidson"/>.</summary>
/// <param name="Count">Eigenpairs wanted, at most.</param>
/// <param name="Tolerance">Largest ‖A x − λ x‖, in the matrix's own unit.</param>
/// <param name="BlockSize">Vectors worked on at once; null: 8 to 32, by the count.</param>
/// <param name="BasisSize">
/// Vectors of the subspace before a restart; null: ten blocks, or one and a half times the count where that is more, up to 240.
/// </param>
/// <param name="Limit">All pairs up to the first one above this limit are enough; infinite: Count decides.</param>
/// <param name="AtLeast">No fewer pairs than this, whatever the limit.</param>
/// <param name="Expected">About how many pairs there will be, by which sizes are chosen; null: Count.</param>
/// <param name="MostIterations">Blocks after which the search is given up.</param>
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
/// The lowest eigenpairs of a symmetric matrix by the generalised Davidson method (Davidson, J. Comput. Phys. 17, 87, 1975;
/// Morgan and Scott, SIAM J. Sci. Stat. Comput. 7, 817, 1986) in blocks: preconditioned residuals of the lowest unconverged Ritz
/// pairs enlarge the subspace. A restart keeps the lowest Ritz vectors and the block's Ritz vectors of one step before, which
/// makes the method nearly as good as one without restarts (GD+k; Stathopoulos and Saad, Electron. Trans. Numer. Anal. 7, 163,
/// 1998). A restart also locks what has converged. At the end all found vectors are rotated to the Ritz vectors of their common
/// span. The method itself does not exclude that an eigenvalue was missed: certify by inertia.
/// Memory: 8 n (2 basis + count + 4 block) bytes.
/// </summary>
public static class BlockDavidson
{
    /// <summary>Finds the lowest pairs in the space orthogonal to given vectors.</summary>
    /// <param name="matrix">A.</param>
    /// <param name="preconditioner">About (A + s)⁻¹, positive.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="excluded">Orthonormal eigenvectors that are known and not wanted, one after the other.</param>
    /// <param name="start">
    /// Guesses, one after the other, any number of any norm; random vectors complete the first block.
    /// </param>
    /// <param name="progress">Told after every block; the fraction is not known.</param>
    /// <param name="cancellation">Looked at before every block.</param>
    /// <returns>The pairs, ascending.</returns>
    /// <exception cref="ArgumentException">Orders that differ, vectors of another order, or more pairs than exist.</exception>
    /// <exception cref="ConvergenceException">Not all converged; those that did are in the exception.</exception>
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
