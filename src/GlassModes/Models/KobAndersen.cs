// The Kob-Andersen binary Lennard-Jones mixture.

using GlassModes.Potentials;

namespace GlassModes.Models;

/// <summary>
/// Kob and Andersen's 80:20 mixture (Phys. Rev. E 51, 4626, 1995): ε_AA, ε_AB, ε_BB = 1, 1.5, 0.5; σ_AA, σ_AB, σ_BB =
/// 1, 0.8, 0.88; equal masses. Species A = 0, B = 1. Units ε_AA = σ_AA = m = k_B = 1.
/// </summary>
public static class KobAndersen
{
    /// <summary>The model's name.</summary>
    public const string Name = "kalj";

    /// <summary>The paper's number density ρ = 1000/9.4³ ≈ 1.204.</summary>
    public const double Density = 1000 / (9.4 * 9.4 * 9.4);

    /// <summary>The paper's cutoff in units of σ_ab.</summary>
    public const double Cutoff = 2.5;

    /// <summary>The parameters ε, σ and r_c of the pairs AA, AB, BA, BB. Allocates the array.</summary>
    /// <param name="cutoff">r_c,ab/σ_ab.</param>
    /// <exception cref="ArgumentOutOfRangeException">The cutoff is not positive and finite.</exception>
    public static PairParameters[] Parameters(double cutoff = Cutoff)
    {
        if (!(cutoff > 0) || !double.IsFinite(cutoff))
        {
            throw new ArgumentOutOfRangeException(nameof(cutoff), cutoff, "The cutoff must be positive and finite.");
        }

        PairParameters Pair(double epsilon, double sigma) => new(epsilon, sigma, cutoff * sigma);
        return [Pair(1, 1), Pair(1.5, 0.8), Pair(1.5, 0.8), Pair(0.5, 0.88)];
    }

    /// <summary>Makes the force-shifted model of Shimada et al. 2024, Eqs. (2) and (3).</summary>
    /// <inheritdoc cref="Parameters"/>
    public static PairModel ForceShifted(double cutoff = Cutoff)
    {
        ForceShifted<LennardJones>[] potentials =
            [.. Parameters(cutoff).Select(pair => new ForceShifted<LennardJones>(new LennardJones(pair.Epsilon, pair.Sigma, pair.Cutoff)))];
        return new PairModel<ForceShifted<LennardJones>>(Name, [0.8, 0.2], Density, potentials)
        {
            Description = "Kob-Andersen, force-shifted",
            Units = "epsilon_AA = sigma_AA = m = k_B = 1",
        };
    }
}
