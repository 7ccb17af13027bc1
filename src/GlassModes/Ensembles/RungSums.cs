// All that is summed over samples at one rung.

using GlassModes.Samples;
using GlassModes.Statistics;

namespace GlassModes.Ensembles;

/// <summary>
/// Sums over the samples of one ensemble at one rung, from which the measures of the paper and their errors follow. They merge, and do not depend on the order in which
/// samples come. What distributions need is kept of every sample: 16 bytes for an unstable mode.
/// </summary>
public sealed class RungSums
{
    private readonly OptionalSums _scalars = new(RungScalars.Count);
    private readonly SortedDictionary<SampleId, SampleModes> _modes = [];
    private readonly int _particles;

    internal RungSums(double rung, EnsembleKey key)
    {
        Rung = rung;
        _particles = key.Particles;
        LowestModes = new LowestModeSums(key.BoxLength);
    }

    /// <summary>W of the rung.</summary>
    public double Rung { get; }

    /// <summary>log10 of the rung's W.</summary>
    public double Log10W => Math.Round(Math.Log10(Rung), 12);

    /// <summary>Samples that crossed it.</summary>
    public long Count => _scalars.Sums.Count;

    /// <summary>Profiles of the lowest modes.</summary>
    public LowestModeSums LowestModes { get; }

    /// <summary>Force, displacement and successors.</summary>
    public FlowSums Flow { get; } = new();

    /// <summary>The modes of each sample, in the order of the samples.</summary>
    public IReadOnlyCollection<SampleModes> Modes => _modes.Values;

    internal IReadOnlyList<(string Name, GroupedSums Sums)> Parts => [("scalars", _scalars.Sums), .. LowestModes.Parts, .. Flow.Parts];

    /// <summary>The sums of scalars: for each whether it is there, x and x².</summary>
    internal GroupedSums Scalars => _scalars.Sums;

    /// <summary>The mean of a scalar over the samples that have it, with s/√n.</summary>
    public Estimate Mean(RungScalar scalar) => _scalars.Statistics()[(int)scalar].Mean;

    /// <summary>The standard deviation of a scalar over the samples that have it.</summary>
    public double Deviation(RungScalar scalar) => _scalars.Statistics()[(int)scalar].Deviation;

    /// <summary>The spectrum of the unstable modes in bins.</summary>
    public Spectrum Spectrum(SpectrumBins bins) => new(_particles, bins, _modes.Values);

    internal static double Mean(IReadOnlyList<double> means, RungScalar scalar) => OptionalSums.Mean(means, (int)scalar);

    internal void Add(SampleId sample, RungMeasures rung)
    {
        _scalars.Add(sample.Number, RungScalars.Of(rung));
        LowestModes.Add(sample.Number, rung.Lowest);
        Flow.Add(sample.Number, rung);
        Add(new SampleModes(sample, rung.Lowest?.Eigenvalue ?? double.NaN, rung.Lowest?.CoreEnergy ?? double.NaN, [.. rung.Eigenvalues], [.. rung.ParticipationRatios]));
    }

    internal void Add(SampleModes modes) => _modes.Add(modes.Sample, modes);

    internal void Add(RungSums other)
    {
        foreach (((_, GroupedSums sums), (_, GroupedSums more)) in Parts.Zip(other.Parts))
        {
            sums.Add(more);
        }

        foreach (SampleModes modes in other._modes.Values)
        {
            Add(modes);
        }
    }
}
