// A dense symmetric matrix in LAPACK's layout, outside the managed heap.

using GlassModes.Numerics.Memory;

namespace GlassModes.LinearAlgebra.Lapack;

/// <summary>
/// An n × n symmetric matrix. All n² elements are stored by columns (8n² bytes) and are zero at first. The lower triangle defines the
/// matrix; elements above the diagonal are never read. <see cref="SymmetricEigensolver"/> consumes the matrix, which cannot be used
/// afterwards.
/// </summary>
public sealed unsafe class DenseSymmetricMatrix : IDisposable
{
    private AlignedBuffer<double>? _elements;

    /// <summary>Allocates a zero matrix of <see cref="BytesNeeded"/> bytes.</summary>
    /// <param name="order">Number of rows and columns n ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is below 1.</exception>
    /// <exception cref="InsufficientMemoryException">
    /// The matrix needs more memory than is available. The message gives both numbers.
    /// </exception>
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
    /// The element in a row and column. Both (row, column) and (column, row) address the element that is stored in the lower triangle.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside 0 … n − 1.</exception>
    /// <exception cref="ObjectDisposedException">The matrix was disposed of or consumed by a solver.</exception>
    public double this[int row, int column]
    {
        get => Elements.Address[Index(row, column)];
        set => Elements.Address[Index(row, column)] = value;
    }

    /// <summary>The bytes that a matrix of this order takes: 8n².</summary>
    /// <exception cref="ArgumentOutOfRangeException">The order is below 1.</exception>
    /// <exception cref="OverflowException">The matrix takes more than 2⁶³ − 1 bytes.</exception>
    public static long BytesNeeded(int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        return checked((long)order * order * sizeof(double));
    }

    /// <summary>
    /// The n elements of a column, for rows 0 … n − 1. The elements on and below the diagonal (index ≥ <paramref name="column"/>) define
    /// the matrix; the elements before them are ignored. The span is valid until the matrix is disposed of or consumed. Allocates nothing.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The column is outside 0 … n − 1.</exception>
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

    /// <summary>A copy in separate memory of 8n² bytes.</summary>
    /// <exception cref="InsufficientMemoryException">The copy needs more memory than is available.</exception>
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

    /// <summary>The storage, which the matrix still owns.</summary>
    internal AlignedBuffer<double> Elements
    {
        get
        {
            ObjectDisposedException.ThrowIf(_elements is null, this);
            return _elements;
        }
    }

    /// <summary>Hands the storage to the caller, who owns it from then on. The matrix cannot be used afterwards.</summary>
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
