// Counts modes by inertia.

using GlassModes.LinearAlgebra.Arpack;
using GlassModes.LinearAlgebra.Krylov;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.Numerics.Simd;

namespace GlassModes.Modes.Certificates;

/// <summary>
/// Counts modes by inertia, without computing all of them. Unstable modes are counted with a shift on either side of 0, because the
/// translations prevent a shift at 0. Eigenvalues between the two shifts are computed, and their values show which modes are unstable, zero
/// or stable. In double precision the shifts are ±1e-10 λ_max. Single precision takes half the memory and time. Its lower shift is −5e-6
/// λ_max, and the factors at this shift also give the eigenvalues around 0. Its upper shift lies in a gap between these eigenvalues.
/// </summary>
internal sealed class InertialCount(ModeProblem problem)
{
    /// <summary>Up to this number of particles, two factorisations in double precision take about a second.</summary>
    public const int SmallCount = 2500;

    // Distance of the shifts from 0 in double precision, and of the lower shift in single precision, in units of λ_max.
    private const double DoubleShift = 1e-10;
    private const double SingleShift = 5e-6;

    // ARPACK is asked for more eigenvalues than inertia counts, because its shift may be nearer to eigenvalues just outside the interval.
    private const int ExtraNearest = 3;

    /// <summary>
    /// The numbers of unstable and of zero modes for a set of modes that is otherwise complete. Null where memory does not suffice, unless
    /// certificates were demanded: a shortage in the count must not lose the modes.
    /// </summary>
    /// <param name="problem">The matrix.</param>
    /// <param name="shortage">Why there are no numbers; empty with numbers.</param>
    /// <exception cref="InsufficientMemoryException">The factors do not fit into memory, and certificates were demanded.</exception>
    /// <exception cref="ModeException">The counts contradict each other.</exception>
    public static ModeEvidence? CountForSet(ModeProblem problem, out string shortage)
    {
        shortage = "";
        try
        {
            return new InertialCount(problem).CountUnstable();
        }
        catch (OutOfMemoryException failure) when (problem.Options.Certification != ModeCertification.Always)
        {
            shortage = failure.Message;
            return null;
        }
    }

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
    /// <param name="limits">The limits, none of which is 0.</param>
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

            // The zero modes that the contacts show are modes, apart from the three translations of the whole system.
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
        int below, aroundZero;
        using (LdltFactorization factorization = problem.CreateInertialFactorization(LdltPrecision.Binary64))
        {
            below = problem.CountBelow(factorization, -shift);
            problem.Report("counting zero modes by inertia", below);
            aroundZero = problem.CountBelow(factorization, shift) - below;
        }

        int besideTranslations = aroundZero - problem.FreeModes;
        if (besideTranslations < 0)
        {
            throw new ModeException(
                $"Inertia counts {aroundZero} eigenvalues within {shift:g2} of 0, but {problem.FreeModes} are there by translation of "
                + $"{problem.FreeModes / 3} parts.");
        }

        InertiaShift lower = new(LdltPrecision.Binary64, -shift, double.NaN, below);
        InertiaShift upper = new(LdltPrecision.Binary64, shift, double.NaN, below + besideTranslations);
        if (besideTranslations == 0)
        {
            return CreateEvidence("MUMPS LDLT, METIS ordering", Certificate.OfInertia(lower, upper), below, 0);
        }

        // Each of these eigenvalues may belong to a zero mode or not, so its value has to be computed.
        problem.Report($"computing {besideTranslations} eigenvalues near 0", below);
        double[] values = ComputeNearZero(besideTranslations, shift);
        return CreateEvidence(
            "MUMPS LDLT, METIS ordering, ARPACK",
            Certificate.OfInertia(lower, upper, nearZero: new ComputedEigenvalues(values.Length, values.Min(), values.Max(), double.NaN)),
            below + values.Count(value => value < -problem.Zero),
            values.Count(value => Math.Abs(value) <= problem.Zero));
    }

    // Makes two factorisations. The factors of the first, below 0, also give the eigenvalues around 0. The second is above 0, in a gap
    // between these eigenvalues. Returns null where the count is not certain; the doubt says why.
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

        return CreateEvidence(
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

    private ModeEvidence CreateEvidence(string solver, Certificate certificate, int unstableCount, int additionalZeroModes) => new(
        solver, certificate, unstableCount, problem.CountZeroModes(additionalZeroModes), double.NaN, double.NaN);

    // Computes the eigenvalues from −shift to shift by shift and inverse, with the translations projected out before and after each
    // solution. Eigenvalues just below −shift can be nearer to −shift than eigenvalues above −shift. So the number asked for grows until
    // ARPACK finds as many eigenvalues in the interval as inertia counts.
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

        int mostAsked = problem.Searched - 1;
        for (int asked = Math.Min(count + ExtraNearest, mostAsked); ; asked = Math.Min(2 * asked, mostAsked))
        {
            using Eigenpairs near = ArpackSolver.Nearest(Solve, problem.Order, -shift, asked, cancellation: problem.Cancellation);
            double[] within = [.. near.Values.ToArray().Where(value => Math.Abs(value) <= shift)];
            if (within.Length == count)
            {
                return within;
            }

            if (within.Length > count || asked == mostAsked)
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
