// The rule for a quantity that rises or falls as W falls.

using GlassModes.Analysis;
using GlassModes.Papers;
using GlassModes.Samples;
using GlassModes.Statistics;

namespace GlassModes.Figures.Scorecard;

/// <summary>
/// Fits a line to a quantity against log10 W (<see cref="RungLine"/>, whose error allows for correlations of the rungs). The change in a
/// decade, its error and a least change decide.
/// </summary>
/// <param name="Trend">The claim.</param>
public sealed record TrendRule(StatedClaim.Trend Trend) : ScorecardRule(Trend)
{
    private const int FewestPoints = 3;

    // The logarithm of a value is not taken if the error is larger than this part of the value.
    private const double LargestRelativeError = 0.5;

    /// <inheritdoc/>
    public override string Agrees => Text(
        $"{Name} {(Trend.Rises ? "rises" : "falls")} as W falls, by 2 errors (more with few samples) of a line through the rungs")
        + Text($", and the change may be {Trend.LeastChange:g2} or more in a decade of W{Steps}");

    /// <inheritdoc/>
    public override string Differs => Text($"by as many errors, the change is less than {Trend.LeastChange:g2} in a decade, or opposite");

    /// <inheritdoc/>
    public override string NotEnoughData => $"the error allows both, or fewer than {FewestPoints} rungs have a value";

    /// <inheritdoc/>
    internal override bool ComparesSizes => Trend.Quantity == TrendQuantity.MobilityEdge;

    private string Steps => Trend.After is { } end
        ? Text($" (only steps after the power law of time count: log10 W <= {end.Log10W:g3} - {end.Exponent:g2} log10(N/{end.Particles}))")
        : "";

    private string Name => Trend.Quantity switch
    {
        TrendQuantity.LogFlatness => "ln d(V/N)/df_u, by the fitted law of f_u and dW/dt,",
        TrendQuantity.MobilityEdge => "lambda_e",
        TrendQuantity.LogDecayRatio => "ln d(r2)/d(r1) over the fitted distances",
        TrendQuantity.LogCorrelationLength => "ln xi",
        _ => "Lambda(r)/|Lambda_min| at the largest r",
    };

    /// <inheritdoc/>
    internal override Finding Judge(Evidence evidence)
    {
        Place[] places = [.. PlacesOf(evidence).Where(place => double.IsFinite(place.Point.Y) && place.Point.Error > 0)];
        DataPoint[] points = [.. places.Select(place => place.Point)];
        if (points.Length < FewestPoints)
        {
            return Finding.Missing($"{points.Length} rungs have a value");
        }

        (double slope, double error) = RungLine.Slope(points);
        double change = -slope;
        double expected = Trend.Rises ? change : -change;
        double reach = evidence.Limit * error;
        bool differs = expected + reach < Trend.LeastChange;
        return new Finding(
            Finding.VerdictOf(!differs && expected > reach, differs),
            new FittedValue(change, error),
            Text($"the change of {Name} in a decade of W, from {points.Length} values at log10 W = {points.Max(point => point.X):g4} to ")
                + Text($"{points.Min(point => point.X):g4}"))
        {
            Used = [.. places.SelectMany(place => place.Used)],
        };
    }

    // The quantity at each rung, over log10 W.
    private IEnumerable<Place> PlacesOf(Evidence evidence) => Trend.Quantity switch
    {
        TrendQuantity.LogFlatness => FlatnessOf(evidence),
        TrendQuantity.MobilityEdge => evidence.SpectraOf(Trend).Where(spectrum => spectrum.Edge.Exists).Select(spectrum => new Place(
            new DataPoint(spectrum.Log10W, spectrum.Edge.Value, spectrum.Edge.Error), UsedSamples.WithSpectra([spectrum]))),
        TrendQuantity.LogDecayRatio => ProfilesOf(evidence).Select(profiles => new Place(
            DecayRatio(evidence, profiles), [UsedSamples.WithMode(profiles.At)])),
        TrendQuantity.LogCorrelationLength => evidence.Largest.CorrelationLaws
            .First(law => law.Choice == DecayRangeChoice.Given).Lengths
            .Where(length => Trend.Rungs.Contains(length.At.Rung.Log10W) && length.Fit.Quality.IsTrusted)
            .Select(length => new Place(
                LogarithmOf(length.At.Rung.Log10W, length.Fit.Length.Value, length.Fit.Length.Error),
                [UsedSamples.WithMode(length.At)])),
        _ => ProfilesOf(evidence).Select(profiles => new Place(
            profiles.EnergiesOverMinimum[^1] with { X = profiles.At.Rung.Log10W }, [UsedSamples.WithMode(profiles.At)])),
    };

    // The flatness by the law of f_u, as the paper has it. The ratio of the drops of V/N and of f_u does not serve late in the descent,
    // where most samples have no unstable mode any more and V still falls.
    private IEnumerable<Place> FlatnessOf(Evidence evidence)
    {
        (RelaxationLaws laws, Protocol protocol) = (evidence.Largest.Relaxation, evidence.Largest.Ensemble.Protocol);
        RungRange range = Trend.After?.RungsAfter(protocol.Particles) ?? RungRange.All;
        return laws.Flatness
            .Where(flatness => laws.FractionLaw.Quality.IsTrusted && flatness.Step.Samples >= Evidence.FewestSamples
                && Trend.Rungs.Contains(flatness.Step.Log10W) && Trend.Rungs.Contains(flatness.Step.NextLog10W)
                && range.Contains(flatness.Step.Log10W))
            .Select(flatness => new Place(
                LogarithmOf(flatness.MiddleLog10W, flatness.FromFraction.Mean, flatness.FromFraction.StandardError),
                [new UsedSamples(protocol, flatness.Step.Samples)]));
    }

    private IEnumerable<LowestModeProfiles> ProfilesOf(Evidence evidence) => evidence.Largest.Profiles.Where(profiles =>
        profiles.At.Rung.Count >= Evidence.FewestSamples && Trend.Rungs.Contains(profiles.At.Rung.Log10W));

    private static DataPoint DecayRatio(Evidence evidence, LowestModeProfiles profiles)
    {
        DistanceRange range = evidence.Options.DecayRangeOf(evidence.Largest.Ensemble.Protocol);
        DataPoint near = profiles.Decay.MinBy(point => Math.Abs(point.X - range.From));
        DataPoint far = profiles.Decay.MinBy(point => Math.Abs(point.X - range.To));
        DataPoint ratio = LogarithmOf(profiles.At.Rung.Log10W, far.Y / near.Y, far.Y / near.Y * far.Error / far.Y);
        return ratio with { Error = Math.Sqrt(Math.Pow(ratio.Error, 2) + Math.Pow(near.Error / near.Y, 2)) };
    }

    private static DataPoint LogarithmOf(double log10W, double value, double error) =>
        value > 0 && error < LargestRelativeError * value
            ? new DataPoint(log10W, Math.Log(value), error / value)
            : new DataPoint(log10W, double.NaN, double.NaN);

    // The quantity at a rung or between two, and the samples that have it.
    private sealed record Place(DataPoint Point, IReadOnlyList<UsedSamples> Used);
}
