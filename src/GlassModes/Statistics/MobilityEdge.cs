// Where curves of different size cross.

using MathNet.Numerics.Distributions;

namespace GlassModes.Statistics;

/// <summary>N^{2/3} P(λ) of one system size.</summary>
/// <param name="Particles">N.</param>
/// <param name="Points">λ, N^{2/3} ⟨P⟩ over modes of a bin and all samples, and its standard error; ascending in λ.</param>
/// <param name="Groups">Independent groups of samples the errors are from, one more than their degrees of freedom; the largest number where they are known by themselves.</param>
public sealed record ParticipationCurve(int Particles, IReadOnlyList<DataPoint> Points, int Groups = int.MaxValue);

/// <summary>What two curves say of a mobility edge below 0.</summary>
public enum CrossingOutcome
{
    /// <summary>Too few common bins, or too much noise.</summary>
    Undecided,

    /// <summary>They cross below 0.</summary>
    Crossed,

    /// <summary>Up to 0 the modes are localised: there is no edge below 0.</summary>
    Localised,

    /// <summary>Down to the lowest common bin the modes are extended: there is no edge above that.</summary>
    Extended,
}

/// <summary>What became of the search for a crossing of two curves.</summary>
/// <param name="Smaller">The smaller N.</param>
/// <param name="Larger">The larger N.</param>
/// <param name="Eigenvalue">λ; NaN where they are not seen to cross below 0.</param>
/// <param name="Outcome">What the two say.</param>
/// <param name="From">λ of the lowest bin that both have, below 0; NaN without any.</param>
public readonly record struct Crossing(int Smaller, int Larger, double Eigenvalue, CrossingOutcome Outcome, double From);

/// <summary>
/// The mobility edge λ_e: below it modes are localised and N^{2/3} P falls with N, above it they are extended and it grows; at λ_e it does not depend on N (Shimada et al. 2024, Sec. III B).
/// </summary>
/// <param name="Crossings">Of each pair of sizes.</param>
public sealed record MobilityEdge(IReadOnlyList<Crossing> Crossings)
{
    // A side of a crossing has to be seen: that many bins, and that many standard errors in all, or what is as improbable where these are from few samples.
    private const int FewestBins = 2;
    private const double Significance = 2;

    // Degrees of freedom from which on Student's distribution is the normal one.
    private const double MostFreedom = 1e6;

    // The part of the common bins at either end in which modes have to be seen to be all of one kind.
    private const int EndPart = 4;

    /// <summary>
    /// Whether a pair crosses below 0 and none contradicts: none is localised up to 0, none extended down to bins below the crossings. A pair that is undecided does not
    /// contradict, nor does one that is extended as far down as it goes and has no bins below the crossings.
    /// </summary>
    public bool Exists => Crossed.Any() && !Crossings.Any(Contradicts);

    /// <summary>λ_e, the mean of the crossings; NaN where there is none.</summary>
    public double Value => Exists ? Crossed.Average() : double.NaN;

    /// <summary>The lowest crossing: the lower end of the error bar.</summary>
    public double Lowest => Exists ? Crossed.Min() : double.NaN;

    /// <summary>The highest crossing: the upper end of the error bar.</summary>
    public double Highest => Exists ? Crossed.Max() : double.NaN;

    /// <summary>
    /// What stands: "from 2 of 3 pairs, 1 undecided" where there is an edge, "none: 2 of 3 pairs localised up to 0, 1 undecided" where a pair speaks against one, else
    /// "undecided: 3 of 3 pairs too noisy or with too few bins".
    /// </summary>
    public string Summary
    {
        get
        {
            List<string> parts = [];
            void Tell(CrossingOutcome outcome, string what)
            {
                int number = Crossings.Count(crossing => crossing.Outcome == outcome);
                if (number > 0)
                {
                    parts.Add(parts.Count == 0 ? $"{number} of {Crossings.Count} pairs{what}" : $"{number}{what}");
                }
            }

            bool exists = Exists;
            if (exists)
            {
                Tell(CrossingOutcome.Crossed, "");
            }

            Tell(CrossingOutcome.Localised, " localised up to 0");
            Tell(CrossingOutcome.Extended, " extended as far down as seen");
            bool none = !exists && parts.Count > 0;
            if (!exists)
            {
                Tell(CrossingOutcome.Crossed, " crossed");
            }

            Tell(CrossingOutcome.Undecided, exists || none ? " undecided" : " too noisy or with too few bins");
            return parts.Count == 0 ? "undecided: fewer than two sizes" : $"{(exists ? "from " : none ? "none: " : "undecided: ")}{string.Join(", ", parts)}";
        }
    }

