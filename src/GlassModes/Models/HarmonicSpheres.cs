// Monodisperse harmonic spheres, the weakly jammed packings of the paper's Appendix E.

using GlassModes.Potentials;

namespace GlassModes.Models;

/// <summary>One species of harmonic spheres (Shimada et al. 2024, Appendix E). Units ε = σ = m = 1.</summary>
public static class HarmonicSpheres
{
    /// <summary>The paper's packing fraction φ.</summary>
    public const double PackingFraction = 0.73;

    /// <summary>ε, σ and r_c = σ of the one species.</summary>
    public static PairParameters[] Parameters() => [new(1, 1, 1)];

    /// <summary>The model with v(r) = ½(1 − r)².</summary>
    public static PairModel Create() =>
        new PairModel<Harmonic>("harmonic", [1], DensityOf(PackingFraction), [.. Parameters().Select(pair => new Harmonic(pair.Epsilon, pair.Sigma))]);

    /// <summary>Number density ρ = 6φ/π of unit spheres at packing fraction φ.</summary>
    public static double DensityOf(double packingFraction) => 6 * packingFraction / Math.PI;
}
