// The rules for localised modes: how the participation ratio falls with N.

using GlassModes.Analysis;
using GlassModes.Papers;
using GlassModes.Statistics;

namespace GlassModes.Figures.Scorecard;

/// <summary>The exponent p of P ∝ N^−p, from the smallest and the largest N in the same bins of λ.</summary>
internal static class ParticipationExponent
{
    private const double LargestRelativeError = 0.5;

    /// <summary>The exponent in each bin of a rung that both N have; the upper end of the bin is at or below a limit.</summary>
    public static IEnumerable<FittedValue> InBins(SpectrumResult spectrum, double limit)
    {
        EnsembleSpectrum[] sizes = SizesOf(spectrum);
        if (sizes.Length < 2)
        {
            return [];
        }

        double ratio = Math.Log((double)sizes[^1].At.Particles / sizes[0].At.Particles);
        return CommonBins(sizes).Where(pair => pair.Small.Eigenvalue + (0.5 * pair.Small.Width) <= limit)
            .Select(pair => OfBins(pair.Small, pair.Large, ratio));
    }

    /// <summary>The exponent in the bin next to λ = 0, where extended modes would be; NaN if a size has no modes there.</summary>
    public static FittedValue NextToZero(SpectrumResult spectrum)
    {
        EnsembleSpectrum[] sizes = SizesOf(spectrum);
        (SpectrumBin Small, SpectrumBin Large)[] next =
            [.. CommonBins(sizes).Where(pair => pair.Small.Eigenvalue > -pair.Small.Width)];
        return next.Length == 0
            ? Finding.NoValue
            : OfBins(next[0].Small, next[0].Large, Math.Log((double)sizes[^1].At.Particles / sizes[0].At.Particles));
    }

    /// <summary>
    /// The middle between the lowest common bin of a rung and its mobility edge. Modes below this middle are far from the edge.
    /// </summary>
    public static double WellBelowEdge(SpectrumResult spectrum)
    {
        IEnumerable<double> lowerEnds = CommonBins(SizesOf(spectrum)).Select(pair => pair.Small.Eigenvalue - (0.5 * pair.Small.Width));
        return 0.5 * (spectrum.Edge.Value + lowerEnds.DefaultIfEmpty(double.NaN).Min());
    }

    /// <summary>
    /// The mean over the bins of each rung and then over rungs. Bins of one rung hold different modes and are taken as independent. Rungs
    /// are of the same samples.
    /// </summary>
    public static FittedValue MeanOf(IEnumerable<IEnumerable<FittedValue>> rungs) =>
        WeightedMean.OfCorrelated(rungs.Select(WeightedMean.Of));

    /// <summary>The samples of the smallest and the largest N at the rungs that have common bins.</summary>
    public static IReadOnlyList<UsedSamples> Used(IEnumerable<SpectrumResult> spectra) =>
    [
        .. spectra.Select(SizesOf).Where(sizes => CommonBins(sizes).Any()).SelectMany(sizes => new[] { sizes[0], sizes[^1] })
            .Select(ofSize => UsedSamples.WithSpectrum(ofSize.At)),
    ];

    // p = ln(P/P')/ln(N'/N). The logarithm of a mean is not taken if its error is larger than a part of the mean.
    private static FittedValue OfBins(SpectrumBin small, SpectrumBin large, double logRatio)
    {
        (Estimate p, Estimate q) = (small.Participation, large.Participation);
        if (p.StandardError > LargestRelativeError * p.Mean || q.StandardError > LargestRelativeError * q.Mean)
        {
            return Finding.NoValue;
        }

        double error = Math.Sqrt(Math.Pow(p.StandardError / p.Mean, 2) + Math.Pow(q.StandardError / q.Mean, 2));
        return new FittedValue(Math.Log(p.Mean / q.Mean) / logRatio, error / logRatio);
    }

    // The sizes whose errors are known, ascending in N.
    private static EnsembleSpectrum[] SizesOf(SpectrumResult spectrum) =>
        [.. spectrum.Spectra.Where(ofSize => ofSize.At.Rung.Count >= Evidence.FewestSamples)];

    private static IEnumerable<(SpectrumBin Small, SpectrumBin Large)> CommonBins(EnsembleSpectrum[] sizes) =>
        sizes.Length < 2 ? [] : sizes[0].Bins.Join(
            sizes[^1].Bins,
            bin => (long)Math.Round(bin.Eigenvalue / bin.Width * 2),
            bin => (long)Math.Round(bin.Eigenvalue / bin.Width * 2),
            (small, large) => (small, large));
}

