// The lowest eigenpairs without a factorisation.

using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Sparse;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>What is asked of <see cref="BlockDavidson"/>.</summary>
/// <param name="Count">Eigenpairs wanted, at most.</param>
/// <param name="Tolerance">Largest ‖A x − λ x‖, in the matrix's own unit.</param>
/// <param name="BlockSize">Vectors worked on at once; null: 8 to 32, by the count.</param>
/// <param name="BasisSize">Vectors of the subspace before it is restarted; null: ten blocks, and one and a half times the count where that is less than 240.</param>
/// <param name="Limit">It is enough to have all pairs up to the first above this; infinite: Count decides.</param>
/// <param name="AtLeast">No fewer than this many, whatever the limit.</param>
/// <param name="Expected">About how many that will be, for the sizes to choose; null: Count.</param>
/// <param name="MostIterations">Blocks before it gives up.</param>
/// <param name="Seed">Of the random vectors to begin with.</param>
public sealed record DavidsonOptions(
    int Count, double Tolerance, int? BlockSize = null, int? BasisSize = null, double Limit = double.PositiveInfinity,
    int AtLeast = 0, int? Expected = null, int MostIterations = 5000, int Seed = 1);

/// <summary>Where an iteration stands.</summary>
/// <param name="Iteration">Blocks so far.</param>
/// <param name="Converged">Pairs found.</param>
/// <param name="Products">Products with the matrix.</param>
/// <param name="Lowest">The lowest Ritz value that has not converged.</param>
public sealed record DavidsonProgress(int Iteration, int Converged, long Products, double Lowest);

/// <summary>
/// The lowest eigenpairs of a symmetric matrix by the generalised Davidson method (Davidson, J. Comput. Phys. 17, 87, 1975; Morgan and Scott, SIAM J.
/// Sci. Stat. Comput. 7, 817, 1986) in blocks: residuals of the lowest unconverged Ritz pairs, preconditioned, enlarge the
/// subspace. A restart keeps the lowest Ritz vectors and those of the block one step before, which makes it nearly as good as one that is never
/// restarted (GD+k; Stathopoulos and Saad, Electron. Trans. Numer. Anal. 7, 163, 1998), and locks what has converged. At the end all found are
/// turned into the Ritz vectors of their common span. Nothing here says that no eigenvalue was missed: certify by inertia.
/// Memory: 8 n (2 basis + count + 4 block) bytes.
/// </summary>
public static unsafe class BlockDavidson
{
    /// <summary>Finds the lowest pairs in the space orthogonal to given vectors.</summary>
    /// <param name="matrix">A.</param>
    /// <param name="preconditioner">About (A + s)⁻¹, positive.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="excluded">Orthonormal eigenvectors that are known and not wanted, one after the other.</param>
    /// <param name="start">Guesses, one after the other, any number of any norm; the rest of the first block is random.</param>
    /// <param name="progress">Told after every block.</param>
    /// <param name="cancellation">Looked at before every block.</param>
    /// <returns>The pairs, ascending, and the products it took.</returns>
    /// <exception cref="ArgumentException">Orders that differ, vectors of another order, or more pairs than there are.</exception>
    /// <exception cref="ConvergenceException">Not all converged; those that did are in the exception.</exception>
    public static Eigenpairs Lowest(
        IBlockOperator matrix,
        IBlockOperator preconditioner,
        DavidsonOptions options,
        ReadOnlySpan<double> excluded = default,
        ReadOnlySpan<double> start = default,
        IProgress<DavidsonProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        ArgumentNullException.ThrowIfNull(preconditioner);
        ArgumentNullException.ThrowIfNull(options);
        int n = matrix.Order;
        if (preconditioner.Order != n || excluded.Length % n != 0 || start.Length % n != 0)
        {
            throw new ArgumentException(
                $"The matrix has order {n}, the preconditioner {preconditioner.Order}; {excluded.Length} and {start.Length} values are no vectors of that order.");
        }

        int there = n - (excluded.Length / n);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Count);
        if (options.Count > there)
        {
            throw new ArgumentException($"There are {there} eigenpairs, not {options.Count}.", nameof(options));
        }

        if (!(options.Tolerance > 0))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Tolerance, "The tolerance is positive.");
        }

        using DavidsonIteration iteration = new(matrix, preconditioner, options, excluded);
        iteration.Begin(start);
        for (int k = 1; k <= options.MostIterations; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (iteration.Step())
            {
                return iteration.Finish(options.Count);
            }

            progress?.Report(iteration.Progress(k));
        }

        Eigenpairs found = iteration.Finish(options.Count);
        throw new ConvergenceException(
            $"{found.Count} of {options.Count} eigenpairs converged to {options.Tolerance:g3} in {options.MostIterations} blocks.", found);
    }
}
