// Modes by LAPACK, from the dense matrix.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Models;
using GlassModes.Modes.Certificates;

namespace GlassModes.Modes.Solvers;

/// <summary>
/// Finds modes by LAPACK on the dense matrix. Before the reduction the three translations t_a (a = x, y, z) are moved above the spectrum.
/// In H + μ Σ_a t_a t_aᵀ the translations have the eigenvalue μ, which is above every eigenvalue of H. All other eigenpairs are eigenpairs
/// of H, orthogonal to the translations by construction. So no mode near 0 can mix with a translation, and no mode is lost with the
/// translations. The solver removes the three highest vectors and checks their overlap with the translations. If only some modes are
/// wanted, the translations of every connected part are moved. Memory: about 72 N² bytes for values, 216 N² bytes for all vectors.
/// </summary>
/// <param name="hessian">The Hessian.</param>
/// <param name="certification">Whether a shortage of memory for the numbers of unstable and zero modes is an error.</param>
internal sealed class DenseSolver(Hessian hessian, ModeCertification certification = ModeCertification.Automatic) : IModeSolver
{
    private const string Partial = "LAPACK dsytrd, dstebz, dstein";

    private readonly double _zero = ZeroModes.Threshold(hessian);

    /// <summary>All 3N − 3 modes, with eigenvectors unless <paramref name="vectors"/> is false (LAPACK dsyevd).</summary>
    /// <exception cref="InsufficientMemoryException">The matrix or workspace does not fit into memory.</exception>
    /// <exception cref="LapackException">LAPACK did not converge.</exception>
    /// <exception cref="ModeException">The result failed its checks.</exception>
    public ModeSet FindAll(bool vectors = true)
    {
        string purpose = vectors ? "LAPACK for all modes" : "LAPACK for all eigenvalues";
        MemoryEstimate.Ensure(MemoryEstimate.AllModes(hessian.Count, vectors), hessian.Count, purpose);
        if (vectors && hessian.Order > SymmetricEigensolver.LargestOrderForAllVectors)
        {
            throw new ModeException(
                $"N = {hessian.Count} is too large for all modes: the workspace of LAPACK ends at "
                + $"N = {SymmetricEigensolver.LargestOrderForAllVectors / 3}.");
        }

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
    /// All unstable modes, and at least the <paramref name="atLeast"/> lowest modes, with eigenvectors. LAPACK reduces the matrix to
    /// tridiagonal form, bisects, and finds vectors by inverse iteration.
    /// </summary>
    /// <inheritdoc cref="FindAll"/>
    public ModeSet FindUnstable(int atLeast)
    {
        // Modes up to +zero are found, so that zero modes beside the translations of the parts are counted too.
        Eigenpairs pairs = SymmetricEigensolver.UpTo(CreateMatrixWithoutFreeModes(atLeast), _zero, atLeast);
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
        Eigenpairs pairs = SymmetricEigensolver.Lowest(CreateMatrixWithoutFreeModes(count), count, vectors: true);
        try
        {
            Certificate certificate = Certificate.OfSturmCounts(count);
            if (pairs.Values[^1] > _zero)
            {
                int unstable = ModeChecks.CountBelow(pairs.Values, -_zero);
                return ModeChecks.CreateChecked(hessian, pairs, count, Partial, certificate, unstable, CountZeroModes(pairs.Values));
            }

            // A set that ends below the zero modes or among them does not show the number of zero modes. The count takes as much memory
            // again as the modes did.
            ModeEvidence? wholeSpectrum = null;
            try
            {
                wholeSpectrum = CountUnstable();
            }
            catch (OutOfMemoryException shortage) when (certification != ModeCertification.Always)
            {
                certificate = certificate.WithoutCount(shortage.Message);
            }

            return ModeChecks.CreateChecked(
                hessian, pairs, count, Partial, certificate, wholeSpectrum?.UnstableCount, wholeSpectrum?.ZeroModes);
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
        // The interval must end below the translations, which were moved above every mode. Beyond the bound there is nothing to solve for.
        double top = 0.5 * (TranslationEigenvalue() + hessian.UpperBound());
        if (lower >= top)
        {
            Eigenpairs none = Eigenpairs.Merged(hessian.Order);
            return ModeChecks.CreateChecked(hessian, none, 0, Partial, Certificate.OfBounds(lower, upper), null, null);
        }

        Eigenpairs pairs = SymmetricEigensolver.Interval(CreateMatrixWithoutFreeModes(0), lower, Math.Min(upper, top), vectors: true);
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
        using ModeSet allModes = FindAll(vectors: false);
        return allModes.Evidence;
    }

    /// <summary>The number of modes below each limit.</summary>
    /// <inheritdoc cref="FindAll"/>
    public ModeCount[] CountBelow(ReadOnlySpan<double> limits)
    {
        using ModeSet allModes = FindAll(vectors: false);
        ModeCount[] counts = new ModeCount[limits.Length];
        for (int k = 0; k < limits.Length; k++)
        {
            counts[k] = new ModeCount(limits[k], ModeChecks.CountBelow(allModes.Eigenvalues, limits[k]), allModes.Evidence.Certificate);
        }

        return counts;
    }

    /// <summary>Does nothing, because each call frees its matrix.</summary>
    public void Dispose()
    {
    }

    // In this matrix the translations of every connected part are above every other mode. A particle without contacts is a part by itself.
    // The memory for a number of modes is checked first.
    private DenseSymmetricMatrix CreateMatrixWithoutFreeModes(int modes)
    {
        MemoryEstimate.Ensure(MemoryEstimate.Dense(hessian.Count, modes), hessian.Count, "LAPACK on the dense matrix");
        return hessian.ToDenseByParts(TranslationEigenvalue());
    }

    private ZeroModes CountZeroModes(ReadOnlySpan<double> values) =>
        ZeroModes.Split(hessian, ZeroModes.Known(hessian).Total + ModeChecks.CountWithin(values, _zero));

    // The eigenvalue of the moved translations. It is clearly above every eigenvalue, even if the bound of the spectrum is attained. If
    // there are no bonds, any positive number will do.
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
