// The models by name, as on a command line.

namespace GlassModes.Models;

/// <summary>Makes a model from its name and the parameters that can be overridden.</summary>
public static class ModelCatalog
{
    /// <summary>The names known.</summary>
    public static IReadOnlyList<string> Names { get; } = ["kalj", "harmonic"];

    /// <summary>The model of that name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="cutoff">Cutoff in units of σ_ab for kalj; null for the paper's 2.5. Harmonic spheres have none to choose.</param>
    /// <exception cref="ArgumentException">An unknown name, a cutoff for harmonic spheres, or one that is not positive and finite.</exception>
    public static PairModel Create(string name, double? cutoff = null)
    {
        switch (name)
        {
            case "kalj":
                return KobAndersen.ForceShifted(cutoff ?? KobAndersen.Cutoff);
            case "harmonic":
                return cutoff is null
                    ? HarmonicSpheres.Create()
                    : throw new ArgumentException("The model harmonic has no cutoff to choose: its spheres interact where they overlap.", nameof(cutoff));
            default:
                throw new ArgumentException($"There is no model '{name}'; known are {string.Join(" and ", Names)}.", nameof(name));
        }
    }
}
