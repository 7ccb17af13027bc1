// Masses in configuration files.

using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>Finds the masses of the particles, and warns if they are not all 1: every computation takes unit masses.</summary>
internal static class Masses
{
    /// <summary>The name of the property.</summary>
    public const string Name = "mass";

    private static readonly string[] s_names = [Name, "masses"];

    /// <summary>Returns the masses among the properties; null if there are none.</summary>
    public static ReadOnlyMemory<double>? Find(LineReader reader, IEnumerable<ParticleProperty> properties)
    {
        if (properties.FirstOrDefault(property => property.Components == 1 && s_names.Contains(property.Name)) is not { } masses)
        {
            return null;
        }

        if (masses.Values.Span.ContainsAnyExcept(1.0))
        {
            Warn(reader);
        }

        return masses.Values;
    }

    /// <summary>Warns that masses are not used.</summary>
    public static void Warn(LineReader reader) => reader.Warn(
        "has masses other than 1; they are kept but not used, because every computation takes mass 1 for every particle");
}
