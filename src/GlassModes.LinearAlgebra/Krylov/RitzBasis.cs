// A growing subspace with its image, and the matrix projected on it.

using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Numerics.Memory;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>Orthonormal vectors V, W = A V and T = Vᵀ A V.</summary>
internal sealed unsafe class RitzBasis : IDisposable
{
    private readonly IBlockOperator _matrix;
    private readonly int _capacity;
    private readonly AlignedBuffer<double> _vectors;
    private readonly AlignedBuffer<double> _images;
    private readonly AlignedBuffer<double> _projection;
    private readonly AlignedBuffer<double> _scratch;
    private readonly AlignedBuffer<double> _rows;
    private readonly SmallEigenproblem _eigenproblem;

    public RitzBasis(IBlockOperator matrix, int capacity)
    {
        _matrix = matrix;
        _capacity = capacity;
        Order = matrix.Order;
        _vectors = new AlignedBuffer<double>((long)Order * capacity);
        _images = new AlignedBuffer<double>((long)Order * capacity);
        _projection = new AlignedBuffer<double>((long)capacity * capacity);
        _scratch = new AlignedBuffer<double>((long)capacity * capacity);
        _rows = new AlignedBuffer<double>((long)RowPanels.Rows * capacity);
        _eigenproblem = new SmallEigenproblem(capacity);
    }

    public int Order { get; }

    /// <summary>Vectors of V.</summary>
    public int Count { get; private set; }

    /// <summary>V.</summary>
    public VectorSet Vectors => new(_vectors.Address, Count);

    /// <summary>Ritz values, ascending, since <see cref="Solve"/>.</summary>
    public double* Values => _eigenproblem.Values;

    /// <summary>The coefficients of the k-th Ritz vector.</summary>
    public double* Coefficients(int k) => _eigenproblem.Vectors + ((long)k * Count);

    /// <summary>Takes orthonormal vectors, orthogonal to V, into the basis.</summary>
    public void Append(double* block, int columns)
    {
        double* vectors = _vectors.Address + ((long)Order * Count);
        double* images = _images.Address + ((long)Order * Count);
        int length = Order * columns;
        new ReadOnlySpan<double>(block, length).CopyTo(new Span<double>(vectors, length));
        _matrix.Apply(new ReadOnlySpan<double>(vectors, length), new Span<double>(images, length));
        int all = Count + columns;
        LapackCalls.Product(true, all, columns, Order, 1, _vectors.Address, Order, images, Order, 0, _scratch.Address, all);
        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < all; row++)
            {
                double value = _scratch.Address[((long)column * all) + row];
                _projection.Address[((long)(Count + column) * _capacity) + row] = value;
                _projection.Address[((long)row * _capacity) + Count + column] = value;
            }
        }

        Count = all;
    }

    /// <summary>Finds the Ritz pairs.</summary>
    public void Solve() => _eigenproblem.Solve(_projection.Address, _capacity, Count);

    /// <summary>A s − θ s of the first Ritz vectors, one after the other.</summary>
    public void Residuals(int columns, double* residuals)
    {
        LapackCalls.Product(false, Order, columns, Count, 1, _images.Address, Order, Coefficients(0), Count, 0, residuals, Order);
        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < Count; row++)
            {
                _scratch.Address[((long)column * Count) + row] = Values[column] * Coefficients(column)[row];
            }
        }

        LapackCalls.Product(false, Order, columns, Count, -1, _vectors.Address, Order, _scratch.Address, Count, 1, residuals, Order);
    }

    /// <summary>The k-th Ritz vector.</summary>
    public void Vector(int k, double* vector) =>
        LapackCalls.Product(false, Order, 1, Count, 1, _vectors.Address, Order, Coefficients(k), Count, 0, vector, Order);

    /// <summary>Goes over to the subspace that is spanned by combinations of V with orthonormal coefficients, Count × columns.</summary>
    public void Restrict(double* coefficients, int columns)
    {
        RowPanels.Combine(_vectors.Address, Order, Count, coefficients, columns, _rows.Address);
        RowPanels.Combine(_images.Address, Order, Count, coefficients, columns, _rows.Address);
        LapackCalls.Product(false, Count, columns, Count, 1, _projection.Address, _capacity, coefficients, Count, 0, _scratch.Address, Count);
        LapackCalls.Product(true, columns, columns, Count, 1, coefficients, Count, _scratch.Address, Count, 0, _projection.Address, _capacity);
        Count = columns;
    }

    public void Dispose()
    {
        _vectors.Dispose();
        _images.Dispose();
        _projection.Dispose();
        _scratch.Dispose();
        _rows.Dispose();
        _eigenproblem.Dispose();
    }
}
