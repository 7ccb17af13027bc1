// A named per-particle column that travels with a configuration: forces, mode vectors, local energies.

namespace GlassModes.Particles;

/// <summary>A per-particle scalar (one component) or vector (three) under a name.</summary>
/// <param name="Name">
/// Name of the column, without spaces. The three columns of a vector have the names NAME_x, NAME_y and NAME_z in LAMMPS dumps (fx, fy and
/// fz for "forces"), and one common name in extended XYZ files.
/// </param>
/// <param name="Components">Number of values for each particle: 1 or 3.</param>
/// <param name="Values">N × Components values, one particle after another.</param>
public sealed record ParticleProperty(string Name, int Components, ReadOnlyMemory<double> Values);
