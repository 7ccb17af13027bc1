// Points to vectors in unmanaged memory that another object owns.

namespace GlassModes.LinearAlgebra.Lapack;

/// <summary>A number of vectors of equal length, stored one after the other.</summary>
internal readonly unsafe struct VectorSet(double* vectors, int count)
{
    /// <summary>Address of the first vector.</summary>
    public double* Vectors { get; } = vectors;

    /// <summary>Number of vectors.</summary>
    public int Count { get; } = count;
}
