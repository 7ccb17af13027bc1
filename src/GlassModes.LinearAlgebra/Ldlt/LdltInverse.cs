// Applies the inverse of A − σ with factors that were kept.

using GlassModes.LinearAlgebra.Sparse;

namespace GlassModes.LinearAlgebra.Ldlt;

/// <summary>
/// Computes Y ← (A − σ)⁻¹ X with the factors of an <see cref="LdltFactorization"/>. The factorisation must outlive this object.
/// </summary>
public sealed class LdltInverse(LdltFactorization factorization) : IBlockOperator
{
    /// <inheritdoc/>
    public int Order => factorization.Order;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> x, Span<double> y)
    {
        x.CopyTo(y);
        factorization.Solve(y[..x.Length]);
    }
}
