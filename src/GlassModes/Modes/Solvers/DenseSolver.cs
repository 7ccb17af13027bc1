// Modes by LAPACK, from the dense matrix.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Modes.Certificates;

namespace GlassModes.Modes.Solvers;

/// <summary>
/// LAPACK on the dense matrix. The three translations t_a (a = x, y, z) are moved out of the way before the reduction: H + μ Σ t_a t_aᵀ has
/// the same other eigenpairs, orthogonal to the translations by construction, and the translations at μ above every eigenvalue of H. So no
/// mode near 0 can mix with a translation, and none is lost with the translations. Their overlap with the three vectors that are removed is
/// checked. Where only some modes are wanted, the translations of every part that hangs together are moved. Memory: about 72 N² bytes for
/// values, 216 N² bytes for all vectors.
/// </summary>
internal sealed class DenseSolver(Hessian hessian) : IModeSolver
{
    private const string Partial = "LAPACK dsytrd, dstebz, dstein";

    private readonly double _zero = ZeroModes.Threshold(hessian);

    /// <summary>All 3N − 3 modes, with eigenvectors unless <paramref name="vectors"/> is false (LAPACK dsyevd).</summary>
    /// <exception cref="InsufficientMemoryException">The matrix or workspace does not fit into memory.</exception>
    /// <exception cref="LapackException">LAPACK did not converge.</exception>
    /// <exception cref="ModeException">The result failed its checks.</exception>
    public ModeSet FindAll(bool vectors = true)
    {
        double shift = TranslationEigenvalue();
        Eigenpairs pairs = SymmetricEigensolver.All(hessian.ToDense(shift), vectors);
        try
        {
            int count = hessian.Order - 3;
            RequireTranslationsOnTop(pairs, shift);
            RequireTrace(pairs.Values[..count]);
            return ModeChecks.CreateChecked(
                hessian,
                pairs,
                count,
                vectors ? "LAPACK dsyevd" : "LAPACK dsyevd, values only",
                Certificate.OfFullSpectrum(count),
                ModeChecks.CountBelow(pairs.Values, -_zero),
                ZeroModes.Split(hessian, 3 + ModeChecks.CountWithin(pairs.Values[..count], _zero)));
        }
        catch
        {
            pairs.Dispose();
            throw;
        }
    }

    /// <summary>
    /// All unstable modes, and no fewer than a number of the lowest, with eigenvectors (LAPACK reduction to tridiagonal form, bisection,
    /// inverse iteration).
    /// </summary>
    /// <inheritdoc cref="FindAll"/>
    public ModeSet FindUnstable(int atLeast)
    {
        // Up to +zero, so that zero modes beside those of the parts are counted too.
        Eigenpairs pairs = SymmetricEigensolver.UpTo(CreateMatrixWithoutFreeModes(), _zero, atLeast);
        try
        {
            int unstable = ModeChecks.CountBelow(pairs.Values, -_zero);
            return ModeChecks.CreateChecked(
                hessian,
                pairs,
                Math.Max(unstable, atLeast),
                Partial,
                Certificate.OfSturmCounts(unstable, to: -_zero),
                unstable,
                CountZeroModes(pairs.Values));
        }
        catch
        {
            pairs.Dispose();
            throw;
        }
    }

    /// <summary>The <paramref name="count"/> lowest modes with eigenvectors, stable ones included.</summary>
    /// <inheritdoc cref="FindAll"/>
    public ModeSet FindLowest(int count)
    {
        Eigenpairs pairs = SymmetricEigensolver.Lowest(CreateMatrixWithoutFreeModes(), count, vectors: true);
        try
        {
            // A set that ends below or among the zero modes does not tell their number.
            bool reachesBeyondZero = pairs.Values[^1] > _zero;
            ModeEvidence? whole = reachesBeyondZero ? null : CountUnstable();
            return ModeChecks.CreateChecked(
                hessian,
                pairs,
                count,
                Partial,
                Certificate.OfSturmCounts(count),
                whole?.UnstableCount ?? ModeChecks.CountBelow(pairs.Values, -_zero),
                whole?.ZeroModes ?? CountZeroModes(pairs.Values));
        }
        catch
        {
            pairs.Dispose();
            throw;
        }
    }

