// The mobility edge: where curves of different N cross.

using GlassModes.Numerics.RandomNumbers;

namespace GlassModes.Statistics;

/// <summary>The curve N^{2/3} P(λ) of one system size.</summary>
/// <param name="Particles">N.</param>
/// <param name="Points">
/// For each bin, ascending in λ: λ, N^{2/3} ⟨P⟩ over the modes of all samples in the bin, and the standard error.
/// </param>
/// <param name="Groups">
/// The number of independent groups of samples on which the errors are based. The errors have one degree of freedom less. The largest
/// integer stands for errors that are known exactly.
/// </param>
public sealed record ParticipationCurve(int Particles, IReadOnlyList<DataPoint> Points, int Groups = int.MaxValue);

/// <summary>What two curves say about a mobility edge below 0.</summary>
public enum CrossingOutcome
{
    /// <summary>Too few common bins, or too much noise.</summary>
    Undecided,

    /// <summary>The curves cross below 0.</summary>
    Crossed,

    /// <summary>Up to 0 the modes are localised: there is no edge below 0.</summary>
    Localised,

    /// <summary>Down to the lowest common bin the modes are extended: there is no edge above this bin.</summary>
    Extended,
}

/// <summary>The result of the search for a crossing of two curves.</summary>
/// <param name="Smaller">The smaller N.</param>
/// <param name="Larger">The larger N.</param>
/// <param name="Eigenvalue">The λ of the crossing; NaN where no crossing below 0 is seen.</param>
/// <param name="Outcome">What the two curves say.</param>
/// <param name="From">The λ of the lowest bin below 0 that both curves have; NaN without such a bin.</param>
/// <param name="Error">The standard error of λ (<see cref="MobilityEdge.Of"/>); NaN where the error is not known.</param>
public readonly record struct Crossing(
    int Smaller, int Larger, double Eigenvalue, CrossingOutcome Outcome, double From, double Error = double.NaN);

/// <summary>
/// The mobility edge λ_e (Shimada et al. 2024, Sec. III B). Below λ_e modes are localised, and N^{2/3} P falls with N. Above λ_e modes are
/// extended, and N^{2/3} P grows with N. At λ_e, N^{2/3} P does not depend on N.
/// </summary>
/// <param name="Crossings">The crossing of each pair of sizes.</param>
public sealed record MobilityEdge(IReadOnlyList<Crossing> Crossings)
{
    // Errors are from this number of sets of curves with random deviations, and are then known to 4 %. If fewer than a tenth of the sets
    // cross, there is no error.
    private const int Draws = 256;
    private const int FewestCrossed = Draws / 10;
    private const ulong Seed = 1;

    /// <summary>
    /// Whether there is an edge: at least one pair of curves crosses below 0, and no pair contradicts. A pair contradicts if its modes are
    /// localised up to 0. A pair also contradicts if its modes are extended, and its lowest bin is below the mean of the crossings. An
    /// undecided pair does not contradict. An extended pair without bins below the mean of the crossings does not contradict either.
    /// </summary>
    public bool Exists => CrossedEigenvalues.Any() && !Crossings.Any(Contradicts);

    /// <summary>λ_e, the mean of the crossings; NaN where there is no edge.</summary>
    public double Value => Exists ? CrossedEigenvalues.Average() : double.NaN;

    /// <summary>
    /// The standard error of λ_e that follows from the errors of the bins; NaN where there is no edge, or where the error is not known.
    /// Crossings of different sizes may differ by more than this error. <see cref="Lowest"/> and <see cref="Highest"/> show how much.
    /// </summary>
    public double Error
    {
        get => Exists ? field : double.NaN;
        private init;
    } = double.NaN;

    /// <summary>The lowest crossing; NaN where there is no edge.</summary>
    public double Lowest => Exists ? CrossedEigenvalues.Min() : double.NaN;

    /// <summary>The highest crossing; NaN where there is no edge.</summary>
    public double Highest => Exists ? CrossedEigenvalues.Max() : double.NaN;

    /// <summary>
    /// Counts the pairs by their outcome. If there is an edge, the text is for example "from 2 of 3 pairs, 1 undecided". If a pair
    /// contradicts an edge: "none: 2 of 3 pairs localised up to 0, 1 undecided". Otherwise: "undecided: 3 of 3 pairs too noisy or with too
    /// few bins".
    /// </summary>
    public override string ToString()
    {
        List<string> parts = [];
        void AddCount(CrossingOutcome outcome, string words)
        {
            int number = Crossings.Count(crossing => crossing.Outcome == outcome);
            if (number > 0)
            {
                parts.Add(parts.Count == 0 ? $"{number} of {Crossings.Count} pairs{words}" : $"{number}{words}");
            }
        }

        bool exists = Exists;
        if (exists)
        {
            AddCount(CrossingOutcome.Crossed, "");
        }

        AddCount(CrossingOutcome.Localised, " localised up to 0");
        AddCount(CrossingOutcome.Extended, " extended as far down as seen");
        bool isDenied = !exists && parts.Count > 0;
        if (!exists)
        {
            AddCount(CrossingOutcome.Crossed, " crossed");
        }

        AddCount(CrossingOutcome.Undecided, exists || isDenied ? " undecided" : " too noisy or with too few bins");
        return parts.Count == 0
            ? "undecided: fewer than two sizes"
            : $"{(exists ? "from " : isDenied ? "none: " : "undecided: ")}{string.Join(", ", parts)}";
    }

