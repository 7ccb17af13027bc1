// The rule for a tail of the spectrum that does not depend on N.

using GlassModes.Analysis;
using GlassModes.Papers;
using GlassModes.Statistics;
using MathNet.Numerics;

namespace GlassModes.Figures.Scorecard;

/// <summary>
/// Tests by χ² at each rung whether the decay scales s of the tails of all N are equal. The level of each test is divided by the number of
/// tests.
/// </summary>
/// <param name="Tail">The claim.</param>
public sealed record SameTailRule(StatedClaim.SameTailForAllSizes Tail) : ScorecardRule(Tail)
{
    private const int FewestRungs = 2;

    /// <inheritdoc/>
    public override string Agrees => Text(
        $"at {FewestRungs} rungs or more two N have a decay scale known to {Tail.LargestError:p0}, and at all of these rungs the scales ")
        + "are equal by chi^2";

    /// <inheritdoc/>
    public override string Differs => Text(
        $"at one of these rungs the probability of chi^2 is below {Evidence.LevelOf(1):g1} divided by their number; errors include ")
        + Text($"{Tail.Tolerance:p0} of the scale, which the eye would not see");

    /// <inheritdoc/>
    public override string NotEnoughData => "there are fewer such rungs; fits in trouble do not count";

    /// <inheritdoc/>
    internal override bool ComparesSizes => true;

    /// <inheritdoc/>
    internal override Finding Judge(Evidence evidence)
    {
        (double Log10W, FittedValue[] Scales)[] rungs =
        [
            .. evidence.SpectraOf(Tail).Select(spectrum => (spectrum.Log10W, KnownScales(spectrum))).Where(rung => rung.Item2.Length > 1),
        ];
        if (rungs.Length == 0)
        {
            return Finding.Missing("no rung has the decay scales of two N");
        }

        (double Log10W, double Probability)[] tests = [.. rungs.Select(rung => (rung.Log10W, ProbabilityOf(rung.Scales)))];
        (double worstRung, double least) = tests.MinBy(test => test.Probability);
        bool differs = least < Evidence.LevelOf(tests.Length);
        return new Finding(
            Finding.VerdictOf(!differs && tests.Length >= FewestRungs, differs),
            WeightedMean.Of(rungs[0].Scales),
            Text($"s at log10 W = {rungs[0].Log10W:g3}; tested at {string.Join(", ", tests.Select(test => Text($"{test.Log10W:g3}")))}; ")
                + Text($"the least probability is {least:g2} at {worstRung:g3}"))
        {
            Used =
            [
                .. evidence.SpectraOf(Tail).Where(spectrum => rungs.Any(rung => rung.Log10W.Equals(spectrum.Log10W)))
                    .SelectMany(KnownSpectra).Select(ofSize => UsedSamples.WithSpectrum(ofSize.At)),
            ],
        };
    }

    private FittedValue[] KnownScales(SpectrumResult spectrum) => [.. KnownSpectra(spectrum).Select(ofSize => ofSize.Tail.DecayScale)];

    private IEnumerable<EnsembleSpectrum> KnownSpectra(SpectrumResult spectrum) => spectrum.Spectra.Where(ofSize =>
        ofSize.At.Rung.Count >= Evidence.FewestSamples && ofSize.Tail.Quality.IsTrusted && ofSize.Tail.DecayScale.Error > 0
        && ofSize.Tail.DecayScale.Error <= Tail.LargestError * ofSize.Tail.DecayScale.Value);

    // Half of the variance of a difference that is not seen belongs to each of the two scales.
    private double ProbabilityOf(FittedValue[] scales)
    {
        FittedValue[] enlarged =
        [
            .. scales.Select(scale => scale with
            {
                Error = Math.Sqrt((scale.Error * scale.Error) + (0.5 * Math.Pow(Tail.Tolerance * scale.Value, 2))),
            }),
        ];
        double mean = WeightedMean.Of(enlarged).Value;
        double chiSquared = enlarged.Sum(scale => Math.Pow((scale.Value - mean) / scale.Error, 2));
        return SpecialFunctions.GammaUpperRegularized(0.5 * (scales.Length - 1), 0.5 * chiSquared);
    }
}
