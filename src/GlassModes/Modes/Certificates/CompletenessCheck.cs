// Shows by inertia that an iteration has missed no eigenpair.

using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Ldlt;

namespace GlassModes.Modes.Certificates;

/// <summary>
/// Compares the number of eigenpairs found with the inertia of H − σ. The eigenvalues found show the gaps of the spectrum, and each shift σ
/// lies in a gap. Inertia must count as many eigenvalues below σ as were found below σ. If inertia counts more, the check searches for the
/// missing pairs, up to three times. If the numbers still differ, or if inertia counts fewer, the check fails with a
/// <see cref="ModeException"/>.
/// </summary>
/// <param name="problem">The matrix.</param>
/// <param name="reachesTop">
/// Whether the search went beyond the largest eigenvalue, so that no eigenvalue lies above the pairs found.
/// </param>
internal sealed class CompletenessCheck(ModeProblem problem, bool reachesTop = false)
{
    private const int MostRepairs = 3;

    // Least distance of a shift from an eigenvalue at which its inertia is trusted, in single and in double precision, in units of λ_max.
    // Both distances are well above the backward errors.
    private const double SingleDistance = 1e-6;
    private const double DoubleDistance = 1e-12;

    // Distance of a shift above the whole spectrum from the bound of the spectrum, in units of λ_max.
    private const double BeyondTop = 1e-3;

    /// <summary>Finds pairs that were missed.</summary>
    /// <param name="found">The pairs found so far. The caller keeps them.</param>
    /// <param name="missing">Number of missing pairs.</param>
    /// <param name="skippedBelow">
    /// Number of eigenvalues below the lower gap that are not among the pairs found; 0 without a lower gap.
    /// </param>
    /// <param name="upper">The shift in the upper gap.</param>
    public delegate Eigenpairs Repair(Eigenpairs found, int missing, int skippedBelow, double upper);

    /// <summary>
    /// Certifies that no pair is missing among the lowest. The check takes over the pairs. It returns these pairs, or a larger set with the
    /// missing pairs. A check that fails disposes the pairs.
    /// </summary>
    /// <param name="found">Pairs, ascending, with some beyond the needed pairs.</param>
    /// <param name="needed">Number of lowest pairs that the certificate has to cover, at least one.</param>
    /// <param name="atAnySize">Whether pairs of this solver are certified by default at any number of particles.</param>
    /// <param name="repair">Finds missing pairs.</param>
    public CertifiedPairs CertifyLowest(Eigenpairs found, int needed, bool atAnySize, Repair repair) =>
        Certify(found, _ => (0, needed), double.NegativeInfinity, double.NegativeInfinity, atAnySize, repair);

    /// <summary>
    /// Certifies that no pair is missing up to zero. The certificate also covers a given number of the lowest pairs, if there is a wide gap
    /// above them. There is none where these pairs end within a multiplet of stable modes, as in a crystal. The shift then lies below the
    /// multiplet.
    /// </summary>
    /// <param name="found">Pairs, ascending, with some beyond the needed pairs.</param>
    /// <param name="atLeast">Number of lowest pairs that the certificate covers if possible.</param>
    /// <param name="repair">Finds missing pairs.</param>
    public CertifiedPairs CertifyUnstable(Eigenpairs found, int atLeast, Repair repair)
    {
        CertifiedPairs certified = Certify(
            found,
            NeededUpToZero,
            double.NegativeInfinity,
            problem.SignLimit,
            true,
            repair);
        foreach (double value in certified.Pairs.Values)
        {
            if (certified.Certificate.IsCertified && Math.Abs(value) > problem.Zero && Math.Abs(value) <= problem.ErrorBound)
            {
                string eigenvalue = FormattableString.Invariant($"λ = {value:g2} ± {problem.ErrorBound:g1}");
                return WithoutCertificate(certified.Pairs, UncertifiedReason.UncertainSign, eigenvalue);
            }
        }

        return certified;

        (int First, int Last) NeededUpToZero(double[] values)
        {
            int upToZero = values.Count(value => value <= problem.SignLimit);
            int wanted = Math.Max(atLeast, upToZero);
            Gap? aboveWanted = FindUpperGap(values, wanted, problem.SignLimit);
            Gap? aboveZero = FindUpperGap(values, upToZero, problem.SignLimit);
            bool isNarrow = aboveWanted is null || (aboveWanted.NeedsDouble && aboveZero is { NeedsDouble: false });
            return (0, isNarrow ? upToZero : wanted);
        }
    }

