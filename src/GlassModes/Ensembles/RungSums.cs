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
    private readonly SortedDictionary<double, StepSums> _steps = new(Comparer<double>.Create((one, other) => other.CompareTo(one)));
    private readonly int _particles;

    internal RungSums(double rung, Protocol key)
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

    /// <summary>How the force lies in the spectrum.</summary>
    public FlowSums Flow { get; } = new();

    /// <summary>The ways to the next rung, by that rung in descending W: one, unless samples have different ladders.</summary>
    public IReadOnlyCollection<StepSums> Steps => _steps.Values;

    /// <summary>What is kept of each sample, in the order of the samples.</summary>
    public IReadOnlyCollection<SampleModes> Modes => _modes.Values;

    /// <summary>Samples that have an unstable mode; in the others mode 1 is the softest of the stable ones.</summary>
    public int UnstableSamples { get; private set; }

    /// <summary>Whether a sample crossed it.</summary>
    public bool Contains(SampleId sample) => _modes.ContainsKey(sample);

    internal IReadOnlyList<(string Name, string Fields, GroupedSums Sums)> Parts => [("scalars", RungScalars.Names, _scalars.Sums), .. LowestModes.Parts, .. Flow.Parts];

    /// <summary>The sums of scalars: for each whether it is there, x and x².</summary>
    internal GroupedSums Scalars => _scalars.Sums;

    /// <summary>The mean of a scalar over the samples that have it, with s/√n.</summary>
    public Estimate Mean(RungScalar scalar) => _scalars.Statistics()[(int)scalar].Mean;

    /// <summary>The standard deviation of a scalar over the samples that have it.</summary>
    public double Deviation(RungScalar scalar) => _scalars.Statistics()[(int)scalar].Deviation;

    /// <summary>The spectrum of the unstable modes in bins.</summary>
    public Spectrum Spectrum(SpectrumBins bins) => new(_particles, bins, _modes.Values);

    internal static double Mean(IReadOnlyList<double> means, RungScalar scalar) => OptionalSums.Mean(means, (int)scalar);

    internal static double RelativeError(IReadOnlyList<double> means, RungScalar scalar) => OptionalSums.RelativeError(means, (int)scalar);

    internal void Add(SampleId sample, RungMeasures rung, RungMeasures? next)
    {
        _scalars.Add(sample, RungScalars.Of(rung));
        LowestModes.Add(sample, rung.Lowest);
        Flow.Add(sample, rung);
        if (next is not null)
        {
            Step(next.Rung.Canonical.MeanSquaredForce).Add(sample, rung, next);
        }

        Add(new SampleModes(
            sample,
            rung.Time,
            rung.PotentialEnergyPerParticle,
            rung.FractionUnstable,
            rung.Lowest?.Eigenvalue ?? double.NaN,
            rung.Lowest?.CoreEnergy ?? double.NaN,
            [.. rung.Eigenvalues],
            [.. rung.ParticipationRatios]));
    }

    internal void Add(SampleModes modes)
    {
        _modes.Add(modes.Sample, modes);
        UnstableSamples += modes.Eigenvalues.Count > 0 ? 1 : 0;
    }

    internal void Add(RungSums other)
    {
        foreach (((_, _, GroupedSums sums), (_, _, GroupedSums more)) in Parts.Zip(other.Parts))
        {
            sums.Add(more);
        }

        foreach (StepSums step in other._steps.Values)
        {
            Step(step.NextRung).Add(step);
        }

        foreach (SampleModes modes in other._modes.Values)
        {
            Add(modes);
        }
    }

    internal StepSums Step(double nextRung)
    {
        if (!_steps.TryGetValue(nextRung, out StepSums? sums))
        {
            sums = new StepSums(Rung, nextRung);
            _steps.Add(nextRung, sums);
        }

        return sums;
    }
}
