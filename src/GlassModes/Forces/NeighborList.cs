// The Verlet list: for every particle its later neighbours within cutoff + skin, grouped by species.

using System.Numerics;
using System.Runtime.CompilerServices;
using GlassModes.LinearAlgebra;
using GlassModes.Simd;

namespace GlassModes.Forces;

/// <summary>
/// A half Verlet list over particles sorted by cell. Each pair within r_c(a,b) + skin stands once. The neighbours of a
/// particle are grouped by species, and each group is padded to whole SIMD registers with the index N, whose packed position
/// is NaN, so that a padded lane is beyond every cutoff. Memory: 4 bytes an entry, about 50 entries a particle for KALJ.
/// </summary>
internal sealed unsafe class NeighborList : IDisposable
{
    private readonly int _count;
    private readonly int _speciesCount;
    private readonly double _boxLength;
    private readonly double[] _rangeSquared;
    private readonly double _range;
    private readonly int _pad;
    private readonly CellGrid _grid = new();

    // Wrapped coordinates: x, y, z one after another, each of N + 8 so that a whole register can be loaded at the end.
    private readonly AlignedBuffer<double> _sorted;
    private readonly AlignedBuffer<double> _unsorted;

    // For each species of i: the squared range to the sorted particle j.
    private readonly AlignedBuffer<double> _thresholds;
    private readonly AlignedBuffer<int> _candidates;
    private readonly AlignedBuffer<int> _counts;
    private readonly AlignedBuffer<byte> _species;

    // At most 13 columns of a neighbourhood, each in at most three runs.
    private readonly Run[] _runs = new Run[3 * 13];
    private AlignedBuffer<int> _entries;

    /// <summary>Prepares an empty list; nothing is built yet.</summary>
    /// <param name="species">N species indices in the caller's order.</param>
    /// <param name="speciesCount">S.</param>
    /// <param name="boxLength">L.</param>
    /// <param name="cutoffs">S × S cutoffs.</param>
    /// <param name="skin">Distance beyond the cutoff that the list reaches.</param>
    /// <param name="padTo">Groups are padded to a multiple of this.</param>
    public NeighborList(
        ReadOnlySpan<byte> species, int speciesCount, double boxLength, ReadOnlySpan<double> cutoffs, double skin, int padTo)
    {
        _count = species.Length;
        _speciesCount = speciesCount;
        _boxLength = boxLength;
        _pad = padTo;
        Skin = skin;
        _rangeSquared = new double[cutoffs.Length];
        for (int p = 0; p < cutoffs.Length; p++)
        {
            _rangeSquared[p] = (cutoffs[p] + skin) * (cutoffs[p] + skin);
            _range = Math.Max(_range, cutoffs[p] + skin);
        }

        Stride = _count + 8;
        _sorted = new AlignedBuffer<double>(3L * Stride);
        _unsorted = new AlignedBuffer<double>(3L * Stride);
        _thresholds = new AlignedBuffer<double>((long)speciesCount * Stride);
        _candidates = new AlignedBuffer<int>((long)speciesCount * (_count + padTo));
        _counts = new AlignedBuffer<int>(speciesCount);
        _species = new AlignedBuffer<byte>(2L * Math.Max(_count, 1));
        species.CopyTo(_species.Slice(_count, _count));
        GroupEnd = new AlignedBuffer<int>(((long)_count * speciesCount) + 1);
        _entries = new AlignedBuffer<int>(64L * _count);
    }

    /// <summary>Distance beyond the cutoff that the list reaches.</summary>
    public double Skin { get; }

    /// <summary>Most entries, padding included, that one particle has.</summary>
    public int LargestNeighbourhood { get; private set; }

    /// <summary>Index in the caller's order of each sorted particle, N values.</summary>
    public ReadOnlySpan<int> Order => _grid.Order;

    /// <summary>Species of each sorted particle, N values.</summary>
    public byte* Species => _species.Address;

    /// <summary>Sorted indices of the neighbours, group after group.</summary>
    public int* Entries => _entries.Address;

