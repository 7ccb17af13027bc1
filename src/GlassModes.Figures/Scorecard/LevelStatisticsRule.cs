// The rule for level statistics below and above the mobility edge.

using GlassModes.Analysis;
using GlassModes.Papers;
using GlassModes.Statistics;

namespace GlassModes.Figures.Scorecard;

/// <summary>
/// Compares the mean ratio of neighbouring spacings with that of independent levels of the same density (below the edge), or with that of
/// the GOE (above the edge). Each of the two is the alternative of the other (<see cref="NumberTest"/>).
/// </summary>
/// <param name="Levels">The claim.</param>
public sealed record LevelStatisticsRule(StatedClaim.LevelStatistics Levels) : ScorecardRule(Levels)
{
    /// <inheritdoc/>
    public override string Agrees => Text(
        $"the mean ratio of spacings is within 2 combined errors (more with few samples) of {Expected}: our error, and a tolerance of ")
        + Text($"{Levels.Tolerance:g2}");

    /// <inheritdoc/>
    public override string Differs => NumberTest.Differs;

    /// <inheritdoc/>
    public override string NotEnoughData => "there is no edge, or our error does not tell independent levels from those of the GOE";

    /// <inheritdoc/>
    internal override bool ComparesSizes => true;

    private bool AreIndependent => Levels.Part == SpectrumPart.BelowEdge;

    private string Expected =>
        AreIndependent ? "that of independent levels of the same density" : Text($"{LevelSpacings.GoeRatio}, that of the GOE");

    /// <inheritdoc/>
    internal override Finding Judge(Evidence evidence)
    {
        // The rungs of one N are of the same samples, and different N are independent.
        SpacingStatistics[][] parts =
        [
            .. evidence.SpectraOf(Levels).SelectMany(spectrum => spectrum.Spectra)
                .Where(ofSize => ofSize.At.Rung.Count >= Evidence.FewestSamples)
                .GroupBy(ofSize => ofSize.At.Particles, ofSize => ofSize.Spacings.Where(IsUsed))
                .Select(group => (SpacingStatistics[])[.. group.SelectMany(part => part)]),
        ];
        int ratios = parts.Sum(part => part.Sum(statistics => statistics.Ratios));
        if (ratios == 0)
        {
            return Finding.Missing("no rung has an edge and spacings in this part of the spectrum");
        }

        FittedValue MeanOf(Func<SpacingStatistics, double> value) => WeightedMean.OfGroups(
            parts.Select(group => group.Select(part => new FittedValue(value(part), part.Ratio.StandardError))));
        FittedValue ratio = MeanOf(part => part.Ratio.Mean);
        double independent = MeanOf(part => part.IndependentRatio.Mean).Value;
        (double expected, double alternative) =
            AreIndependent ? (independent, LevelSpacings.GoeRatio) : (LevelSpacings.GoeRatio, independent);
        NumberTest test = new(new StatedNumber(expected, Levels.Tolerance, StatedPrecision.ByEye, alternative, "the other statistics"));
        return new Finding(
            test.Judge(ratio, evidence.Limit),
            ratio,
            Text($"{ratios} ratios; {independent:g4} for independent levels, ")
                + Text($"{LevelSpacings.GoeRatio} for the GOE"))
        {
            Used =
            [
                .. evidence.SpectraOf(Levels).SelectMany(spectrum => spectrum.Spectra)
                    .Where(ofSize => ofSize.At.Rung.Count >= Evidence.FewestSamples && ofSize.Spacings.Any(IsUsed))
                    .Select(ofSize => UsedSamples.WithSpectrum(ofSize.At)),
            ],
        };
    }

    private bool IsUsed(SpacingStatistics part) =>
        part.Part == Levels.Part && part.Ratio.StandardError > 0 && double.IsFinite(part.IndependentRatio.Mean);
}
