// Copies the particles of one species around a cell to contiguous memory for a fast search.

using System.Runtime.CompilerServices;
using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Simd;

namespace GlassModes.Forces;

/// <summary>
/// The particles of one species around a cell: coordinates in single precision, and offsets of the packed particles. The coordinates are
/// those of the images nearest to the cell. The particles of the cell itself come first.
/// </summary>
internal sealed unsafe class Candidates : IDisposable
{
    // The search reads whole registers, and so reads past the last candidate.
    private const int Slack = 16;
    private AlignedBuffer<float> _x = new(1024);
    private AlignedBuffer<float> _y = new(1024);
    private AlignedBuffer<float> _z = new(1024);
    private AlignedBuffer<uint> _offset = new(1024);

    /// <summary>Number of candidates.</summary>
    public int Count { get; private set; }

    /// <summary>Number of candidates in the cell itself; they come first.</summary>
    public int CountInCell { get; private set; }

    /// <summary>
    /// Copies the particles of one species in the half neighbourhood of a cell. The cell is the cell z of the first column. Of the first
    /// column, the cells from z upwards are copied. Of the other columns, the cells on both sides of z are copied.
    /// </summary>
    /// <param name="grid">The sorted particles.</param>
    /// <param name="species">The species to copy.</param>
    /// <param name="z">Index of the cell in its column.</param>
    /// <param name="columns">The columns of the half neighbourhood. The first one is the column of the cell.</param>
    /// <param name="ahead">Ranges of cells of the first column, from z on.</param>
    /// <param name="around">Ranges of cells of the other columns.</param>
    /// <typeparam name="TFloats">Register type.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Collect<TFloats>(
        CellGrid grid,
        int species,
        int z,
        ReadOnlySpan<NeighborColumn> columns,
        ReadOnlySpan<CellRange> ahead,
        ReadOnlySpan<CellRange> around)
        where TFloats : struct, IFloatLanes<TFloats>
    {
        int* start = grid.Start;
        float* coordinates = grid.Coordinates;
        long stride = grid.Stride;
        long capacity = _x.Length - Slack;
        float* x = _x.Address;
        float* y = _y.Address;
        float* z0 = _z.Address;
        uint* offset = _offset.Address;
        int count = 0;
        ReadOnlySpan<CellRange> ranges = ahead;
        foreach (ref readonly NeighborColumn column in columns)
        {
            int* cells = start + grid.StartIndex(column.Index, species, 0);
            TFloats addX = TFloats.Create(column.ShiftX);
            TFloats addY = TFloats.Create(column.ShiftY);
            foreach (ref readonly CellRange range in ranges)
            {
                int begin = cells[range.First];
                int length = cells[range.Last + 1] - begin;
                if (count + length > capacity)
                {
                    Count = count;
                    ReserveCapacity(count + length + Slack);
                    capacity = _x.Length - Slack;
                    x = _x.Address;
                    y = _y.Address;
                    z0 = _z.Address;
                    offset = _offset.Address;
                }

                float* source = coordinates + begin;
                TFloats addZ = TFloats.Create(range.Shift);
                uint firstOffset = 4 * (uint)(begin + column.Extension);
                for (int k = 0; k < length; k += TFloats.Width)
                {
                    TFloats.Store(TFloats.Load(source + k) + addX, x + count + k);
                    TFloats.Store(TFloats.Load(source + stride + k) + addY, y + count + k);
                    TFloats.Store(TFloats.Load(source + (2 * stride) + k) + addZ, z0 + count + k);
                    TFloats.StoreSequence(firstOffset + (4 * (uint)k), 4, offset + count + k);
                }

                count += length;
            }

            ranges = around;
        }

        Count = count;
        int* cell = start + grid.StartIndex(columns[0].Index, species, z);
        CountInCell = cell[1] - cell[0];

        // The last register is filled up with points at infinity, which are near no particle.
        new Span<float>(x + count, Slack).Fill(float.PositiveInfinity);
    }

    /// <summary>
    /// Stores the offsets of all candidates from index <paramref name="from"/> on whose squared distance from (x, y, z) is below the limit.
    /// Returns the number of stored offsets.
    /// </summary>
    /// <typeparam name="TFloats">Register type.</typeparam>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int StoreNear<TFloats>(int from, float x, float y, float z, float limit, uint* target)
        where TFloats : struct, IFloatLanes<TFloats>
    {
        TFloats xi = TFloats.Create(x);
        TFloats yi = TFloats.Create(y);
        TFloats zi = TFloats.Create(z);
        TFloats limits = TFloats.Create(limit);
        float* xs = _x.Address;
        float* ys = _y.Address;
        float* zs = _z.Address;
        uint* offsets = _offset.Address;
        uint* next = target;
        int count = Count;
        for (int k = from; k < count; k += TFloats.Width)
        {
            TFloats dx = TFloats.Load(xs + k) - xi;
            TFloats dy = TFloats.Load(ys + k) - yi;
            TFloats dz = TFloats.Load(zs + k) - zi;
            TFloats squared = TFloats.MultiplyAdd(dx, dx, TFloats.MultiplyAdd(dy, dy, dz * dz));
            next += TFloats.StoreWhereLess(squared, limits, offsets + k, next);
        }

        return (int)(next - target);
    }

    /// <summary>
    /// Works as <see cref="StoreNear"/>, but with the nearest image of each candidate and one candidate at a time. This is the search for a
    /// box that is too small for cells.
    /// </summary>
    public int StoreNearImages(int from, float x, float y, float z, float limit, float length, uint* target)
    {
        int found = 0;
        for (int k = from; k < Count; k++)
        {
            float dx = NearestImage(_x.Address[k] - x, length);
            float dy = NearestImage(_y.Address[k] - y, length);
            float dz = NearestImage(_z.Address[k] - z, length);
            if ((dx * dx) + (dy * dy) + (dz * dz) < limit)
            {
                target[found++] = _offset.Address[k];
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _x.Dispose();
        _y.Dispose();
        _z.Dispose();
        _offset.Dispose();
    }

    private static float NearestImage(float difference, float length) => difference - (length * MathF.Round(difference / length));

    private void ReserveCapacity(int length)
    {
        if (_x.Length < length)
        {
            GrowBuffer(ref _x, length);
            GrowBuffer(ref _y, length);
            GrowBuffer(ref _z, length);
            GrowBuffer(ref _offset, length);
        }
    }

    private void GrowBuffer<T>(ref AlignedBuffer<T> buffer, int length)
        where T : unmanaged
    {
        AlignedBuffer<T> larger = new((length * 5L / 4) + Slack);
        buffer.Slice(0, Count).CopyTo(larger.Span);
        buffer.Dispose();
        buffer = larger;
    }
}
