// The eigenpairs around a shift, through the inverse there.

using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Sparse;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>What is asked of <see cref="ShiftInvertLanczos"/>.</summary>
/// <param name="Lower">
/// All eigenvalues between this and the shift are wanted, if it is below the shift; it may lie below the whole spectrum.
/// </param>
/// <param name="Upper">All eigenvalues between the shift and this are wanted, if it is above the shift.</param>
/// <param name="Tolerance">Largest ‖A x − λ x‖, in the matrix's own unit.</param>
/// <param name="Expected">About how many eigenvalues that will be: how soon convergence is looked at.</param>
/// <param name="BasisSize">Most vectors of the subspace.</param>
/// <param name="BlockSize">Vectors solved for at once.</param>
/// <param name="Seed">Seed of the random start vectors.</param>
public sealed record ShiftInvertOptions(
    double Lower, double Upper, double Tolerance, int Expected, int BasisSize, int BlockSize = 32, int Seed = 1);

/// <summary>The result of a search around a shift.</summary>
/// <param name="Pairs">
/// The converged pairs in [From, To], orthonormal, not sorted, eigenvalues accurate to the tolerance. The caller disposes of them.
/// </param>
/// <param name="From">All Ritz values between this and the shift have converged: the lower limit asked for, or a higher one.</param>
/// <param name="To">All Ritz values between the shift and this have converged: the upper limit asked for, or a lower one.</param>
/// <param name="Solves">Vectors solved for.</param>
/// <param name="IsOnEigenvalue">
/// The shift is so near to an eigenvalue that rounding along its eigenvector hides the other eigenvalues. Then there are no pairs,
/// and another shift is needed.
/// </param>
public sealed record ShiftInvertResult(Eigenpairs Pairs, double From, double To, long Solves, bool IsOnEigenvalue = false);

/// <summary>
/// Block Lanczos with full orthogonalisation on (A − σ)⁻¹ (Ericsson and Ruhe, Math. Comput. 35, 1251, 1980; Grimes, Lewis and
/// Simon, SIAM J. Matrix Anal. Appl. 15, 228, 1994). A Ritz pair (θ, y) with (A − σ)⁻¹y − θy = q becomes the eigenvalue σ + 1/θ
/// with the vector y + q/θ. Its residual is ‖q‖/θ², and it costs no further solve. The method itself does not exclude that an
/// eigenvalue was missed: certify by inertia. Memory: 8 n (basis + 3 block + found) bytes and 40 basis².
/// </summary>
public static unsafe class ShiftInvertLanczos
{
    /// <summary>Finds the pairs around a shift in the space orthogonal to given vectors.</summary>
    /// <param name="inverse">(A − σ)⁻¹.</param>
    /// <param name="shift">σ.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="excluded">Orthonormal eigenvectors that are known and not wanted, one after the other.</param>
    /// <param name="progress">Told the size of the subspace after every block; the fraction is not known.</param>
    /// <param name="cancellation">Looked at before every block.</param>
    /// <exception cref="ArgumentException">Limits that do not include the shift, vectors of another order, sizes below 1.</exception>
    public static ShiftInvertResult Run(
        IBlockOperator inverse,
        double shift,
        ShiftInvertOptions options,
        ReadOnlySpan<double> excluded = default,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inverse);
        ArgumentNullException.ThrowIfNull(options);
        if (!(options.Lower <= shift && shift <= options.Upper))
        {
            throw new ArgumentException(
                $"The limits {options.Lower:g6} and {options.Upper:g6} must include the shift {shift:g6}.", nameof(options));
        }

        if (!(options.Tolerance > 0) || options.BlockSize < 1 || options.BasisSize < 1)
        {
            throw new ArgumentException("Tolerance, block and basis must be positive.", nameof(options));
        }

        if (excluded.Length % inverse.Order != 0 || excluded.Length >= (long)inverse.Order * inverse.Order)
        {
            throw new ArgumentException(
                $"{excluded.Length} values are no vectors of order {inverse.Order}, or span the whole space.", nameof(excluded));
        }

        fixed (double* known = excluded)
        {
            return Run(inverse, shift, options, [new VectorSet(known, excluded.Length / inverse.Order)], progress, cancellation);
        }
    }

    internal static ShiftInvertResult Run(
        IBlockOperator inverse,
        double shift,
        ShiftInvertOptions options,
        VectorSet[] excluded,
        IProgress<WorkProgress>? progress,
        CancellationToken cancellation)
    {
        using ShiftInvertIteration iteration = new(inverse, shift, options, excluded);
        iteration.MakeFirstBlock();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            bool hasNext = iteration.TakeStep();
            progress?.Report(new WorkProgress(double.NaN, $"{iteration.Count} vectors"));
            if (iteration.IsOnEigenvalue())
            {
                return iteration.EmptyResult();
            }

            if ((!hasNext || iteration.IsTimeToCheck) && (iteration.CheckConvergence() || !hasNext))
            {
                return iteration.ConvergedResult();
            }
        }
    }
}
