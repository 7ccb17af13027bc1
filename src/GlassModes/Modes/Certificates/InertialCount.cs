// The number of unstable modes by inertia.

using GlassModes.LinearAlgebra.Arpack;
using GlassModes.LinearAlgebra.Krylov;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.Numerics.Simd;

namespace GlassModes.Modes.Certificates;

/// <summary>
/// Counts modes without computing them all. The inertia is never taken at 0, where the translations are, but on either side of 0.
/// Eigenvalues between the two shifts are computed, and their values tell their kind. In double precision the shifts are ±1e-10 λ_max. In
/// single precision, which takes half the memory and time, the shifts lie in gaps between eigenvalues around 0 that were computed with the
/// same factors.
/// </summary>
internal sealed class InertialCount(ModeProblem problem)
{
    /// <summary>Up to here, two factorisations in double precision take about a second.</summary>
    public const int SmallCount = 2500;

    // Distance of the shifts from zero, of λ_max.
    private const double DoubleShift = 1e-10;
    private const double SingleShift = 5e-6;

    // ARPACK is asked for more eigenvalues than inertia counts: some just outside may be nearer to its shift.
    private const int ExtraNearest = 3;

    /// <summary>The numbers of unstable and of zero modes.</summary>
    /// <exception cref="InsufficientMemoryException">The factors do not fit into memory.</exception>
    /// <exception cref="ModeException">The counts contradict each other.</exception>
    public ModeEvidence CountUnstable()
    {
        bool single = problem.Options.CountPrecision switch
        {
            null => problem.Hessian.Count > SmallCount,
            LdltPrecision precision => precision == LdltPrecision.Binary32,
        };
        if (!single)
        {
            return CountInDouble();
        }

        try
        {
            return CountInSingle(out string doubt) ?? CountAgainInDouble(doubt);
        }
        catch (Exception failure) when (failure is PivotException or ConvergenceException)
        {
            return CountAgainInDouble(failure.Message.TrimEnd('.'));
        }
    }

    /// <summary>The number of modes below each limit.</summary>
    /// <param name="limits">The limits, none of them 0.</param>
    /// <exception cref="InsufficientMemoryException">The factors do not fit into memory.</exception>
    /// <exception cref="PivotException">An eigenvalue lies on a limit.</exception>
    public ModeCount[] CountBelow(ReadOnlySpan<double> limits)
    {
        ModeCount[] counts = new ModeCount[limits.Length];
        LdltPrecision precision = problem.Options.CountPrecision ?? LdltPrecision.Binary64;
        string? doubt = precision == LdltPrecision.Binary64
            ? null
            : $"of eigenvalues within some {1e-6 * problem.Scale:g1} of the limit it cannot be told on which side they are";
        using LdltFactorization factorization = problem.CreateInertialFactorization(precision);
        for (int k = 0; k < limits.Length; k++)
        {
            problem.Report($"counting modes below {limits[k]:g6} by inertia", k);
            int below = problem.CountSearchedBelow(factorization, limits[k]);

            // Zero modes that the contacts show. The translations of the whole are no modes.
            int knownZeroModes = limits[k] > 0 ? problem.FreeModes - 3 + problem.IsolatedModes : 0;
            counts[k] = new ModeCount(
                limits[k],
                below + knownZeroModes,
                Certificate.OfInertia(null, new InertiaShift(precision, limits[k], double.NaN, below)) with { Detail = doubt });
        }

        return counts;
    }

