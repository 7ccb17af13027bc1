// A named per-particle column that travels with a configuration: forces, mode vectors, local energies.

namespace GlassModes.Particles;

/// <summary>A per-particle scalar (one component), vector (three) or array (any other number) under a name.</summary>
/// <param name="Name">
/// Name of the column, without spaces. In LAMMPS dumps the three columns of a vector have the names NAME_x, NAME_y and NAME_z (fx, fy and
/// fz for "forces"), the columns of an array NAME_1, NAME_2, …; in extended XYZ files all have one common name.
/// </param>
/// <param name="Components">Number of values for each particle.</param>
/// <param name="Values">N × Components values, one particle after another.</param>
public sealed record ParticleProperty(string Name, int Components, ReadOnlyMemory<double> Values)
{
    /// <summary>The largest whole number below which every whole number is a double: 2⁵³.</summary>
    internal const long LargestWhole = 1L << 53;

    /// <summary>Whether the values are whole numbers, up to 2⁵³, and are written without a decimal point.</summary>
    public bool IsWhole { get; init; }
}