    /// <summary>GroupEnd[i·S + s + 1] is the end of particle i's neighbours of species s, and the start of the next group.</summary>
    public AlignedBuffer<int> GroupEnd { get; }

    private int Stride { get; }

    /// <summary>Builds the list for 3N positions in the caller's order.</summary>
    /// <typeparam name="TLanes">Register type of the distance test.</typeparam>
    public void Build<TLanes>(ReadOnlySpan<double> positions)
        where TLanes : struct, ILanes<TLanes>
    {
        Wrap(positions);
        _grid.Shape(_boxLength, _range, _count);
        Span<double> unsorted = _unsorted.Span;
        _grid.Sort(
            unsorted[.._count], unsorted.Slice(Stride, _count), unsorted.Slice(2 * Stride, _count), _boxLength);
        CopySorted();
        int n = _grid.PerEdge;
        GroupEnd.Span[0] = 0;
        LargestNeighbourhood = 0;
        for (int cx = 0; cx < n; cx++)
        {
            for (int cy = 0; cy < n; cy++)
            {
                for (int cz = 0; cz < n; cz++)
                {
                    BuildCell<TLanes>(cx, cy, cz);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sorted.Dispose();
        _unsorted.Dispose();
        _thresholds.Dispose();
        _candidates.Dispose();
        _counts.Dispose();
        _species.Dispose();
        GroupEnd.Dispose();
        _entries.Dispose();
    }

    private void Wrap(ReadOnlySpan<double> positions)
    {
        double* target = _unsorted.Address;
        double inverse = 1 / _boxLength;
        for (int i = 0; i < _count; i++)
        {
            for (int axis = 0; axis < 3; axis++)
            {
                double p = positions[(3 * i) + axis];
                target[(axis * Stride) + i] = p - (_boxLength * Math.Floor(p * inverse));
            }
        }
    }

    private void CopySorted()
    {
        double* from = _unsorted.Address;
        double* to = _sorted.Address;
        double* thresholds = _thresholds.Address;
        byte* species = _species.Address;
        int[] order = _grid.Order;
        for (int s = 0; s < _count; s++)
        {
            int i = order[s];
            to[s] = from[i];
            to[Stride + s] = from[Stride + i];
            to[(2 * Stride) + s] = from[(2 * Stride) + i];
            byte b = species[_count + i];
            species[s] = b;
            for (int a = 0; a < _speciesCount; a++)
            {
                thresholds[(a * Stride) + s] = _rangeSquared[(a * _speciesCount) + b];
            }
        }
    }

    private void BuildCell<TLanes>(int cx, int cy, int cz)
        where TLanes : struct, ILanes<TLanes>
    {
        int[] start = _grid.Start;
        int cell = (((cx * _grid.PerEdge) + cy) * _grid.PerEdge) + cz;
        if (start[cell] == start[cell + 1])
        {
            return;
        }

        // The half neighbourhood: later particles of this column, then every column that is ahead in (x, y).
        int reach = _grid.Reach;
        int count = 0;
        AddColumn(cx, cy, cz, cz + reach, ref count);
        for (int dy = 1; dy <= reach; dy++)
        {
            AddColumn(cx, cy + dy, cz - reach, cz + reach, ref count);
        }

        for (int dx = 1; dx <= reach; dx++)
        {
            for (int dy = -reach; dy <= reach; dy++)
            {
                AddColumn(cx + dx, cy + dy, cz - reach, cz + reach, ref count);
            }
        }

        for (int i = start[cell]; i < start[cell + 1]; i++)
        {
            // The first run starts in this very cell: only what comes after i is a new pair.
            _runs[0].Begin = i + 1;
            FindNeighbours<TLanes>(i, _runs.AsSpan(0, count));
            Append(i);
        }
    }

    // The cells from zFrom to zTo of one column are one run of particles, or two or three as they wrap around the box.
    private void AddColumn(int cx, int cy, int zFrom, int zTo, ref int count)
    {
        int n = _grid.PerEdge;
        double shiftX = Shift(ref cx, n);
        double shiftY = Shift(ref cy, n);
        int column = ((cx * n) + cy) * n;
        for (int z = zFrom; z <= zTo;)
        {
            int inside = z;
            double shiftZ = Shift(ref inside, n);
            int last = Math.Min(inside + (zTo - z), n - 1);
            _runs[count++] = new Run
            {
                Begin = _grid.Start[column + inside],
                End = _grid.Start[column + last + 1],
                ShiftX = shiftX,
                ShiftY = shiftY,
                ShiftZ = shiftZ,
            };
            z += last - inside + 1;
        }
    }

    private double Shift(ref int cell, int n)
    {
        if (cell < 0)
        {
            cell += n;
            return -_boxLength;
        }

        if (cell >= n)
        {
            cell -= n;
            return _boxLength;
        }

        return 0;
    }

    // Collects the particles of the runs that are near i, a list a species.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindNeighbours<TLanes>(int i, ReadOnlySpan<Run> runs)
        where TLanes : struct, ILanes<TLanes>
    {
        double* x = _sorted.Address;
        double* y = x + Stride;
        double* z = y + Stride;
        byte* species = _species.Address;
        double* thresholds = _thresholds.Address + ((long)species[i] * Stride);
        bool allPairs = _grid.PerEdge == 1;
        TLanes length = TLanes.Create(_boxLength);
        TLanes inverse = TLanes.Create(1 / _boxLength);
        int* candidates = _candidates.Address;
        int* counts = _counts.Address;
        int capacity = _count + _pad;
        new Span<int>(counts, _speciesCount).Clear();
        foreach (ref readonly Run run in runs)
        {
            TLanes xi = TLanes.Create(x[i] - run.ShiftX);
            TLanes yi = TLanes.Create(y[i] - run.ShiftY);
            TLanes zi = TLanes.Create(z[i] - run.ShiftZ);
            for (int j = run.Begin; j < run.End; j += TLanes.Width)
            {
                TLanes dx = xi - TLanes.Load(x + j);
                TLanes dy = yi - TLanes.Load(y + j);
                TLanes dz = zi - TLanes.Load(z + j);
                if (allPairs)
                {
                    dx -= length * TLanes.Round(dx * inverse);
                    dy -= length * TLanes.Round(dy * inverse);
                    dz -= length * TLanes.Round(dz * inverse);
                }

                TLanes squared = TLanes.MultiplyAdd(dx, dx, TLanes.MultiplyAdd(dy, dy, dz * dz));
                uint near = TLanes.Bits(TLanes.LessThan(squared, TLanes.Load(thresholds + j)));
                int left = run.End - j;
                near &= left < TLanes.Width ? (1u << left) - 1 : uint.MaxValue;
                while (near != 0)
                {
                    int k = j + BitOperations.TrailingZeroCount(near);
                    near &= near - 1;
                    int s = species[k];
                    candidates[(s * capacity) + counts[s]++] = k;
                }
            }
        }
    }

    private void Append(int i)
    {
        int* counts = _counts.Address;
        int* ends = GroupEnd.Address + ((long)i * _speciesCount);
        int end = ends[0];
        int capacity = _count + _pad;
        for (int s = 0; s < _speciesCount; s++)
        {
            int padded = (counts[s] + _pad - 1) / _pad * _pad;
            if (end + (long)padded > _entries.Length)
            {
                Grow(end, padded);
            }

            Span<int> group = _entries.Slice(end, padded);
            new ReadOnlySpan<int>(_candidates.Address + ((long)s * capacity), counts[s]).CopyTo(group);
            group[counts[s]..].Fill(_count);
            end += padded;
            ends[s + 1] = end;
        }

        LargestNeighbourhood = Math.Max(LargestNeighbourhood, end - ends[0]);
    }

    private void Grow(int used, int needed)
    {
        AlignedBuffer<int> larger = new(Math.Max(_entries.Length * 3 / 2, used + (long)needed));
        _entries.Span[..used].CopyTo(larger.Span);
        _entries.Dispose();
        _entries = larger;
    }

    // Consecutive sorted particles, displaced by whole box lengths.
    private struct Run
    {
        public int Begin;
        public int End;
        public double ShiftX;
        public double ShiftY;
        public double ShiftZ;
    }
}
