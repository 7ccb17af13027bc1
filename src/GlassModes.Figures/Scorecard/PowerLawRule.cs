// The rule for the exponent of a law.

using GlassModes.Analysis;
using GlassModes.Papers;
using GlassModes.Statistics;

namespace GlassModes.Figures.Scorecard;

/// <summary>Compares a fitted exponent with the exponent of the paper (<see cref="NumberTest"/>).</summary>
/// <param name="Law">The claim.</param>
public sealed record PowerLawRule(StatedClaim.PowerLaw Law) : ScorecardRule(Law)
{
    /// <inheritdoc/>
    public override string Agrees => Test.Agrees;

    /// <inheritdoc/>
    public override string Differs => NumberTest.Differs;

    /// <inheritdoc/>
    public override string NotEnoughData => $"the fit is in trouble, or {Test.NotEnoughData}";

    private NumberTest Test => new(Law.Exponent);

    /// <inheritdoc/>
    internal override Finding Judge(Evidence evidence)
    {
        EnsembleResults ensemble = evidence.Largest;
        PowerLawFit fit = Law.Law switch
        {
            StatedLaw.Time => ensemble.Relaxation.TimeLaw,
            StatedLaw.Fraction => ensemble.Relaxation.FractionLaw,
            _ => ensemble.CorrelationLaws.First(law => law.Choice == DecayRangeChoice.Given).Law,
        };
        string detail = Text($"fitted over {fit.Quality}; the probability of a worse fit is {fit.Quality.Probability:g2}");
        return new Finding(
            fit.Quality.IsTrusted ? Test.Judge(fit.Exponent, evidence.Limit) : Verdict.NotEnoughData, fit.Exponent, detail);
    }
}
