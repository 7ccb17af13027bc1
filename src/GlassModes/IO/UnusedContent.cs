// Names what a configuration keeps but no computation uses: masses and charges.

using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>Finds masses and charges among the columns of a frame, and says that they are not used.</summary>
internal static class UnusedContent
{
    /// <summary>The name of the column of masses.</summary>
    public const string Mass = "mass";

    private static readonly string[] s_masses = [Mass, "masses"];
    private static readonly string[] s_charges = ["q", "charge", "charges", "initial_charges"];

    /// <summary>Whether a column holds the masses of the particles.</summary>
    public static bool IsMass(ParticleProperty property) => property.Components == 1 && s_masses.Contains(property.Name);

    /// <summary>Warns of masses other than 1 and charges other than 0, as columns or as keys.</summary>
    public static void Warn(
        LineReader reader, IReadOnlyList<ParticleProperty> properties, IReadOnlyDictionary<string, string>? annotations)
    {
        if (properties.Any(property => IsMass(property) && property.Values.Span.ContainsAnyExcept(1.0)) || HasMassKey(annotations))
        {
            WarnOfMasses(reader);
        }

        if (properties.FirstOrDefault(property => s_charges.Contains(property.Name) && property.Values.Span.ContainsAnyExcept(0.0))
            is { } charges)
        {
            reader.Warn($"has charges, '{charges.Name}', which are not used: the interactions are those of the model");
        }

        if (properties.FirstOrDefault(property => property.Name == "density") is { } densities
            && properties.FirstOrDefault(property => property.Name == "diameter") is { } diameters
            && HasOtherMass(diameters.Values.Span, densities.Values.Span))
        {
            reader.Warn("has densities of spheres that give masses other than 1, which are not used: every particle has mass 1");
        }
    }

    /// <summary>Warns of masses that are not used.</summary>
    public static void WarnOfMasses(LineReader reader) =>
        reader.Warn("has masses other than 1, which are not used: every particle has mass 1");

    private static bool HasMassKey(IReadOnlyDictionary<string, string>? annotations) =>
        annotations?.Any(pair => s_masses.Contains(pair.Key)
            && ExtendedXyzPairs.WordsOf(pair.Value).Any(word => Tokens.TryFinite(word, out double mass) && mass != 1)) == true;

    // LAMMPS takes the density of a sphere without a diameter for its mass. Data files of LAMMPS have about 15 digits.
    private static bool HasOtherMass(ReadOnlySpan<double> diameters, ReadOnlySpan<double> densities)
    {
        for (int i = 0; i < diameters.Length; i++)
        {
            double mass = diameters[i] == 0 ? densities[i] : densities[i] * Math.PI / 6 * diameters[i] * diameters[i] * diameters[i];
            if (!(Math.Abs(mass - 1) < 1e-9))
            {
                return true;
            }
        }

        return false;
    }
}
