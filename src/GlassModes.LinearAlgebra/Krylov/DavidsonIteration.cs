// The state of a block Davidson iteration.

using GlassModes.LinearAlgebra.Lapack;
using GlassModes.LinearAlgebra.Sparse;
using GlassModes.Numerics.Memory;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Numerics.Simd;

namespace GlassModes.LinearAlgebra.Krylov;

/// <summary>The iteration of <see cref="BlockDavidson"/>.</summary>
internal sealed unsafe class DavidsonIteration : IDisposable
{
    // Very few pairs are found at least cost with a small block and a basis of many of them.
    private const int FewPairs = 6;
    private const int BlockOfFew = 4;
    private const int LeastBasis = 60;
    private const int LeastBlock = 8;
    private const int LargestBlock = 32;
    private const int LargestBasis = 240;

    private readonly IBlockOperator _matrix;
    private readonly IBlockOperator _preconditioner;
    private readonly DavidsonOptions _options;
    private readonly int _order;
    private readonly int _block;
    private readonly int _basisSize;
    private readonly int _excluded;

    // Dimension of the space that is searched.
    private readonly int _searched;
    private readonly RitzBasis _basis;
    private readonly BlockOrthogonalizer _orthogonalizer;

    // Holds the excluded vectors, followed by the locked vectors.
    private AlignedBuffer<double> _locked;
    private readonly List<double> _values = [];
    private readonly AlignedBuffer<double> _residuals;
    private readonly AlignedBuffer<double> _directions;
    private readonly AlignedBuffer<double> _previous;
    private readonly List<int> _converged = [];
    private readonly List<int> _targets = [];
    private int _previousRows;
    private int _previousColumns;
    private long _products;

    public DavidsonIteration(IBlockOperator matrix, IBlockOperator preconditioner, DavidsonOptions options, ReadOnlySpan<double> excluded)
    {
        _matrix = matrix;
        _preconditioner = preconditioner;
        _options = options;
        _order = matrix.Order;
        _excluded = excluded.Length / _order;
        _searched = _order - _excluded;
        int expected = Math.Min(options.Count, options.Expected ?? options.Count);
        _block = Math.Min(_searched, options.BlockSize ?? ChooseBlock(expected));
        int basis = options.BasisSize ?? Math.Max(Math.Max(LeastBasis, 10 * _block), (int)Math.Min(LargestBasis, expected * 3L / 2));
        _basisSize = Math.Min(_searched, Math.Max(basis, 4 * _block));
        _basis = new RitzBasis(matrix, _basisSize);
        _orthogonalizer = new BlockOrthogonalizer(_order, Window);
        _locked = new AlignedBuffer<double>((long)_order * (_excluded + (int)Math.Min(expected, 4L * _basisSize)));
        excluded.CopyTo(_locked.Slice(0, excluded.Length));
        _residuals = new AlignedBuffer<double>((long)_order * Window);
        _directions = new AlignedBuffer<double>((long)_order * _block);
        _previous = new AlignedBuffer<double>((long)_basisSize * _basisSize);
    }

    // The largest number of residuals that a step computes: those of one block, and those of the pairs that have converged since the last
    // restart.
    private int Window => Math.Min(_basisSize, 3 * _block);

    private VectorSet Locked => new(_locked.Address, _excluded + _values.Count);

    private static int ChooseBlock(int expected) =>
        expected <= FewPairs ? BlockOfFew : Math.Clamp(expected / 4 / LeastBlock * LeastBlock, LeastBlock, LargestBlock);

    /// <summary>Makes the first subspace from guesses and random vectors.</summary>
    public void BeginFrom(ReadOnlySpan<double> start)
    {
        // Guesses fill at most half of the basis.
        int guesses = Math.Min(start.Length / _order, _basisSize / 2);
        for (int first = 0; first < guesses; first += _block)
        {
            int columns = Math.Min(_block, guesses - first);
            start.Slice(first * _order, columns * _order).CopyTo(_directions.Span);
            EnlargeBasis(columns);
        }

        // Random vectors are always added, because the guesses may span less than what is wanted.
        int random = Math.Min(guesses < _block ? _block : Math.Max(1, _block / 4), _basisSize - _basis.Count);
        if (random > 0)
        {
            Span<double> vectors = _residuals.Slice(0, _order * random);
            new Philox((ulong)_options.Seed, 0).FillCentred(vectors);
            _preconditioner.Apply(vectors, _directions.Slice(0, vectors.Length));
            EnlargeBasis(random);
        }
    }

