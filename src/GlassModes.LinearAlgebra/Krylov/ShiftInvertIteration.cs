// The state of a block Lanczos iteration with the inverse of a shifted matrix.

using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Numerics.Memory;
using GlassModes.Numerics.RandomNumbers;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>The iteration of <see cref="ShiftInvertLanczos"/>.</summary>
internal sealed unsafe class ShiftInvertIteration : IDisposable
{
    // Convergence is first checked when the subspace exceeds the expected number of eigenvalues by the first factor. It is checked again
    // each time the subspace has grown by the second factor.
    private const double FirstCheck = 1.7;
    private const double LaterCheck = 1.08;

    // The error of a Ritz value that has not converged is taken as its residual, but not as more than this fraction of the value.
    private const double KnownWithin = 0.03;

    // Rounding changes every vector by this fraction of the largest Ritz value. A huge Ritz value shows within the first blocks.
    private const double Rounding = 1e-15;
    private const int BlocksToShowHugeValue = 3;

    private readonly IBlockOperator _inverse;
    private readonly double _shift;
    private readonly ShiftInvertOptions _options;
    private readonly VectorSet[] _excluded;

    // The excluded vectors, followed by the subspace.
    private readonly VectorSet[] _orthogonalSets;
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
    private int _lastColumns;
    private int _nextColumns;
    private int _nextCheck;
    private int _blocks;
    private long _solves;

    public ShiftInvertIteration(IBlockOperator inverse, double shift, ShiftInvertOptions options, VectorSet[] excluded)
    {
        _inverse = inverse;
        _shift = shift;
        _options = options;
        _excluded = excluded;
        _orthogonalSets = [.. excluded, default];
        _order = inverse.Order;
        int searched = _order - excluded.Sum(set => set.Count);
        _capacity = Math.Min(searched, options.BasisSize);
        _block = Math.Min(options.BlockSize, _capacity);
        _vectors = new AlignedBuffer<double>((long)_order * _capacity);
        _projection = new AlignedBuffer<double>((long)_capacity * _capacity);
        _next = new AlignedBuffer<double>((long)_order * _block);
        _copy = new AlignedBuffer<double>((long)_order * _block);
        _coupling = new AlignedBuffer<double>((long)_block * _block);
        _scratch = new AlignedBuffer<double>((long)_capacity * _block);
        _orthogonalizer = new BlockOrthogonalizer(_order, _block);
        _nextCheck = (int)Math.Min(_capacity, FirstCheck * options.Expected);
    }

    /// <summary>Number of vectors of the subspace.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the subspace has grown enough since the last check of convergence.</summary>
    public bool IsTimeToCheck => Count >= _nextCheck;

    private double* ProjectionAt(int row, int column) => _projection.Address + ((long)column * _capacity) + row;

    /// <summary>Makes the first block from random vectors, multiplied once by the inverse.</summary>
    public void MakeFirstBlock()
    {
        // The excluded vectors are removed before the product, because their eigenvalues may be the nearest to the shift.
        FillWithRandom();
        int columns = _orthogonalizer.Orthonormalize(_copy.Address, _block, _excluded);
        _inverse.Apply(_copy.Slice(0, _order * columns), _next.Slice(0, _order * columns));
        _solves += columns;
        _nextColumns = _orthogonalizer.Orthonormalize(_next.Address, columns, _excluded);
    }

    /// <summary>Adds the prepared block to the subspace and prepares the block after it.</summary>
    /// <returns>Whether a block is prepared and fits into the subspace.</returns>
    public bool TakeStep()
    {
        int columns = _nextColumns;
        int first = Count;
        int previousColumns = _lastColumns;
        double* vectors = _vectors.Address + ((long)_order * first);
        int length = _order * columns;
        new ReadOnlySpan<double>(_next.Address, length).CopyTo(new Span<double>(vectors, length));
        for (int column = 0; column < previousColumns; column++)
        {
            for (int row = 0; row < columns; row++)
            {
                double coupling = _coupling.Address[((long)column * _nextColumns) + row];
                *ProjectionAt(first + row, first - previousColumns + column) = coupling;
                *ProjectionAt(first - previousColumns + column, first + row) = coupling;
            }
        }

        Count += columns;
        _lastColumns = columns;
        _inverse.Apply(new ReadOnlySpan<double>(vectors, length), _next.Slice(0, length));
        _solves += columns;

        // The three-term recurrence comes first. A full orthogonalisation against rounding follows.
        double* diagonal = _scratch.Address;
        LapackCalls.TransposedProduct(columns, columns, _order, vectors, _next.Address, diagonal);
        for (int column = 0; column < columns; column++)
        {
            for (int row = 0; row < columns; row++)
            {
                double mirrored = diagonal[((long)row * columns) + column];
                *ProjectionAt(first + row, first + column) = 0.5 * (diagonal[((long)column * columns) + row] + mirrored);
            }
        }

        int used = previousColumns + columns;
        double* lastTwo = _vectors.Address + ((long)_order * (first - previousColumns));
        double* coefficients = ProjectionAt(first - previousColumns, first);
        LapackCalls.Product(false, _order, columns, used, -1, lastTwo, _order, coefficients, _capacity, 1, _next.Address, _order);
        _next.Slice(0, length).CopyTo(_copy.Span);
        _nextColumns = _orthogonalizer.Orthonormalize(_next.Address, columns, OrthogonalSets());
        LapackCalls.TransposedProduct(_nextColumns, columns, _order, _next.Address, _copy.Address, _coupling.Address);
        if (_nextColumns == 0 && Count < _capacity)
        {
            // The subspace is invariant. The search goes on from new random vectors.
            FillWithRandom();
            _copy.Span.CopyTo(_next.Span);
            _nextColumns = _orthogonalizer.Orthonormalize(_next.Address, _block, OrthogonalSets());
            _coupling.Span.Clear();
        }

        // A block is added whole or not at all. If a part were left out, the residuals would be unknown.
        return _nextColumns > 0 && Count + _nextColumns <= _capacity;
    }

