// The state of a block Lanczos iteration with the inverse.

using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Numerics.Memory;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>See <see cref="ShiftInvertLanczos"/>.</summary>
internal sealed unsafe class ShiftInvertIteration : IDisposable
{
    // The subspace is looked at when it is this much larger than the number expected, and then each time it has grown by a part.
    private const double FirstLook = 1.7;
    private const double LaterLook = 1.08;

    // A Ritz value beyond a limit says that nothing is hidden within when it is known this well.
    private const double Known = 0.03;

    // Of the largest Ritz value, what rounding leaves in every vector; and blocks after which that value is seen if it is huge.
    private const double Rounding = 1e-15;
    private const int BlocksToSeeIt = 3;

    private readonly IBlockOperator _inverse;
    private readonly double _shift;
    private readonly ShiftInvertOptions _options;
    private readonly VectorSet[] _excluded;

    // Excluded vectors, and the subspace.
    private readonly VectorSet[] _others;
    private readonly int _order;
    private readonly int _block;
    private readonly int _capacity;
    private readonly AlignedBuffer<double> _vectors;
    private readonly AlignedBuffer<double> _projection;
    private readonly AlignedBuffer<double> _next;
    private readonly AlignedBuffer<double> _copy;
    private readonly AlignedBuffer<double> _coupling;
    private readonly AlignedBuffer<double> _scratch;
    private readonly BlockOrthogonalizer _orthogonalizer;
    private SmallEigenproblem? _eigenproblem;
    private int _last;
    private int _nextColumns;
    private int _nextLook;
    private int _blocks;
    private long _solves;

    public ShiftInvertIteration(IBlockOperator inverse, double shift, ShiftInvertOptions options, VectorSet[] excluded)
    {
        _inverse = inverse;
        _shift = shift;
        _options = options;
        _excluded = excluded;
        _others = [.. excluded, default];
        _order = inverse.Order;
        int there = _order - excluded.Sum(set => set.Count);
        _capacity = Math.Min(there, options.BasisSize);
        _block = Math.Min(options.BlockSize, _capacity);
        _vectors = new AlignedBuffer<double>((long)_order * _capacity);
        _projection = new AlignedBuffer<double>((long)_capacity * _capacity);
        _next = new AlignedBuffer<double>((long)_order * _block);
        _copy = new AlignedBuffer<double>((long)_order * _block);
        _coupling = new AlignedBuffer<double>((long)_block * _block);
        _scratch = new AlignedBuffer<double>((long)_capacity * _block);
        _orthogonalizer = new BlockOrthogonalizer(_order, _block);
        _nextLook = (int)Math.Min(_capacity, FirstLook * options.Expected);
    }

    /// <summary>Vectors of the subspace.</summary>
    public int Count { get; private set; }

    public bool IsTimeToLook => Count >= _nextLook;

    private double* T(int row, int column) => _projection.Address + ((long)column * _capacity) + row;

    /// <summary>Random vectors, once through the inverse.</summary>
    public void Begin()
    {
        // Without what is excluded, which may be what is nearest to the shift.
        FillWithRandom();
        int columns = _orthogonalizer.Orthonormalize(_copy.Address, _block, _excluded);
        _inverse.Apply(_copy.Slice(0, _order * columns), _next.Slice(0, _order * columns));
        _solves += columns;
        _nextColumns = _orthogonalizer.Orthonormalize(_next.Address, columns, _excluded);
    }

