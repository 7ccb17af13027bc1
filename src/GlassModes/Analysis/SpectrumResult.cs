// The unstable part of the spectrum of a family of ensembles at one rung.

using GlassModes.Ensembles;
using GlassModes.Statistics;
using SpecialFunctions = MathNet.Numerics.SpecialFunctions;

namespace GlassModes.Analysis;

/// <summary>A bin of the unstable spectrum of one ensemble.</summary>
/// <param name="Eigenvalue">The middle of the bin.</param>
/// <param name="Width">The width of the bin.</param>
/// <param name="Modes">The number of modes of all samples in the bin.</param>
/// <param name="Density">D(λ), normalised by 3N − 3.</param>
/// <param name="Participation">⟨P⟩ over the modes of the bin.</param>
/// <param name="SpacingRatio">The mean ratio of neighbouring spacings about the modes of the bin.</param>
public sealed record SpectrumBin(
    double Eigenvalue, double Width, long Modes, Estimate Density, Estimate Participation, Estimate SpacingRatio)
{
    /// <summary>The bins of a spectrum that have modes, ascending.</summary>
    internal static SpectrumBin[] AllOf(Spectrum spectrum)
    {
        long[] modes = spectrum.CountModes();
        Estimate[] density = spectrum.Density();
        Estimate[] participation = spectrum.Participation();
        Estimate[] ratios = spectrum.SpacingRatios();
        return
        [
            .. spectrum.Bins.Centers().Index().Where(center => modes[center.Index] > 0).Select(center => new SpectrumBin(
                center.Item,
                spectrum.Bins.Width,
                modes[center.Index],
                density[center.Index],
                participation[center.Index],
                ratios[center.Index])),
        ];
    }
}

/// <summary>A comparison of two densities D(λ) by χ².</summary>
/// <param name="ChiSquared">χ² over the bins with ten modes or more in both; NaN without such bins.</param>
/// <param name="Bins">The number of these bins.</param>
/// <param name="Probability">
/// The probability of a larger χ² by chance; NaN where the errors are from fewer than eight groups of samples.
/// </param>
public sealed record DensityComparison(double ChiSquared, int Bins, double Probability)
{
    /// <summary>The comparison of a density with itself, which says nothing.</summary>
    internal static DensityComparison None { get; } = new(double.NaN, 0, double.NaN);
}

/// <summary>The unstable spectrum of one ensemble at one rung.</summary>
/// <param name="At">The ensemble and the rung.</param>
/// <param name="Bins">The bins that have modes, ascending.</param>
/// <param name="Tail">The fit of the exponential tail D ∝ exp(λ/s), below a limit that all N of the rung share.</param>
/// <param name="ToLargest">The comparison of D with D of the largest N.</param>
/// <param name="Spacings">Level spacings below the mobility edge, above the mobility edge, and of all unstable modes.</param>
public sealed record EnsembleSpectrum(
    EnsembleAtRung At,
    IReadOnlyList<SpectrumBin> Bins,
    ExponentialTailFit Tail,
    DensityComparison ToLargest,
    IReadOnlyList<SpacingStatistics> Spacings);

/// <summary>
/// The unstable spectra of a family of ensembles at one rung, in the same bins for all ensembles, and the mobility edge (Shimada et al.
/// 2024, Secs. III A 3 and III B).
/// </summary>
/// <param name="Family">The family.</param>
/// <param name="Spectra">The spectrum of each ensemble that crossed the rung, ascending in N.</param>
/// <param name="Edge">The mobility edge from the crossings of all pairs of N.</param>
/// <param name="SameDecay">
/// The probability of a larger scatter of s over N by chance. NaN with one N, or where an error is from fewer than eight groups of samples.
/// </param>
public sealed record SpectrumResult(EnsembleFamily Family, IReadOnlyList<EnsembleSpectrum> Spectra, MobilityEdge Edge, double SameDecay)
{
    // Two densities are compared in bins with at least this number of modes in both.
    private const double FewestModes = 10;

    // With fewer groups of samples an error is not known well enough for χ².
    private const int FewestGroups = 8;

    /// <summary>log10 W of the rung.</summary>
    public double Log10W => Spectra[0].At.Rung.Log10W;

    /// <summary>The number of samples of the ensemble of one N at the rung.</summary>
    public long SamplesOf(int particles) => Spectra.First(spectrum => spectrum.At.Particles == particles).At.Rung.Count;

