// Finds the eigenpairs around a shift σ from products with (A − σ)⁻¹.

using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Sparse;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>The settings of <see cref="ShiftInvertLanczos"/>.</summary>
/// <param name="Lower">
/// The lower limit. If it is below the shift, all eigenvalues between the two are wanted. It may lie below the whole spectrum.
/// </param>
/// <param name="Upper">The upper limit. If it is above the shift, all eigenvalues between the two are wanted.</param>
/// <param name="Tolerance">Largest residual ‖A x − λ x‖ of a converged pair, in the unit of the matrix.</param>
/// <param name="Expected">Expected number of eigenvalues between the limits. It decides when convergence is first checked.</param>
/// <param name="BasisSize">Largest number of vectors of the subspace.</param>
/// <param name="BlockSize">Number of vectors solved for at once.</param>
/// <param name="Seed">Seed of the random start vectors.</param>
public sealed record ShiftInvertOptions(
    double Lower, double Upper, double Tolerance, int Expected, int BasisSize, int BlockSize = 32, int Seed = 1);

/// <summary>The result of a search around a shift.</summary>
/// <param name="Pairs">
/// The converged pairs in [From, To], orthonormal and not sorted. The eigenvalues are accurate to the tolerance. The caller disposes of the
/// pairs.
/// </param>
/// <param name="From">
/// All Ritz values between From and the shift have converged. From is the lower limit that was asked for, or a higher number.
/// </param>
/// <param name="To">
/// All Ritz values between the shift and To have converged. To is the upper limit that was asked for, or a lower number.
/// </param>
/// <param name="Solves">Number of vectors solved for.</param>
/// <param name="IsOnEigenvalue">
/// Whether the shift is so near to an eigenvalue that rounding along its eigenvector hides the other eigenvalues. Then there are no pairs,
/// and another shift is needed.
/// </param>
public sealed record ShiftInvertResult(Eigenpairs Pairs, double From, double To, long Solves, bool IsOnEigenvalue = false);

/// <summary>
/// Block Lanczos with full orthogonalisation on (A − σ)⁻¹ (Ericsson and Ruhe, Math. Comput. 35, 1251, 1980; Grimes, Lewis and Simon, SIAM
/// J. Matrix Anal. Appl. 15, 228, 1994). A Ritz pair (θ, y) with (A − σ)⁻¹y − θy = q gives the eigenvalue σ + 1/θ with the vector y + q/θ.
/// The residual of this eigenpair is ‖q‖/θ². Neither the vector nor the residual needs a further solve. The method cannot exclude that an
/// eigenvalue was missed; use the inertia as a certificate. Memory: 8 n (basis + 2 block + found) + 32 basis² bytes.
/// </summary>
public static unsafe class ShiftInvertLanczos
{
    /// <summary>Finds the pairs around a shift in the space orthogonal to the excluded vectors.</summary>
    /// <param name="inverse">(A − σ)⁻¹.</param>
    /// <param name="shift">σ.</param>
    /// <param name="options">The settings.</param>
    /// <param name="excluded">Orthonormal eigenvectors that are known and not wanted, one after the other.</param>
    /// <param name="progress">
    /// Receives the size of the subspace after every block. The fraction is NaN, because the total is not known.
    /// </param>
    /// <param name="cancellation">Checked before every block.</param>
    /// <exception cref="ArgumentException">
    /// The limits do not include the shift, a vector has another length, or a size is below 1.
    /// </exception>
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
