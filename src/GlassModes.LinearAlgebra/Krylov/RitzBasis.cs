// A growing subspace, its image under a matrix, and the matrix projected on the subspace.

using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Numerics.Memory;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>Orthonormal vectors V, their images W = A V, and the projected matrix T = Vᵀ A V.</summary>
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

    /// <summary>Number of vectors of V.</summary>
    public int Count { get; private set; }

    /// <summary>V.</summary>
    public VectorSet Vectors => new(_vectors.Address, Count);

    /// <summary>Ritz values of the last <see cref="Solve"/>, ascending.</summary>
    public double* Values => _eigenproblem.Values;

    /// <summary>The coefficients of the k-th Ritz vector.</summary>
    public double* Coefficients(int k) => _eigenproblem.Vectors + ((long)k * Count);

    /// <summary>Adds vectors to V and multiplies them by A. The vectors must be orthonormal, and orthogonal to V.</summary>
    public void Append(double* block, int columns)
    {
        double* vectors = _vectors.Address + ((long)Order * Count);
        double* images = _images.Address + ((long)Order * Count);
        int length = Order * columns;
        new ReadOnlySpan<double>(block, length).CopyTo(new Span<double>(vectors, length));
        _matrix.Apply(new ReadOnlySpan<double>(vectors, length), new Span<double>(images, length));
        int newCount = Count + columns;
        LapackCalls.Product(true, newCount, columns, Order, 1, _vectors.Address, Order, images, Order, 0, _scratch.Address, newCount);
        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < newCount; row++)
            {
                double value = _scratch.Address[((long)column * newCount) + row];
                _projection.Address[((long)(Count + column) * _capacity) + row] = value;
                _projection.Address[((long)row * _capacity) + Count + column] = value;
            }
        }

        Count = newCount;
    }

    /// <summary>Finds the Ritz pairs.</summary>
    public void Solve() => _eigenproblem.Solve(_projection.Address, _capacity, Count);

    /// <summary>Computes A s − θ s for the first Ritz vectors s, one after the other.</summary>
    public void ComputeResiduals(int columns, double* residuals)
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

    /// <summary>Computes the k-th Ritz vector.</summary>
    public void ComputeVector(int k, double* vector) =>
        LapackCalls.Product(false, Order, 1, Count, 1, _vectors.Address, Order, Coefficients(k), Count, 0, vector, Order);

    /// <summary>
    /// Replaces V by linear combinations of its vectors. The coefficients form a matrix of Count × columns with orthonormal columns.
    /// </summary>
    public void RestrictTo(double* coefficients, int columns)
    {
        RowPanels.Combine(_vectors.Address, Order, Count, coefficients, columns, _rows.Address);
        RowPanels.Combine(_images.Address, Order, Count, coefficients, columns, _rows.Address);
        double* scratch = _scratch.Address;
        double* projection = _projection.Address;
        LapackCalls.Product(false, Count, columns, Count, 1, projection, _capacity, coefficients, Count, 0, scratch, Count);
        LapackCalls.Product(true, columns, columns, Count, 1, coefficients, Count, scratch, Count, 0, projection, _capacity);
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
