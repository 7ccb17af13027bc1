// The starts of the quenches of an ensemble: instantaneous normal modes of the liquid itself.

using GlassModes.Ensembles;
using GlassModes.Statistics;

namespace GlassModes.Analysis;

/// <summary>Averages over the starts of an ensemble, with s/√n over the n starts that have the quantity.</summary>
/// <param name="Ensemble">The ensemble.</param>
/// <param name="Samples">The number of starts that were measured.</param>
/// <param name="PotentialEnergyPerParticle">⟨V/N⟩.</param>
/// <param name="FractionUnstable">⟨f_u⟩.</param>
/// <param name="LowestEigenvalue">⟨λ_1⟩.</param>
/// <param name="LowestParticipation">⟨P_1⟩.</param>
/// <param name="CoreEnergy">⟨Λ_min⟩.</param>
/// <param name="ForceCurvature">⟨fᵀHf/|f|²⟩.</param>
/// <param name="Spectrum">The unstable part of D(λ); empty where not all unstable modes of any start are known.</param>
public sealed record StartResult(
    NamedEnsemble Ensemble,
    long Samples,
    Estimate PotentialEnergyPerParticle,
    Estimate FractionUnstable,
    Estimate LowestEigenvalue,
    Estimate LowestParticipation,
    Estimate CoreEnergy,
    Estimate ForceCurvature,
    IReadOnlyList<SpectrumBin> Spectrum)
{
    /// <summary>The averages of an ensemble; null if no start was measured.</summary>
    /// <param name="ensemble">The ensemble.</param>
    /// <param name="binWidth">The width of the bins of λ; null if the data are to determine the width.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is not positive, or needs too many bins.</exception>
    public static StartResult? Of(NamedEnsemble ensemble, double? binWidth)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        if (ensemble.Sums.Starts is not { } starts)
        {
            return null;
        }

        double[] pooled = [.. starts.WholeSpectra.SelectMany(sample => sample.Eigenvalues)];
        return new StartResult(
            ensemble,
            starts.Count,
            starts.Mean(RungScalar.PotentialEnergyPerParticle),
            starts.Mean(RungScalar.FractionUnstable),
            starts.Mean(RungScalar.LowestEigenvalue),
            starts.Mean(RungScalar.LowestParticipation),
            starts.Mean(RungScalar.CoreEnergy),
            starts.Mean(RungScalar.ForceCurvature),
            SpectrumBins.For(pooled, binWidth) is { } bins ? SpectrumBin.AllOf(starts.Spectrum(bins)) : []);
    }
}
