// Where the chunks of a list add up what they have for each particle, and how that becomes one sum.

using System.Runtime.CompilerServices;
using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Simd;

namespace GlassModes.Forces;

/// <summary>
/// Each chunk of a <see cref="NeighborList"/> adds to a window of its own: its particles and those ahead that it shares pairs
/// with. Chunks can thus be worked through at the same time, and the windows are added in an order that depends on the list
/// alone. Four doubles a particle.
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

    /// <summary>Zeroes the window of a chunk; returns the address to which offsets of packed particles are added.</summary>
    public double* Clear(int chunk)
    {
        NeighborChunk part = _list.Chunks[chunk];
        long length = 4L * (part.WindowEnd - part.WindowStart);
        if (_windows[chunk].Length < length)
        {
            // Room for an eighth more: windows of later lists differ by less.
            _windows[chunk].Dispose();
            _windows[chunk] = new AlignedBuffer<double>(length * 9 / 8);
        }

        _windows[chunk].Slice(0, checked((int)length)).Clear();
        return _windows[chunk].Address - (4L * part.WindowStart);
    }

    /// <summary>Adds what the other chunks have for the particles of one, and writes the sums to 3N values in the caller's order.</summary>
    /// <param name="chunk">The chunk; different ones can be collected at the same time, after all have been filled.</param>
    /// <param name="target">3N values.</param>
    /// <param name="scale">Factor of the sums.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Collect(int chunk, double* target, double scale)
    {
        NeighborChunk part = _list.Chunks[chunk];
        double* own = _windows[chunk].Address + (4L * (part.First - part.WindowStart));
        for (int other = 0; other < _windows.Length; other++)
        {
            if (other != chunk)
            {
                AddOverlap(other, part.First, part.Count, own);
            }

            // Also its own: a chunk that begins in the first layer and ends in the last meets itself across the face of the box.
            AddOverlap(other, part.First + _list.Count, part.Count, own);
        }

        int* order = _list.Grid.Order + part.First;
        for (int s = 0; s < part.Count; s++, own += 4)
        {
            double* t = target + (3L * order[s]);
            t[0] = own[0] * scale;
            t[1] = own[1] * scale;
            t[2] = own[2] * scale;
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

    // The sorted particles [first, first + count) as far as another chunk's window has them.
    private void AddOverlap(int other, int first, int count, double* target)
    {
        NeighborChunk part = _list.Chunks[other];
        int begin = Math.Max(first, part.WindowStart);
        int end = Math.Min(first + count, part.WindowEnd);
        if (begin < end)
        {
            ReadOnlySpan<double> source = _windows[other].Slice(4L * (begin - part.WindowStart), 4 * (end - begin));
            Span<double> sum = new(target + (4L * (begin - first)), source.Length);
            VectorMath.AddScaled(sum, 1, source, sum);
        }
    }
}