    /// <summary>
    /// Whether the values leave a gap for a shift above the lowest of them. They leave none where the values end within a multiplet.
    /// </summary>
    /// <param name="values">Eigenvalues, ascending.</param>
    /// <param name="count">Number of lowest values that must lie below the shift.</param>
    public bool HasGapAbove(double[] values, int count) => FindUpperGap(values, count, double.NegativeInfinity) is not null;

    /// <summary>Certifies that no pair is missing between two limits: above the lower limit, and up to the upper limit.</summary>
    /// <param name="found">Pairs, ascending, with some above the upper limit.</param>
    /// <param name="lower">
    /// The lower limit. If no pair was found below this limit, the search must have begun below the lowest eigenvalue.
    /// </param>
    /// <param name="upper">The upper limit.</param>
    /// <param name="repair">Finds missing pairs.</param>
    public CertifiedPairs CertifyInterval(Eigenpairs found, double lower, double upper, Repair repair) => Certify(
        found,
        values => (values.Count(value => value <= lower), values.Count(value => value <= upper)),
        lower,
        upper,
        true,
        repair);

    // The function needed gives First, the number of values below the range to be certified, and Last, the number of values up to the end
    // of the range. The lower shift must not be above lowerLimit, and the upper shift must not be below upperLimit.
    private CertifiedPairs Certify(
        Eigenpairs found,
        Func<double[], (int First, int Last)> needed,
        double lowerLimit,
        double upperLimit,
        bool atAnySize,
        Repair repair)
    {
        Eigenpairs pairs = found;
        problem.HasModes = true;
        try
        {
            if (CertificatePolicy.WhyNone(problem, atAnySize) is { } reason)
            {
                return new CertifiedPairs(pairs, reason);
            }

            for (int repairs = 0; ; repairs++)
            {
                double[] values = pairs.Values.ToArray();
                (int first, int last) = needed(values);
                Gap? lower = first > 0 ? FindGap(values, 1, first, double.NegativeInfinity, lowerLimit) : null;
                if (FindUpperGap(values, last, upperLimit) is not { } upper || (first > 0 && lower is null))
                {
                    return WithoutCertificate(pairs, UncertifiedReason.NoGap);
                }

                int foundBetween = upper.Below - (lower?.Below ?? 0);
                int below, counted;
                try
                {
                    (below, counted) = CountBetween(lower, upper, pairs.Count, LdltPrecision.Binary32);
                    if (counted != foundBetween && !((lower is null || lower.NeedsDouble) && upper.NeedsDouble))
                    {
                        (below, counted) = CountBetween(lower, upper, pairs.Count, LdltPrecision.Binary64);
                    }
                }
                catch (OutOfMemoryException shortage) when (problem.Options.Certification != ModeCertification.Always)
                {
                    return WithoutCertificate(pairs, UncertifiedReason.InsufficientMemory, shortage.Message.TrimEnd('.'));
                }

                if (counted == foundBetween)
                {
                    return new CertifiedPairs(pairs, Certificate.OfInertia(lower?.Inertia(below), upper.Inertia(below + counted), counted));
                }

                if (counted < foundBetween || repairs == MostRepairs)
                {
                    throw new ModeException(
                        $"{foundBetween} eigenvalues "
                        + (lower is null ? "" : $"above {lower.Shift:g6} and ")
                        + $"below {upper.Shift:g6} were found, but inertia counts {counted}"
                        + (repairs > 0 ? $", also after {repairs} further searches." : "."));
                }

                problem.Report($"searching for {counted - foundBetween} modes that were missed", pairs.Count);
                using Eigenpairs missed = repair(pairs, counted - foundBetween, below - (lower?.Below ?? 0), upper.Shift);
                Eigenpairs larger = Eigenpairs.Merged(problem.Order, pairs, missed);
                pairs.Dispose();
                pairs = larger;
            }
        }
        catch
        {
            pairs.Dispose();
            throw;
        }
    }

