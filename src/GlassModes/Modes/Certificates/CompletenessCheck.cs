// Shows that nothing is missing among eigenpairs that an iteration found.


using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Ldlt;

namespace GlassModes.Modes.Certificates;

/// <summary>
/// The eigenvalues found tell where the spectrum has gaps; there the inertia of H − σ must count as many as were found. What it counts beyond
/// that is searched for again, and a set that disagrees in the end is an error.
/// </summary>
/// <param name="problem">The matrix.</param>
/// <param name="reachesTop">Whether the search went beyond the largest eigenvalue, so that nothing is above what was found.</param>
internal sealed class CompletenessCheck(ModeProblem problem, bool reachesTop = false)
{
    private const int MostRepairs = 3;

    // How far a shift has to be from an eigenvalue for its inertia to be trusted, of λ_max: well above the backward errors.
    private const double SingleDistance = 1e-6;
    private const double DoubleDistance = 1e-12;

    // Where a shift above the whole spectrum is, from the bound for it, of λ_max.
    private const double BeyondTop = 1e-3;

    /// <summary>Finds pairs that were missed.</summary>
    /// <param name="found">The pairs there are; remain the caller's.</param>
    /// <param name="missing">How many are missing.</param>
    /// <param name="belowLower">Eigenvalues of the matrix below the lower gap; 0 where there is none.</param>
    /// <param name="upper">The upper gap.</param>
    public delegate Eigenpairs Repair(Eigenpairs found, int missing, int belowLower, double upper);

    /// <summary>Certifies that the first pairs are the lowest. Owns the pairs until it hands on the same or more.</summary>
    /// <param name="found">Pairs, ascending, and some beyond those that are needed.</param>
    /// <param name="needed">How many of the lowest the certificate has to cover, one at least.</param>
    /// <param name="always">Whether it is the default at any size.</param>
    /// <param name="repair">Finds what is missing.</param>
    public CertifiedPairs OfLowest(Eigenpairs found, int needed, bool always, Repair repair) =>
        Certify(found, _ => (0, needed), double.NegativeInfinity, double.NegativeInfinity, always, repair);

    /// <summary>Certifies that nothing is missing up to zero, nor among a number of the lowest.</summary>
    /// <param name="found">Pairs, ascending, and some beyond those.</param>
    /// <param name="atLeast">How many of the lowest.</param>
    /// <param name="repair">Finds what is missing.</param>
    public CertifiedPairs OfUnstable(Eigenpairs found, int atLeast, Repair repair)
    {
        CertifiedPairs certified = Certify(
            found, values => (0, Math.Max(atLeast, values.Count(value => value <= problem.SignLimit))), double.NegativeInfinity, problem.SignLimit, true, repair);
        foreach (double value in certified.Pairs.Values)
        {
            if (Math.Abs(value) > problem.Zero && Math.Abs(value) <= problem.ErrorBound)
            {
                return certified.IsCertified
                    ? Without(certified.Pairs, $"{ModeEvidence.NotCertified}: an eigenvalue is {value:g2} ± {problem.ErrorBound:g1}, and so may be unstable or not") : certified;
            }
        }

        return certified;
    }

    /// <summary>Certifies that nothing is missing between two limits.</summary>
    /// <param name="found">Pairs, ascending, and some above the upper limit.</param>
    /// <param name="lower">All above this; where nothing was found below it, the search went down to the lowest.</param>
    /// <param name="upper">All below this.</param>
    /// <param name="repair">Finds what is missing.</param>
    public CertifiedPairs OfInterval(Eigenpairs found, double lower, double upper, Repair repair) =>
        Certify(found, values => (values.Count(value => value < lower), values.Count(value => value <= upper)), lower, upper, true, repair);

