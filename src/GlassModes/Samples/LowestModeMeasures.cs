// The measures of the lowest mode of one rung.

using GlassModes.Modes;
using GlassModes.Modes.Measures;
using GlassModes.Particles;

namespace GlassModes.Samples;

/// <summary>One of the particles with the most negative δE_i.</summary>
/// <param name="Energy">δE_i.</param>
/// <param name="Distance">Distance of the particle from the core by energy, by minimum image.</param>
public readonly record struct CoreParticle(double Energy, double Distance);

/// <summary>
/// The measures of the lowest mode of a configuration (Shimada et al. 2024, Sec. III C, Appendices C and D). The profiles are given on
/// grids that all samples of one box share.
/// </summary>
/// <param name="Eigenvalue">λ_1.</param>
/// <param name="ParticipationRatio">P_1.</param>
/// <param name="CoreByNorm">Id of the particle of largest |e_i|.</param>
/// <param name="CoreByEnergy">Id of the particle of most negative δE_i.</param>
/// <param name="CoreEnergy">Λ_min.</param>
/// <param name="LocalisationLength">The distance r at which Λ(r) = Λ_min.</param>
/// <param name="LowestLocalEnergy">δE_i of the core by energy.</param>
/// <param name="Decay">d(r) at r = Δr, 2Δr, … ≤ L/2; NaN in empty bins.</param>
/// <param name="EnergyProfile">Λ(r) at r = δr, 2δr, … . The last r is the first one beyond √3 L/2, where Λ(r) = λ_1.</param>
/// <param name="CoreParticles">The ten most negative δE_i, ascending (Fig. 19). There are fewer if the system has fewer particles.</param>
public sealed record LowestModeMeasures(
    double Eigenvalue,
    double ParticipationRatio,
    int CoreByNorm,
    int CoreByEnergy,
    double CoreEnergy,
    double LocalisationLength,
    double LowestLocalEnergy,
    IReadOnlyList<double> Decay,
    IReadOnlyList<double> EnergyProfile,
    IReadOnlyList<CoreParticle> CoreParticles)
{
    /// <summary>Δr of the decay profile.</summary>
    public const double DecayBin = 0.5;

    /// <summary>δr of the energy profile.</summary>
    public const double EnergyStep = 0.1;

    /// <summary>Largest number of <see cref="CoreParticles"/>.</summary>
    public const int MostCoreParticles = 10;

    /// <summary>Number of values of a decay profile in a box of length L.</summary>
    public static int DecayLength(double boxLength) => (int)(boxLength / 2 / DecayBin);

    /// <summary>Number of values of an energy profile in a box of length L.</summary>
    public static int EnergyLength(double boxLength) => (int)Math.Floor(Math.Sqrt(3) / 2 * boxLength / EnergyStep) + 1;

    /// <summary>Measures the lowest mode of a set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The set is empty.</exception>
    public static LowestModeMeasures Of(ModeSet modes)
    {
        ArgumentNullException.ThrowIfNull(modes);
        Configuration configuration = modes.Hessian.Configuration;
        Mode mode = modes[0];
        double[] energies = LocalEnergies.Of(modes.Hessian, mode.Vector);
        DecayProfile decay = DecayProfile.Of(configuration, mode.Vector, DecayBin);
        EnergyProfile profile = Modes.Measures.EnergyProfile.Of(configuration, energies);
        double length = configuration.Box.Length;
        double[] amplitudes = new double[DecayLength(length)];
        Array.Fill(amplitudes, double.NaN);
        for (int k = 0; k < decay.Radii.Count; k++)
        {
            amplitudes[(int)Math.Round(decay.Radii[k] / DecayBin) - 1] = decay.Amplitudes[k];
        }

        return new LowestModeMeasures(
            mode.Eigenvalue,
            mode.ParticipationRatio,
            configuration.Ids[decay.Core],
            configuration.Ids[profile.Core],
            profile.CoreEnergy,
            profile.CoreRadius,
            profile.LowestLocalEnergy,
            amplitudes,
            ValuesOnGrid(profile, EnergyLength(length)),
            FindCoreParticles(configuration, profile.Core, energies));
    }

    // The values of the step function Λ(r) at r = δr, 2δr, … .
    private static double[] ValuesOnGrid(EnergyProfile profile, int length)
    {
        double[] values = new double[length];
        int particles = 0;
        for (int k = 0; k < length; k++)
        {
            while (particles < profile.Radii.Count && profile.Radii[particles] <= (k + 1) * EnergyStep)
            {
                particles++;
            }

            values[k] = profile.Energies[Math.Max(particles - 1, 0)];
        }

        return values;
    }

    private static CoreParticle[] FindCoreParticles(Configuration configuration, int core, double[] energies)
    {
        double[] distances = Distances.From(configuration, core);
        double[] ascending = [.. energies];
        Array.Sort(ascending, distances);
        return [.. ascending.Zip(distances, (energy, distance) => new CoreParticle(energy, distance)).Take(MostCoreParticles)];
    }
}
