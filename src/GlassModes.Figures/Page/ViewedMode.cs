// One mode as the page shows it: the eigenvector, its local energies and its profiles.

using GlassModes.Hessians;
using GlassModes.Modes.Measures;

namespace GlassModes.Figures.Page;

/// <summary>A mode at a rung. The core by energy, Λ_min and its radius are those of Shimada et al. 2024, Eq. C3.</summary>
/// <param name="Eigenvalue">λ.</param>
/// <param name="ParticipationRatio">P.</param>
/// <param name="Vector">3N components, |e| = 1.</param>
/// <param name="LocalEnergies">N values δE_i, whose sum is λ.</param>
/// <param name="CoreByNorm">Index of the particle of largest |e_i|.</param>
/// <param name="CoreByEnergy">Index of the particle of most negative δE_i.</param>
/// <param name="CoreEnergy">Λ_min.</param>
/// <param name="LocalisationLength">The r at which Λ_min is reached.</param>
/// <param name="DecayRadii">The centres r of the bins of the decay profile that have particles, ascending.</param>
/// <param name="Decay">d(r) at these centres.</param>
public sealed record ViewedMode(
    double Eigenvalue,
    double ParticipationRatio,
    IReadOnlyList<double> Vector,
    IReadOnlyList<double> LocalEnergies,
    int CoreByNorm,
    int CoreByEnergy,
    double CoreEnergy,
    double LocalisationLength,
    IReadOnlyList<double> DecayRadii,
    IReadOnlyList<double> Decay)
{
    /// <summary>Measures a mode of a Hessian. The eigenvalue is the sum of the local energies. Allocates the N local energies.</summary>
    /// <param name="hessian">The Hessian.</param>
    /// <param name="vector">3N components, |e| = 1.</param>
    /// <exception cref="ArgumentException">The vector is not 3N long.</exception>
    public static ViewedMode Of(Hessian hessian, double[] vector)
    {
        ArgumentNullException.ThrowIfNull(hessian);
        ArgumentNullException.ThrowIfNull(vector);
        double[] energies = Modes.Measures.LocalEnergies.Of(hessian, vector);
        DecayProfile decay = DecayProfile.Of(hessian.Configuration, vector);
        EnergyProfile profile = EnergyProfile.Of(hessian.Configuration, energies);
        return new ViewedMode(
            energies.Sum(),
            Modes.Measures.ParticipationRatio.Of(vector),
            vector,
            energies,
            decay.Core,
            profile.Core,
            profile.CoreEnergy,
            profile.CoreRadius,
            decay.Radii,
            decay.Amplitudes);
    }
}
