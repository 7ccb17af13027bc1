// The model of harmonic spheres of one size, as in the weakly jammed packings of the paper's Appendix E.

using GlassModes.Potentials;

namespace GlassModes.Models;

/// <summary>One species of harmonic spheres, v(r) = ½(1 − r)² (Shimada et al. 2024, Appendix E). Units ε = σ = m = 1.</summary>
public static class HarmonicSpheres
{
    /// <summary>The model's name.</summary>
    public const string Name = "harmonic";

    /// <summary>The paper's packing fraction φ.</summary>
    public const double PackingFraction = 0.73;

    /// <summary>The parameters ε, σ and r_c = σ of the only pair of species. Allocates the array.</summary>
    public static PairParameters[] Parameters() => [new(1, 1, 1)];

    /// <summary>
    /// Makes the model. Its default density has the packing fraction of the paper, and its default starts are random (T = ∞).
    /// </summary>
    public static PairModel Create() =>
        new PairModel<Harmonic>(
            Name, [1], DensityOf(PackingFraction), [.. Parameters().Select(pair => new Harmonic(pair.Epsilon, pair.Sigma))])
        {
            Description = "harmonic spheres",
            Units = "epsilon = sigma = m = 1",
            Diameters = [1],
            DefaultTemperature = double.PositiveInfinity,
        };

    /// <summary>Number density ρ = 6φ/π of unit spheres at packing fraction φ.</summary>
    public static double DensityOf(double packingFraction) => 6 * packingFraction / Math.PI;
}
