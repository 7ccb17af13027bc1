// A dense symmetric matrix in LAPACK's layout, outside the managed heap.

using GlassModes.Numerics.Memory;

namespace GlassModes.LinearAlgebra.Lapack;

/// <summary>
/// An n × n symmetric matrix, stored in full by columns (8n² bytes, zero at first). The lower triangle is the matrix; what
/// stands above the diagonal is never read. <see cref="SymmetricEigensolver"/> consumes it.
/// </summary>
public sealed unsafe class DenseSymmetricMatrix : IDisposable
{
    private AlignedBuffer<double>? _elements;

    /// <summary>Allocates a zero matrix of <see cref="BytesNeeded"/> bytes.</summary>
    /// <param name="order">Number of rows and columns n ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An order below 1.</exception>
    /// <exception cref="InsufficientMemoryException">More than the memory available; the message has both numbers.</exception>
    public DenseSymmetricMatrix(int order)
    {
        long bytes = BytesNeeded(order);
        MemoryBudget.Ensure(bytes, FormattableString.Invariant($"A dense matrix of order {order}"));
        Order = order;
        _elements = new AlignedBuffer<double>((long)order * order);
    }

    /// <summary>Number of rows and columns, n.</summary>
    public int Order { get; }

    /// <summary>
    /// The element in a row and column. Both (row, column) and (column, row) mean the one stored in the lower triangle.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An index outside 0 … n − 1.</exception>
    /// <exception cref="ObjectDisposedException">The matrix was disposed of or consumed by a solver.</exception>
    public double this[int row, int column]
    {
        get => Elements.Address[Index(row, column)];
        set => Elements.Address[Index(row, column)] = value;
    }

    /// <summary>Bytes a matrix of this order takes: 8n².</summary>
    /// <exception cref="ArgumentOutOfRangeException">An order below 1.</exception>
    /// <exception cref="OverflowException">More than 2⁶³ − 1 bytes.</exception>
    public static long BytesNeeded(int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        return checked((long)order * order * sizeof(double));
    }

    /// <summary>
    /// The n elements of a column, rows 0 … n − 1. Those from the diagonal on (index ≥ <paramref name="column"/>) are the
    /// matrix; those before it are ignored. Valid until the matrix is disposed of or consumed. Allocates nothing.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A column outside 0 … n − 1.</exception>
    /// <exception cref="ObjectDisposedException">The matrix was disposed of or consumed by a solver.</exception>
    public Span<double> Column(int column)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Order);
        return Elements.Slice((long)column * Order, Order);
    }

    /// <summary>Copies all elements into a matrix of the same order. Allocates nothing.</summary>
    /// <exception cref="ArgumentException">The orders differ.</exception>
    /// <exception cref="ObjectDisposedException">One of the matrices was disposed of or consumed by a solver.</exception>
    public void CopyTo(DenseSymmetricMatrix destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (destination.Order != Order)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The destination has order {destination.Order}, the source {Order}."), nameof(destination));
        }

        long bytes = BytesNeeded(Order);
        Buffer.MemoryCopy(Elements.Address, destination.Elements.Address, bytes, bytes);
    }

    /// <summary>A copy with its own memory, as large as this.</summary>
    /// <exception cref="InsufficientMemoryException">More than the memory available.</exception>
    /// <exception cref="ObjectDisposedException">The matrix was disposed of or consumed by a solver.</exception>
    public DenseSymmetricMatrix Clone()
    {
        _ = Elements;
        var copy = new DenseSymmetricMatrix(Order);
        CopyTo(copy);
        return copy;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _elements?.Dispose();
        _elements = null;
    }

    /// <summary>The storage, still owned by the matrix.</summary>
    internal AlignedBuffer<double> Elements
    {
        get
        {
            ObjectDisposedException.ThrowIf(_elements is null, this);
            return _elements;
        }
    }

    /// <summary>Hands the storage to a new owner; the matrix is unusable from then on.</summary>
    internal AlignedBuffer<double> Release()
    {
        AlignedBuffer<double> elements = Elements;
        _elements = null;
        return elements;
    }

    private long Index(int row, int column)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Order);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Order);
        return ((long)Math.Min(row, column) * Order) + Math.Max(row, column);
    }
}
