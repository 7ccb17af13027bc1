// Shows that nothing is missing among eigenpairs that an iteration found.

using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Ldlt;

namespace GlassModes.Modes.Certificates;

/// <summary>
/// Compares what was found with the inertia of H − σ. The eigenvalues found tell where the spectrum has gaps, and a shift σ in a gap must
/// have as many eigenvalues below it as were found there. Missing pairs are searched for again. A set that disagrees in the end is an
/// error.
/// </summary>
/// <param name="problem">The matrix.</param>
/// <param name="reachesTop">Whether the search went beyond the largest eigenvalue, so that nothing lies above what was found.</param>
internal sealed class CompletenessCheck(ModeProblem problem, bool reachesTop = false)
{
    private const int MostRepairs = 3;

    // Least distance of a shift from an eigenvalue for its inertia to be trusted, of λ_max: well above the backward errors.
    private const double SingleDistance = 1e-6;
    private const double DoubleDistance = 1e-12;

    // Distance of a shift above the whole spectrum from the bound of the spectrum, of λ_max.
    private const double BeyondTop = 1e-3;

    /// <summary>Finds pairs that were missed.</summary>
    /// <param name="found">The pairs found so far. They remain the caller's.</param>
    /// <param name="missing">How many are missing.</param>
    /// <param name="belowLower">Eigenvalues of the matrix below the lower gap; 0 where there is none.</param>
    /// <param name="upper">The upper gap.</param>
    public delegate Eigenpairs Repair(Eigenpairs found, int missing, int belowLower, double upper);

    /// <summary>Certifies that the first pairs are the lowest. Owns the pairs until it hands on the same or more.</summary>
    /// <param name="found">Pairs, ascending, and some beyond those that are needed.</param>
    /// <param name="needed">How many of the lowest the certificate has to cover, one at least.</param>
    /// <param name="atAnySize">Whether pairs of this solver are certified by default at any size.</param>
    /// <param name="repair">Finds what is missing.</param>
    public CertifiedPairs CertifyLowest(Eigenpairs found, int needed, bool atAnySize, Repair repair) =>
        Certify(found, _ => (0, needed), double.NegativeInfinity, double.NegativeInfinity, atAnySize, repair);

    /// <summary>Certifies that nothing is missing up to zero, nor among a number of the lowest.</summary>
    /// <param name="found">Pairs, ascending, and some beyond those that are needed.</param>
    /// <param name="atLeast">How many of the lowest the certificate has to cover at least.</param>
    /// <param name="repair">Finds what is missing.</param>
    public CertifiedPairs CertifyUnstable(Eigenpairs found, int atLeast, Repair repair)
    {
        CertifiedPairs certified = Certify(
            found,
            values => (0, Math.Max(atLeast, values.Count(value => value <= problem.SignLimit))),
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
    }

    /// <summary>Certifies that nothing is missing between two limits.</summary>
    /// <param name="found">Pairs, ascending, and some above the upper limit.</param>
    /// <param name="lower">
    /// The lower limit. Where nothing was found below it, the search must have gone down to the lowest eigenvalue.
    /// </param>
    /// <param name="upper">The upper limit.</param>
    /// <param name="repair">Finds what is missing.</param>
    public CertifiedPairs CertifyInterval(Eigenpairs found, double lower, double upper, Repair repair) => Certify(
        found,
        values => (values.Count(value => value < lower), values.Count(value => value <= upper)),
        lower,
        upper,
        true,
        repair);

    // First and last are the numbers of values below the range needed and up to its end. The lower shift must not be above its limit, the
    // upper shift not below its own.
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
                int most = IsWhole(values) ? values.Length : values.Length - 1;
                if (FindGap(values, last, most, upperLimit, double.PositiveInfinity) is not { } upper || (first > 0 && lower is null))
                {
                    return WithoutCertificate(pairs, UncertifiedReason.NoGap);
                }

                int foundBetween = upper.Below - (lower?.Below ?? 0);
                int below, counted;
                try
                {
                    (below, counted) = Count(lower, upper, pairs.Count, LdltPrecision.Binary32);
                    if (counted != foundBetween && !((lower is null || lower.NeedsDouble) && upper.NeedsDouble))
                    {
                        (below, counted) = Count(lower, upper, pairs.Count, LdltPrecision.Binary64);
                    }
                }
                catch (InsufficientMemoryException shortage) when (problem.Options.Certification != ModeCertification.Always)
                {
                    return WithoutCertificate(pairs, UncertifiedReason.InsufficientMemory, shortage.Message);
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

    // An error where a certificate was demanded.
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

    // Whether there is nothing above the values.
    private bool IsWhole(double[] values) => values.Length == problem.Searched || (reachesTop && values.Length > 0);

    private (int Below, int Counted) Count(Gap? lower, Gap upper, int found, LdltPrecision precision)
    {
        int below = lower is null ? 0 : Count(lower, found, precision);
        return (below, Count(upper, found, precision) - below);
    }

    private int Count(Gap gap, int found, LdltPrecision precision)
    {
        gap.Precision = gap.NeedsDouble ? LdltPrecision.Binary64 : precision;
        problem.Report($"counting eigenvalues below {gap.Shift:g3} by inertia in {gap.PrecisionName} precision", found);
        using LdltFactorization factorization = problem.CreateInertialFactorization(gap.Precision);
        return problem.CountSearchedBelow(factorization, gap.Shift);
    }

    // The middle of the widest gap between two limits that has a number of the values, from the fewest to the most given, below it. A shift
    // is never at zero, where the translations are. Above the whole spectrum the shift is at a bound of the spectrum.
    private Gap? FindGap(double[] values, int fewest, int most, double from, double to)
    {
        double error = problem.ErrorBound;
        double beyond = problem.Top + (BeyondTop * problem.Scale);
        Gap? widest = null;
        for (int below = fewest; below <= most; below++)
        {
            double lower = Math.Max(from, below > 0 ? values[below - 1] + error : double.NegativeInfinity);
            double upper = Math.Min(to, below < values.Length ? values[below] - error : (2 * beyond) - lower);
            Consider(lower, lower < 0 && upper > 0 ? 0 : upper, below);
            if (lower < 0 && upper > 0)
            {
                Consider(0, upper, below);
            }
        }

        return widest;

        void Consider(double lower, double upper, int below)
        {
            double distance = 0.5 * (upper - lower);
            if (distance > DoubleDistance * problem.Scale && distance > (widest?.Distance ?? 0))
            {
                widest = new Gap(0.5 * (lower + upper), distance, below, distance <= SingleDistance * problem.Scale);
            }
        }
    }

    // Distance is from the nearest eigenvalue, or from where one may be. Below counts the values found below the shift.
    private sealed record Gap(double Shift, double Distance, int Below, bool NeedsDouble)
    {
        public LdltPrecision Precision { get; set; }

        public string PrecisionName => Precision == LdltPrecision.Binary32 ? "single" : "double";

        public InertiaShift Inertia(int counted) => new(Precision, Shift, Distance, counted);
    }
}
