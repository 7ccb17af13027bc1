// The profiles of the lowest modes of an ensemble at one rung.

using GlassModes.Ensembles;
using GlassModes.Statistics;

namespace GlassModes.Analysis;

/// <summary>
/// The mean profiles of the lowest modes (Shimada et al. 2024, Sec. III C, Appendices C and D), with errors by the jackknife over samples.
/// </summary>
/// <param name="At">The ensemble and the rung.</param>
/// <param name="Decay">⟨d(r)⟩; NaN at r without a value.</param>
/// <param name="Energies">⟨Λ(r)⟩.</param>
/// <param name="NormalisedEnergies">⟨Λ(r)/|Λ_min|⟩, at the same r.</param>
/// <param name="EnergiesOverMinimum">⟨Λ(r)⟩/|min_r ⟨Λ(r)⟩|, at the same r.</param>
/// <param name="CoreParticles">The particles of most negative local energy.</param>
public sealed record LowestModeProfiles(
    EnsembleAtRung At,
    IReadOnlyList<DataPoint> Decay,
    IReadOnlyList<DataPoint> Energies,
    IReadOnlyList<DataPoint> NormalisedEnergies,
    IReadOnlyList<DataPoint> EnergiesOverMinimum,
    IReadOnlyList<CoreParticleAverages> CoreParticles)
{
    /// <summary>The profiles of an ensemble at one rung.</summary>
    public static LowestModeProfiles Of(EnsembleAtRung place)
    {
        ArgumentNullException.ThrowIfNull(place);
        LowestModeSums sums = place.Rung.LowestModes;
        return new LowestModeProfiles(
            place,
            sums.Decay.Mean(),
            sums.Energies.Mean(),
            sums.Energies.MeanOfNormalised(),
            sums.Energies.MeanOverItsMinimum(),
            sums.CoreParticles());
    }
}