    /// <summary>Takes the next block into the subspace and makes the one after it; false when there is no room or nothing left for it.</summary>
    public bool Step()
    {
        int columns = _nextColumns;
        int first = Count;
        int previous = _last;
        double* vectors = _vectors.Address + ((long)_order * first);
        int length = _order * columns;
        new ReadOnlySpan<double>(_next.Address, length).CopyTo(new Span<double>(vectors, length));
        for (int column = 0; column < previous; column++)
        {
            for (int row = 0; row < columns; row++)
            {
                double coupling = _coupling.Address[((long)column * _nextColumns) + row];
                *T(first + row, first - previous + column) = coupling;
                *T(first - previous + column, first + row) = coupling;
            }
        }

        Count += columns;
        _last = columns;
        _inverse.Apply(new ReadOnlySpan<double>(vectors, length), _next.Slice(0, length));
        _solves += columns;

        // Three-term recursion, then everything again for what rounding leaves.
        double* diagonal = _scratch.Address;
        LapackCalls.TransposedProduct(columns, columns, _order, vectors, _next.Address, diagonal);
        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < columns; row++)
            {
                *T(first + row, first + column) = 0.5 * (diagonal[((long)column * columns) + row] + diagonal[((long)row * columns) + column]);
            }
        }

        int used = previous + columns;
        LapackCalls.Product(
            false, _order, columns, used, -1, _vectors.Address + ((long)_order * (first - previous)), _order, T(first - previous, first), _capacity, 1, _next.Address, _order);
        _next.Slice(0, length).CopyTo(_copy.Span);
        _nextColumns = _orthogonalizer.Orthonormalize(_next.Address, columns, Others());
        LapackCalls.TransposedProduct(_nextColumns, columns, _order, _next.Address, _copy.Address, _coupling.Address);
        if (_nextColumns == 0 && Count < _capacity)
        {
            // The subspace is invariant: what else there is begins anew.
            FillWithRandom();
            _copy.Span.CopyTo(_next.Span);
            _nextColumns = _orthogonalizer.Orthonormalize(_next.Address, _block, Others());
            _coupling.Span.Clear();
        }

        // A block is taken whole or not at all: without a part of it the residuals would be unknown.
        return _nextColumns > 0 && Count + _nextColumns <= _capacity;
    }

    /// <summary>Whether an eigenvalue is so near that rounding by its huge inverse is more than the residuals asked for at the limits.</summary>
    public bool IsOnEigenvalue()
    {
        if (_blocks++ >= BlocksToSeeIt)
        {
            return false;
        }

        Solve();
        double reach = Math.Max(_options.Upper - _shift, _shift - _options.Lower);
        double largest = Math.Max(Math.Abs(_eigenproblem!.Values[0]), Math.Abs(_eigenproblem.Values[Count - 1]));
        return Rounding * largest * reach * reach > _options.Tolerance;
    }

    /// <summary>What to return then.</summary>
    public ShiftInvertResult Nothing() =>
        new(new Eigenpairs(_order, 0, 0, new AlignedBuffer<double>(1), new AlignedBuffer<double>(1)), _shift, _shift, _solves, true);

    /// <summary>Whether all Ritz values within the limits have converged, and something beyond each limit is known.</summary>
    public bool HasConverged()
    {
        Solve();
        _nextLook = Math.Max(Count + 1, (int)Math.Min(_capacity, LaterLook * Count));
        (double from, double to) = Reach();
        return from <= _options.Lower && to >= _options.Upper;
    }

    /// <summary>The converged pairs that nothing unconverged separates from the shift.</summary>
    public ShiftInvertResult Finish()
    {
        (double from, double to) = Reach();
        SmallEigenproblem problem = _eigenproblem!;
        List<int> chosen = [];
        for (int k = 0; k < Count; k++)
        {
            double value = ValueOf(problem.Values[k]);
            if (value >= from && value <= to && IsConverged(k))
            {
                chosen.Add(k);
            }
        }

        int found = chosen.Count;
        AlignedBuffer<double> values = new(Math.Max(found, 1));
        AlignedBuffer<double> vectors = new((long)_order * Math.Max(found, 1));
        double* residual = stackalloc double[_block];
        for (int done = 0; done < found; done += _block)
        {
            int columns = Math.Min(_block, found - done);
            for (int k = 0; k < columns; k++)
            {
                int index = chosen[done + k];
                values.Span[done + k] = ValueOf(problem.Values[index]);
                new ReadOnlySpan<double>(problem.Vectors + ((long)index * Count), Count).CopyTo(_scratch.Slice((long)k * Count, Count));
            }

            double* target = vectors.Address + ((long)done * _order);
            LapackCalls.Product(false, _order, columns, Count, 1, _vectors.Address, _order, _scratch.Address, Count, 0, target, _order);
            if (_nextColumns > 0)
            {
                // y + q/θ, with q = Q R s.
                for (int k = 0; k < columns; k++)
                {
                    int index = chosen[done + k];
                    Coupled(index, residual);
                    for (int row = 0; row < _nextColumns; row++)
                    {
                        _scratch.Address[((long)k * _nextColumns) + row] = residual[row] / problem.Values[index];
                    }
                }

                LapackCalls.Product(false, _order, columns, _nextColumns, 1, _next.Address, _order, _scratch.Address, _nextColumns, 1, target, _order);
            }
        }

        return new ShiftInvertResult(new Eigenpairs(_order, 0, found, values, vectors), from, to, _solves);
    }

    public void Dispose()
    {
        _vectors.Dispose();
        _projection.Dispose();
        _next.Dispose();
        _copy.Dispose();
        _coupling.Dispose();
        _scratch.Dispose();
        _orthogonalizer.Dispose();
        _eigenproblem?.Dispose();
    }

    private double ValueOf(double theta) => _shift + (1 / theta);

    private void Solve()
    {
        // As large as it has to be by now: its memory is five times that of the matrix.
        if (_eigenproblem is null || _eigenproblem.Largest < Count)
        {
            _eigenproblem?.Dispose();
            _eigenproblem = new SmallEigenproblem((int)Math.Min(_capacity, Math.Max(Count, LaterLook * LaterLook * Count)));
        }

        _eigenproblem.Solve(_projection.Address, _capacity, Count);
    }

    // R s: what the inverse adds beyond the subspace.
    private void Coupled(int index, double* result)
    {
        double* tail = _eigenproblem!.Vectors + ((long)index * Count) + (Count - _last);
        for (int row = 0; row < _nextColumns; row++)
        {
            double sum = 0;
            for (int column = 0; column < _last; column++)
            {
                sum += _coupling.Address[((long)column * _nextColumns) + row] * tail[column];
            }

            result[row] = sum;
        }
    }

    // ‖(A − σ)⁻¹y − θy‖.
    private double InverseResidual(int index)
    {
        double* residual = stackalloc double[_block];
        Coupled(index, residual);
        double square = 0;
        for (int row = 0; row < _nextColumns; row++)
        {
            square += residual[row] * residual[row];
        }

        return Math.Sqrt(square);
    }

    private bool IsConverged(int index)
    {
        double theta = _eigenproblem!.Values[index];
        return InverseResidual(index) <= _options.Tolerance * theta * theta;
    }

    // From the shift outwards in both directions, to the first that has not converged.
    private (double From, double To) Reach()
    {
        SmallEigenproblem problem = _eigenproblem!;
        double from = _shift;
        double to = _shift;
        int k = Count - 1;
        for (; k >= 0 && problem.Values[k] > 0 && IsConverged(k); k--)
        {
            to = ValueOf(problem.Values[k]);
        }

        if (k < 0 || problem.Values[k] <= 0 || IsKnownBeyond(k, _options.Upper))
        {
            to = _options.Upper;
        }

        for (k = 0; k < Count && problem.Values[k] < 0 && IsConverged(k); k++)
        {
            from = ValueOf(problem.Values[k]);
        }

        if (k == Count || problem.Values[k] >= 0 || IsKnownBeyond(k, _options.Lower))
        {
            from = _options.Lower;
        }

        return (Math.Max(from, _options.Lower), Math.Min(to, _options.Upper));
    }

    // The first that has not converged is beyond the limit, by more than it may be wrong.
    private bool IsKnownBeyond(int index, double limit)
    {
        double theta = _eigenproblem!.Values[index];
        double beyond = 1 / (limit - _shift);
        return Math.Abs(theta) + Math.Min(InverseResidual(index), Known * Math.Abs(theta)) < Math.Abs(beyond);
    }

    private VectorSet[] Others()
    {
        _others[^1] = new VectorSet(_vectors.Address, Count);
        return _others;
    }

    private void FillWithRandom()
    {
        Random source = new(_options.Seed + Count);
        foreach (ref double value in _copy.Span)
        {
            value = source.NextDouble() - 0.5;
        }
    }
}
