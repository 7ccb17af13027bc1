// Vectors in unmanaged memory that another object owns.

namespace GlassModes.LinearAlgebra.Lapack;

/// <summary>A number of vectors, one after the other.</summary>
internal readonly unsafe struct VectorSet(double* vectors, int count)
{
    /// <summary>Address of the first vector.</summary>
    public double* Vectors { get; } = vectors;

    /// <summary>Number of vectors.</summary>
    public int Count { get; } = count;
}
