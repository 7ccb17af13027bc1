// The rule for the range of W over which the law of the correlation length holds.

using GlassModes.Analysis;
using GlassModes.Papers;
using GlassModes.Statistics;

namespace GlassModes.Figures.Scorecard;

/// <summary>
/// Tests by χ² whether ln ξ = c W^−a describes ξ over the stated number of decades of W without a gap. The power law ξ = c W^−b is the
/// alternative that must be told apart. From each rung the shortest and the longest window that spans so many decades are tested: the
/// law holds if one of the windows follows it.
/// </summary>
/// <param name="Law">The claim.</param>
public sealed record LengthLawRule(StatedClaim.LengthLawOverDecades Law) : ScorecardRule(Law)
{
    private const double Level = 0.01;

    // Rungs that are farther apart leave a gap.
    private const double LargestStep = 1;

    private const double Rounding = 1e-9;

    /// <inheritdoc/>
    public override string Agrees => Text(
        $"in a window of {Law.Decades:g3} decades or more within {Law.Rungs}, xi is known at all rungs, which are at most ")
        + Text($"{LargestStep:g2} decade apart, the law has a probability of {Level} or more, and a power of W has less than ")
        + Text($"{Level} divided by the number of such windows");

    /// <inheritdoc/>
    public override string Differs => Text($"in each such window the law has a probability below {Level}");

    /// <inheritdoc/>
    public override string NotEnoughData => Text(
        $"there is no such window, or both laws fit; errors of ln xi include {Law.Tolerance:g2} ln xi, for the paper compares by ")
        + "eye, and rungs count as independent";

    /// <inheritdoc/>
    internal override Finding Judge(Evidence evidence)
    {
        LengthAtRung[] rungs =
        [
            .. evidence.Largest.CorrelationLaws.First(law => law.Choice == DecayRangeChoice.Given).Lengths.Where(length =>
                Law.Rungs.Contains(length.At.Rung.Log10W) && length.At.Rung.Count >= Evidence.FewestSamples),
        ];
        string known = Text($"xi is known at {rungs.Count(IsKnown)} of {rungs.Length} rungs of {Law.Rungs}");
        WindowTest[] tests = [.. WindowsOf(rungs).Select(TestOf).Where(test => test.Law.IsTrusted)];
        if (tests.Length == 0)
        {
            return Finding.Missing(Text($"{known}, and nowhere over {Law.Decades:g3} decades without a gap"));
        }

        double level = Level / tests.Length;
        WindowTest best = tests.MaxBy(test => test.Law.Probability)!;
        WindowTest? agreeing = tests.FirstOrDefault(test => test.Law.Probability >= Level && test.Power.Probability < level);
        WindowTest shown = agreeing ?? best;
        return new Finding(
            Finding.VerdictOf(agreeing is not null, best.Law.Probability < Level),
            new FittedValue(LogOf(shown.Rungs[0]) - LogOf(shown.Rungs[^1]), double.NaN),
            Text($"{known}; {tests.Length} windows; probabilities at log10 W = {LogOf(shown.Rungs[0]):g3} to {LogOf(shown.Rungs[^1]):g3}: ")
                + Text($"{shown.Law.Probability:g2} for the law, {shown.Power.Probability:g2} for a power of W"))
        {
            Used = [.. shown.Rungs.Select(length => UsedSamples.WithMode(length.At))],
        };
    }

    // From each rung, the shortest and the longest window of neighbouring rungs that spans the decades. ξ is known at all of its rungs, and
    // no gap is between two of them.
    private IEnumerable<LengthAtRung[]> WindowsOf(LengthAtRung[] rungs)
    {
        for (int first = 0; first < rungs.Length; first++)
        {
            LengthAtRung[] run = RunFrom(rungs[first..]);
            int shortest = Array.FindIndex(run, length => LogOf(run[0]) - LogOf(length) >= Law.Decades - Rounding) + 1;
            if (shortest > 0)
            {
                yield return run[..shortest];
            }

            if (shortest > 0 && run.Length > shortest)
            {
                yield return run;
            }
        }
    }

    private static LengthAtRung[] RunFrom(LengthAtRung[] rungs)
    {
        int count = 0;
        while (count < rungs.Length && IsKnown(rungs[count])
            && (count == 0 || LogOf(rungs[count - 1]) - LogOf(rungs[count]) <= LargestStep + Rounding))
        {
            count++;
        }

        return rungs[..count];
    }

    private WindowTest TestOf(LengthAtRung[] window)
    {
        DataPoint[] points = [.. window.Select(PointOf)];
        return new WindowTest(
            window,
            PowerLawFit.Of(points).Quality,
            LineFit.Of(points.Select(point => point with { X = Math.Log(point.X) })).Quality);
    }

    private static bool IsKnown(LengthAtRung length) => length.Fit.Quality.IsTrusted && length.Fit.Length.Value > 1;

    private static double LogOf(LengthAtRung length) => length.At.Rung.Log10W;

    private DataPoint PointOf(LengthAtRung length)
    {
        (double xi, double error) = length.Fit.Length;
        double log = Math.Log(xi);
        return new DataPoint(length.At.Rung.Rung, log, Math.Sqrt(Math.Pow(error / xi, 2) + Math.Pow(Law.Tolerance * log, 2)));
    }

    private sealed record WindowTest(LengthAtRung[] Rungs, FitQuality Law, FitQuality Power);
}