    private ModeEvidence CountInDouble()
    {
        double shift = DoubleShift * problem.Scale;
        problem.Report("counting unstable modes by inertia", 0);
        int below, around;
        using (LdltFactorization factorization = problem.CreateInertialFactorization(LdltPrecision.Binary64))
        {
            below = problem.CountBelow(factorization, -shift);
            problem.Report("counting zero modes by inertia", below);
            around = problem.CountBelow(factorization, shift) - below;
        }

        int besideTranslations = around - problem.FreeModes;
        if (besideTranslations < 0)
        {
            throw new ModeException(
                $"Inertia counts {around} eigenvalues within {shift:g2} of 0, but {problem.FreeModes} are there by translation of "
                + $"{problem.FreeModes / 3} parts.");
        }

        InertiaShift lower = new(LdltPrecision.Binary64, -shift, double.NaN, below);
        InertiaShift upper = new(LdltPrecision.Binary64, shift, double.NaN, below + besideTranslations);
        if (besideTranslations == 0)
        {
            return Evidence("MUMPS LDLT, METIS ordering", Certificate.OfInertia(lower, upper), below, 0);
        }

        // Each of them may be a zero mode or not: its value has to be known.
        problem.Report($"computing {besideTranslations} eigenvalues near 0", below);
        double[] values = ComputeNearZero(besideTranslations, shift);
        return Evidence(
            "MUMPS LDLT, METIS ordering, ARPACK",
            Certificate.OfInertia(lower, upper, nearZero: new ComputedEigenvalues(values.Length, values.Min(), values.Max(), double.NaN)),
            below + values.Count(value => value < -problem.Zero),
            values.Count(value => Math.Abs(value) <= problem.Zero));
    }

    // Two factorisations. One is below 0, and its factors also give the eigenvalues around 0. The other is above 0, in a gap among those
    // eigenvalues. Null where the count is not certain; the doubt says why.
    private ModeEvidence? CountInSingle(out string doubt)
    {
        double shift = -SingleShift * problem.Scale;
        NearZeroPairs? near = NearZeroPairs.Compute(problem, shift);
        doubt = near is null ? "block Lanczos did not converge around 0" : near.FindDoubt(problem.Zero) ?? "";
        if (near is null || doubt.Length > 0)
        {
            return null;
        }

        (double Shift, double Distance) upper = near.GapAbove();
        problem.Report($"counting modes below {upper.Shift:g3} by inertia", near.Below);
        int counted;
        using (LdltFactorization factorization = problem.CreateInertialFactorization(LdltPrecision.Binary32))
        {
            counted = problem.CountSearchedBelow(factorization, upper.Shift);
        }

        int between = near.Values.Count(value => value > 0 && value < upper.Shift);
        int fromBelow = near.Below + near.Values.Count(value => value < 0);
        if (counted - between != fromBelow)
        {
            doubt = $"{fromBelow} modes are unstable by the inertia below 0, but {counted - between} by the one above";
            return null;
        }

        return Evidence(
            "MUMPS LDLT in single precision, METIS ordering, shift-invert block Lanczos",
            Certificate.OfInertia(
                new InertiaShift(LdltPrecision.Binary32, shift, near.DistanceFromShift, near.CountedBelowShift),
                new InertiaShift(LdltPrecision.Binary32, upper.Shift, upper.Distance, counted),
                nearZero: new ComputedEigenvalues(near.Values.Length, near.Values[0], near.Values[^1], near.Displacement)),
            fromBelow,
            0);
    }

    private ModeEvidence CountAgainInDouble(string doubt)
    {
        problem.Report($"counting again in double precision, for {doubt}", 0);
        try
        {
            return CountInDouble();
        }
        catch (InsufficientMemoryException shortage)
        {
            throw new InsufficientMemoryException($"In single precision {doubt}. {shortage.Message}", shortage);
        }
    }

    private ModeEvidence Evidence(string solver, Certificate certificate, int unstableCount, int zeroModesBeside) => new(
        solver, certificate, unstableCount, problem.CountZeroModes(zeroModesBeside), double.NaN, double.NaN);

    // The eigenvalues within the shift of 0, by shift and inverse, with the translations projected out before and after. Eigenvalues just
    // below −shift can be nearer to −shift than those above, so the number asked for grows until as many lie within as inertia counts.
    private double[] ComputeNearZero(int count, double shift)
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

        int most = problem.Searched - 1;
        for (int asked = Math.Min(count + ExtraNearest, most); ; asked = Math.Min(2 * asked, most))
        {
            using Eigenpairs near = ArpackSolver.Nearest(Solve, problem.Order, -shift, asked, cancellation: problem.Cancellation);
            double[] within = [.. near.Values.ToArray().Where(value => Math.Abs(value) <= shift)];
            if (within.Length == count)
            {
                return within;
            }

            if (within.Length > count || asked == most)
            {
                throw new ModeException(
                    $"Inertia counts {count} eigenvalues within {shift:g2} of 0 beside the translations; {within.Length} were computed.");
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
