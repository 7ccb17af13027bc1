// The eigenpairs around a shift, through the inverse there.

using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Sparse;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>What is asked of <see cref="ShiftInvertLanczos"/>.</summary>
/// <param name="Lower">All eigenvalues above this are wanted, if it is below the shift; it may lie below the whole spectrum.</param>
/// <param name="Upper">All eigenvalues below this are wanted, if it is above the shift.</param>
/// <param name="Tolerance">Largest ‖A x − λ x‖, in the matrix's own unit.</param>
/// <param name="Expected">About how many that will be: how soon it pays to look.</param>
/// <param name="BasisSize">Most vectors of the subspace.</param>
/// <param name="BlockSize">Vectors solved for at once.</param>
/// <param name="Seed">Of the random vectors to begin with.</param>
public sealed record ShiftInvertOptions(
    double Lower, double Upper, double Tolerance, int Expected, int BasisSize, int BlockSize = 32, int Seed = 1);

/// <summary>What a search around a shift came to.</summary>
/// <param name="Pairs">The converged pairs in [From, To], orthonormal, not sorted, eigenvalues accurate to the tolerance. The caller's to dispose.</param>
/// <param name="From">All Ritz values from here to the shift have converged: the lower limit asked for, or a higher one.</param>
/// <param name="To">The same from the shift on.</param>
/// <param name="Solves">Vectors solved for.</param>
/// <param name="IsOnEigenvalue">
/// The shift is so near to an eigenvalue that rounding in its direction hides the others: there are no pairs then, and another shift is needed.
/// </param>
public sealed record ShiftInvertResult(Eigenpairs Pairs, double From, double To, long Solves, bool IsOnEigenvalue = false);

/// <summary>
/// Block Lanczos with full orthogonalisation on (A − σ)⁻¹ (Ericsson and Ruhe, Math. Comput. 35, 1251, 1980; Grimes, Lewis and Simon, SIAM J. Matrix
/// Anal. Appl. 15, 228, 1994). A Ritz pair (θ, y) with (A − σ)⁻¹y − θy = q becomes the eigenvalue σ + 1/θ with the vector y + q/θ, whose
/// residual is ‖q‖/θ² and which costs no further solve. Nothing here says that no eigenvalue was missed: certify by inertia.
/// Memory: 8 n (basis + 3 block + found) bytes and 40 basis².
/// </summary>
public static unsafe class ShiftInvertLanczos
{
    /// <summary>Finds the pairs around a shift in the space orthogonal to given vectors.</summary>
    /// <param name="inverse">(A − σ)⁻¹.</param>
    /// <param name="shift">σ.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="excluded">Orthonormal eigenvectors that are known and not wanted, one after the other.</param>
    /// <param name="progress">Told how many vectors the subspace has.</param>
    /// <param name="cancellation">Looked at before every block.</param>
    /// <exception cref="ArgumentException">Limits that do not include the shift, vectors of another order, sizes below 1.</exception>
    public static ShiftInvertResult Run(
        IBlockOperator inverse,
        double shift,
        ShiftInvertOptions options,
        ReadOnlySpan<double> excluded = default,
        IProgress<int>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inverse);
        ArgumentNullException.ThrowIfNull(options);
        if (!(options.Lower <= shift && shift <= options.Upper))
        {
            throw new ArgumentException($"The limits {options.Lower:g6} and {options.Upper:g6} must include the shift {shift:g6}.", nameof(options));
        }

        if (!(options.Tolerance > 0) || options.BlockSize < 1 || options.BasisSize < 1)
        {
            throw new ArgumentException("Tolerance, block and basis must be positive.", nameof(options));
        }

        if (excluded.Length % inverse.Order != 0 || excluded.Length >= (long)inverse.Order * inverse.Order)
        {
            throw new ArgumentException($"{excluded.Length} values are no vectors of order {inverse.Order} that leave anything to be found.", nameof(excluded));
        }

        fixed (double* known = excluded)
        {
            return Run(inverse, shift, options, [new VectorSet(known, excluded.Length / inverse.Order)], progress, cancellation);
        }
    }

    internal static ShiftInvertResult Run(
        IBlockOperator inverse, double shift, ShiftInvertOptions options, VectorSet[] excluded, IProgress<int>? progress, CancellationToken cancellation)
    {
        using ShiftInvertIteration iteration = new(inverse, shift, options, excluded);
        iteration.Begin();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            bool grown = iteration.Step();
            progress?.Report(iteration.Count);
            if (iteration.IsOnEigenvalue())
            {
                return iteration.Nothing();
            }

            if ((!grown || iteration.IsTimeToLook) && (iteration.HasConverged() || !grown))
            {
                return iteration.Finish();
            }
        }
    }
}