    private IEnumerable<double> Crossed => Crossings.Where(crossing => crossing.Outcome == CrossingOutcome.Crossed).Select(crossing => crossing.Eigenvalue);

    /// <summary>Finds the crossings of all pairs of curves.</summary>
    /// <remarks>
    /// The difference of logarithms Δ(λ) = ln(N₁^{2/3} P₁) − ln(N₂^{2/3} P₂), N₁ &lt; N₂, at the λ of bins that both have, is positive below λ_e and negative above. The crossing is put between the two bins
    /// where a step from + to − has the least Σ of w Δ² on its wrong side (w = 1/σ², or 1 without errors), and there Δ is interpolated between weighted means of two bins on either side.
    /// <para>
    /// Two curves have crossed if two bins at least lie on each side, below 0, whose weighted mean is of the right sign by two standard errors. If they have not, they are localised if the mean is
    /// positive by two standard errors both over the quarter of the bins next to 0 and over the two bins next to 0 (else a few precise bins farther down would speak for the ones next to
    /// 0, where an edge may hide), and extended if it is negative in the same way at the lower end. They are undecided if neither, or both.
    /// </para>
    /// <para>
    /// "By two standard errors" is where errors are known; where they are from G groups of samples it is Student's limit of the same probability with the smaller G − 1 of both as degrees of
    /// freedom, 4.5 errors with three samples.
    /// </para>
    /// <para>
    /// Bins in which one of the two has no error (none or 0) are left out where others have one. Without any errors, σ² of a bin is half the mean square of the differences between
    /// neighbouring bins (von Neumann et al., Ann. Math. Stat. 12, 153, 1941), in which a slope hardly counts, and the limit is Student's again.
    /// </para>
    /// </remarks>
    public static MobilityEdge Of(IEnumerable<ParticipationCurve> curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        ParticipationCurve[] ascending = [.. curves.OrderBy(curve => curve.Particles)];
        List<Crossing> crossings = [];
        for (int small = 0; small < ascending.Length; small++)
        {
            for (int large = small + 1; large < ascending.Length; large++)
            {
                crossings.Add(Compare(ascending[small], ascending[large]));
            }
        }

        return new MobilityEdge(crossings);
    }

    private bool Contradicts(Crossing crossing) =>
        crossing.Outcome == CrossingOutcome.Localised || (crossing.Outcome == CrossingOutcome.Extended && crossing.From < Crossed.Average());

    private static Crossing Compare(ParticipationCurve small, ParticipationCurve large)
    {
        CommonBins bins = CommonBins.Of(small, large);
        double eigenvalue = Cross(bins);
        return new Crossing(
            small.Particles,
            large.Particles,
            eigenvalue,
            double.IsFinite(eigenvalue) ? CrossingOutcome.Crossed : WithoutCrossing(bins),
            bins.Count > 0 ? bins.Points[0].X : double.NaN);
    }

    private static CrossingOutcome WithoutCrossing(CommonBins bins)
    {
        int n = bins.Count;
        if (n < FewestBins)
        {
            return CrossingOutcome.Undecided;
        }

        int end = Math.Max(FewestBins, n / EndPart);
        bool localised = bins.AreSeen(n - end, n, 1) && bins.AreSeen(n - FewestBins, n, 1);
        bool extended = bins.AreSeen(0, end, -1) && bins.AreSeen(0, FewestBins, -1);
        return localised == extended ? CrossingOutcome.Undecided : localised ? CrossingOutcome.Localised : CrossingOutcome.Extended;
    }

