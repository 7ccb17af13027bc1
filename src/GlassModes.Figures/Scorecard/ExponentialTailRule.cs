// The rule for a lower tail that is exponential at every rung.

using GlassModes.Analysis;
using GlassModes.Ensembles;
using GlassModes.Papers;
using GlassModes.Statistics;

namespace GlassModes.Figures.Scorecard;

/// <summary>
/// Tests at each rung whether the lowest share of the values is exponential, by the Kolmogorov-Smirnov distance. The scale is fitted to the
/// same values. The level of each test is divided by the number of tests (Bonferroni).
/// </summary>
/// <param name="Tail">The claim.</param>
public sealed record ExponentialTailRule(StatedClaim.ExponentialTail Tail) : ScorecardRule(Tail)
{
    // The largest |erf(x/√2) − (1 − e^{−x/m})| with m = √(2/π): half of a Gaussian against the exponential of the same mean.
    private const double GaussianDistance = 0.084;

    // Tested rungs stand for all W of a range if they are within a decade of both ends, and span half of its decades.
    private const double LargestDistance = 1;
    private const double LeastShare = 0.5;

    /// <inheritdoc/>
    public override string Agrees => Text(
        $"at {Tail.FewestRungs} rungs or more the lowest {Tail.Share:p0} of the values can be tested, and all of them pass")
        + (IsFinite ? Text($"; the tested rungs are within a decade of both ends of {Tail.Rungs}, and span half of its decades") : "");

    /// <inheritdoc/>
    public override string Differs => Text(
        $"at a tested rung the distance from an exponential exceeds {Tail.Tolerance:g2} (which the eye would see), and has a probability ")
        + Text($"below {Evidence.LevelOf(1):g1} divided by the number of tests");

    /// <inheritdoc/>
    public override string NotEnoughData => Text(
        $"at fewer rungs, or in a shorter range of W, the values are so many that a Gaussian tail (a distance of {GaussianDistance:g2}) ")
        + "would be seen at this level";

    // A range without a lower end is that of inherent structures, where W has no more meaning.
    private bool IsFinite => double.IsFinite(Tail.Rungs.From) && double.IsFinite(Tail.Rungs.To);

    /// <inheritdoc/>
    internal override Finding Judge(Evidence evidence)
    {
        (double Log10W, double[] Depths)[] rungs = [.. evidence.RungsOf(Tail).Select(rung => (rung.Log10W, DepthsOf(ValuesAt(rung))))];
        double level = Evidence.LevelOf(rungs.Length);
        RungTest[] tests =
        [
            .. rungs.Where(rung => KolmogorovSmirnov.ProbabilityOfExponential(GaussianDistance, rung.Depths.Length) < level)
                .Select(rung => RungTest.Of(rung.Log10W, rung.Depths)),
        ];
        string untested = string.Join(
            ", ", rungs.Select(rung => rung.Log10W).Except(tests.Select(test => test.Log10W)).Select(log => Text($"{log:g3}")));
        string lengths = string.Join(", ", rungs.Select(rung => Text($"{rung.Depths.Length} at {rung.Log10W:g3}")));
        if (tests.Length == 0)
        {
            return Finding.Missing($"values in the tail at each log10 W: {(rungs.Length == 0 ? "none" : lengths)}");
        }

        bool differs = tests.Any(test => test.Distance > Tail.Tolerance && test.Probability < level);
        RungTest worst = tests.MinBy(test => test.Probability)!;
        return new Finding(
            Finding.VerdictOf(!differs && tests.Length >= Tail.FewestRungs && SpanRange(tests), differs),
            tests[0].Scale,
            Text($"s at log10 W = {tests[0].Log10W:g3}; tested at {string.Join(", ", tests.Select(test => Text($"{test.Log10W:g3}")))}; ")
                + (untested.Length > 0 ? $"too few values at {untested}; " : "")
                + Text($"the least probability is {worst.Probability:g2} at {worst.Log10W:g3}, with a distance of {worst.Distance:g2}; ")
                + $"values in the tail: {lengths}")
        {
            Used =
            [
                .. evidence.RungsOf(Tail).Where(rung => tests.Any(test => test.Log10W.Equals(rung.Log10W)))
                    .Select(rung => new EnsembleAtRung(evidence.Largest.Ensemble, rung))
                    .Select(at => Tail.Quantity == TailQuantity.CoreEnergies ? UsedSamples.WithMode(at) : UsedSamples.WithSpectrum(at)),
            ],
        };
    }

    private bool SpanRange(RungTest[] tests)
    {
        (double first, double last) = (tests.Max(test => test.Log10W), tests.Min(test => test.Log10W));
        return !IsFinite
            || (new RungRange(Tail.Rungs.From, Tail.Rungs.From - LargestDistance).Contains(first)
                && new RungRange(Tail.Rungs.To + LargestDistance, Tail.Rungs.To).Contains(last)
                && first - last >= LeastShare * (Tail.Rungs.From - Tail.Rungs.To));
    }

    // The values of all samples, ascending.
    private double[] ValuesAt(RungSums rung) => Tail.Quantity == TailQuantity.CoreEnergies
        ? [.. rung.Modes.Where(sample => sample.HasMode).Select(sample => sample.CoreEnergy).Order()]
        : [.. rung.WholeSpectra.SelectMany(sample => sample.Eigenvalues).Order()];

    // The distances of the lowest values below the lowest value that is not of the tail, ascending.
    private double[] DepthsOf(double[] values)
    {
        int count = (int)(Tail.Share * values.Length);
        return [.. values.Take(count).Select(value => values[count] - value).Order()];
    }

    private sealed record RungTest(double Log10W, FittedValue Scale, double Distance, double Probability)
    {
        public static RungTest Of(double log10W, double[] depths)
        {
            double scale = depths.Average();
            double distance = scale > 0 ? KolmogorovSmirnov.Distance(depths, depth => 1 - Math.Exp(-depth / scale)) : 1;
            return new RungTest(
                log10W,
                new FittedValue(scale, scale / Math.Sqrt(depths.Length)),
                distance,
                KolmogorovSmirnov.ProbabilityOfExponential(distance, depths.Length));
        }
    }
}
