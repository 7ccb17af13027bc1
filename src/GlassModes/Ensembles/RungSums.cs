// Sums over samples at one rung.

using GlassModes.Samples;
using GlassModes.Statistics;

namespace GlassModes.Ensembles;

/// <summary>
/// Sums over the samples of one ensemble at one rung, from which averages at fixed W and their errors follow. Sums of different samples can
/// be merged. The result does not depend on the order of the samples. The unstable eigenvalues and participation ratios of every sample are
/// kept, 16 bytes for each mode, because distributions need every value.
/// </summary>
public sealed class RungSums
{
    private readonly FieldSums<RungScalar> _scalars = new();
    private readonly SortedDictionary<SampleId, SampleModes> _modes = [];
    private readonly SortedDictionary<double, StepSums> _steps = new(Comparer<double>.Create((first, second) => second.CompareTo(first)));
    private readonly int _particles;

    internal RungSums(double rung, Protocol protocol)
    {
        Rung = rung;
        _particles = protocol.Particles;
        LowestModes = new LowestModeSums(protocol.BoxLength);
    }

    /// <summary>W of the rung; NaN for sums over starts, each of which has a W of its own.</summary>
    public double Rung { get; }

    /// <summary>log10 of the rung's W.</summary>
    public double Log10W => Math.Round(Math.Log10(Rung), 12);

    /// <summary>The number of samples that crossed the rung.</summary>
    public long Count => _scalars.Count;

    /// <summary>Sums of the profiles of the lowest modes.</summary>
    public LowestModeSums LowestModes { get; }

    /// <summary>Sums of the shares of the force along modes.</summary>
    public FlowSums Flow { get; } = new();

    /// <summary>
    /// Sums of the steps to the next rung, in descending W of the next rung. There is one next rung unless samples have different ladders.
    /// </summary>
    public IReadOnlyCollection<StepSums> Steps => _steps.Values;

    /// <summary>The modes of each sample, in the order of seeds and numbers.</summary>
    public IReadOnlyCollection<SampleModes> Modes => _modes.Values;

    /// <summary>
    /// The samples of which all unstable eigenvalues were computed, in the order of the samples. Distributions use these samples only.
    /// Samples of which only the number of modes or only the lowest modes are known would count as if all other modes did not exist.
    /// </summary>
    public IReadOnlyCollection<SampleModes> WholeSpectra => [.. _modes.Values.Where(IsWhole)];

    /// <summary>The number of samples that have an unstable mode. In the other samples mode 1 is the softest stable mode.</summary>
    public int UnstableSamples { get; private set; }

    /// <summary>Whether a sample crossed the rung.</summary>
    public bool Contains(SampleId sample) => _modes.ContainsKey(sample);

    internal IReadOnlyList<SumsPart> Parts => [new("scalars", RungScalars.Names, _scalars.Sums), .. LowestModes.Parts, .. Flow.Parts];

    /// <summary>The sums of the numbers of <see cref="RungScalar"/>.</summary>
    internal GroupedSums Scalars => _scalars.Sums;

    /// <summary>The mean of a number over the samples that have it, with s/√n.</summary>
    public Estimate Mean(RungScalar scalar) => _scalars.Statistics()[scalar].Mean;

    /// <summary>The standard deviation of a number over the samples that have it.</summary>
    public double Deviation(RungScalar scalar) => _scalars.Statistics()[scalar].Deviation;

    /// <summary>The spectrum of the unstable modes in bins.</summary>
    public Spectrum Spectrum(SpectrumBins bins) => new(_particles, bins, WholeSpectra);

    internal static double Mean(IReadOnlyList<double> means, RungScalar scalar) => FieldSums<RungScalar>.MeanOf(means, scalar);

    internal static double RelativeError(IReadOnlyList<double> means, RungScalar scalar) =>
        FieldSums<RungScalar>.RelativeErrorOf(means, scalar);

    internal void Add(SampleId sample, RungMeasures rung, RungMeasures? next)
    {
        FieldValues<RungScalar> scalars = _scalars.NewValues();
        RungScalars.Write(rung, scalars);
        _scalars.Add(sample, scalars);
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

    private bool IsWhole(SampleModes sample) =>
        Math.Round(sample.FractionUnstable * ((3.0 * _particles) - 3)).Equals(sample.Eigenvalues.Count);

    internal void Add(SampleModes modes)
    {
        _modes.Add(modes.Sample, modes);
        UnstableSamples += modes.FractionUnstable > 0 || modes.Eigenvalues.Count > 0 ? 1 : 0;
    }

    internal void Add(RungSums other)
    {
        foreach ((SumsPart part, SumsPart otherPart) in Parts.Zip(other.Parts))
        {
            part.Sums.Add(otherPart.Sums);
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
