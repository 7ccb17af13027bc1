// Makes a block of vectors orthonormal, among themselves and to others.

using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Numerics.Memory;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>
/// Block Gram-Schmidt against sets of orthonormal vectors, twice, with the vectors of the block scaled and turned into the eigenvectors of
/// their Gram matrix each time (Stathopoulos and Wu, SIAM J. Sci. Comput. 23, 2165, 2002). Directions that are not new to rounding are dropped.
/// </summary>
internal sealed unsafe class BlockOrthogonalizer : IDisposable
{
    // Of the largest eigenvalue of the scaled Gram matrix.
    private const double LeastNew = 1e-12;

    // What has to be left of a vector's length when the others' parts are taken away: the first time above rounding, and the second time, when the
    // vector is new, nearly all.
    private const double LeastLeft = 1e-11;
    private const double LeastLeftAgain = 0.1;

    // Vectors of a set at a time.
    private const int SetPart = 512;
    private readonly int _order;
    private readonly AlignedBuffer<double> _overlaps;
    private readonly AlignedBuffer<double> _gram;
    private readonly AlignedBuffer<double> _turn;
    private readonly AlignedBuffer<double> _rows;
    private readonly SmallEigenproblem _eigenproblem;

    /// <param name="order">Length of a vector.</param>
    /// <param name="columns">Vectors of a block, at most.</param>
    public BlockOrthogonalizer(int order, int columns)
    {
        _order = order;
        _overlaps = new AlignedBuffer<double>((long)SetPart * columns);
        _gram = new AlignedBuffer<double>((long)columns * columns);
        _turn = new AlignedBuffer<double>((long)columns * columns);
        _rows = new AlignedBuffer<double>((long)RowPanels.Rows * columns);
        _eigenproblem = new SmallEigenproblem(columns);
    }

    /// <summary>Replaces a block by an orthonormal basis of what is new in it.</summary>
    /// <returns>How many vectors that is.</returns>
    public int Orthonormalize(double* block, int columns, params ReadOnlySpan<VectorSet> others)
    {
        int left = columns;
        double* least = stackalloc double[columns];
        for (int pass = 0; pass < 2 && left > 0; pass++)
        {
            for (int k = 0; k < left; k++)
            {
                least[k] = pass == 0 ? LeastLeft * LeastLeft * SquareOf(block + ((long)k * _order)) : LeastLeftAgain * LeastLeftAgain;
            }

            foreach (VectorSet set in others)
            {
                for (int first = 0; first < set.Count; first += SetPart)
                {
                    int count = Math.Min(SetPart, set.Count - first);
                    double* part = set.Vectors + ((long)first * _order);
                    LapackCalls.Product(true, count, left, _order, 1, part, _order, block, _order, 0, _overlaps.Address, count);
                    LapackCalls.Product(false, _order, left, count, -1, part, _order, _overlaps.Address, count, 1, block, _order);
                }
            }

            left = Turn(block, left, least);
        }

        return left;
    }

    public void Dispose()
    {
        _overlaps.Dispose();
        _gram.Dispose();
        _turn.Dispose();
        _rows.Dispose();
        _eigenproblem.Dispose();
    }

    private double SquareOf(double* vector)
    {
        double square;
        LapackCalls.TransposedProduct(1, 1, _order, vector, vector, &square);
        return square;
    }

    // B ← B D U Λ^(−1/2), with D Bᵀ B D = U Λ Uᵀ and a unit diagonal.
    private int Turn(double* block, int columns, double* least)
    {
        double* gram = _gram.Address;
        LapackCalls.TransposedProduct(columns, columns, _order, block, block, gram);
        double* scale = stackalloc double[columns];
        for (int k = 0; k < columns; k++)
        {
            double square = gram[((long)k * columns) + k];
            scale[k] = square > least[k] && double.IsFinite(square) ? 1 / Math.Sqrt(square) : 0;
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
                _turn.Address[((long)kept * columns) + row] = scale[row] * factor * _eigenproblem.Vectors[((long)k * columns) + row];
            }
        }

        RowPanels.Combine(block, _order, columns, _turn.Address, kept, _rows.Address);
        return kept;
    }
}

/// <summary>Some vectors, one after the other.</summary>
internal readonly unsafe struct VectorSet(double* vectors, int count)
{
    public double* Vectors { get; } = vectors;

    public int Count { get; } = count;
}

/// <summary>Linear combinations of long vectors in place, some rows at a time.</summary>
internal static unsafe class RowPanels
{
    /// <summary>Rows at a time.</summary>
    public const int Rows = 512;

    /// <summary>X ← X C, X n × m and C m × k, k ≤ m; <paramref name="rows"/> is scratch for <see cref="Rows"/> · k values.</summary>
    public static void Combine(double* x, int n, int m, double* c, int k, double* rows)
    {
        for (int first = 0; first < n; first += Rows)
        {
            int count = Math.Min(Rows, n - first);
            LapackCalls.Product(false, count, k, m, 1, x + first, n, c, m, 0, rows, count);
            for (int column = 0; column < k; column++)
            {
                Buffer.MemoryCopy(rows + ((long)column * count), x + first + ((long)column * n), 8L * count, 8L * count);
            }
        }
    }
}
