// Sums of the lowest modes of many samples at one rung.

using GlassModes.Samples;

namespace GlassModes.Ensembles;

/// <summary>The averages over samples of the particle at one place in the order of local energies.</summary>
/// <param name="Rank">The place in the order of local energies; 1 is the most negative energy.</param>
/// <param name="Energy">The mean of δE_i.</param>
/// <param name="EnergyDeviation">The standard deviation of δE_i over samples, not an error.</param>
/// <param name="Distance">The mean distance of the particle from the core.</param>
/// <param name="DistanceDeviation">The standard deviation of the distance over samples, not an error.</param>
/// <param name="Samples">The number of samples.</param>
public sealed record CoreParticleAverages(
    int Rank, double Energy, double EnergyDeviation, double Distance, double DistanceDeviation, int Samples);

/// <summary>Sums of the profiles of the lowest modes over samples (Shimada et al. 2024, Sec. III C, Appendices C and D).</summary>
public sealed class LowestModeSums
{
    // The numbers of a particle, in the order of files.
    private enum CoreField
    {
        Energy,
        Distance,
    }

    private readonly FieldSums<CoreField> _coreParticles = new(LowestModeMeasures.MostCoreParticles);

    internal LowestModeSums(double boxLength) => (Decay, Energies) = (new DecaySums(boxLength), new EnergyProfileSums(boxLength));

    /// <summary>The decay profiles d(r).</summary>
    public DecaySums Decay { get; }

    /// <summary>The energy profiles Λ(r).</summary>
    public EnergyProfileSums Energies { get; }

    internal IReadOnlyList<SumsPart> Parts =>
        [Decay.Part, Energies.Part, new("core_particles", "for each: dE distance", _coreParticles.Sums)];

    /// <summary>The averages over samples of the ten particles of most negative δE_i, in the order of their energies.</summary>
    public IReadOnlyList<CoreParticleAverages> CoreParticles()
    {
        FieldTable<CoreField, FieldStatistics> statistics = _coreParticles.Statistics();
        return
        [
            .. Enumerable.Range(0, LowestModeMeasures.MostCoreParticles).Select(k =>
            {
                (FieldStatistics energy, FieldStatistics distance) = (statistics[k, CoreField.Energy], statistics[k, CoreField.Distance]);
                return new CoreParticleAverages(
                    k + 1, energy.Mean.Mean, energy.Deviation, distance.Mean.Mean, distance.Deviation, energy.Mean.Samples);
            }),
        ];
    }

    internal void Add(SampleId sample, LowestModeMeasures? mode)
    {
        Decay.Add(sample, mode);
        Energies.Add(sample, mode);
        FieldValues<CoreField> core = _coreParticles.NewValues();
        for (int k = 0; k < mode?.CoreParticles.Count; k++)
        {
            core[k, CoreField.Energy] = mode.CoreParticles[k].Energy;
            core[k, CoreField.Distance] = mode.CoreParticles[k].Distance;
        }

        _coreParticles.Add(sample, core);
    }
}
