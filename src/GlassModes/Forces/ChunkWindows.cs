// Holds the windows in which the chunks of a neighbour list add up forces, and sums the windows.

using System.Runtime.CompilerServices;
using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Simd;

namespace GlassModes.Forces;

/// <summary>
/// One window of forces for each chunk of a <see cref="NeighborList"/>. The window covers the particles of the chunk, and the particles
/// ahead that have pairs with them. Chunks can therefore be evaluated at the same time. The windows are summed in an order that depends on
/// the list alone. A window has four doubles for each particle.
/// </summary>
internal sealed unsafe class ChunkWindows : IDisposable
{
    private readonly NeighborList _list;
    private readonly AlignedBuffer<double>[] _windows;

    public ChunkWindows(NeighborList list)
    {
        _list = list;
        _windows = new AlignedBuffer<double>[list.Chunks.Length];
        for (int c = 0; c < _windows.Length; c++)
        {
            _windows[c] = new AlignedBuffer<double>(0);
        }
    }

    /// <summary>Sets the window of a chunk to zero. Returns the base address, to which the offsets of packed particles are added.</summary>
    public double* ClearWindow(int chunk)
    {
        NeighborChunk neighbours = _list.Chunks[chunk];
        long length = 4L * (neighbours.WindowEnd - neighbours.WindowStart);
        if (_windows[chunk].Length < length)
        {
            // The window has room for an eighth more. The windows of later lists are larger by less than this.
            _windows[chunk].Dispose();
            _windows[chunk] = new AlignedBuffer<double>(length * 9 / 8);
        }

        _windows[chunk].Slice(0, checked((int)length)).Clear();
        return _windows[chunk].Address - (4L * neighbours.WindowStart);
    }

    /// <summary>
    /// Adds the windows of all chunks for the particles of one chunk, and writes the sums to 3N values in the caller's order.
    /// </summary>
    /// <param name="chunk">The chunk. Several chunks can be collected at the same time, after all windows have been filled.</param>
    /// <param name="target">3N values.</param>
    /// <param name="scale">Factor of the sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void CollectSums(int chunk, double* target, double scale)
    {
        NeighborChunk neighbours = _list.Chunks[chunk];
        double* sums = _windows[chunk].Address + (4L * (neighbours.First - neighbours.WindowStart));
        for (int source = 0; source < _windows.Length; source++)
        {
            if (source != chunk)
            {
                AddOverlap(source, neighbours.First, neighbours.Count, sums);
            }

            // This includes the window of the chunk itself, because a chunk from the first layer to the last has pairs with itself across
            // the face of the box.
            AddOverlap(source, neighbours.First + _list.Count, neighbours.Count, sums);
        }

        int* order = _list.Grid.Order + neighbours.First;
        for (int s = 0; s < neighbours.Count; s++, sums += 4)
        {
            double* t = target + (3L * order[s]);
            t[0] = sums[0] * scale;
            t[1] = sums[1] * scale;
            t[2] = sums[2] * scale;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (AlignedBuffer<double> window in _windows)
        {
            window.Dispose();
        }
    }

    // Adds the part of a chunk's window that belongs to the sorted particles [first, first + count).
    private void AddOverlap(int chunk, int first, int count, double* target)
    {
        NeighborChunk neighbours = _list.Chunks[chunk];
        int begin = Math.Max(first, neighbours.WindowStart);
        int end = Math.Min(first + count, neighbours.WindowEnd);
        if (begin < end)
        {
            ReadOnlySpan<double> source = _windows[chunk].Slice(4L * (begin - neighbours.WindowStart), 4 * (end - begin));
            Span<double> sum = new(target + (4L * (begin - first)), source.Length);
            VectorMath.AddScaled(sum, 1, source, sum);
        }
    }
}
