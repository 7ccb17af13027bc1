// Averages over the samples that crossed two rungs one after the other.

using GlassModes.Ensembles;
using GlassModes.Statistics;

namespace GlassModes.Analysis;

/// <summary>Averages of what happens between a rung and the next rung, over the samples that crossed both rungs.</summary>
/// <param name="Rung">W of the rung.</param>
/// <param name="NextRung">W of the next rung.</param>
/// <param name="Samples">The number of samples that crossed both rungs.</param>
/// <param name="Time">The time between the rungs.</param>
/// <param name="EnergyDrop">The decrease of V/N.</param>
/// <param name="FractionDrop">The decrease of f_u.</param>
/// <param name="Displacement">√(Σ|Δr_i|²/N).</param>
/// <param name="DisplacementParticipation">The participation ratio of Δr.</param>
/// <param name="LowestOverlap">(e_1 · Δr)²/|Δr|².</param>
/// <param name="UnstableOverlap">Σ (e_α · Δr)²/|Δr|² over the unstable modes.</param>
/// <param name="HotSpotDistance">The distance of the most mobile particle from the core of the lowest mode.</param>
/// <param name="SuccessorOverlap">The largest squared overlap of mode 1 with a mode of the next rung, where mode 1 is unstable.</param>
/// <param name="NextCurvature">e_1ᵀ H' e_1 with the Hessian of the next rung, where mode 1 is unstable.</param>
/// <param name="Fates">What becomes of the unstable modes.</param>
public sealed record StepAverages(
    double Rung,
    double NextRung,
    long Samples,
    Estimate Time,
    Estimate EnergyDrop,
    Estimate FractionDrop,
    Estimate Displacement,
    Estimate DisplacementParticipation,
    Estimate LowestOverlap,
    Estimate UnstableOverlap,
    Estimate HotSpotDistance,
    Estimate SuccessorOverlap,
    Estimate NextCurvature,
    ModeFates Fates)
{
    /// <summary>log10 W of the rung.</summary>
    public double Log10W => Math.Round(Math.Log10(Rung), 12);

    /// <summary>log10 W of the next rung.</summary>
    public double NextLog10W => Math.Round(Math.Log10(NextRung), 12);

    /// <summary>Computes the averages from sums.</summary>
    public static StepAverages Of(StepSums sums)
    {
        ArgumentNullException.ThrowIfNull(sums);
        return new StepAverages(
            sums.Rung,
            sums.NextRung,
            sums.Count,
            sums.Mean(StepScalar.Time),
            sums.Mean(StepScalar.EnergyDrop),
            sums.Mean(StepScalar.FractionDrop),
            sums.Mean(StepScalar.Displacement),
            sums.Mean(StepScalar.DisplacementParticipation),
            sums.Mean(StepScalar.LowestOverlap),
            sums.Mean(StepScalar.UnstableOverlap),
            sums.Mean(StepScalar.HotSpotDistance),
            sums.Mean(StepScalar.SuccessorOverlap),
            sums.Mean(StepScalar.NextCurvature),
            sums.Fates());
    }
}