    /// <summary>Finds the Ritz pairs and enlarges the subspace by a block.</summary>
    /// <returns>Whether all wanted pairs have converged.</returns>
    public bool TakeStep()
    {
        _basis.Solve();
        SortRitzPairs();
        double lowestTarget = _targets.Count > 0 ? _basis.Values[_targets[0]] : double.PositiveInfinity;
        int found = CountFoundBelow(lowestTarget);
        if (found >= _options.Count || (found >= _options.AtLeast && IsFoundBeyondLimit(lowestTarget)))
        {
            LockConverged();
            return true;
        }

        int columns = Math.Min(_block, _targets.Count);
        int unexplored = _searched - _values.Count - _basis.Count;
        bool full = _basis.Count + Math.Min(Math.Max(columns, 1), unexplored) > _basisSize;
        bool crowded = _converged.Count > Window - _block;
        for (int k = 0; k < columns; k++)
        {
            if (_targets[k] != k)
            {
                _residuals.Slice((long)_targets[k] * _order, _order).CopyTo(_residuals.Slice((long)k * _order, _order));
            }
        }

        if (full || crowded)
        {
            LockConverged();
            RestartBasis();
        }
        else
        {
            RememberCoefficients(columns);
        }

        if (columns == 0)
        {
            // All Ritz pairs in the window have converged, but more pairs are wanted.
            FillWithRandom(_block);
            EnlargeBasis(_block);
            return false;
        }

        int length = _order * columns;
        _preconditioner.Apply(_residuals.Slice(0, length), _directions.Slice(0, length));
        if (EnlargeBasis(columns) == 0)
        {
            // The residuals are only rounding and hold no new direction. Random directions are tried instead.
            FillWithRandom(columns);
            EnlargeBasis(columns);
        }

        return false;
    }

    /// <summary>Describes how far the iteration has come.</summary>
    public WorkProgress Progress()
    {
        double lowestTarget = _targets.Count > 0 ? _basis.Values[_targets[0]] : double.NaN;
        return new WorkProgress(
            double.NaN, $"block Davidson, {_products} products, {_values.Count + _converged.Count} modes found, at {lowestTarget:g4}");
    }

    /// <summary>
    /// The lowest <paramref name="most"/> of the found pairs, in ascending order. They are Ritz pairs of the span of all found vectors. The
    /// iteration cannot go on afterwards.
    /// </summary>
    public Eigenpairs FinishPairs(int most)
    {
        int count = _values.Count;
        AlignedBuffer<double> values = new(Math.Max(count, 1));
        double* found = _locked.Address + ((long)_order * _excluded);
        RayleighRitz.RotateToRitzVectors(_matrix, found, count, values.Span, _directions.Span);
        Eigenpairs pairs = new(_order, 0, Math.Min(most, count), values, _locked, _excluded);
        _locked = new AlignedBuffer<double>(0);
        return pairs;
    }

    public void Dispose()
    {
        _basis.Dispose();
        _orthogonalizer.Dispose();
        _locked.Dispose();
        _residuals.Dispose();
        _directions.Dispose();
        _previous.Dispose();
    }

    private int EnlargeBasis(int columns)
    {
        int added = _orthogonalizer.Orthonormalize(_directions.Address, columns, Locked, _basis.Vectors);
        added = Math.Min(added, _basisSize - _basis.Count);
        if (added > 0)
        {
            _basis.Append(_directions.Address, added);
            _products += added;
        }

        return added;
    }

    private void FillWithRandom(int columns)
    {
        // The number of products so far gives each call of one iteration different random numbers.
        new Philox((ulong)_options.Seed, (ulong)_products).FillCentred(_directions.Slice(0, _order * columns));
    }

    // Sorts the lowest Ritz pairs into those that have converged and those whose residuals enlarge the subspace.
    private void SortRitzPairs()
    {
        int columns = Math.Min(Math.Min(_basis.Count, Window), _converged.Count + _block);
        _basis.ComputeResiduals(columns, _residuals.Address);
        _converged.Clear();
        _targets.Clear();
        for (int k = 0; k < columns; k++)
        {
            bool isConverged = VectorMath.Norm(_residuals.Slice((long)k * _order, _order)) <= _options.Tolerance;
            (isConverged ? _converged : _targets).Add(k);
        }
    }

