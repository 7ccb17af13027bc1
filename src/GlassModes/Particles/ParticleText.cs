// A column of words that travels with a configuration: element names, labels, truth values.

namespace GlassModes.Particles;

/// <summary>A word for each particle under a name.</summary>
/// <param name="Name">The name of the column, without spaces.</param>
/// <param name="IsLogical">Whether the words are truth values, T and F.</param>
/// <param name="Values">N words without white space, one for each particle.</param>
public sealed record ParticleText(string Name, bool IsLogical, IReadOnlyList<string> Values);