/// <summary>Compares p of P ∝ N^−p well below the mobility edge with the stated exponent (<see cref="NumberTest"/>).</summary>
/// <param name="Localised">The claim.</param>
public sealed record LocalisedBelowEdgeRule(StatedClaim.LocalisedBelowEdge Localised) : ScorecardRule(Localised)
{
    /// <inheritdoc/>
    public override string Agrees => Text($"the value is p of P ~ N^-p in the lower half of the range below the edge; {Test.Agrees}");

    /// <inheritdoc/>
    public override string Differs => NumberTest.Differs;

    /// <inheritdoc/>
    public override string NotEnoughData => $"there is no edge, or {Test.NotEnoughData}";

    /// <inheritdoc/>
    internal override bool ComparesSizes => true;

    private NumberTest Test => new(Localised.Exponent);

    /// <inheritdoc/>
    internal override Finding Judge(Evidence evidence)
    {
        SpectrumResult[] spectra = [.. evidence.SpectraOf(Localised).Where(spectrum => spectrum.Edge.Exists)];
        FittedValue[][] rungs =
        [
            .. spectra.Select(spectrum =>
                (FittedValue[])[.. ParticipationExponent.InBins(spectrum, ParticipationExponent.WellBelowEdge(spectrum))]),
        ];
        FittedValue exponent = ParticipationExponent.MeanOf(rungs);
        return new Finding(
            Test.Judge(exponent, evidence.Limit),
            exponent,
            $"{rungs.Sum(bins => bins.Length)} bins of eigenvalues at {spectra.Length} rungs with an edge")
        {
            Used = ParticipationExponent.Used(spectra),
        };
    }
}

/// <summary>
/// Asks whether P of all unstable modes falls faster with N than at a mobility edge, and so does P of the modes next to λ = 0. Extended
/// modes would be next to 0, and a mean over all modes may hide them.
/// </summary>
/// <param name="Localised">The claim.</param>
public sealed record AllModesLocalisedRule(StatedClaim.AllModesLocalised Localised) : ScorecardRule(Localised)
{
    /// <inheritdoc/>
    public override string Agrees => Text(
        $"p of P ~ N^-p exceeds {Localised.EdgeExponent:g3}, that of a mobility edge, by 2 errors (more with few samples), both over all ")
        + "unstable modes and in the bins next to lambda = 0";

    /// <inheritdoc/>
    public override string Differs => Text(
        $"one of both is below this by as many errors, or the bin next to 0 of a rung is, at a level of {Evidence.LevelOf(1):g1} divided ")
        + "by the number of rungs";

    /// <inheritdoc/>
    public override string NotEnoughData => "neither is the case";

    /// <inheritdoc/>
    internal override bool ComparesSizes => true;

    /// <inheritdoc/>
    internal override Finding Judge(Evidence evidence)
    {
        IReadOnlyList<SpectrumResult> spectra = evidence.SpectraOf(Localised);
        FittedValue[][] rungs =
            [.. spectra.Select(spectrum => (FittedValue[])[.. ParticipationExponent.InBins(spectrum, double.PositiveInfinity)])];
        FittedValue[] nextToZero =
            [.. spectra.Select(ParticipationExponent.NextToZero).Where(value => value.Error > 0 && double.IsFinite(value.Error))];
        FittedValue whole = ParticipationExponent.MeanOf(rungs);
        FittedValue low = WeightedMean.OfCorrelated(nextToZero);
        double limit = evidence.LimitAt(Evidence.LevelOf(nextToZero.Length));
        bool agrees = Excess(whole, -evidence.Limit) > 0 && Excess(low, -evidence.Limit) > 0;
        bool differs = Excess(whole, evidence.Limit) < 0 || Excess(low, evidence.Limit) < 0
            || nextToZero.Any(value => Excess(value, limit) < 0);
        return new Finding(
            Finding.VerdictOf(agrees && !differs, differs),
            whole,
            $"{rungs.Sum(bins => bins.Length)} bins of eigenvalues; p = {low} next to 0, from {nextToZero.Length} rungs")
        {
            Used = ParticipationExponent.Used(spectra),
        };
    }

    // p − 2/3 and a number of errors.
    private double Excess(FittedValue value, double errors) => value.Value - Localised.EdgeExponent + (errors * value.Error);
}
