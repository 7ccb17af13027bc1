// Averages over the samples of an ensemble at one rung.

using GlassModes.Ensembles;
using GlassModes.Statistics;

namespace GlassModes.Analysis;

/// <summary>
/// Averages over the samples of an ensemble at fixed W, with s/√n over the n samples that have the quantity (Shimada et al. 2024, Sec. III
/// A 1).
/// </summary>
/// <param name="At">The ensemble and the rung.</param>
/// <param name="Time">⟨t⟩.</param>
/// <param name="LogTimeDeviation">The standard deviation of ln t over samples.</param>
/// <param name="PotentialEnergyPerParticle">⟨V/N⟩.</param>
/// <param name="EnergyDeviation">The standard deviation of V/N over samples.</param>
/// <param name="FractionUnstable">⟨f_u⟩.</param>
/// <param name="FractionDeviation">The standard deviation of f_u over samples.</param>
/// <param name="LowestEigenvalue">⟨λ_1⟩.</param>
/// <param name="LowestParticipation">⟨P_1⟩.</param>
/// <param name="CoreEnergy">⟨Λ_min⟩.</param>
/// <param name="LocalisationLength">The mean r where Λ(r) = Λ_min.</param>
/// <param name="ForceCurvature">⟨fᵀHf/|f|²⟩.</param>
public sealed record AveragesAtFixedW(
    EnsembleAtRung At,
    Estimate Time,
    double LogTimeDeviation,
    Estimate PotentialEnergyPerParticle,
    double EnergyDeviation,
    Estimate FractionUnstable,
    double FractionDeviation,
    Estimate LowestEigenvalue,
    Estimate LowestParticipation,
    Estimate CoreEnergy,
    Estimate LocalisationLength,
    Estimate ForceCurvature)
{
    /// <summary>The averages of an ensemble at one rung.</summary>
    public static AveragesAtFixedW Of(EnsembleAtRung place)
    {
        ArgumentNullException.ThrowIfNull(place);
        RungSums rung = place.Rung;
        return new AveragesAtFixedW(
            place,
            rung.Mean(RungScalar.Time),
            rung.Deviation(RungScalar.LogTime),
            rung.Mean(RungScalar.PotentialEnergyPerParticle),
            rung.Deviation(RungScalar.PotentialEnergyPerParticle),
            rung.Mean(RungScalar.FractionUnstable),
            rung.Deviation(RungScalar.FractionUnstable),
            rung.Mean(RungScalar.LowestEigenvalue),
            rung.Mean(RungScalar.LowestParticipation),
            rung.Mean(RungScalar.CoreEnergy),
            rung.Mean(RungScalar.LocalisationLength),
            rung.Mean(RungScalar.ForceCurvature));
    }
}
