// The rules for the distributions of the core energy and of the lowest eigenvalue.

using GlassModes.Analysis;
using GlassModes.Papers;
using GlassModes.Statistics;
using MathNet.Numerics;

namespace GlassModes.Figures.Scorecard;

/// <summary>
/// Compares the density of Λ_min with the shifted spectrum by χ², in the bins with enough samples by the one or by the other.
/// </summary>
/// <param name="Shifted">The claim.</param>
public sealed record ShiftedSpectrumRule(StatedClaim.ShiftedSpectrum Shifted) : ScorecardRule(Shifted)
{
    private const int FewestValues = 10;
    private const double Level = 0.01;

    /// <inheritdoc/>
    public override string Agrees => Text(
        $"in {Shifted.FewestBins} bins or more both densities agree by chi^2 (a probability of {Level} or more); bins have ")
        + Text($"{FewestValues} samples or more by either density, and errors include {Shifted.Tolerance:p0} of the density, ")
        + "for the paper compares by eye";

    /// <inheritdoc/>
    public override string Differs => Text($"in as many bins the probability is below {Level}");

    /// <inheritdoc/>
    public override string NotEnoughData => Text(
        $"fewer bins have so many samples, or N is not {Shifted.Particles}, on which the factor depends");

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
        CoreEnergyBin[] bins =
        [
            .. distribution.Bins.Where(bin =>
                bin.ShiftedSpectrum is { } shifted && Math.Max(bin.Samples, shifted.Mean * bin.Width * samples) >= FewestValues),
        ];
        if (bins.Length < Shifted.FewestBins)
        {
            return Finding.Missing($"{bins.Length} bins can be compared");
        }

        double chiSquared = bins.Sum(bin => Math.Pow(bin.Density - bin.ShiftedSpectrum!.Mean, 2) / VarianceOf(bin, samples));
        double probability = SpecialFunctions.GammaUpperRegularized(0.5 * bins.Length, 0.5 * chiSquared);
        double share = bins.Sum(bin => bin.Width * bin.Density);
        double expected = bins.Sum(bin => bin.Width * bin.ShiftedSpectrum!.Mean);
        return new Finding(
            Finding.VerdictOf(probability >= Level, probability < Level),
            new FittedValue(share / expected, Math.Sqrt(share * (1 - Math.Min(share, 1)) / samples) / expected),
            Text($"the share of samples in {bins.Length} bins over that by the shifted spectrum; ")
                + Text($"the probability of chi^2 is {probability:g2}"));
    }

    // The variance of the difference of both densities. A bin without a sample has the variance of one sample.
    private double VarianceOf(CoreEnergyBin bin, int samples)
    {
        double error = bin.Samples > 0 ? bin.Error : 1 / (samples * bin.Width);
        return (error * error)
            + Math.Pow(bin.ShiftedSpectrum!.StandardError, 2)
            + Math.Pow(Shifted.Tolerance * bin.ShiftedSpectrum.Mean, 2);
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
            Text($"{fit.Quality}; the probability of a worse fit is {fit.Quality.Probability:g2}"));
    }
}