    private static double Cross(CommonBins bins)
    {
        int n = bins.Count;
        if (n < 2 * FewestBins)
        {
            return double.NaN;
        }

        DataPoint[] differences = bins.Points;
        double[] weights = bins.Weights;

        // Wrong are negative ones below the step and positive ones above it.
        double wrong = differences.Zip(weights, (point, weight) => point.Y > 0 ? weight * point.Y * point.Y : 0).Sum();
        (double Wrong, int Below) best = (double.PositiveInfinity, 0);
        for (int below = 0; below <= n; below++)
        {
            best = wrong < best.Wrong ? (wrong, below) : best;
            if (below < n)
            {
                wrong += (differences[below].Y > 0 ? -1 : 1) * weights[below] * differences[below].Y * differences[below].Y;
            }
        }

        if (best.Below < FewestBins || n - best.Below < FewestBins || !bins.AreSeen(0, best.Below, 1) || !bins.AreSeen(best.Below, n, -1))
        {
            return double.NaN;
        }

        DataPoint lower = bins.Mean(best.Below - FewestBins, best.Below);
        DataPoint upper = bins.Mean(best.Below, best.Below + FewestBins);
        return lower.Y > upper.Y ? lower.X + ((upper.X - lower.X) * Math.Clamp(lower.Y / (lower.Y - upper.Y), 0, 1)) : 0.5 * (lower.X + upper.X);
    }

    // Δ at the λ below 0 that both have, its weights, and what an error is: that of unit weight, and how many of them are significant.
    private sealed record CommonBins(DataPoint[] Points, double[] Weights, double Error, double Limit)
    {
        public int Count => Points.Length;

        public static CommonBins Of(ParticipationCurve small, ParticipationCurve large)
        {
            Dictionary<double, DataPoint> others = large.Points.ToDictionary(point => point.X);
            DataPoint[] points =
            [
                .. small.Points.Where(point => point.X < 0 && point.Y > 0 && others.TryGetValue(point.X, out DataPoint other) && other.Y > 0).OrderBy(point => point.X).Select(point =>
                {
                    DataPoint other = others[point.X];
                    bool known = point.Error > 0 && other.Error > 0;
                    double error = known ? Math.Sqrt(Math.Pow(point.Error / point.Y, 2) + Math.Pow(other.Error / other.Y, 2)) : double.NaN;
                    return new DataPoint(point.X, Math.Log(point.Y / other.Y), error);
                }),
            ];

            // A bin in the tail, to which one sample came, has no error; the others keep theirs.
            DataPoint[] withError = [.. points.Where(point => double.IsFinite(point.Error))];
            if (withError.Length > 0)
            {
                double limit = LimitOf(Math.Min(small.Groups, large.Groups) - 1.0);
                return new CommonBins(withError, [.. withError.Select(point => 1 / (point.Error * point.Error))], 1, limit);
            }

            // From neighbours, for Δ changes slowly; degrees of freedom are those whose χ² has the variance of these squares.
            double n = points.Length;
            double variance = points.Zip(points.Skip(1), (one, next) => (next.Y - one.Y) * (next.Y - one.Y)).Sum() / (2 * (n - 1));
            double freedom = 2 * (n - 1) * (n - 1) / ((3 * n) - 4);
            return new CommonBins(points, [.. points.Select(_ => 1.0)], Math.Sqrt(variance), n > 1 ? LimitOf(freedom) : double.NaN);
        }

        // Student's, with the probability of two standard errors that are known.
        private static double LimitOf(double freedom) =>
            freedom < 1 ? double.NaN : freedom < MostFreedom ? StudentT.InvCDF(0, 1, freedom, Normal.CDF(0, 1, Significance)) : Significance;

        // Whether the mean over some bins is of a sign, significantly.
        public bool AreSeen(int from, int to, int sign) => sign * Mean(from, to).Y > Limit * Mean(from, to).Error;

        public DataPoint Mean(int from, int to)
        {
            double sum = Weights[from..to].Sum();
            double x = 0;
            double y = 0;
            for (int k = from; k < to; k++)
            {
                x += Weights[k] * Points[k].X / sum;
                y += Weights[k] * Points[k].Y / sum;
            }

            return new DataPoint(x, y, Error / Math.Sqrt(sum));
        }
    }
}
