// The number of unstable modes by inertia.

using System.Globalization;
using GlassModes.LinearAlgebra.Arpack;
using GlassModes.LinearAlgebra.Krylov;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.Numerics.Simd;

namespace GlassModes.Modes.Certificates;

/// <summary>
/// Counts modes without computing them all. The inertia is never taken at 0, where the translations are: on either side of it, and what lies between is
/// computed and judged by its value. In double precision the shifts are ±1e-10 λ_max; in single precision, at half the memory and time, they are where
/// eigenvalues around 0 that were computed with the same factors leave a gap.
/// </summary>
internal sealed class InertialCount(ModeProblem problem)
{
    /// <summary>Up to here, two factorisations in double precision take about a second.</summary>
    public const int SmallCount = 2500;

    // From zero, of λ_max: where the modes around zero are counted.
    private const double DoubleShift = 1e-10;
    private const double SingleShift = 5e-6;

    // Beside those asked for, where ARPACK does not know how many are nearest.
    private const int Beyond = 3;

    /// <summary>The numbers of unstable and of zero modes.</summary>
    public ModeEvidence Count()
    {
        bool single = problem.Options.CountPrecision switch
        {
            null => problem.Hessian.Count > SmallCount,
            LdltPrecision precision => precision == LdltPrecision.Binary32,
        };
        if (!single)
        {
            return InDouble();
        }

        try
        {
            if (InSingle(out string trouble) is { } evidence)
            {
                return evidence;
            }

            return Again(trouble);
        }
        catch (Exception problem) when (problem is PivotException or ConvergenceException)
        {
            return Again(problem.Message.TrimEnd('.'));
        }
    }

    /// <summary>The number of modes below each limit.</summary>
    public ModeCount[] Below(ReadOnlySpan<double> limits)
    {
        ModeCount[] counts = new ModeCount[limits.Length];
        LdltPrecision precision = problem.Options.CountPrecision ?? LdltPrecision.Binary64;
        using LdltFactorization factorization = problem.Inertial(precision);
        for (int k = 0; k < limits.Length; k++)
        {
            problem.Report($"counting modes below {limits[k]:g6} by inertia", k);
            int below = problem.CountBelow(factorization, limits[k]);

            // Zero modes that are not in the matrix, and translations, which are no modes.
            int others = limits[k] > 0 ? problem.FreeModes - 3 + problem.IsolatedModes : 0;
            counts[k] = new ModeCount(
                limits[k],
                below - (limits[k] > 0 ? problem.FreeModes : 0) + others,
                precision == LdltPrecision.Binary64
                    ? "inertia in double precision"
                    : $"inertia in single precision: of eigenvalues within some {1e-6 * problem.Scale:g1} of the limit it cannot be told on which side they are");
        }

        return counts;
    }

    private ModeEvidence InDouble()
    {
        double shift = DoubleShift * problem.Scale;
        problem.Report("counting unstable modes by inertia", 0);
        int below, around;
        using (LdltFactorization factorization = problem.Inertial(LdltPrecision.Binary64))
        {
            below = problem.CountBelow(factorization, -shift);
            problem.Report("counting zero modes by inertia", below);
            around = problem.CountBelow(factorization, shift) - below;
        }

        int others = around - problem.FreeModes;
        if (others < 0)
        {
            throw new ModeException(
                $"Inertia counts {around} eigenvalues within {shift:g2} of 0, but {problem.FreeModes} are there by translation of {problem.FreeModes / 3} parts.");
        }

        if (others == 0)
        {
            return Evidence(
                "MUMPS LDLT, METIS ordering",
                $"inertia: double precision counts {below} eigenvalues below {-shift:g2} and {problem.FreeModes} translations up to {shift:g2}",
                below,
                0);
        }

        // Something else is near 0: on which side of the threshold is for its own value to tell.
        problem.Report($"computing {others} eigenvalues near 0", below);
        double[] near = NearZero(others, shift);
        return Evidence(
            "MUMPS LDLT, METIS ordering, ARPACK",
            $"inertia: double precision counts {below} eigenvalues below {-shift:g2} and {around} up to {shift:g2}, {others} of which were computed",
            below + near.Count(value => value < -problem.Zero),
            near.Count(value => Math.Abs(value) <= problem.Zero));
    }

