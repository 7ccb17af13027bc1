// Diagonalises a Hessian densely: all modes, the unstable ones, the lowest, or their number alone.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra;

namespace GlassModes.Modes;

/// <summary>
/// Dense solvers for the modes of a Hessian. The three translations t_a (a = x, y, z) are taken out of the way before the
/// reduction: H + μ Σ t_a t_aᵀ has the same other eigenpairs, orthogonal to the translations by construction, and carries the
/// translations at μ, above every eigenvalue of H. So no mode near 0 can mix with them, and none is lost with them; that the
/// three removed really are the translations is checked by their overlap. Memory: about 72 N² bytes for values, 216 N² for
/// all vectors.
/// </summary>
public static class HessianModes
{
    // Checks that no set passes quietly with errors far beyond the backward error of LAPACK, about n ε ‖H‖.
    private const double LargestResidual = 1e-9;
    private const double LargestOrthogonalityLoss = 1e-9;
    private const double LargestOverlapError = 1e-7;

    /// <summary>All 3N − 3 modes, with eigenvectors unless <paramref name="vectors"/> is false (LAPACK dsyevd).</summary>
    /// <exception cref="InsufficientMemoryException">The matrix or workspace does not fit into memory.</exception>
    /// <exception cref="LapackException">LAPACK did not converge.</exception>
    /// <exception cref="ModeException">The result failed its checks.</exception>
    public static ModeSet AllModes(this Hessian hessian, bool vectors = true)
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
            if (!(traceError < LargestResidual) && hessian.Bonds.Length > 0)
            {
                throw new ModeException($"The eigenvalues sum to {sum:g9}, but the trace is {hessian.Trace:g9}.");
            }

