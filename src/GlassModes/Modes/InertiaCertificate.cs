// Shows that nothing is missing among eigenpairs that an iteration found.

using GlassModes.LinearAlgebra;

namespace GlassModes.Modes;

/// <summary>
/// The eigenvalues found tell where the spectrum has gaps; there the inertia of H − σ must count as many as were found. What it counts beyond
/// that is searched for again, and a set that disagrees in the end is an error.
/// </summary>
/// <param name="problem">The matrix.</param>
/// <param name="reachesTop">Whether the search went beyond the largest eigenvalue, so that nothing is above what was found.</param>
internal sealed class InertiaCertificate(ModeProblem problem, bool reachesTop = false)
{
    private const int MostRepairs = 3;

    // How far a shift has to be from an eigenvalue for its inertia to be trusted, of λ_max: well above the backward errors.
    private const double SingleDistance = 1e-6;
    private const double DoubleDistance = 1e-12;

    /// <summary>Finds pairs that were missed.</summary>
    /// <param name="found">The pairs there are; remain the caller's.</param>
    /// <param name="missing">How many are missing.</param>
    /// <param name="belowLower">Eigenvalues of the matrix below the lower gap; 0 where there is none.</param>
    /// <param name="upper">The upper gap.</param>
    public delegate Eigenpairs Repair(Eigenpairs found, int missing, int belowLower, double upper);

    /// <summary>Certifies that the first pairs are the lowest. Owns the pairs until it hands on the same or more.</summary>
    /// <param name="found">Pairs, ascending, and some beyond those that are needed.</param>
    /// <param name="needed">How many of the values the certificate has to cover.</param>
    /// <param name="always">Whether it is the default at any size.</param>
    /// <param name="repair">Finds what is missing.</param>
    public (Eigenpairs Pairs, string Certificate) OfLowest(Eigenpairs found, Func<double[], int> needed, bool always, Repair repair) =>
        Certify(found, values => (0, needed(values)), always, repair);

    /// <summary>Certifies that nothing is missing between two limits.</summary>
    /// <param name="found">Pairs, ascending, and some beyond both limits.</param>
    /// <param name="lower">All above this.</param>
    /// <param name="upper">All below this.</param>
    /// <param name="repair">Finds what is missing.</param>
    public (Eigenpairs Pairs, string Certificate) OfInterval(Eigenpairs found, double lower, double upper, Repair repair) =>
        Certify(found, values => (values.Count(value => value < lower), values.Count(value => value <= upper)), true, repair);

    private (Eigenpairs Pairs, string Certificate) Certify(
        Eigenpairs found, Func<double[], (int First, int Last)> needed, bool always, Repair repair)
    {
        Eigenpairs pairs = found;
        if (!problem.MayCertify(always))
        {
            return (pairs, problem.NotCertified());
        }

        try
        {
            for (int repairs = 0; ; repairs++)
            {
                double[] values = pairs.Values.ToArray();
                (int first, int last) = needed(values);
                Gap? lower = first > 0 ? FindGap(values, 1, first) : null;
                if (FindGap(values, last, IsWhole(values) ? values.Length : values.Length - 1) is not { } upper || (first > 0 && lower is null))
                {
                    return (pairs, "not certified: the eigenvalues leave no gap for a shift");
                }

                int below, counted;
                try
                {
                    below = lower is null ? 0 : Count(lower, pairs.Count);
                    counted = Count(upper, pairs.Count) - below;
                }
                catch (InsufficientMemoryException shortage) when (problem.Options.Certification != ModeCertification.Always)
                {
                    return (pairs, $"not certified: {shortage.Message}");
                }

                int there = upper.Below - (lower?.Below ?? 0);
                if (counted == there)
                {
                    return (pairs, Statement(lower, below, upper, counted));
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

    // Whether there is nothing above the values.
    private bool IsWhole(double[] values) => values.Length == problem.Searched || (reachesTop && values.Length > 0);

    private static string Statement(Gap? lower, int below, Gap upper, int counted) => lower is null
        ? $"inertia: {upper.Name} precision counts {counted} eigenvalues below {upper.Shift:g3}, {upper.Distance:g2} from the nearest, as many as were found"
        : $"inertia: {lower.Name} precision counts {below} eigenvalues below {lower.Shift:g3}, {lower.Distance:g2} from the nearest, and {upper.Name} precision "
            + $"{counted} more below {upper.Shift:g3}, {upper.Distance:g2} from the nearest, as many as were found";

    private int Count(Gap gap, int found)
    {
        gap.Precision = gap.Distance > SingleDistance * problem.Scale ? LdltPrecision.Binary32 : LdltPrecision.Binary64;
        problem.Report($"counting eigenvalues below {gap.Shift:g3} by inertia", found);
        using LdltFactorization factorization = problem.Inertial(gap.Precision);
        return problem.CountSearchedBelow(factorization, gap.Shift);
    }

    // The middle of the widest gap that has a number of the values, from the first to the last given, below it. Zero, where the translations are, is no place
    // for a shift.
    private Gap? FindGap(double[] values, int fewest, int most)
    {
        Gap? best = null;
        for (int below = fewest; below <= most; below++)
        {
            double lower = below > 0 ? values[below - 1] : values[0] - (2 * SingleDistance * problem.Scale);
            double upper = below < values.Length ? values[below] : Math.Max(values[^1], 0) + (2 * SingleDistance * problem.Scale);
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
                best = new Gap(0.5 * (lower + upper), distance, below);
            }
        }
    }

    private sealed record Gap(double Shift, double Distance, int Below)
    {
        public LdltPrecision Precision { get; set; }

        public string Name => Precision == LdltPrecision.Binary32 ? "single" : "double";
    }
}