    /// <summary>Computes the spectra at one rung; null where no sample has an unstable mode.</summary>
    /// <param name="family">The family.</param>
    /// <param name="places">The ensembles of the family at the rung, ascending in N.</param>
    /// <param name="binWidth">The width of the bins; null if the data are to determine the width.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive, or needs too many bins.</exception>
    public static SpectrumResult? Of(EnsembleFamily family, IReadOnlyList<EnsembleAtRung> places, double? binWidth)
    {
        ArgumentNullException.ThrowIfNull(family);
        ArgumentNullException.ThrowIfNull(places);
        double[] pooled = [.. places.SelectMany(place => place.Rung.WholeSpectra).SelectMany(sample => sample.Eigenvalues)];
        if (SpectrumBins.For(pooled, binWidth) is not { } bins)
        {
            return null;
        }

        Spectrum[] spectra = [.. places.Select(place => place.Rung.Spectrum(bins))];
        MobilityEdge edge = MobilityEdge.Of(spectra.Select(spectrum => spectrum.ScaledParticipation()));
        ExponentialTailFit[] tails = Tails(places, pooled);
        double sameDecay = spectra.All(spectrum => spectrum.Groups >= FewestGroups)
            ? ProbabilityOfScatter([.. tails.Select(tail => tail.DecayScale)])
            : double.NaN;
        return new SpectrumResult(
            family,
            [
                .. places.Select((place, k) => new EnsembleSpectrum(
                    place,
                    SpectrumBin.AllOf(spectra[k]),
                    tails[k],
                    CompareDensities(spectra[k], spectra[^1]),
                    SpacingStatistics.Of(place, edge.Value))),
            ],
            edge,
            sameDecay);
    }

    // Fits the tails below one limit for all N, so that the tails are of the same part of the spectrum.
    private static ExponentialTailFit[] Tails(IReadOnlyList<EnsembleAtRung> places, double[] pooled)
    {
        TailLimit limit = ExponentialTail.BestLimit(pooled, 0);
        double value = limit.LimitOrJustBelow(pooled.Order().ElementAt(pooled.Length / 2));
        return
        [
            .. places.Select(place =>
            {
                ExponentialTailFit fit = ExponentialTail.OfSamples(
                    [.. place.Rung.WholeSpectra.Select(sample => ((long)sample.Sample.Group, (double[])[.. sample.Eigenvalues]))], value);
                return fit with { Quality = fit.Quality with { Trouble = fit.Quality.Trouble ?? limit.Trouble } };
            }),
        ];
    }

    // Computes the probability that values with these errors scatter more about their weighted mean by chance.
    private static double ProbabilityOfScatter(IReadOnlyList<FittedValue> values)
    {
        FittedValue[] known = [.. values.Where(value => double.IsFinite(value.Value) && value.Error > 0 && double.IsFinite(value.Error))];
        if (known.Length < 2)
        {
            return double.NaN;
        }

        double weight = known.Sum(value => 1 / (value.Error * value.Error));
        double mean = known.Sum(value => value.Value / (value.Error * value.Error)) / weight;
        double chiSquared = known.Sum(value => Math.Pow((value.Value - mean) / value.Error, 2));
        return SpecialFunctions.GammaUpperRegularized(0.5 * (known.Length - 1), 0.5 * chiSquared);
    }

    private static DensityComparison CompareDensities(Spectrum spectrum, Spectrum largest)
    {
        if (ReferenceEquals(spectrum, largest))
        {
            return DensityComparison.None;
        }

        (Estimate[] density, Estimate[] densityOfLargest) = (spectrum.Density(), largest.Density());
        (double[] modes, double[] modesOfLargest) = (spectrum.ModesPerSample(), largest.ModesPerSample());
        bool AreEnough(double modesPerSample, int samples) => modesPerSample * samples >= FewestModes - 0.5;
        double chiSquared = 0;
        int bins = 0;
        for (int bin = 0; bin < density.Length; bin++)
        {
            (Estimate first, Estimate second) = (density[bin], densityOfLargest[bin]);
            double variance = (first.StandardError * first.StandardError) + (second.StandardError * second.StandardError);
            if (AreEnough(modes[bin], first.Samples) && AreEnough(modesOfLargest[bin], second.Samples) && variance > 0)
            {
                chiSquared += Math.Pow(first.Mean - second.Mean, 2) / variance;
                bins++;
            }
        }

        if (bins == 0)
        {
            return DensityComparison.None;
        }

        bool errorsAreKnown = Math.Min(spectrum.Groups, largest.Groups) >= FewestGroups;
        return new DensityComparison(
            chiSquared, bins, errorsAreKnown ? SpecialFunctions.GammaUpperRegularized(0.5 * bins, 0.5 * chiSquared) : double.NaN);
    }
}