    private IEnumerable<double> CrossedEigenvalues =>
        Crossings.Where(crossing => crossing.Outcome == CrossingOutcome.Crossed).Select(crossing => crossing.Eigenvalue);

    /// <summary>Finds the crossings of all pairs of curves.</summary>
    /// <remarks>
    /// <para>
    /// The search uses the difference of logarithms Δ(λ) = ln(N₁^{2/3} P₁) − ln(N₂^{2/3} P₂), N₁ &lt; N₂, at the λ of bins that both curves
    /// have. Δ is positive below λ_e and negative above. The search looks for a step between two bins at which Δ goes from + to −. Negative
    /// Δ below the step and positive Δ above the step are wrong. The step is put where the sum Σ w Δ² over all wrong Δ is least, with w =
    /// 1/σ², or 1 without errors. The crossing is found by linear interpolation between the weighted mean of the two bins below the step
    /// and the weighted mean of the two bins above the step.
    /// </para>
    /// <para>
    /// Two curves have crossed if at least two bins below 0 lie on each side of the step, and if the weighted mean of Δ on each side has
    /// the right sign by two standard errors. Otherwise the curves are localised if Δ is positive by two standard errors both in the mean
    /// over the quarter of the bins next to 0 and in the mean over the two bins next to 0. The second condition keeps a few precise bins
    /// farther down from speaking for the bins next to 0, where an edge may hide. The curves are extended if Δ is negative in the same way
    /// at the lower end. The curves are undecided if they meet neither or both of these conditions.
    /// </para>
    /// <para>
    /// Two standard errors are the limit where errors are known exactly. Where errors are from G groups of samples, the limit is that of
    /// Student's distribution with the same probability. The number of degrees of freedom is the smaller G − 1 of both curves. With three
    /// samples, the limit is 4.5 standard errors.
    /// </para>
    /// <para>
    /// If some bins have an error in both curves, bins without an error (NaN or 0) are left out. If no bin has an error, σ² of a bin is
    /// half the mean square of the differences between neighbouring bins (von Neumann et al., Ann. Math. Stat. 12, 153, 1941). A slope
    /// contributes little to these differences. The limit is again that of Student's distribution.
    /// </para>
    /// <para>
    /// The error of a crossing is the standard deviation over 256 searches. In each search, ln P of every bin of every size is shifted by a
    /// normal random number times its error. The errors cannot be propagated by a derivative instead, because a search may end at another
    /// step once the errors of Δ are as large as the change of Δ from bin to bin. The error of the mean of several crossings includes the
    /// covariances of the crossings, because pairs may share a size. A covariance is that over the searches that found both crossings.
    /// Searches that find no crossing are left out. If fewer than a tenth of the searches find a crossing, there is no error. Errors of
    /// bins are taken as independent and normal. In repeated experiments, the scatter of crossings agrees with the stated error to a fifth.
    /// This holds for errors of Δ between a twentieth and five times the change of Δ from bin to bin.
    /// </para>
    /// </remarks>
    /// <param name="curves">The curve of each size, in any order.</param>
    public static MobilityEdge Of(IEnumerable<ParticipationCurve> curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        ParticipationCurve[] ascending = [.. curves.OrderBy(curve => curve.Particles)];
        double[][] DrawsOf(ParticipationCurve curve, int k) =>
            [.. Enumerable.Range(0, Draws).Select(draw => DrawNormalNumbers(curve.Points.Count, (ulong)((k * Draws) + draw)))];
        double[][][] draws = [.. ascending.Select(DrawsOf)];
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
                    ascending[small].Particles,
                    ascending[large].Particles,
                    eigenvalue,
                    double.IsFinite(eigenvalue) ? CrossingOutcome.Crossed : bins.WithoutCrossing(),
                    bins.From,
                    error));
            }
        }

        return new MobilityEdge(crossings) { Error = ErrorOfMean(searches) };
    }

    private bool Contradicts(Crossing crossing) =>
        crossing.Outcome == CrossingOutcome.Localised
        || (crossing.Outcome == CrossingOutcome.Extended && crossing.From < CrossedEigenvalues.Average());

    // Draws a normal number for each point. The order is from the highest λ down, so that a deeper point does not change the other numbers.
    private static double[] DrawNormalNumbers(int points, ulong stream)
    {
        Philox random = new(Seed, stream);
        double[] numbers = new double[points];
        for (int k = points - 1; k >= 0; k--)
        {
            numbers[k] = random.NextNormalPair().First;
        }

        return numbers;
    }

    // The error is NaN if the covariance of two crossings is not known, because few searches found both crossings.
    private static double ErrorOfMean(List<double[]> searches) =>
        Math.Sqrt(searches.Sum(first => searches.Sum(second => Covariance(first, second)))) / searches.Count;

    private static double Covariance(double[] first, double[] second)
    {
        (double First, double Second)[] both =
            [.. first.Zip(second).Where(pair => double.IsFinite(pair.First) && double.IsFinite(pair.Second))];
        if (both.Length < FewestCrossed)
        {
            return double.NaN;
        }

        (double meanOfFirst, double meanOfSecond) = (both.Average(pair => pair.First), both.Average(pair => pair.Second));
        return both.Sum(pair => (pair.First - meanOfFirst) * (pair.Second - meanOfSecond)) / (both.Length - 1);
    }
}
