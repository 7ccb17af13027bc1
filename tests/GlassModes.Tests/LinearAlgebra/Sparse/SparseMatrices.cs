// Makes sparse matrices of blocks for the tests of sparse methods.

using GlassModes.LinearAlgebra.Sparse;

namespace GlassModes.Tests.LinearAlgebra.Sparse;

internal static class SparseMatrices
{
    /// <summary>
    /// A symmetric matrix with random diagonal blocks and, in each row, about <paramref name="neighbours"/> random blocks beside the
    /// diagonal. The blocks right of the diagonal are stored.
    /// </summary>
    internal static BlockSparseMatrix Random(int rows, int neighbours, int seed)
    {
        Random random = new(seed);
        return From(rows, (i, j) => i == j || random.NextDouble() < (double)neighbours / rows, (_, _) => (2 * random.NextDouble()) - 1);
    }

    /// <summary>
    /// Three chains of sites, one for each component c = 1, 2, 3. The matrix of chain c has 2c on the diagonal and −c beside the diagonal.
    /// </summary>
    internal static BlockSparseMatrix Chains(int rows) => From(
        rows, (i, j) => j - i <= 1, (row, column) => row == column ? 2 * ((row % 3) + 1) : row + 3 == column ? -((row % 3) + 1) : 0);

    /// <summary>The eigenvalues of <see cref="Chains"/>, ascending.</summary>
    internal static double[] SpectrumOfChains(int rows) =>
    [
        .. Enumerable.Range(1, rows)
            .SelectMany(k => new[] { 1, 2, 3 }.Select(factor => factor * (2 - (2 * Math.Cos(k * Math.PI / (rows + 1))))))
            .Order(),
    ];

    internal static BlockSparseMatrix From(int rows, Func<int, int, bool> isBlock, Func<int, int, double> element)
    {
        List<long> start = [0];
        List<int> column = [];
        for (int i = 0; i < rows; i++)
        {
            column.AddRange(Enumerable.Range(i, rows - i).Where(j => j == i || isBlock(i, j)));
            start.Add(column.Count);
        }

        BlockSparseMatrix matrix = new([.. start], [.. column]);
        for (int i = 0; i < rows; i++)
        {
            for (int b = (int)start[i]; b < start[i + 1]; b++)
            {
                Span<double> block = matrix.Block(b);
                for (int k = 0; k < 9; k++)
                {
                    block[k] = element((3 * i) + (k / 3), (3 * column[b]) + (k % 3));
                }

                if (column[b] == i)
                {
                    (block[3], block[6], block[7]) = (block[1], block[2], block[5]);
                }
            }
        }

        return matrix;
    }

    internal static double[,] ToDense(BlockSparseMatrix matrix)
    {
        double[,] dense = new double[matrix.Order, matrix.Order];
        for (int i = 0; i < matrix.BlockRows; i++)
        {
            for (int b = (int)matrix.RowStart[i]; b < matrix.RowStart[i + 1]; b++)
            {
                for (int k = 0; k < 9; k++)
                {
                    (int row, int column) = ((3 * i) + (k / 3), (3 * matrix.Column[b]) + (k % 3));
                    dense[row, column] = dense[column, row] = matrix.Block(b)[k];
                }
            }
        }

        return dense;
    }

    internal static double[] Vectors(int order, int columns, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, order * columns).Select(_ => (2 * random.NextDouble()) - 1)];
    }
}
