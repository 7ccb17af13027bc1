// Modes by LAPACK, from the dense matrix.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Modes.Certificates;

namespace GlassModes.Modes.Solvers;

/// <summary>
/// Dense solvers for the modes of a Hessian. The three translations t_a (a = x, y, z) are taken out of the way before the
/// reduction: H + μ Σ t_a t_aᵀ has the same other eigenpairs, orthogonal to the translations by construction, and carries the
/// translations at μ, above every eigenvalue of H. So no mode near 0 can mix with them, and none is lost with them; that the
/// three removed really are the translations is checked by their overlap. Where only some modes are wanted, those of every part that hangs
/// together are taken away like that, as every solver does. Memory: about 72 N² bytes for values, 216 N² for
/// all vectors.
/// </summary>
internal static class DenseSolver
{
    private const string Partial = "LAPACK dsytrd, dstebz, dstein";

    /// <summary>All 3N − 3 modes, with eigenvectors unless <paramref name="vectors"/> is false (LAPACK dsyevd).</summary>
    /// <exception cref="InsufficientMemoryException">The matrix or workspace does not fit into memory.</exception>
    /// <exception cref="LapackException">LAPACK did not converge.</exception>
    /// <exception cref="ModeException">The result failed its checks.</exception>
    public static ModeSet AllModes(Hessian hessian, bool vectors = true)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        double shift = TranslationEigenvalue(hessian);
        Eigenpairs pairs = SymmetricEigensolver.All(hessian.ToDense(shift), vectors);
        try
        {
            int count = hessian.Order - 3;
            RequireTranslationsOnTop(hessian, pairs, shift);
            double sum = 0;
            foreach (double value in pairs.Values[..count])
            {
                sum += value;
            }

            double traceError = Math.Abs(sum - hessian.Trace) / (hessian.Order * hessian.LargestEigenvalue);
            if (!(traceError < ModeChecks.LargestResidual) && hessian.Bonds.Length > 0)
            {
                throw new ModeException($"The eigenvalues sum to {sum:g9}, but the trace is {hessian.Trace:g9}.");
            }

            return ModeChecks.Checked(
                hessian,
                pairs,
                count,
                vectors ? "LAPACK dsyevd" : "LAPACK dsyevd, values only",
                $"dense: all {count} eigenvalues computed, and their sum is the trace",
                ModeChecks.CountBelow(pairs.Values, -HessianModes.ZeroThreshold(hessian)),
                3 + ModeChecks.CountWithin(pairs.Values[..count], HessianModes.ZeroThreshold(hessian)));
        }
        catch
        {
            pairs.Dispose();
            throw;
        }
    }

    /// <summary>
    /// All unstable modes, λ &lt; −<see cref="HessianModes.ZeroThreshold"/>, with eigenvectors (LAPACK reduction to tridiagonal form, bisection,
    /// inverse iteration), and no fewer than so many of the lowest.
    /// </summary>
    /// <inheritdoc cref="AllModes"/>
    public static ModeSet UnstableModes(Hessian hessian, int atLeast = 0)
    {
        double zero = HessianModes.ZeroThreshold(hessian);

        // Up to +zero, so that zero modes beside the free ones are counted too.
        DenseSymmetricMatrix matrix = WithoutFreeModes(hessian, out int free);
        Eigenpairs pairs = SymmetricEigensolver.UpTo(matrix, zero, atLeast);
        try
        {
            int unstable = ModeChecks.CountBelow(pairs.Values, -zero);
            return ModeChecks.Checked(
                hessian,
                pairs,
                Math.Max(unstable, atLeast),
                Partial,
                $"dense: Sturm counts of the full tridiagonal form find {unstable} eigenvalues below {-zero:g2}",
                unstable,
                free + ModeChecks.CountWithin(pairs.Values, zero));
        }
        catch
        {
            pairs.Dispose();
            throw;
        }
    }

    /// <summary>The <paramref name="count"/> lowest modes with eigenvectors, stable ones included.</summary>
    /// <inheritdoc cref="AllModes"/>
    public static ModeSet LowestModes(Hessian hessian, int count)
    {
        double zero = HessianModes.ZeroThreshold(hessian);
        Eigenpairs pairs = SymmetricEigensolver.Lowest(WithoutFreeModes(hessian, out int free), count, vectors: true);
        try
        {
            // Where the set ends below or among the zero modes, their numbers need the rest of the spectrum.
            bool reachesBeyond = pairs.Values[^1] > zero;
            ModeEvidence? rest = reachesBeyond ? null : CountUnstable(hessian);
            return ModeChecks.Checked(
                hessian,
                pairs,
                count,
                Partial,
                $"dense: Sturm counts of the full tridiagonal form give the {count} lowest",
                rest?.UnstableCount ?? ModeChecks.CountBelow(pairs.Values, -zero),
                rest?.ZeroModes ?? free + ModeChecks.CountWithin(pairs.Values, zero));
        }
        catch
        {
            pairs.Dispose();
            throw;
        }
    }

    /// <summary>The number of unstable and of zero modes, from all eigenvalues without vectors.</summary>
    /// <inheritdoc cref="AllModes"/>
    public static ModeEvidence CountUnstable(Hessian hessian)
    {
        using ModeSet all = AllModes(hessian, vectors: false);
        return all.Evidence;
    }

    /// <summary>The modes in (lower, upper].</summary>
    /// <inheritdoc cref="AllModes"/>
    public static ModeSet ModesWithin(Hessian hessian, double lower, double upper)
    {
        // The free modes are above every other, and so is no limit.
        double top = 0.5 * (TranslationEigenvalue(hessian) + hessian.UpperBound());
        if (lower >= top)
        {
            (lower, upper) = (0.999 * top, top);
        }

        Eigenpairs pairs = SymmetricEigensolver.Interval(WithoutFreeModes(hessian, out _), lower, Math.Min(upper, top), vectors: true);
        try
        {
            return ModeChecks.Checked(
                hessian,
                pairs,
                pairs.Count,
                Partial,
                FormattableString.Invariant($"dense: Sturm counts of the full tridiagonal form find {pairs.Count} eigenvalues between {lower:g6} and {upper:g6}"),
                null,
                null);
        }
        catch
        {
            pairs.Dispose();
            throw;
        }
    }

    /// <summary>The numbers of modes below some limits.</summary>
    /// <inheritdoc cref="AllModes"/>
    public static ModeCount[] CountBelow(Hessian hessian, ReadOnlySpan<double> limits)
    {
        using ModeSet all = AllModes(hessian, vectors: false);
        ModeCount[] counts = new ModeCount[limits.Length];
        for (int k = 0; k < limits.Length; k++)
        {
            counts[k] = new ModeCount(limits[k], ModeChecks.CountBelow(all.Eigenvalues, limits[k]), all.Evidence.Certificate);
        }

        return counts;
    }

    // With the translations of every part that hangs together, particles alone among them, above every other mode.
    private static DenseSymmetricMatrix WithoutFreeModes(Hessian hessian, out int free)
    {
        int[] part = ContactGraph.Parts(hessian.Count, hessian.Bonds, out int parts);
        free = 3 * parts;
        int[] sizes = new int[parts];
        foreach (int own in part)
        {
            sizes[own]++;
        }

        return hessian.ToDense(TranslationEigenvalue(hessian), part, sizes);
    }

    // Above every eigenvalue, clearly also where the bound is attained; any positive number where there are no bonds at all.
    private static double TranslationEigenvalue(Hessian hessian)
    {
        double bound = hessian.UpperBound();
        return bound > 0 ? 1.25 * bound : 1;
    }

    private static void RequireTranslationsOnTop(Hessian hessian, Eigenpairs pairs, double shift)
    {
        int first = hessian.Order - 3;
        for (int k = first; k < hessian.Order; k++)
        {
            double error = Math.Abs((pairs.Values[k] / shift) - 1);
            double overlap = pairs.HasVectors ? ModeChecks.TranslationOverlap(pairs.Vector(k)) : 1;
            if (!(error < ModeChecks.LargestOverlapError) || !(Math.Abs(overlap - 1) < ModeChecks.LargestOverlapError))
            {
                throw new ModeException(
                    $"Mode {k + 1} should be a translation, but has eigenvalue {pairs.Values[k]:g9} (expected {shift:g9}) and overlap {overlap:g9}.");
            }
        }
    }
}
