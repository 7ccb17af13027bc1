// The unstable part of the spectrum of many samples.

using GlassModes.Statistics;

namespace GlassModes.Ensembles;

/// <summary>D(λ), P(λ) and spacing ratios of the unstable modes of an ensemble at one rung, in bins; errors by the jackknife over samples.</summary>
public sealed class Spectrum
{
    // Modes, Σ P, spacing ratios about a mode, Σ of them.
    private const int Fields = 4;

    // Below, the error of a mean over modes is itself not known, and one that is small by accident would outweigh all other bins.
    private const double FewestModes = 10;
    private readonly int _particles;
    private readonly GroupedSums _sums;

    internal Spectrum(int particles, SpectrumBins bins, IReadOnlyCollection<SampleModes> samples)
    {
        ArgumentNullException.ThrowIfNull(bins);
        Bins = bins;
        _particles = particles;
        _sums = new GroupedSums(Fields * bins.Count);
        foreach (SampleModes sample in samples)
        {
            _sums.Add(sample.Sample.Group, SumsOf(sample));
        }
    }

    /// <summary>The bins.</summary>
    public SpectrumBins Bins { get; }

    /// <summary>Groups of samples behind the errors: one more than their degrees of freedom.</summary>
    public int Groups => _sums.UsedGroups;

    /// <summary>D(λ) in each bin, normalised by 3N − 3 (Eq. 6).</summary>
    public Estimate[] Density() => Errors((means, bin) => means[Fields * bin] / ((3.0 * _particles) - 3) / Bins.Width);

    /// <summary>Mean number of modes of a sample in each bin.</summary>
    public double[] ModesPerSample()
    {
        double[] means = _sums.Means();
        return [.. Enumerable.Range(0, Bins.Count).Select(bin => means[Fields * bin])];
    }

    /// <summary>⟨P⟩ over the modes of each bin and all samples; NaN in empty bins.</summary>
    public Estimate[] Participation() => Errors((means, bin) => Ratio(means[(Fields * bin) + 1], means[Fields * bin]));

    /// <summary>N^{2/3} ⟨P⟩ as a curve, bins with fewer than ten modes left out.</summary>
    public ParticipationCurve ScaledParticipation()
    {
        double scale = Math.Pow(_particles, 2.0 / 3);
        double[] centers = Bins.Centers();
        double[] modes = ModesPerSample();
        return new ParticipationCurve(
            _particles,
            [
                .. Participation().Select((estimate, bin) => new DataPoint(centers[bin], scale * estimate.Mean, scale * estimate.StandardError))
                    .Where((point, bin) => double.IsFinite(point.Y) && modes[bin] * _sums.Count >= FewestModes - 0.5),
            ],
            Groups);
    }

    /// <summary>⟨r⟩ of successive level spacings by the bin of the middle of three levels; NaN where there are none.</summary>
    public Estimate[] SpacingRatios() => Errors((means, bin) => Ratio(means[(Fields * bin) + 3], means[(Fields * bin) + 2]));

    private static double Ratio(double numerator, double denominator) => denominator > 0 ? numerator / denominator : double.NaN;

    private Estimate[] Errors(Func<double[], int, double> of) => _sums.Jackknife(means => [.. Enumerable.Range(0, Bins.Count).Select(bin => of(means, bin))]);

    private double[] SumsOf(SampleModes sample)
    {
        double[] sums = new double[_sums.Length];
        double[] values = [.. sample.Eigenvalues];
        for (int k = 0; k < values.Length; k++)
        {
            int bin = Bins.Of(values[k]);
            if (bin < 0)
            {
                continue;
            }

            sums[Fields * bin]++;
            sums[(Fields * bin) + 1] += sample.ParticipationRatios[k];
            if (k > 0 && k + 1 < values.Length && LevelSpacings.Ratios(values.AsSpan(k - 1, 3)) is [double ratio])
            {
                sums[(Fields * bin) + 2]++;
                sums[(Fields * bin) + 3] += ratio;
            }
        }

        return sums;
    }
}
