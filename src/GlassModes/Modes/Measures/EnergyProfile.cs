// Sums the local energies of a mode outwards from its core.

using GlassModes.Particles;

namespace GlassModes.Modes.Measures;

/// <summary>
/// The energy profile Λ(r) = Σ_i Θ(r − |r_i − r_e|) δE_i (Shimada et al. 2024, Eq. C3). r_e is the position of the core by energy, the
/// particle of most negative δE_i. Λ is a step function with a step at the distance of every particle. Λ(∞) = λ.
/// </summary>
/// <param name="Core">Index of the core particle.</param>
/// <param name="LowestLocalEnergy">δE of the core.</param>
/// <param name="Radii">N distances by minimum image, ascending, the first 0.</param>
/// <param name="Energies">Λ from each of these distances up to the next.</param>
/// <param name="CoreEnergy">Λ_min = min_r Λ(r).</param>
/// <param name="CoreRadius">The localisation length: the r at which Λ_min is reached.</param>
public sealed record EnergyProfile(
    int Core,
    double LowestLocalEnergy,
    IReadOnlyList<double> Radii,
    IReadOnlyList<double> Energies,
    double CoreEnergy,
    double CoreRadius)
{
    /// <summary>Computes the energy profile from the local energies of a mode.</summary>
    /// <param name="configuration">The N particles.</param>
    /// <param name="localEnergies">N values δE_i, see <see cref="LocalEnergies"/>.</param>
    /// <exception cref="ArgumentException">The number of local energies is not N.</exception>
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