    /// <summary>The modes in (lower, upper].</summary>
    /// <inheritdoc cref="FindAll"/>
    public ModeSet FindWithin(double lower, double upper)
    {
        // A limit above every mode would take in the translations that were moved.
        double top = 0.5 * (TranslationEigenvalue() + hessian.UpperBound());
        if (lower >= top)
        {
            (lower, upper) = (0.999 * top, top);
        }

        Eigenpairs pairs = SymmetricEigensolver.Interval(CreateMatrixWithoutFreeModes(), lower, Math.Min(upper, top), vectors: true);
        try
        {
            return ModeChecks.CreateChecked(
                hessian, pairs, pairs.Count, Partial, Certificate.OfSturmCounts(pairs.Count, lower, upper), null, null);
        }
        catch
        {
            pairs.Dispose();
            throw;
        }
    }

    /// <summary>The numbers of unstable and of zero modes, from all eigenvalues without vectors.</summary>
    /// <inheritdoc cref="FindAll"/>
    public ModeEvidence CountUnstable()
    {
        using ModeSet all = FindAll(vectors: false);
        return all.Evidence;
    }

    /// <summary>The numbers of modes below some limits.</summary>
    /// <inheritdoc cref="FindAll"/>
    public ModeCount[] CountBelow(ReadOnlySpan<double> limits)
    {
        using ModeSet all = FindAll(vectors: false);
        ModeCount[] counts = new ModeCount[limits.Length];
        for (int k = 0; k < limits.Length; k++)
        {
            counts[k] = new ModeCount(limits[k], ModeChecks.CountBelow(all.Eigenvalues, limits[k]), all.Evidence.Certificate);
        }

        return counts;
    }

    /// <summary>Nothing to free: the matrix lives as long as a call.</summary>
    public void Dispose()
    {
    }

    // The translations of every part that hangs together, particles alone among them, are above every other mode.
    private DenseSymmetricMatrix CreateMatrixWithoutFreeModes() => hessian.ToDenseByParts(TranslationEigenvalue());

    private ZeroModes CountZeroModes(ReadOnlySpan<double> values) =>
        ZeroModes.Split(hessian, ZeroModes.Known(hessian).Total + ModeChecks.CountWithin(values, _zero));

    // Above every eigenvalue, clearly so where the bound is attained too. Any positive number where there are no bonds at all.
    private double TranslationEigenvalue()
    {
        double bound = hessian.UpperBound();
        return bound > 0 ? 1.25 * bound : 1;
    }

    private void RequireTrace(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        double error = Math.Abs(sum - hessian.Trace) / (hessian.Order * hessian.LargestEigenvalue);
        if (!(error < ModeChecks.LargestResidual) && hessian.Bonds.Length > 0)
        {
            throw new ModeException($"The eigenvalues sum to {sum:g9}, but the trace is {hessian.Trace:g9}.");
        }
    }

    private void RequireTranslationsOnTop(Eigenpairs pairs, double shift)
    {
        int first = hessian.Order - 3;
        for (int k = first; k < hessian.Order; k++)
        {
            double error = Math.Abs((pairs.Values[k] / shift) - 1);
            double overlap = pairs.HasVectors ? ModeChecks.TranslationOverlap(pairs.Vector(k)) : 1;
            if (!(error < ModeChecks.LargestOverlapError) || !(Math.Abs(overlap - 1) < ModeChecks.LargestOverlapError))
            {
                throw new ModeException(
                    $"Mode {k + 1} should be a translation, but has eigenvalue {pairs.Values[k]:g9} (expected {shift:g9}) "
                    + $"and overlap {overlap:g9}.");
            }
        }
    }
}