    private int CountFoundBelow(double limit)
    {
        int count = 0;
        foreach (double value in _values)
        {
            count += value < limit ? 1 : 0;
        }

        foreach (int k in _converged)
        {
            count += _basis.Values[k] < limit ? 1 : 0;
        }

        return count;
    }

    // Whether a pair beyond the limit has converged and no unconverged pair lies below it.
    private bool IsFoundBeyondLimit(double lowestTarget)
    {
        foreach (int k in _converged)
        {
            if (_basis.Values[k] > _options.Limit && _basis.Values[k] < lowestTarget)
            {
                return true;
            }
        }

        return lowestTarget > _options.Limit && _values.Exists(value => value > _options.Limit && value < lowestTarget);
    }

    private void LockConverged()
    {
        foreach (int k in _converged)
        {
            long used = (long)_order * (_excluded + _values.Count);
            if (used + _order > _locked.Length)
            {
                AlignedBuffer<double> larger = new(Math.Min(2 * _locked.Length, (long)_order * _order));
                Buffer.MemoryCopy(_locked.Address, larger.Address, 8 * larger.Length, 8 * used);
                _locked.Dispose();
                _locked = larger;
            }

            _basis.ComputeVector(k, _locked.Address + used);
            _values.Add(_basis.Values[k]);
        }
    }

    // Keeps the coefficients of the block's Ritz vectors for the next restart.
    private void RememberCoefficients(int columns)
    {
        _previousRows = _basis.Count;
        _previousColumns = columns;
        for (int k = 0; k < columns; k++)
        {
            new ReadOnlySpan<double>(_basis.Coefficients(_targets[k]), _previousRows)
                .CopyTo(_previous.Slice((long)k * _previousRows, _previousRows));
        }
    }

    // Restarts with the lowest Ritz vectors that are not locked, and with the block's Ritz vectors of the step before.
    private void RestartBasis()
    {
        int rows = _basis.Count;
        using AlignedBuffer<double> coefficients = new((long)rows * rows);
        int locked = _converged.Count;
        for (int k = 0; k < locked; k++)
        {
            CopyToColumn(coefficients, rows, k, new ReadOnlySpan<double>(_basis.Coefficients(_converged[k]), rows));
        }

        int count = locked;
        int keep = locked + Math.Max(_block, _basisSize * 3 / 8);
        for (int k = 0; k < rows && count < keep; k++)
        {
            if (!_converged.Contains(k))
            {
                CopyToColumn(coefficients, rows, count++, new ReadOnlySpan<double>(_basis.Coefficients(k), rows));
            }
        }

        int room = Math.Min(rows, locked + _basisSize - _block);
        for (int k = 0; k < _previousColumns && count < room; k++)
        {
            Span<double> candidate = coefficients.Slice((long)count * rows, rows);
            candidate.Clear();
            _previous.Slice((long)k * _previousRows, _previousRows).CopyTo(candidate);
            count += TryOrthonormalizeLast(coefficients, rows, count) ? 1 : 0;
        }

        _basis.RestrictTo(coefficients.Address + ((long)locked * rows), count - locked);
        _converged.Clear();

        // The block's Ritz vectors are now the first vectors of the basis, so their coefficients are unit vectors.
        _previousRows = _basis.Count;
        _previousColumns = Math.Min(_block, _previousRows);
        _previous.Slice(0, _previousRows * _previousColumns).Clear();
        for (int k = 0; k < _previousColumns; k++)
        {
            _previous.Slice((long)k * _previousRows, _previousRows)[k] = 1;
        }
    }

    private static void CopyToColumn(AlignedBuffer<double> coefficients, int rows, int column, ReadOnlySpan<double> values) =>
        values.CopyTo(coefficients.Slice((long)column * rows, rows));

    // Orthonormalises a column to the columns before it. Returns false if nothing new is left.
    private static bool TryOrthonormalizeLast(AlignedBuffer<double> coefficients, int rows, int column)
    {
        Span<double> last = coefficients.Slice((long)column * rows, rows);
        for (int pass = 0; pass < 2; pass++)
        {
            for (int k = 0; k < column; k++)
            {
                ReadOnlySpan<double> earlier = coefficients.Slice((long)k * rows, rows);
                VectorMath.AddScaled(last, -VectorMath.Dot(earlier, last), earlier, last);
            }

            double norm = VectorMath.Norm(last);
            if (!(norm > 1e-6))
            {
                return false;
            }

            VectorMath.Scale(1 / norm, last);
        }

        return true;
    }
}
