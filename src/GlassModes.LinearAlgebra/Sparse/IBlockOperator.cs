// The interface through which iterative methods apply a matrix.

namespace GlassModes.LinearAlgebra.Sparse;

/// <summary>A symmetric operator that is applied to several vectors at once.</summary>
public interface IBlockOperator
{
    /// <summary>The order n.</summary>
    int Order { get; }

    /// <summary>Computes Y ← A X. X and Y hold vectors of n values, one after the other.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or are no multiple of n.</exception>
    void Apply(ReadOnlySpan<double> x, Span<double> y);
}
