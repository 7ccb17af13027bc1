// The values that sums keep of one sample at one rung.

using GlassModes.Samples;

namespace GlassModes.Ensembles;

/// <summary>
/// The values that sums keep of one sample at one rung. All unstable eigenvalues are kept, because distributions, unfolding and bins of any
/// width need every eigenvalue. Time, energy and f_u say how far the quench of the sample has come.
/// </summary>
/// <param name="Sample">The sample.</param>
/// <param name="Time">t; NaN for a method without a time.</param>
/// <param name="PotentialEnergyPerParticle">V/N.</param>
/// <param name="FractionUnstable">f_u.</param>
/// <param name="LowestEigenvalue">λ_1, positive where no mode is unstable; NaN without modes.</param>
/// <param name="CoreEnergy">Λ_min of mode 1; NaN without modes.</param>
/// <param name="Eigenvalues">The unstable eigenvalues, ascending.</param>
/// <param name="ParticipationRatios">The participation ratios of the unstable modes.</param>
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
    /// <summary>Whether the sample has a mode at all: λ_1 is known.</summary>
    public bool HasMode => double.IsFinite(LowestEigenvalue);
}
