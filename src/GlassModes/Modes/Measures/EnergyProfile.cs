// The energy of a mode summed outwards from its core.

using GlassModes.Particles;

namespace GlassModes.Modes.Measures;

/// <summary>
/// Λ(r) = Σ_i Θ(r − |r_i − r_e|) δE_i, r_e the particle of most negative δE_i (Shimada et al. 2024, Eq. C3): a step function
/// given at every particle's distance. Λ(∞) = λ.
/// </summary>
/// <param name="Core">Index of the core particle.</param>
/// <param name="LowestLocalEnergy">δE of the core.</param>
/// <param name="Radii">N distances by minimum image, ascending, the first 0.</param>
/// <param name="Energies">Λ at and beyond each of them.</param>
/// <param name="CoreEnergy">Λ_min = min_r Λ(r).</param>
/// <param name="CoreRadius">The r where Λ_min is reached, the localisation length.</param>
public sealed record EnergyProfile(
    int Core,
    double LowestLocalEnergy,
    IReadOnlyList<double> Radii,
    IReadOnlyList<double> Energies,
    double CoreEnergy,
    double CoreRadius)
{
    /// <summary>The profile of local energies.</summary>
    /// <param name="configuration">The N particles.</param>
    /// <param name="localEnergies">N values δE_i, see <see cref="LocalEnergies"/>.</param>
    /// <exception cref="ArgumentException">Not N values.</exception>
    public static EnergyProfile Of(Configuration configuration, ReadOnlySpan<double> localEnergies)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (localEnergies.Length != configuration.Count)
        {
            throw new ArgumentException(
                $"{localEnergies.Length} local energies for {configuration.Count} particles.", nameof(localEnergies));
        }

        int core = 0;
        for (int i = 1; i < localEnergies.Length; i++)
        {
            core = localEnergies[i] < localEnergies[core] ? i : core;
        }

        double[] radii = Distances.From(configuration, core);
        double[] energies = localEnergies.ToArray();
        Array.Sort(radii, energies);
        for (int k = 1; k < energies.Length; k++)
        {
            energies[k] += energies[k - 1];
        }

        int lowest = energies.AsSpan().IndexOf(energies.Min());
        return new EnergyProfile(core, localEnergies[core], radii, energies, energies[lowest], radii[lowest]);
    }
}
