// Solutions with kept factors, as an operator.

using GlassModes.LinearAlgebra.Sparse;

namespace GlassModes.LinearAlgebra.Ldlt;

/// <summary>Y ← (A − σ)⁻¹ X by the factors of an <see cref="LdltFactorization"/>, which must outlive this object.</summary>
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
