// What sums keep of the modes of one sample at one rung.

using GlassModes.Samples;

namespace GlassModes.Ensembles;

/// <summary>
/// What sums keep of one sample at one rung. Distributions, unfolding and bins of any width need every eigenvalue, so all unstable ones are
/// kept. Time, energy and f_u say where the sample stands.
/// </summary>
/// <param name="Sample">The sample.</param>
/// <param name="Time">t; NaN for a method without a time.</param>
/// <param name="PotentialEnergyPerParticle">V/N.</param>
/// <param name="FractionUnstable">f_u.</param>
/// <param name="LowestEigenvalue">λ_1, positive where no mode is unstable; NaN without modes.</param>
/// <param name="CoreEnergy">Λ_min of mode 1; NaN without modes.</param>
/// <param name="Eigenvalues">The unstable eigenvalues, ascending.</param>
/// <param name="ParticipationRatios">Their participation ratios.</param>
public sealed record SampleModes(
    SampleId Sample,
    double Time,
    double PotentialEnergyPerParticle,
    double FractionUnstable,
    double LowestEigenvalue,
    double CoreEnergy,
    IReadOnlyList<double> Eigenvalues,
    IReadOnlyList<double> ParticipationRatios)
{
    /// <summary>Whether there is a mode at all.</summary>
    public bool HasMode => double.IsFinite(LowestEigenvalue);
}