            return Checked(
                hessian,
                pairs,
                count,
                vectors ? "LAPACK dsyevd" : "LAPACK dsyevd, values only",
                $"dense: all {count} eigenvalues computed, and their sum is the trace",
                CountBelow(pairs.Values, -ZeroThreshold(hessian)),
                3 + CountWithin(pairs.Values[..count], ZeroThreshold(hessian)));
        }
        catch
        {
            pairs.Dispose();
            throw;
        }
    }

    /// <summary>
    /// All unstable modes, λ &lt; −<see cref="ZeroThreshold"/>, with eigenvectors (LAPACK reduction to tridiagonal form, bisection,
    /// inverse iteration). The set may be empty.
    /// </summary>
    /// <param name="hessian">The Hessian.</param>
    /// <param name="atLeast">
    /// The set holds no fewer than this many of the lowest modes, stable ones if need be: with 1, an inherent structure's softest
    /// mode comes without a second solve. <see cref="ModeSet.UnstableCount"/> says how many are unstable.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A least number outside 0 … 3N − 3.</exception>
    /// <inheritdoc cref="AllModes"/>
    public static ModeSet UnstableModes(this Hessian hessian, int atLeast = 0)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        ArgumentOutOfRangeException.ThrowIfNegative(atLeast);
        RequireAsMany(hessian, atLeast, nameof(atLeast));
        double zero = ZeroThreshold(hessian);

        // Up to +zero, so that zero modes beside the translations are counted too.
        Eigenpairs pairs = SymmetricEigensolver.UpTo(hessian.ToDense(TranslationEigenvalue(hessian)), zero, atLeast);
        try
        {
            int unstable = CountBelow(pairs.Values, -zero);
            return Checked(
                hessian,
                pairs,
                Math.Max(unstable, atLeast),
                "LAPACK dsytrd, dstebz, dstein",
                $"dense: Sturm counts of the full tridiagonal form find {unstable} eigenvalues below {-zero:g2}",
                unstable,
                3 + CountWithin(pairs.Values, zero));
        }
        catch
        {
            pairs.Dispose();
            throw;
        }
    }

    /// <summary>The <paramref name="count"/> lowest modes with eigenvectors, stable ones included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A count outside 1 … 3N − 3.</exception>
    /// <inheritdoc cref="AllModes"/>
    public static ModeSet LowestModes(this Hessian hessian, int count)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        RequireAsMany(hessian, count, nameof(count));
        double zero = ZeroThreshold(hessian);
        Eigenpairs pairs = SymmetricEigensolver.Lowest(hessian.ToDense(TranslationEigenvalue(hessian)), count, vectors: true);
        try
        {
            // Where the set ends below or among the zero modes, their numbers need the rest of the spectrum.
            bool reachesBeyond = pairs.Values[^1] > zero;
            ModeEvidence? rest = reachesBeyond ? null : hessian.CountUnstable();
            return Checked(
                hessian,
                pairs,
                count,
                "LAPACK dsytrd, dstebz, dstein",
                $"dense: Sturm counts of the full tridiagonal form give the {count} lowest",
                rest?.UnstableCount ?? CountBelow(pairs.Values, -zero),
                rest?.ZeroModes ?? 3 + CountWithin(pairs.Values, zero));
        }
        catch
        {
            pairs.Dispose();
            throw;
        }
    }

    /// <summary>The number of unstable and of zero modes, from all eigenvalues without vectors.</summary>
    /// <inheritdoc cref="AllModes"/>
    public static ModeEvidence CountUnstable(this Hessian hessian)
    {
        using ModeSet all = hessian.AllModes(vectors: false);
        return all.Evidence;
    }

    /// <summary>1e-11 λ_max: up to this magnitude an eigenvalue counts as zero. Without any bond the translations' 1 is the scale.</summary>
    internal static double ZeroThreshold(Hessian hessian) =>
        1e-11 * (hessian.LargestEigenvalue > 0 ? hessian.LargestEigenvalue : 1);

    private static void RequireAsMany(Hessian hessian, int count, string name)
    {
        if (count > hessian.Order - 3)
        {
            throw new ArgumentOutOfRangeException(name, count, $"{hessian.Count} particles have 3N − 3 = {hessian.Order - 3} modes.");
        }
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
            double overlap = pairs.HasVectors ? TranslationOverlap(pairs.Vector(k)) : 1;
            if (!(error < LargestOverlapError) || !(Math.Abs(overlap - 1) < LargestOverlapError))
            {
                throw new ModeException(
                    $"Mode {k + 1} should be a translation, but has eigenvalue {pairs.Values[k]:g9} (expected {shift:g9}) and overlap {overlap:g9}.");
            }
        }
    }

    // Σ_a (t_a · e)², 1 for a translation and 0 for any other mode.
    private static double TranslationOverlap(ReadOnlySpan<double> mode)
    {
        double overlap = 0;
        for (int axis = 0; axis < 3; axis++)
        {
            double sum = 0;
            for (int k = axis; k < mode.Length; k += 3)
            {
                sum += mode[k];
            }

            overlap += sum * sum / (mode.Length / 3);
        }

        return overlap;
    }

    private static ModeSet Checked(
        Hessian hessian, Eigenpairs pairs, int count, string solver, string certificate, int unstable, int zeroModes)
    {
        double residual = double.NaN;
        double loss = double.NaN;
        if (pairs.HasVectors)
        {
            residual = 0;
            double[] product = new double[hessian.Order];
            for (int k = 0; k < count; k++)
            {
                ReadOnlySpan<double> vector = pairs.Vector(k);
                residual = Math.Max(residual, Residual(hessian, pairs.Values[k], vector, product));
                if (!(TranslationOverlap(vector) < LargestOverlapError))
                {
                    throw new ModeException($"Mode {k + 1} overlaps with the translations.");
                }
            }

            loss = pairs.MaxOrthogonalityLoss();
            if (!(residual < LargestResidual) || !(loss < LargestOrthogonalityLoss))
            {
                throw new ModeException(
                    $"The eigenpairs of {solver} are wrong: largest residual {residual:e1} λ_max, loss of orthogonality {loss:e1}.");
            }
        }

        return new ModeSet(hessian, pairs, count, new ModeEvidence(solver, certificate, unstable, zeroModes, residual, loss));
    }

    private static double Residual(Hessian hessian, double eigenvalue, ReadOnlySpan<double> vector, double[] product)
    {
        hessian.Multiply(vector, product);
        double square = 0;
        for (int k = 0; k < product.Length; k++)
        {
            double error = product[k] - (eigenvalue * vector[k]);
            square += error * error;
        }

        double scale = hessian.LargestEigenvalue;
        return scale > 0 ? Math.Sqrt(square) / scale : Math.Sqrt(square);
    }

    private static int CountBelow(ReadOnlySpan<double> ascending, double limit)
    {
        int count = 0;
        while (count < ascending.Length && ascending[count] < limit)
        {
            count++;
        }

        return count;
    }

    private static int CountWithin(ReadOnlySpan<double> ascending, double limit)
    {
        int count = 0;
        foreach (double value in ascending)
        {
            count += Math.Abs(value) <= limit ? 1 : 0;
        }

        return count;
    }
}
