// Checks that every set of modes passes before it is handed out.

using GlassModes.Hessians;
using GlassModes.LinearAlgebra.Lapack;

namespace GlassModes.Modes.Certificates;

/// <summary>Checks residuals with products from the bonds, orthogonality, and the overlap with the translations.</summary>
internal static class ModeChecks
{
    /// <summary>Of residuals in units of λ_max: far beyond the backward error of LAPACK, about n ε.</summary>
    public const double LargestResidual = 1e-9;

    /// <summary>Of overlaps with the translations.</summary>
    public const double LargestOverlapError = 1e-7;

    private const double LargestOrthogonalityLoss = 1e-9;

    /// <summary>Σ_a (t_a · e)², 1 for a translation and 0 for any other mode.</summary>
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

    /// <summary>A set of modes that has passed the checks. The set owns the pairs; they remain the caller's where a check fails.</summary>
    /// <param name="hessian">The Hessian.</param>
    /// <param name="pairs">Pairs in file order, those of the set first.</param>
    /// <param name="count">How many belong to the set.</param>
    /// <param name="solver">The routines that ran.</param>
    /// <param name="certificate">What shows that no mode is missing.</param>
    /// <param name="unstableCount">n_u of the whole spectrum; null where it is not known.</param>
    /// <param name="zeroModes">Zero modes of the whole spectrum; null where they are not known.</param>
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
                residual = Math.Max(residual, Residual(hessian, pairs.Values[k], vector, product));
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

    /// <summary>How many of some ascending values are below a limit.</summary>
    public static int CountBelow(ReadOnlySpan<double> ascending, double limit)
    {
        int count = 0;
        while (count < ascending.Length && ascending[count] < limit)
        {
            count++;
        }

        return count;
    }

    /// <summary>How many values have at most a magnitude.</summary>
    public static int CountWithin(ReadOnlySpan<double> ascending, double limit)
    {
        int count = 0;
        foreach (double value in ascending)
        {
            count += Math.Abs(value) <= limit ? 1 : 0;
        }

        return count;
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
}
