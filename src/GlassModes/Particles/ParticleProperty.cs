// A named per-particle column that travels with a configuration: forces, mode vectors, local energies.

namespace GlassModes.Particles;

/// <summary>A per-particle scalar (one component) or vector (three) under a name.</summary>
/// <param name="Name">Column name, without spaces; a vector's file columns append _x, _y, _z (LAMMPS) or share it (extended XYZ).</param>
/// <param name="Components">Values a particle: 1 or 3.</param>
/// <param name="Values">N × Components values, particle after particle.</param>
public sealed record ParticleProperty(string Name, int Components, ReadOnlyMemory<double> Values);
