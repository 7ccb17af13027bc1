// The Verlet list of some columns of the grid: for every particle in them its later neighbours within cutoff + skin.

using System.Numerics;
using System.Runtime.CompilerServices;
using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Simd;

namespace GlassModes.Forces;

/// <summary>
/// Entries are offsets (in doubles) of packed particles, in blocks of one register. The neighbours of a particle stand species
/// after species without a gap. The last block is filled up with the particle itself, in lanes that the block's pattern disables.
/// The search goes cell by cell: the half neighbourhood of a cell is copied once, in single precision and species by species,
/// and each particle of the cell goes through the copy a register at a time and stores the offsets of near particles.
/// </summary>
internal sealed unsafe class NeighborChunk : IDisposable
{
    // Whole registers are stored past the end of what is valid.
    private const int Slack = 32;
    private readonly int _speciesCount;
    private readonly int _width;
    private readonly int _shift;

    // The columns of the half neighbourhood: first the cell's, then all columns ahead in (x, y).
    private readonly NeighborColumn[] _columns = new NeighborColumn[13];
    private readonly CellRange[] _ahead = new CellRange[3];
    private readonly CellRange[] _around = new CellRange[3];
    private readonly Candidates[] _candidates;
    private AlignedBuffer<uint> _entries = new(1024);
    private AlignedBuffer<int> _patterns = new(1024);
    private AlignedBuffer<uint> _owners = new(1024);
    private AlignedBuffer<int> _blockEnd = new(256);
    private AlignedBuffer<uint> _members = new(256);
    private int _used;
    private int _done;
    private int _mostCandidates;

    public NeighborChunk(int speciesCount, int width)
    {
        _speciesCount = speciesCount;
        _width = width;
        _shift = BitOperations.Log2((uint)width);
        _candidates = new Candidates[speciesCount];
        for (int s = 0; s < speciesCount; s++)
        {
            _candidates[s] = new Candidates();
        }
    }

    /// <summary>First of the sorted particles whose neighbours the chunk lists.</summary>
    public int First { get; private set; }

    /// <summary>Number of particles.</summary>
    public int Count { get; private set; }

    /// <summary>First sorted particle that has pairs in the chunk.</summary>
    public int WindowStart { get; private set; }

    /// <summary>
    /// The index after the last particle that has pairs in the chunk. Particles of the first layers come a second time, as N + their
    /// index.
    /// </summary>
    public int WindowEnd { get; private set; }

    /// <summary>Number of blocks.</summary>
    public int Blocks => _used >> _shift;

    /// <summary>Most blocks that one particle has.</summary>
    public int LargestNeighbourhood { get; private set; }

    /// <summary>Offsets of the neighbours, one register a block.</summary>
    public uint* Entries => _entries.Address;

    /// <summary>Pattern of each block, see <see cref="PatternTable"/>.</summary>
    public int* Patterns => _patterns.Address;

    /// <summary>Offset of the particle that each block belongs to.</summary>
    public uint* Owners => _owners.Address;

    /// <summary>Offsets of the particles in the order of their blocks, cell after cell.</summary>
    public uint* Members => _members.Address;

    /// <summary>BlockEnd[k + 1] is the end of the blocks of particle Members[k], and BlockEnd[k] their beginning.</summary>
    public int* BlockEnd => _blockEnd.Address;