    // Returns pairs without a certificate, or fails if a certificate was demanded.
    private CertifiedPairs WithoutCertificate(Eigenpairs pairs, UncertifiedReason reason, string? detail = null)
    {
        Certificate missing = Certificate.Missing(reason, detail);
        if (problem.Options.Certification != ModeCertification.Always)
        {
            return new CertifiedPairs(pairs, missing);
        }

        pairs.Dispose();
        throw new ModeException($"A certificate was asked for, but the modes are {missing}.");
    }

    // Finds the widest gap above a limit and above a number of the lowest values.
    private Gap? FindUpperGap(double[] values, int fewestBelow, double limit) => FindGap(
        values, fewestBelow, IncludeHighest(values) ? values.Length : values.Length - 1, limit, double.PositiveInfinity);

    // Whether no eigenvalue lies above the values.
    private bool IncludeHighest(double[] values) => values.Length == problem.Searched || (reachesTop && values.Length > 0);

    private (int Below, int Counted) CountBetween(Gap? lower, Gap upper, int found, LdltPrecision precision)
    {
        int below = lower is null ? 0 : CountBelow(lower, found, precision);
        return (below, CountBelow(upper, found, precision) - below);
    }

    private int CountBelow(Gap gap, int found, LdltPrecision precision)
    {
        gap.Precision = gap.NeedsDouble ? LdltPrecision.Binary64 : precision;
        problem.Report($"certificate: counting eigenvalues below {gap.Shift:g3} by inertia in {gap.PrecisionName} precision", found);
        using LdltFactorization factorization = problem.CreateInertialFactorization(gap.Precision);
        return problem.CountSearchedBelow(factorization, gap.Shift);
    }

    // Finds the widest gap between the limits from and to, with the shift in its middle. At least fewestBelow and at most mostBelow values
    // must lie below the shift. A gap ends at 0, because no shift may be at the translations. Above all values the shift is beyond a bound
    // of the spectrum.
    private Gap? FindGap(double[] values, int fewestBelow, int mostBelow, double from, double to)
    {
        double error = problem.ErrorBound;
        double beyond = problem.Top + (BeyondTop * problem.Scale);
        Gap? widest = null;
        for (int below = fewestBelow; below <= mostBelow; below++)
        {
            double lower = Math.Max(from, below > 0 ? values[below - 1] + error : double.NegativeInfinity);
            double upper = Math.Min(to, below < values.Length ? values[below] - error : (2 * beyond) - lower);
            ConsiderGap(lower, lower < 0 && upper > 0 ? 0 : upper, below);
            if (lower < 0 && upper > 0)
            {
                ConsiderGap(0, upper, below);
            }
        }

        return widest;

        void ConsiderGap(double lower, double upper, int below)
        {
            double distance = 0.5 * (upper - lower);
            if (distance > DoubleDistance * problem.Scale && distance > (widest?.Distance ?? 0))
            {
                widest = new Gap(0.5 * (lower + upper), distance, below, distance <= SingleDistance * problem.Scale);
            }
        }
    }

    // Distance is the distance of the shift from the nearest eigenvalue, or from the nearest place where the error bounds allow an
    // eigenvalue. Below is the number of found values below the shift.
    private sealed record Gap(double Shift, double Distance, int Below, bool NeedsDouble)
    {
        public LdltPrecision Precision { get; set; }

        public string PrecisionName => Precision == LdltPrecision.Binary32 ? "single" : "double";

        public InertiaShift Inertia(int counted) => new(Precision, Shift, Distance, counted);
    }
}
