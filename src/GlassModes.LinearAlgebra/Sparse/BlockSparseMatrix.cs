// A sparse symmetric matrix of 3 × 3 blocks. Only the blocks on and above the diagonal are stored.

using GlassModes.Numerics.Memory;

namespace GlassModes.LinearAlgebra.Sparse;

/// <summary>
/// A symmetric matrix A of 3 × 3 blocks in compressed rows. Block row i holds the diagonal block and the blocks to the right of it, in
/// ascending columns. A block is nine values, row after row. Diagonal blocks are stored whole and are symmetric. The object owns 72 bytes
/// per block outside the managed heap and 4 bytes per block inside. The pattern is fixed, but values may be changed. Reading is
/// thread-safe.
/// </summary>
public sealed unsafe class BlockSparseMatrix : IDisposable
{
    /// <summary>Rows and columns of a block.</summary>
    public const int BlockSize = 3;

    /// <summary>Values of a block.</summary>
    public const int BlockLength = BlockSize * BlockSize;

    private readonly long[] _rowStart;
    private readonly int[] _column;
    private readonly AlignedBuffer<double> _values;

    /// <summary>Makes a matrix of zeros with a given pattern.</summary>
    /// <param name="rowStart">
    /// For each block row, the index in <paramref name="column"/> at which its blocks begin. The last element is the number of all blocks.
    /// </param>
    /// <param name="column">The block column of each block. Row i begins with column i; larger columns follow in ascending order.</param>
    /// <exception cref="ArgumentException">The pattern breaks these rules. The message says where.</exception>
    /// <exception cref="InsufficientMemoryException">The values do not fit into memory.</exception>
    public BlockSparseMatrix(ReadOnlySpan<long> rowStart, ReadOnlySpan<int> column)
    {
        RequirePattern(rowStart, column);
        _rowStart = rowStart.ToArray();
        _column = column.ToArray();
        BlockRows = rowStart.Length - 1;
        _values = new AlignedBuffer<double>(BlockLength * (long)column.Length);
    }

    /// <summary>Number of block rows.</summary>
    public int BlockRows { get; }

    /// <summary>Order of the matrix: three times the number of block rows.</summary>
    public int Order => BlockSize * BlockRows;

    /// <summary>Number of blocks stored.</summary>
    public int BlockCount => _column.Length;

    /// <summary>The index at which the blocks of each row begin, followed by the number of all blocks.</summary>
    public ReadOnlySpan<long> RowStart => _rowStart;

    /// <summary>The block column of each block.</summary>
    public ReadOnlySpan<int> Column => _column;

    /// <summary>Address of the values, block after block.</summary>
    internal double* Values => _values.Address;

    /// <summary>The nine values of a block.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The matrix has no block with this index.</exception>
    public Span<double> Block(int index) => _values.Slice((long)BlockLength * index, BlockLength);

    /// <summary>The index of the block (row, column), with column ≥ row; −1 if the pattern has no such block.</summary>
    public int IndexOf(int row, int column)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, BlockRows);
        int begin = (int)_rowStart[row];
        int index = Array.BinarySearch(_column, begin, (int)_rowStart[row + 1] - begin, column);
        return Math.Max(index, -1);
    }

    /// <inheritdoc/>
    public void Dispose() => _values.Dispose();

    private static void RequirePattern(ReadOnlySpan<long> rowStart, ReadOnlySpan<int> column)
    {
        if (rowStart.Length < 2 || rowStart[0] != 0 || rowStart[^1] != column.Length)
        {
            throw new ArgumentException(
                "Row starts begin with 0 and end with the number of blocks, and there is at least one row.", nameof(rowStart));
        }

        int rows = rowStart.Length - 1;
        for (int i = 0; i < rows; i++)
        {
            if (rowStart[i + 1] <= rowStart[i] || rowStart[i + 1] > column.Length || column[(int)rowStart[i]] != i)
            {
                throw new ArgumentException($"Block row {i} does not begin with its diagonal block.", nameof(column));
            }

            for (long b = rowStart[i] + 1; b < rowStart[i + 1]; b++)
            {
                if (column[(int)b] <= column[(int)b - 1] || column[(int)b] >= rows)
                {
                    throw new ArgumentException(
                        $"Block row {i} has the column {column[(int)b]} after {column[(int)b - 1]}, of {rows}.", nameof(column));
                }
            }
        }
    }
}
