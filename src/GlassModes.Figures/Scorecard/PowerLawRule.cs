// The rule for the exponent of a law.

using GlassModes.Analysis;
using GlassModes.Papers;
using GlassModes.Statistics;

namespace GlassModes.Figures.Scorecard;

/// <summary>
/// Compares a fitted exponent with the exponent of the paper (<see cref="NumberTest"/>). The error of the exponent is enlarged by √(χ²/ν)
/// of the fit where this is above 1, as the Particle Data Group does for means (Phys. Rev. D 110, 030001, 2024, Sec. 5.2.2): a law that
/// does not describe the points has no exponent that could be compared to the last digit.
/// </summary>
/// <param name="Law">The claim.</param>
public sealed record PowerLawRule(StatedClaim.PowerLaw Law) : ScorecardRule(Law)
{
    /// <inheritdoc/>
    public override string Agrees => Law.Law == StatedLaw.CorrelationLength ? $"{Test.Agrees}, fitted over {Law.Rungs}" : Test.Agrees;

    /// <inheritdoc/>
    public override string Differs => NumberTest.Differs;

    /// <inheritdoc/>
    public override string NotEnoughData =>
        $"the fit is in trouble, or {Test.NotEnoughData}; our error is enlarged by sqrt(chi^2/nu) of the fit where this is above 1";

    private NumberTest Test => new(Law.Exponent);

    /// <inheritdoc/>
    internal override Finding Judge(Evidence evidence)
    {
        EnsembleResults ensemble = evidence.Largest;
        PowerLawFit fit = Law.Law switch
        {
            StatedLaw.Time => ensemble.Relaxation.TimeLaw,
            StatedLaw.Fraction => ensemble.Relaxation.FractionLaw,
            _ => CorrelationLaw.Of(ensemble.Ensemble, evidence.Options.DecayRangeOf(ensemble.Ensemble.Protocol), Law.Rungs).Law,
        };
        double factor = WeightedMean.ScatterFactor(fit.Quality.ChiSquared, fit.Quality.DegreesOfFreedom);
        FittedValue exponent = fit.Exponent with { Error = factor * fit.Exponent.Error };
        string enlarged = factor > 1 ? Text($", and the error is enlarged by {factor:g3}") : "";
        return new Finding(
            fit.Quality.IsTrusted ? Test.Judge(exponent, evidence.Limit) : Verdict.NotEnoughData,
            exponent,
            Text($"fitted over {fit.Quality}; the probability of a worse fit is {fit.Quality.Probability:g2}{enlarged}"))
        {
            Used = UsedBy(fit, ensemble),
        };
    }

    // The rungs between the ends of the fit.
    private UsedSamples[] UsedBy(PowerLawFit fit, EnsembleResults ensemble) =>
    [
        .. ensemble.AtFixedW
            .Where(rung => new RungRange(Math.Log10(fit.Quality.To), Math.Log10(fit.Quality.From)).Contains(rung.At.Rung.Log10W))
            .Select(rung => Law.Law switch
            {
                StatedLaw.Time => new UsedSamples(rung.At.Ensemble.Protocol, rung.Time.Samples),
                StatedLaw.Fraction => new UsedSamples(rung.At.Ensemble.Protocol, rung.FractionUnstable.Samples),
                _ => UsedSamples.WithMode(rung.At),
            }),
    ];
}