    /// <summary>Builds the list for the columns [<paramref name="columnBegin"/>, <paramref name="columnEnd"/>).</summary>
    /// <param name="list">The list that the chunk is a part of.</param>
    /// <param name="columnBegin">First column.</param>
    /// <param name="columnEnd">The column after the last.</param>
    /// <typeparam name="TFloats">Register type of the search.</typeparam>
    public void Build<TFloats>(NeighborList list, int columnBegin, int columnEnd)
        where TFloats : struct, IFloatLanes<TFloats>
    {
        CellGrid grid = list.Grid;
        int n = grid.PerEdge;
        First = grid.ColumnStart(columnBegin);
        Count = grid.ColumnStart(columnEnd) - First;
        WindowStart = grid.LayerStart(columnBegin / n);
        int lastLayer = ((columnEnd - 1) / n) + grid.Reach;
        WindowEnd = !list.Extended ? list.Count
            : lastLayer < n ? grid.LayerStart(lastLayer + 1)
            : list.Count + grid.LayerStart(lastLayer + 1 - n);
        WindowStart = list.Extended ? WindowStart : 0;
        _used = 0;
        LargestNeighbourhood = 0;
        _done = 0;
        Reserve(ref _members, Count, 0);
        Reserve(ref _blockEnd, Count + 1, 0);
        _blockEnd.Address[0] = 0;
        for (int column = columnBegin; column < columnEnd; column++)
        {
            int columns = FindColumns(list, column / n, column % n);
            for (int z = 0; z < grid.PerColumn; z++)
            {
                BuildCell<TFloats>(list, columns, column, z);
            }
        }

        KeepRoom(ref _entries, _used, _mostCandidates);
        KeepRoom(ref _patterns, Blocks, _mostCandidates);
        KeepRoom(ref _owners, Blocks, _mostCandidates);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _entries.Dispose();
        _patterns.Dispose();
        _owners.Dispose();
        _blockEnd.Dispose();
        _members.Dispose();
        foreach (Candidates candidates in _candidates)
        {
            candidates.Dispose();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Reserve<T>(ref AlignedBuffer<T> buffer, long length, long keep)
        where T : unmanaged
    {
        if (buffer.Length < length)
        {
            Grow(ref buffer, length, keep);
        }
    }

    private static void Grow<T>(ref AlignedBuffer<T> buffer, long length, long keep)
        where T : unmanaged
    {
        AlignedBuffer<T> larger = new((length * 5 / 4) + Slack);
        buffer.Slice(0, checked((int)keep)).CopyTo(larger.Span);
        buffer.Dispose();
        buffer = larger;
    }

    // Room for at least a tenth more: later lists differ by less and need no new memory.
    private static void KeepRoom<T>(ref AlignedBuffer<T> buffer, long used, long atOnce)
        where T : unmanaged
    {
        long least = used + (used / 10) + (2 * atOnce);
        if (buffer.Length < least)
        {
            Reserve(ref buffer, least, used);
        }
    }

    private int FindColumns(NeighborList list, int cx, int cy)
    {
        int reach = list.Grid.Reach;
        int count = 0;
        for (int dx = 0; dx <= reach; dx++)
        {
            for (int dy = dx == 0 ? 0 : -reach; dy <= reach; dy++)
            {
                _columns[count++] = NeighborColumn.At(list, cx + dx, cy + dy);
            }
        }

        return count;
    }

    // Cuts a range of cells along z where it wraps around the box.
    private static int FindRanges(CellRange[] ranges, NeighborList list, int zFrom, int zTo)
    {
        int n = list.Grid.PerColumn;
        int count = 0;
        for (int z = zFrom; z <= zTo;)
        {
            int wraps = z < 0 ? -1 : z >= n ? 1 : 0;
            int first = z - (wraps * n);
            int last = Math.Min(first + (zTo - z), n - 1);
            ranges[count++] = new CellRange(first, last, wraps * (float)list.BoxLength);
            z += last - first + 1;
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void BuildCell<TFloats>(NeighborList list, int columns, int column, int z)
        where TFloats : struct, IFloatLanes<TFloats>
    {
        CellGrid grid = list.Grid;
        int inCell = 0;
        for (int s = 0; s < _speciesCount; s++)
        {
            int key = grid.StartIndex(column, s, z);
            inCell += grid.Start[key + 1] - grid.Start[key];
        }

        if (inCell == 0)
        {
            return;
        }

        int ahead = FindRanges(_ahead, list, z, z + grid.ReachInColumn);
        int around = FindRanges(_around, list, z - grid.ReachInColumn, z + grid.ReachInColumn);
        for (int s = 0; s < _speciesCount; s++)
        {
            _candidates[s].Collect<TFloats>(grid, s, z, _columns.AsSpan(0, columns), _ahead.AsSpan(0, ahead), _around.AsSpan(0, around));
        }

        for (int a = 0; a < _speciesCount; a++)
        {
            int key = grid.StartIndex(column, a, z);
            int begin = grid.Start[key];
            int end = grid.Start[key + 1];
            for (int i = begin; i < end; i++)
            {
                FindNeighbours<TFloats>(list, i, a, i - begin);
            }
        }
    }

    // Particle i of species a is the rank-th of its kind in its cell.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindNeighbours<TFloats>(NeighborList list, int i, int a, int rank)
        where TFloats : struct, IFloatLanes<TFloats>
    {
        CellGrid grid = list.Grid;
        int most = Slack + _width;
        foreach (Candidates candidates in _candidates)
        {
            most += candidates.Count + _width;
        }

        _mostCandidates = Math.Max(_mostCandidates, most);
        Reserve(ref _entries, _used + (long)most, _used);
        Reserve(ref _patterns, (_used + (long)most) / _width, _used / _width);
        Reserve(ref _owners, (_used + (long)most) / _width, _used / _width);
        uint self = 4 * (uint)i;
        float* coordinates = grid.Coordinates + i;
        float x = coordinates[0];
        float y = coordinates[grid.Stride];
        float z = coordinates[2 * grid.Stride];
        uint* entries = _entries.Address + _used;
        BlockPatterns blocks = new(list.Patterns, a, _width, _patterns.Address + (_used >> _shift));
        int count = 0;
        for (int s = 0; s < _candidates.Length; s++)
        {
            if (!blocks.CanTake(s, count))
            {
                count = PadBlock(entries, count, self);
            }

            // Within the cell each pair is found once, by the particle that comes first in the order of the sort.
            Candidates candidates = _candidates[s];
            int from = s < a ? candidates.CountInCell : s == a ? rank + 1 : 0;
            int found = grid.Reach == 0
                ? candidates.StoreNearImages(from, x, y, z, list.RangeSquared(a, s), (float)list.BoxLength, entries + count)
                : candidates.StoreNear<TFloats>(from, x, y, z, list.RangeSquared(a, s), entries + count);
            blocks.Add(s, count, found);
            count += found;
        }

        count = PadBlock(entries, count, self);
        int before = _used >> _shift;
        _used += count;
        int after = _used >> _shift;
        uint* owners = _owners.Address;
        for (int b = before; b < after; b++)
        {
            owners[b] = self;
        }

        _members.Address[_done++] = self;
        _blockEnd.Address[_done] = after;
        LargestNeighbourhood = Math.Max(LargestNeighbourhood, after - before);
    }

    // Fills the block up with the particle itself.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int PadBlock(uint* entries, int count, uint self)
    {
        int end = (count + _width - 1) >> _shift << _shift;
        for (; count < end; count++)
        {
            entries[count] = self;
        }

        return end;
    }
}
