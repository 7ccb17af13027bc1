// The Verlet list of some columns of the grid: the later neighbours within cutoff + skin of every particle in these columns.

using System.Numerics;
using System.Runtime.CompilerServices;
using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Simd;

namespace GlassModes.Forces;

/// <summary>
/// Entries are offsets (in doubles) of packed particles, in blocks of one register. The neighbours of a particle are listed species after
/// species. A block that is not full is filled up with the particle itself, in lanes that the pattern of the block disables. This happens
/// at the end of the list of a particle, and where the next species may not enter the block. The search goes cell by cell. The half
/// neighbourhood of a cell is copied once, in single precision and species by species. Each particle of the cell then searches the copy a
/// register at a time and stores the offsets of near particles.
/// </summary>
internal sealed unsafe class NeighborChunk : IDisposable
{
    // The search stores whole registers, and so writes past the last valid entry.
    private const int Slack = 32;
    private readonly int _speciesCount;
    private readonly int _width;
    private readonly int _shift;

    // The columns of the half neighbourhood: first the column of the cell, then all columns ahead in (x, y).
    private readonly NeighborColumn[] _columns = new NeighborColumn[13];
    private readonly CellRange[] _ahead = new CellRange[3];
    private readonly CellRange[] _around = new CellRange[3];
    private readonly Candidates[] _candidates;
    private AlignedBuffer<uint> _entries = new(1024);
    private AlignedBuffer<int> _patterns = new(1024);
    private AlignedBuffer<uint> _owners = new(1024);
    private AlignedBuffer<int> _blockEnd = new(256);
    private AlignedBuffer<uint> _members = new(256);
    private int _entryCount;
    private int _memberCount;
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

    /// <summary>Number of particles whose neighbours the chunk lists.</summary>
    public int Count { get; private set; }

    /// <summary>First sorted particle that has pairs in the chunk.</summary>
    public int WindowStart { get; private set; }

    /// <summary>
    /// The index after the last particle that has pairs in the chunk. A particle i of the first layers can appear a second time, with the
    /// index N + i.
    /// </summary>
    public int WindowEnd { get; private set; }

    /// <summary>Number of blocks.</summary>
    public int Blocks => _entryCount >> _shift;

    /// <summary>Largest number of blocks of one particle.</summary>
    public int LargestNeighbourhood { get; private set; }

    /// <summary>Offsets of the neighbours. Each block is one register of offsets.</summary>
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
        _entryCount = 0;
        LargestNeighbourhood = 0;
        _memberCount = 0;
        ReserveCapacity(ref _members, Count, 0);
        ReserveCapacity(ref _blockEnd, Count + 1, 0);
        _blockEnd.Address[0] = 0;
        for (int column = columnBegin; column < columnEnd; column++)
        {
            int columns = FindColumns(list, column / n, column % n);
            for (int z = 0; z < grid.PerColumn; z++)
            {
                BuildCell<TFloats>(list, columns, column, z);
            }
        }

        KeepRoom(ref _entries, _entryCount, _mostCandidates);
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
    private static void ReserveCapacity<T>(ref AlignedBuffer<T> buffer, long length, long keep)
        where T : unmanaged
    {
        if (buffer.Length < length)
        {
            GrowBuffer(ref buffer, length, keep);
        }
    }

    private static void GrowBuffer<T>(ref AlignedBuffer<T> buffer, long length, long keep)
        where T : unmanaged
    {
        AlignedBuffer<T> larger = new((length * 5 / 4) + Slack);
        buffer.Slice(0, checked((int)keep)).CopyTo(larger.Span);
        buffer.Dispose();
        buffer = larger;
    }

    // Keeps room for at least a tenth more. Later lists are larger by less than this and so need no new memory.
    private static void KeepRoom<T>(ref AlignedBuffer<T> buffer, long used, long mostPerParticle)
        where T : unmanaged
    {
        long least = used + (used / 10) + (2 * mostPerParticle);
        if (buffer.Length < least)
        {
            ReserveCapacity(ref buffer, least, used);
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

    // Cuts a range of cells along z at the faces of the box. Returns the number of pieces.
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
        int particlesInCell = 0;
        for (int s = 0; s < _speciesCount; s++)
        {
            int key = grid.StartIndex(column, s, z);
            particlesInCell += grid.Start[key + 1] - grid.Start[key];
        }

        if (particlesInCell == 0)
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

    // Lists the neighbours of particle i of species a. The particle is number rank among the particles of its species in its cell.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindNeighbours<TFloats>(NeighborList list, int i, int a, int rank)
        where TFloats : struct, IFloatLanes<TFloats>
    {
        CellGrid grid = list.Grid;
        int mostEntries = Slack + _width;
        foreach (Candidates candidates in _candidates)
        {
            mostEntries += candidates.Count + _width;
        }

        _mostCandidates = Math.Max(_mostCandidates, mostEntries);
        ReserveCapacity(ref _entries, _entryCount + (long)mostEntries, _entryCount);
        ReserveCapacity(ref _patterns, (_entryCount + (long)mostEntries) / _width, _entryCount / _width);
        ReserveCapacity(ref _owners, (_entryCount + (long)mostEntries) / _width, _entryCount / _width);
        uint self = 4 * (uint)i;
        float* coordinates = grid.Coordinates + i;
        float x = coordinates[0];
        float y = coordinates[grid.Stride];
        float z = coordinates[2 * grid.Stride];
        uint* entries = _entries.Address + _entryCount;
        BlockPatterns blocks = new(list.Patterns, a, _width, _patterns.Address + (_entryCount >> _shift));
        int count = 0;
        for (int s = 0; s < _candidates.Length; s++)
        {
            if (!blocks.CanTake(s, count))
            {
                count = PadBlock(entries, count, self);
            }

            // A pair within the cell is listed once, with the particle that comes first in the order of the sort.
            Candidates candidates = _candidates[s];
            int from = s < a ? candidates.CountInCell : s == a ? rank + 1 : 0;
            int found = grid.Reach == 0
                ? candidates.StoreNearImages(from, x, y, z, list.RangeSquared(a, s), (float)list.BoxLength, entries + count)
                : candidates.StoreNear<TFloats>(from, x, y, z, list.RangeSquared(a, s), entries + count);
            blocks.Add(s, count, found);
            count += found;
        }

        count = PadBlock(entries, count, self);
        int firstBlock = _entryCount >> _shift;
        _entryCount += count;
        int endBlock = _entryCount >> _shift;
        uint* owners = _owners.Address;
        for (int b = firstBlock; b < endBlock; b++)
        {
            owners[b] = self;
        }

        _members.Address[_memberCount++] = self;
        _blockEnd.Address[_memberCount] = endBlock;
        LargestNeighbourhood = Math.Max(LargestNeighbourhood, endBlock - firstBlock);
    }

    // Fills up the last block with the offset of the particle itself.
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
