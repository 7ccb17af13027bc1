// Solves with factors in single precision and refines the solutions with the matrix in double precision.

using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Numerics.Simd;

namespace GlassModes.LinearAlgebra.Ldlt;

/// <summary>
/// Computes Y ← (A − σ)⁻¹ X by one step of iterative refinement, Y = M⁻¹X + M⁻¹(X − (A − σ) M⁻¹X). The factors M = A + E − σ have an error
/// E. If E changes an eigenvalue at distance d from the shift by e, the refinement reduces this error to about e²/d. Each application takes
/// two solutions with M instead of one. The object keeps two arrays of the length of the largest X.
/// </summary>
/// <param name="inverse">M⁻¹, applied by the factors.</param>
/// <param name="matrix">A.</param>
/// <param name="shift">σ.</param>
public sealed class RefinedInverse(IBlockOperator inverse, IBlockOperator matrix, double shift) : IBlockOperator
{
    private double[] _residual = [];
    private double[] _correction = [];

    /// <inheritdoc/>
    public int Order => inverse.Order;

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<double> x, Span<double> y)
    {
        if (_residual.Length < x.Length)
        {
            _residual = new double[x.Length];
            _correction = new double[x.Length];
        }

        Span<double> residual = _residual.AsSpan(0, x.Length);
        Span<double> correction = _correction.AsSpan(0, x.Length);
        inverse.Apply(x, y);
        matrix.Apply(y[..x.Length], residual);
        VectorMath.AddScaled(residual, -shift, y[..x.Length], residual);
        VectorMath.AddScaled(x, -1, residual, residual);
        inverse.Apply(residual, correction);
        VectorMath.AddScaled(y[..x.Length], 1, correction, y[..x.Length]);
    }
}
