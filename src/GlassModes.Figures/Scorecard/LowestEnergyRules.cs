// The rules for the distributions of the core energy and of the lowest eigenvalue.

using GlassModes.Analysis;
using GlassModes.Papers;
using GlassModes.Statistics;

namespace GlassModes.Figures.Scorecard;

/// <summary>
/// Compares the numbers of samples in bins of Λ_min with those by the shifted spectrum, by Pearson's χ² (<see cref="CountedBins"/>).
/// </summary>
/// <param name="Shifted">The claim.</param>
public sealed record ShiftedSpectrumRule(StatedClaim.ShiftedSpectrum Shifted) : ScorecardRule(Shifted)
{
    private const double Level = 0.01;

    /// <inheritdoc/>
    public override string Agrees => Text(
        $"in {Shifted.FewestBins} bins or more both densities agree by chi^2 (a probability of {Level} or more); bins are merged until ")
        + Text($"the shifted spectrum has {CountedBins.FewestExpected} samples or more in each, the variance of a number is the expected ")
        + Text($"one, and errors include {Shifted.Tolerance:p0} of the density, for the paper compares by eye");

    /// <inheritdoc/>
    public override string Differs => Text($"in as many bins the probability is below {Level}");

    /// <inheritdoc/>
    public override string NotEnoughData => Text(
        $"there are fewer such bins, or N is not {Shifted.Particles}, on which the factor depends");

    /// <inheritdoc/>
    internal override Finding Judge(Evidence evidence)
    {
        EnsembleResults ensemble = evidence.Largest;
        CoreEnergyDistribution? distribution =
            ensemble.CoreEnergies.FirstOrDefault(energies => energies.Bins.Any(bin => bin.ShiftedSpectrum is not null));
        if (ensemble.Ensemble.Protocol.Particles != Shifted.Particles || distribution is null)
        {
            return Finding.Missing("no comparison at this N");
        }

        int samples = distribution.Bins.Sum(bin => bin.Samples);
        IReadOnlyList<CountedBin> bins = CountedBins.Merge(distribution.Bins.Where(bin => bin.ShiftedSpectrum is not null).Select(bin =>
        {
            double scale = bin.Width * samples;
            return new CountedBin(bin.Samples, scale * bin.ShiftedSpectrum!.Mean, scale * bin.ShiftedSpectrum.StandardError);
        }));
        if (bins.Count < Shifted.FewestBins)
        {
            return Finding.Missing($"{bins.Count} bins can be compared");
        }

        double probability = CountedBins.Probability(bins, samples, Shifted.Tolerance);
        (double observed, double expected) = (bins.Sum(bin => bin.Observed), bins.Sum(bin => bin.Expected));
        return new Finding(
            Finding.VerdictOf(probability >= Level, probability < Level),
            new FittedValue(observed / expected, Math.Sqrt(expected * (1 - Math.Min(expected / samples, 1))) / expected),
            Text($"the number of samples in {bins.Count} bins over that by the shifted spectrum; ")
                + Text($"the probability of chi^2 is {probability:g2}"))
        {
            Used = [new UsedSamples(ensemble.Ensemble.Protocol, samples)],
        };
    }
}

/// <summary>Compares the exponent of the Weibull distribution of λ_1 with the stated exponent (<see cref="NumberTest"/>).</summary>
/// <param name="Lowest">The claim.</param>
public sealed record WeibullRule(StatedClaim.WeibullLowestEigenvalue Lowest) : ScorecardRule(Lowest)
{
    /// <inheritdoc/>
    public override string Agrees => Test.Agrees;

    /// <inheritdoc/>
    public override string Differs => NumberTest.Differs;

    /// <inheritdoc/>
    public override string NotEnoughData => $"there are no inherent structures, the fit is in trouble, or {Test.NotEnoughData}";

    private NumberTest Test => new(Lowest.Shape);

    /// <inheritdoc/>
    internal override Finding Judge(Evidence evidence)
    {
        CoreEnergyDistribution? deepest = evidence.Largest.CoreEnergies.LastOrDefault(energies =>
            energies.LowestEigenvalueFit is not null && Lowest.Rungs.Contains(energies.At.Rung.Log10W));
        if (deepest?.LowestEigenvalueFit is not { } fit)
        {
            return Finding.Missing($"no rung of {Lowest.Rungs}");
        }

        return new Finding(
            fit.Quality.IsTrusted ? Test.Judge(fit.Shape, evidence.Limit) : Verdict.NotEnoughData,
            fit.Shape,
            Text($"{fit.Quality}; the probability of a worse fit is {fit.Quality.Probability:g2}"))
        {
            Used = [new UsedSamples(deepest.At.Ensemble.Protocol, fit.Quality.Points)],
        };
    }
}
