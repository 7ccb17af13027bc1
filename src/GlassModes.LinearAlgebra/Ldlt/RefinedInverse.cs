// Solutions with factors in single precision, made better with the matrix in double.

using GlassModes.LinearAlgebra.Sparse;

namespace GlassModes.LinearAlgebra.Ldlt;

/// <summary>
/// Y ← (A − σ)⁻¹ X by factors of A + E − σ with one step of iterative refinement, Y = M⁻¹X + M⁻¹(X − (A − σ) M⁻¹X): what E does to an
/// eigenvalue at a distance d from the shift is squared, from e to about e²/d. Twice the solutions.
/// </summary>
/// <param name="inverse">M⁻¹, the factors.</param>
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
        for (int k = 0; k < x.Length; k++)
        {
            residual[k] = x[k] - (residual[k] - (shift * y[k]));
        }

        inverse.Apply(residual, correction);
        for (int k = 0; k < x.Length; k++)
        {
            y[k] += correction[k];
        }
    }
}
