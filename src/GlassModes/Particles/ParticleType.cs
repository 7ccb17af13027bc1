// What a file says about a particle type.

namespace GlassModes.Particles;

/// <summary>A particle type. No computation uses its label or its mass.</summary>
/// <param name="Label">The label, such as Ni, without white space; null if the type has a number only.</param>
/// <param name="Mass">The mass of a type without particles. Masses of particles are a column of their own.</param>
public sealed record ParticleType(string? Label, double Mass = 1);