    // First and last: so many of the values are below and up to what is needed; the lower shift must not be above its limit, nor the upper one below its own.
    private CertifiedPairs Certify(
        Eigenpairs found, Func<double[], (int First, int Last)> needed, double lowerLimit, double upperLimit, bool always, Repair repair)
    {
        Eigenpairs pairs = found;
        problem.HasModes = true;
        try
        {
            if (!problem.MayCertify(always))
            {
                return new CertifiedPairs(pairs, problem.NotCertified(), double.NaN);
            }

            for (int repairs = 0; ; repairs++)
            {
                double[] values = pairs.Values.ToArray();
                (int first, int last) = needed(values);
                Gap? lower = first > 0 ? FindGap(values, 1, first, double.NegativeInfinity, lowerLimit) : null;
                if (FindGap(values, last, IsWhole(values) ? values.Length : values.Length - 1, upperLimit, double.PositiveInfinity) is not { } upper
                    || (first > 0 && lower is null))
                {
                    return Without(pairs, $"{ModeEvidence.NotCertified}: the eigenvalues leave no gap for a shift");
                }

                int there = upper.Below - (lower?.Below ?? 0);
                int below, counted;
                try
                {
                    (below, counted) = Count(lower, upper, pairs.Count, LdltPrecision.Binary32);
                    if (counted != there && !((lower is null || lower.NeedsDouble) && upper.NeedsDouble))
                    {
                        (below, counted) = Count(lower, upper, pairs.Count, LdltPrecision.Binary64);
                    }
                }
                catch (InsufficientMemoryException shortage) when (problem.Options.Certification != ModeCertification.Always)
                {
                    return Without(pairs, $"{ModeEvidence.NotCertified}: {shortage.Message}");
                }

                if (counted == there)
                {
                    return new CertifiedPairs(pairs, Statement(lower, below, upper, counted), upper.Shift);
                }

                if (counted < there || repairs == MostRepairs)
                {
                    throw new ModeException(
                        $"{there} eigenvalues {(lower is null ? "" : $"above {lower.Shift:g6} and ")}below {upper.Shift:g6} were found, but inertia counts {counted}"
                        + (repairs > 0 ? $", also after {repairs} further searches." : "."));
                }

                problem.Report($"searching for {counted - there} modes that were missed", pairs.Count);
                using Eigenpairs others = repair(pairs, counted - there, below - (lower?.Below ?? 0), upper.Shift);
                Eigenpairs larger = Eigenpairs.Merged(problem.Order, pairs, others);
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
    private CertifiedPairs Without(Eigenpairs pairs, string reason)
    {
        if (problem.Options.Certification != ModeCertification.Always)
        {
            return new CertifiedPairs(pairs, reason, double.NaN);
        }

        pairs.Dispose();
        throw new ModeException($"A certificate was asked for, but: {reason}.");
    }

    // Whether there is nothing above the values.
    private bool IsWhole(double[] values) => values.Length == problem.Searched || (reachesTop && values.Length > 0);

    private static string Statement(Gap? lower, int below, Gap upper, int counted) => lower is null
        ? $"inertia: {upper.Name} precision counts {counted} eigenvalues below {upper.Shift:g3}, {upper.Distance:g2} from the nearest, as many as were found"
        : $"inertia: {lower.Name} precision counts {below} eigenvalues below {lower.Shift:g3}, {lower.Distance:g2} from the nearest, and {upper.Name} precision "
            + $"{counted} more below {upper.Shift:g3}, {upper.Distance:g2} from the nearest, as many as were found";

    private (int Below, int Counted) Count(Gap? lower, Gap upper, int found, LdltPrecision precision)
    {
        int below = lower is null ? 0 : Count(lower, found, precision);
        return (below, Count(upper, found, precision) - below);
    }

    private int Count(Gap gap, int found, LdltPrecision precision)
    {
        gap.Precision = gap.NeedsDouble ? LdltPrecision.Binary64 : precision;
        problem.Report($"counting eigenvalues below {gap.Shift:g3} by inertia in {gap.Name} precision", found);
        using LdltFactorization factorization = problem.Inertial(gap.Precision);
        return problem.CountSearchedBelow(factorization, gap.Shift);
    }

    // The middle of the widest gap between two limits that has a number of the values, from the first to the last given, below it. Zero, where the translations
    // are, is no place for a shift. Above the whole spectrum the shift is at a bound for it.
    private Gap? FindGap(double[] values, int fewest, int most, double from, double to)
    {
        double error = problem.ErrorBound;
        double beyond = problem.Top + (BeyondTop * problem.Scale);
        Gap? best = null;
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

        return best;

        void Consider(double lower, double upper, int below)
        {
            double distance = 0.5 * (upper - lower);
            if (distance > DoubleDistance * problem.Scale && distance > (best?.Distance ?? 0))
            {
                best = new Gap(0.5 * (lower + upper), distance, below, distance <= SingleDistance * problem.Scale);
            }
        }
    }

    // Distance is from the nearest eigenvalue, or from where one may be.
    private sealed record Gap(double Shift, double Distance, int Below, bool NeedsDouble)
    {
        public LdltPrecision Precision { get; set; }

        public string Name => Precision == LdltPrecision.Binary32 ? "single" : "double";
    }
}

/// <summary>Pairs, and what is known of their completeness.</summary>
/// <param name="Pairs">The pairs, ascending; the caller's.</param>
/// <param name="Statement">The certificate, or why there is none.</param>
/// <param name="Shift">Below this, nothing is missing (for an interval, above its lower limit); NaN without a certificate.</param>
internal readonly record struct CertifiedPairs(Eigenpairs Pairs, string Statement, double Shift)
{
    public bool IsCertified => !double.IsNaN(Shift);

    /// <summary>Whether all unstable and all zero modes are among the pairs, if they begin with the lowest.</summary>
    public bool ReachesBeyondZero => Shift > 0;
}
