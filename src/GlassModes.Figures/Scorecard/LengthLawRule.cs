// The rule for the range of W over which the law of the correlation length holds.

using GlassModes.Analysis;
using GlassModes.Papers;
using GlassModes.Statistics;

namespace GlassModes.Figures.Scorecard;

/// <summary>
/// Tests by χ² whether ln ξ = c W^−a describes ξ over the stated number of decades of W. The power law ξ = c W^−b is the alternative that
/// must be told apart.
/// </summary>
/// <param name="Law">The claim.</param>
public sealed record LengthLawRule(StatedClaim.LengthLawOverDecades Law) : ScorecardRule(Law)
{
    private const double Level = 0.01;

    /// <inheritdoc/>
    public override string Agrees => Text(
        $"xi is known over {Law.Decades:g3} decades of W or more, the law has a probability of {Level} or more, and a power of W has less");

    /// <inheritdoc/>
    public override string Differs => Text($"xi is known over as many decades, and the law has a probability below {Level}");

    /// <inheritdoc/>
    public override string NotEnoughData => Text(
        $"xi is known over fewer decades, or both laws fit; errors of ln xi include {Law.Tolerance:g2} ln xi, for the paper compares by ")
        + "eye, and rungs count as independent";

    /// <inheritdoc/>
    internal override Finding Judge(Evidence evidence)
    {
        LengthAtRung[] known =
        [
            .. evidence.Largest.CorrelationLaws.First(law => law.Choice == DecayRangeChoice.Given).Lengths.Where(length =>
                Law.Rungs.Contains(length.At.Rung.Log10W) && length.Fit.Quality.IsTrusted && length.Fit.Length.Value > 1),
        ];
        if (known.Length < 2)
        {
            return Finding.Missing(Text($"xi is known at {known.Length} rungs"));
        }

        DataPoint[] points = [.. known.Select(PointOf)];
        PowerLawFit stretched = PowerLawFit.Of(points);
        LineFit power = LineFit.Of(points.Select(point => point with { X = Math.Log(point.X) }));
        double decades = known[0].At.Rung.Log10W - known[^1].At.Rung.Log10W;
        bool isLongEnough = decades >= Law.Decades - 1e-9 && stretched.Quality.IsTrusted;
        bool fits = stretched.Quality.Probability >= Level;
        return new Finding(
            Finding.VerdictOf(isLongEnough && fits && power.Quality.Probability < Level, isLongEnough && !fits),
            new FittedValue(decades, double.NaN),
            Text($"xi is known at {known.Length} rungs; probabilities: {stretched.Quality.Probability:g2} for the law, ")
                + Text($"{power.Quality.Probability:g2} for a power of W"));
    }

    private DataPoint PointOf(LengthAtRung length)
    {
        (double xi, double error) = length.Fit.Length;
        double log = Math.Log(xi);
        return new DataPoint(length.At.Rung.Rung, log, Math.Sqrt(Math.Pow(error / xi, 2) + Math.Pow(Law.Tolerance * log, 2)));
    }
}
