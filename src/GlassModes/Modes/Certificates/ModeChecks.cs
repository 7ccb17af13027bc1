// Checks every set of modes before the set is returned to the caller.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Lapack;

namespace GlassModes.Modes.Certificates;

/// <summary>
/// Checks residuals with products from the bonds, the orthogonality of the vectors, and their overlap with the translations.
/// </summary>
internal static class ModeChecks
{
    /// <summary>
    /// The largest residual allowed, in units of λ_max. It is far above the backward error of LAPACK, which is about n ε.
    /// </summary>
    public const double LargestResidual = 1e-9;

    /// <summary>The largest error allowed in overlaps with the translations.</summary>
    public const double LargestOverlapError = 1e-7;

    private const double LargestOrthogonalityLoss = 1e-9;

    /// <summary>Σ_a (t_a · e)² of a mode e and the three translations t_a: 1 for a translation and 0 for any other mode.</summary>
    public static double TranslationOverlap(ReadOnlySpan<double> mode)
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

    /// <summary>Checks modes and makes a set of them. The set owns the pairs. If a check fails, the caller keeps the pairs.</summary>
    /// <param name="hessian">The Hessian.</param>
    /// <param name="pairs">Pairs in file order. The pairs of the set come first.</param>
    /// <param name="count">Number of pairs of the set.</param>
    /// <param name="solver">Names of the routines that ran.</param>
    /// <param name="certificate">What shows that no mode is missing.</param>
    /// <param name="unstableCount">Number n_u of unstable modes in the whole spectrum; null where n_u is unknown.</param>
    /// <param name="zeroModes">Zero modes of the whole spectrum; null where their number is unknown.</param>
    /// <param name="tolerance">The largest residual allowed, in units of λ_max.</param>
    /// <exception cref="ModeException">A check failed.</exception>
    public static ModeSet CreateChecked(
        Hessian hessian,
        Eigenpairs pairs,
        int count,
        string solver,
        Certificate certificate,
        int? unstableCount,
        ZeroModes? zeroModes,
        double tolerance = LargestResidual)
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
                residual = Math.Max(residual, ComputeResidual(hessian, pairs.Values[k], vector, product));
                if (!(TranslationOverlap(vector) < LargestOverlapError))
                {
                    throw new ModeException($"Mode {k + 1} overlaps with the translations.");
                }
            }

            loss = pairs.MaxOrthogonalityLoss();
            if (!(residual <= tolerance) || !(loss < LargestOrthogonalityLoss))
            {
                throw new ModeException(
                    $"The eigenpairs of {solver} are wrong: largest residual {residual:e1} λ_max (allowed: {tolerance:e1}), "
                    + $"loss of orthogonality {loss:e1}.");
            }
        }

        return new ModeSet(hessian, pairs, count, new ModeEvidence(solver, certificate, unstableCount, zeroModes, residual, loss));
    }

    /// <summary>The number of values below a limit. The values must ascend.</summary>
    public static int CountBelow(ReadOnlySpan<double> ascending, double limit)
    {
        int count = 0;
        while (count < ascending.Length && ascending[count] < limit)
        {
            count++;
        }

        return count;
    }

    /// <summary>The number of values up to a limit, the limit included. The values must ascend.</summary>
    public static int CountUpTo(ReadOnlySpan<double> ascending, double limit)
    {
        int count = 0;
        while (count < ascending.Length && ascending[count] <= limit)
        {
            count++;
        }

        return count;
    }

    /// <summary>The number of values whose magnitude is at most the limit.</summary>
    public static int CountWithin(ReadOnlySpan<double> ascending, double limit)
    {
        int count = 0;
        foreach (double value in ascending)
        {
            count += Math.Abs(value) <= limit ? 1 : 0;
        }

        return count;
    }

    private static double ComputeResidual(Hessian hessian, double eigenvalue, ReadOnlySpan<double> vector, double[] product)
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
}