    /// <summary>
    /// Whether an eigenvalue lies too near to the shift. Its inverse is then so huge that rounding exceeds the residuals wanted at the
    /// limits.
    /// </summary>
    public bool IsOnEigenvalue()
    {
        if (_blocks++ >= BlocksToShowHugeValue)
        {
            return false;
        }

        SolveProjectedProblem();
        double reach = Math.Max(_options.Upper - _shift, _shift - _options.Lower);
        double largest = Math.Max(Math.Abs(_eigenproblem!.Values[0]), Math.Abs(_eigenproblem.Values[Count - 1]));
        return Rounding * largest * reach * reach > _options.Tolerance;
    }

    /// <summary>The result for a shift that lies on an eigenvalue. It holds no pairs.</summary>
    public ShiftInvertResult EmptyResult()
    {
        Eigenpairs none = new(_order, 0, 0, new AlignedBuffer<double>(1), new AlignedBuffer<double>(1));
        return new ShiftInvertResult(none, _shift, _shift, _solves, IsOnEigenvalue: true);
    }

    /// <summary>Solves the projected problem, and tells whether all eigenvalues within the limits have been found.</summary>
    public bool CheckConvergence()
    {
        SolveProjectedProblem();
        _nextCheck = Math.Max(Count + 1, (int)Math.Min(_capacity, LaterCheck * Count));
        (double from, double to) = ConvergedRange();
        return from <= _options.Lower && to >= _options.Upper;
    }

    /// <summary>
    /// The converged pairs that no unconverged Ritz value separates from the shift. <see cref="CheckConvergence"/> must be called before.
    /// </summary>
    public ShiftInvertResult ConvergedResult()
    {
        (double from, double to) = ConvergedRange();
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
                // Adds q/θ to y, with q = Q R s.
                for (int k = 0; k < columns; k++)
                {
                    int index = chosen[done + k];
                    ComputeCoupling(index, residual);
                    for (int row = 0; row < _nextColumns; row++)
                    {
                        _scratch.Address[((long)k * _nextColumns) + row] = residual[row] / problem.Values[index];
                    }
                }

                double* coupling = _scratch.Address;
                LapackCalls.Product(
                    false, _order, columns, _nextColumns, 1, _next.Address, _order, coupling, _nextColumns, 1, target, _order);
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

    private void SolveProjectedProblem()
    {
        // The eigenproblem takes three times the memory of the projected matrix. It is therefore made only as large as the subspace needs
        // for now.
        if (_eigenproblem is null || _eigenproblem.Largest < Count)
        {
            _eigenproblem?.Dispose();
            _eigenproblem = new SmallEigenproblem((int)Math.Min(_capacity, Math.Max(Count, LaterCheck * LaterCheck * Count)));
        }

        _eigenproblem.Solve(_projection.Address, _capacity, Count);
    }

    // Computes R s, the part of the image that lies beyond the subspace.
    private void ComputeCoupling(int index, double* result)
    {
        double* tail = _eigenproblem!.Vectors + ((long)index * Count) + (Count - _lastColumns);
        for (int row = 0; row < _nextColumns; row++)
        {
            double sum = 0;
            for (int column = 0; column < _lastColumns; column++)
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
        ComputeCoupling(index, residual);
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

    // The range around the shift in which all Ritz values have converged. In each direction it ends before the first unconverged Ritz
    // value.
    private (double From, double To) ConvergedRange()
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

    // Whether an unconverged Ritz value lies beyond a limit by more than its error.
    private bool IsKnownBeyond(int index, double limit)
    {
        double theta = _eigenproblem!.Values[index];
        double limitTheta = 1 / (limit - _shift);
        return Math.Abs(theta) + Math.Min(InverseResidual(index), KnownWithin * Math.Abs(theta)) < Math.Abs(limitTheta);
    }

    private VectorSet[] OrthogonalSets()
    {
        _orthogonalSets[^1] = new VectorSet(_vectors.Address, Count);
        return _orthogonalSets;
    }

    private void FillWithRandom()
    {
        // The size of the subspace gives each call of one iteration different random numbers.
        new Philox((ulong)_options.Seed, (ulong)Count).FillCentred(_copy.Span);
    }
}
