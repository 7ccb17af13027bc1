// Where curves of different size cross.

using GlassModes.Numerics.RandomNumbers;

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
/// <param name="Error">Standard error of λ (<see cref="MobilityEdge.Of"/>); NaN where there is none.</param>
public readonly record struct Crossing(int Smaller, int Larger, double Eigenvalue, CrossingOutcome Outcome, double From, double Error = double.NaN);

/// <summary>
/// The mobility edge λ_e: below it modes are localised and N^{2/3} P falls with N, above it they are extended and it grows; at λ_e it does not depend on N (Shimada et al. 2024, Sec. III B).
/// </summary>
/// <param name="Crossings">Of each pair of sizes.</param>
public sealed record MobilityEdge(IReadOnlyList<Crossing> Crossings)
{
    // Sets of curves within the errors: errors are known to 4 %. With fewer than a tenth of them that cross, they say nothing.
    private const int Draws = 256;
    private const int FewestCrossed = Draws / 10;
    private const ulong Seed = 1;

    /// <summary>
    /// Whether a pair crosses below 0 and none contradicts: none is localised up to 0, none extended down to bins below the crossings. A pair that is undecided does not
    /// contradict, nor does one that is extended as far down as it goes and has no bins below the crossings.
    /// </summary>
    public bool Exists => Crossed.Any() && !Crossings.Any(Contradicts);

    /// <summary>λ_e, the mean of the crossings; NaN where there is none.</summary>
    public double Value => Exists ? Crossed.Average() : double.NaN;

    /// <summary>The standard error of λ_e by the errors of the bins; NaN where there is none. What crossings of different sizes differ by beyond it is in their extremes.</summary>
    public double Error
    {
        get => Exists ? field : double.NaN;
        private init;
    } = double.NaN;

    /// <summary>The lowest crossing.</summary>
    public double Lowest => Exists ? Crossed.Min() : double.NaN;

    /// <summary>The highest crossing.</summary>
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
    /// <para>
    /// The error of a crossing is the standard deviation over 256 searches, each with ln P of every bin of every size off by a normal number times its own error: a search may end at another step, which no
    /// derivative at the one that was found knows of, and does so once the errors of Δ are as large as what it changes by from bin to bin. That of their mean has the covariances of crossings that share a size, over
    /// the searches that found both. Searches that do not find a crossing are left out; with fewer than a tenth that do there is no error. Errors of bins are taken as independent and normal. Repeated experiments
    /// scatter by that, to a fifth, with errors of Δ from a twentieth of what it changes by from bin to bin to five times that.
    /// </para>
    /// </remarks>
    public static MobilityEdge Of(IEnumerable<ParticipationCurve> curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        ParticipationCurve[] ascending = [.. curves.OrderBy(curve => curve.Particles)];
        double[][][] draws = [.. ascending.Select((curve, k) => Enumerable.Range(0, Draws).Select(draw => Numbers(curve.Points.Count, (ulong)((k * Draws) + draw))).ToArray())];
        List<Crossing> crossings = [];
        List<double[]> searches = [];
        for (int small = 0; small < ascending.Length; small++)
        {
            for (int large = small + 1; large < ascending.Length; large++)
            {
                CommonBins bins = CommonBins.Of(ascending[small], ascending[large]);
                double eigenvalue = bins.Crossing();
                double error = double.NaN;
                if (double.IsFinite(eigenvalue))
                {
                    searches.Add([.. draws[small].Zip(draws[large], bins.Crossing)]);
                    error = Math.Sqrt(Covariance(searches[^1], searches[^1]));
                }

                crossings.Add(new Crossing(
                    ascending[small].Particles, ascending[large].Particles, eigenvalue, double.IsFinite(eigenvalue) ? CrossingOutcome.Crossed : bins.WithoutCrossing(), bins.From, error));
            }
        }

        return new MobilityEdge(crossings) { Error = ErrorOfMean(searches) };
    }

    private bool Contradicts(Crossing crossing) =>
        crossing.Outcome == CrossingOutcome.Localised || (crossing.Outcome == CrossingOutcome.Extended && crossing.From < Crossed.Average());

    // A normal number for each point, from the highest λ down: deeper points do not change those of the others.
    private static double[] Numbers(int points, ulong stream)
    {
        Philox random = new(Seed, stream);
        double[] numbers = new double[points];
        for (int k = points - 1; k >= 0; k--)
        {
            numbers[k] = random.NextNormalPair().First;
        }

        return numbers;
    }

    // Of pairs that hardly ever cross together the covariance is not known, and then neither is the error.
    private static double ErrorOfMean(List<double[]> searches) => Math.Sqrt(searches.Sum(one => searches.Sum(other => Covariance(one, other)))) / searches.Count;

    private static double Covariance(double[] one, double[] other)
    {
        (double One, double Other)[] both = [.. one.Zip(other).Where(pair => double.IsFinite(pair.First) && double.IsFinite(pair.Second))];
        if (both.Length < FewestCrossed)
        {
            return double.NaN;
        }

        (double mean, double its) = (both.Average(pair => pair.One), both.Average(pair => pair.Other));
        return both.Sum(pair => (pair.One - mean) * (pair.Other - its)) / (both.Length - 1);
    }
}