    // Two factorisations: one below 0, whose factors also give the eigenvalues around 0, and one above, in a gap among those. Null where that is not certain, and why.
    private ModeEvidence? InSingle(out string trouble)
    {
        double shift = -SingleShift * problem.Scale;
        NearZeroPairs? near = NearZeroPairs.Compute(problem, shift);
        trouble = near is null ? "block Lanczos did not converge around 0" : near.Trouble(problem.Zero) ?? "";
        if (near is null || trouble.Length > 0)
        {
            return null;
        }

        (double Shift, double Distance) upper = near.GapAbove();
        problem.Report($"counting modes below {upper.Shift:g3} by inertia", near.Below);
        int counted;
        using (LdltFactorization factorization = problem.Inertial(LdltPrecision.Binary32))
        {
            counted = problem.CountSearchedBelow(factorization, upper.Shift);
        }

        int between = near.Values.Count(value => value > 0 && value < upper.Shift);
        int fromBelow = near.Below + near.Values.Count(value => value < 0);
        if (counted - between != fromBelow)
        {
            trouble = $"{fromBelow} modes are unstable by the inertia below 0, but {counted - between} by the one above";
            return null;
        }

        return Evidence(
            "MUMPS LDLT in single precision, METIS ordering, shift-invert block Lanczos",
            string.Create(
                CultureInfo.InvariantCulture,
                $"inertia: single precision counts {near.CountedBelowShift} eigenvalues below {shift:g3}, {near.DistanceFromShift:g2} from the nearest, and {counted} ")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"without the translations below {upper.Shift:g3}, {upper.Distance:g2} from the nearest; the {near.Values.Length} eigenvalues from {near.Values[0]:g3} ")
            + string.Create(
                CultureInfo.InvariantCulture, $"to {near.Values[^1]:g3} were computed, which these factors displace by {near.Displacement:g1} at most"),
            fromBelow,
            0);
    }

    // In double precision, with the reason, should memory not suffice for that.
    private ModeEvidence Again(string trouble)
    {
        problem.Report($"counting again in double precision, for {trouble}", 0);
        try
        {
            return InDouble();
        }
        catch (InsufficientMemoryException shortage)
        {
            throw new InsufficientMemoryException($"In single precision {trouble}. {shortage.Message}", shortage);
        }
    }

    private ModeEvidence Evidence(string solver, string certificate, int unstable, int zero) => new(
        solver, certificate, unstable, problem.FreeModes + problem.IsolatedModes + zero, double.NaN, double.NaN);

    // The eigenvalues within the shift of 0, by shift and inverse, the translations projected out before and after. Some just below −shift can be nearer
    // to it than those above, so that more are asked for until as many lie within as inertia says.
    private double[] NearZero(int count, double shift)
    {
        using LdltFactorization factorization = new(
            problem.Sparse.Matrix, new LdltOptions(MemoryLimit: problem.Options.MemoryLimit), problem.Cancellation);
        factorization.Factorise(-shift, problem.Cancellation);
        void Solve(ReadOnlySpan<double> x, Span<double> y)
        {
            x.CopyTo(y);
            RemoveTranslations(y);
            factorization.Solve(y);
            RemoveTranslations(y);
        }

        int there = problem.Searched - 1;
        for (int asked = Math.Min(count + Beyond, there); ; asked = Math.Min(2 * asked, there))
        {
            using Eigenpairs near = ArpackSolver.Nearest(Solve, problem.Order, -shift, asked, cancellation: problem.Cancellation);
            double[] within = [.. near.Values.ToArray().Where(value => Math.Abs(value) <= shift)];
            if (within.Length == count)
            {
                return within;
            }

            if (within.Length > count || asked == there)
            {
                throw new ModeException($"Inertia counts {count} eigenvalues within {shift:g2} of 0 beside the translations; {within.Length} were computed.");
            }
        }
    }

    private void RemoveTranslations(Span<double> x)
    {
        for (int k = 0; k < problem.FreeModes; k++)
        {
            ReadOnlySpan<double> translation = problem.Translations.AsSpan(k * problem.Order, problem.Order);
            double overlap = VectorMath.Dot(translation, x);
            VectorMath.AddScaled(x, -overlap, translation, x);
        }
    }
}

/// <summary>A number of modes.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Below">Modes below it; the three translations are no modes.</param>
/// <param name="Certificate">How they were counted.</param>
public sealed record ModeCount(double Limit, int Below, string Certificate);
