// The rule for a mode that falls exponentially with distance.

using GlassModes.Analysis;
using GlassModes.Papers;
using GlassModes.Statistics;

namespace GlassModes.Figures.Scorecard;

/// <summary>
/// Asks whether ξ is a small part of the distances over which d(r) is fitted. d(r) ∝ (1/r² + 1/(ξr)) e^{−r/ξ} falls as 1/r² for r ≪ ξ, and
/// exponentially for r ≫ ξ.
/// </summary>
/// <param name="Decay">The claim.</param>
public sealed record ExponentialDecayRule(StatedClaim.ExponentialDecay Decay) : ScorecardRule(Decay)
{
    /// <inheritdoc/>
    public override string Agrees => Text(
        $"at the first rung of {Decay.Rungs}, xi is below {Decay.PartOfDistance:g2} of the middle of the fitted distances by 2 errors ")
        + "(more with few samples)";

    /// <inheritdoc/>
    public override string Differs => "xi, or its lower bound, is above this by as many errors: d(r) falls as a power of r";

    /// <inheritdoc/>
    public override string NotEnoughData => "neither is the case, or the fit is in trouble";

    /// <inheritdoc/>
    internal override Finding Judge(Evidence evidence)
    {
        LengthAtRung? first = evidence.Largest.CorrelationLaws.First(law => law.Choice == DecayRangeChoice.Given).Lengths
            .FirstOrDefault(length => length.At.Rung.Count >= Evidence.FewestSamples && Decay.Rungs.Contains(length.At.Rung.Log10W));
        if (first is null)
        {
            return Finding.Missing($"no rung of {Decay.Rungs}");
        }

        DistanceRange range = evidence.Options.DecayRangeOf(evidence.Largest.Ensemble.Protocol);
        double longest = 0.5 * Decay.PartOfDistance * (range.From + range.To);
        DecayFit fit = first.Fit;
        double reach = evidence.Limit * fit.Length.Error;
        bool agrees = fit.Quality.IsTrusted && fit.Length.Value + reach < longest;
        bool differs = fit.Quality.IsTrusted
            ? fit.Length.Value - reach > longest
            : fit.Quality.Trouble is FitTrouble.LengthWithoutUpperBound bound && bound.LowerBound > longest;
        return new Finding(
            Finding.VerdictOf(agrees, differs),
            fit.Length,
            Text($"xi at log10 W = {first.At.Rung.Log10W:g3}, to be held against {longest:g3}; fitted over r = {fit.Quality}"))
        {
            Used = [UsedSamples.WithMode(first.At)],
        };
    }
}
