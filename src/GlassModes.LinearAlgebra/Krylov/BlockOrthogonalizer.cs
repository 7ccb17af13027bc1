// Makes the vectors of a block orthonormal, and orthogonal to given sets of vectors.

using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Simd;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>
/// Block Gram-Schmidt against sets of orthonormal vectors, in two passes. Each pass scales the vectors of the block and rotates them to the
/// eigenvectors of their Gram matrix (Stathopoulos and Wu, SIAM J. Sci. Comput. 23, 2165, 2002). Directions that are not new within
/// rounding are dropped.
/// </summary>
internal sealed unsafe class BlockOrthogonalizer : IDisposable
{
    // A direction is new if its eigenvalue exceeds this fraction of the largest eigenvalue of the scaled Gram matrix.
    private const double LeastNew = 1e-12;

    // The fraction of a vector's length that must be left after the projection. In the first pass it must exceed rounding. In the second
    // pass nearly the whole length must be left, because a new vector is already orthogonal to the sets.
    private const double LeastLeft = 1e-11;
    private const double LeastLeftInSecondPass = 0.1;

    // Number of vectors of a set that are projected out at a time.
    private const int SetPart = 512;
    private readonly int _order;
    private readonly AlignedBuffer<double> _overlaps;
    private readonly AlignedBuffer<double> _gram;
    private readonly AlignedBuffer<double> _rotation;
    private readonly AlignedBuffer<double> _rows;
    private readonly SmallEigenproblem _eigenproblem;

    /// <param name="order">Length of a vector.</param>
    /// <param name="columns">Largest number of vectors of a block.</param>
    public BlockOrthogonalizer(int order, int columns)
    {
        _order = order;
        _overlaps = new AlignedBuffer<double>((long)SetPart * columns);
        _gram = new AlignedBuffer<double>((long)columns * columns);
        _rotation = new AlignedBuffer<double>((long)columns * columns);
        _rows = new AlignedBuffer<double>((long)RowPanels.Rows * columns);
        _eigenproblem = new SmallEigenproblem(columns);
    }

    /// <summary>
    /// Replaces the vectors of a block by an orthonormal basis of those directions of the block that the other sets do not span.
    /// </summary>
    /// <returns>The number of vectors of the basis.</returns>
    public int Orthonormalize(double* block, int columns, params ReadOnlySpan<VectorSet> others)
    {
        int remaining = columns;
        double* leastSquares = stackalloc double[columns];
        for (int pass = 0; pass < 2 && remaining > 0; pass++)
        {
            for (int k = 0; k < remaining; k++)
            {
                leastSquares[k] = pass == 0
                    ? LeastLeft * LeastLeft * SquaredNorm(block + ((long)k * _order))
                    : LeastLeftInSecondPass * LeastLeftInSecondPass;
            }

            foreach (VectorSet set in others)
            {
                for (int first = 0; first < set.Count; first += SetPart)
                {
                    int count = Math.Min(SetPart, set.Count - first);
                    double* part = set.Vectors + ((long)first * _order);
                    LapackCalls.Product(true, count, remaining, _order, 1, part, _order, block, _order, 0, _overlaps.Address, count);
                    LapackCalls.Product(false, _order, remaining, count, -1, part, _order, _overlaps.Address, count, 1, block, _order);
                }
            }

            remaining = RotateBlock(block, remaining, leastSquares);
        }

        return remaining;
    }

    public void Dispose()
    {
        _overlaps.Dispose();
        _gram.Dispose();
        _rotation.Dispose();
        _rows.Dispose();
        _eigenproblem.Dispose();
    }

    private double SquaredNorm(double* vector)
    {
        ReadOnlySpan<double> values = new(vector, _order);
        return VectorMath.Dot(values, values);
    }

    // B ← B D U Λ^(−1/2). The diagonal matrix D scales the columns of B to norm 1, and D Bᵀ B D = U Λ Uᵀ.
    private int RotateBlock(double* block, int columns, double* leastSquares)
    {
        double* gram = _gram.Address;
        LapackCalls.TransposedProduct(columns, columns, _order, block, block, gram);
        double* scale = stackalloc double[columns];
        for (int k = 0; k < columns; k++)
        {
            double square = gram[((long)k * columns) + k];
            scale[k] = square > leastSquares[k] && double.IsFinite(square) ? 1 / Math.Sqrt(square) : 0;
        }

        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < columns; row++)
            {
                ref double element = ref gram[((long)column * columns) + row];
                element = scale[row] * scale[column] > 0 ? element * scale[row] * scale[column] : 0;
            }
        }

        _eigenproblem.Solve(gram, columns, columns);
        int kept = 0;
        double limit = LeastNew * _eigenproblem.Values[columns - 1];
        for (int k = columns - 1; k >= 0 && _eigenproblem.Values[k] > limit; k--, kept++)
        {
            double factor = 1 / Math.Sqrt(_eigenproblem.Values[k]);
            for (int row = 0; row < columns; row++)
            {
                _rotation.Address[((long)kept * columns) + row] = scale[row] * factor * _eigenproblem.Vectors[((long)k * columns) + row];
            }
        }

        RowPanels.Combine(block, _order, columns, _rotation.Address, kept, _rows.Address);
        return kept;
    }
}
