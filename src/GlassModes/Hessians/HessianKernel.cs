// The SIMD loop of a Hessian product, in two stages, generic over the register width.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using GlassModes.Forces;
using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Simd;

namespace GlassModes.Hessians;

/// <summary>
/// Adds K (x_i − x_j) of every bond of a chunk to y_i and subtracts it from y_j. The first stage gathers and multiplies into scratch
/// memory, the second one sums and scatters; <see cref="PairKernel"/> gives the reason. Owns its scratch memory: one object a thread.
/// </summary>
internal sealed unsafe class HessianKernel : IDisposable
{
    /// <summary>Doubles of a bond: n, v'' − v'/r, v'/r.</summary>
    public const int Fields = 5;

    // The bonds come from beyond the second-level cache, and the hardware prefetches no further than the end of a page. Prefetching
    // eight blocks ahead took a product at N = 8000 from 190 to 72 ns a particle; 24 blocks took off another tenth.
    private const int BlocksAhead = 24;
    private const int BatchLanes = 384;
    private AlignedBuffer<double> _scratch = new(0);

    /// <summary>Adds the products of a chunk's bonds to its window.</summary>
    /// <param name="chunk">The pairs.</param>
    /// <param name="bonds"><see cref="Fields"/> registers a block.</param>
    /// <param name="packed">x, packed.</param>
    /// <param name="result">y, packed, by the same offsets.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>(NeighborChunk chunk, double* bonds, double* packed, double* result)
        where TLanes : struct, IKernelLanes<TLanes>
    {
        int batchBlocks = Math.Max(BatchLanes / TLanes.Width, chunk.LargestNeighbourhood);
        if (_scratch.Length < 3L * batchBlocks * TLanes.Width)
        {
            _scratch.Dispose();
            _scratch = new AlignedBuffer<double>(3L * batchBlocks * TLanes.Width);
        }

        int* ends = chunk.BlockEnd;
        for (int first = 0, next; first < chunk.Count; first = next)
        {
            int begin = ends[first];
            for (next = first + 1; next < chunk.Count && ends[next + 1] - begin <= batchBlocks; next++)
            {
            }

            uint* entries = chunk.Entries + ((long)begin * TLanes.Width);
            Multiply<TLanes>(
                packed, entries, chunk.Owners + begin, ends[next] - begin, bonds + ((long)begin * Fields * TLanes.Width), _scratch.Address);
            Distribute<TLanes>(_scratch.Address, entries, chunk.Members + first, ends + first, next - first, result);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _scratch.Dispose();

    // −K (x_i − x_j), K e = (v'/r) e + (v'' − v'/r)(n·e) n.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Multiply<TLanes>(double* packed, uint* entries, uint* owners, int blocks, double* bonds, double* products)
        where TLanes : struct, IKernelLanes<TLanes>
    {
        Shuffles<TLanes> shuffles = TLanes.GatherShuffles();
        for (int b = 0; b < blocks; b++)
        {
            Prefetch<TLanes>(bonds + (BlocksAhead * Fields * TLanes.Width));

            double* i = packed + owners[b];
            TLanes.Gather(packed, entries, shuffles, out TLanes x, out TLanes y, out TLanes z);
            x -= TLanes.Create(i[0]);
            y -= TLanes.Create(i[1]);
            z -= TLanes.Create(i[2]);
            TLanes nx = TLanes.Load(bonds);
            TLanes ny = TLanes.Load(bonds + TLanes.Width);
            TLanes nz = TLanes.Load(bonds + (2 * TLanes.Width));
            TLanes across = TLanes.Load(bonds + (4 * TLanes.Width));
            TLanes along = TLanes.MultiplyAdd(nx, x, TLanes.MultiplyAdd(ny, y, nz * z)) * TLanes.Load(bonds + (3 * TLanes.Width));
            TLanes.Store(TLanes.MultiplyAdd(along, nx, across * x), products);
            TLanes.Store(TLanes.MultiplyAdd(along, ny, across * y), products + TLanes.Width);
            TLanes.Store(TLanes.MultiplyAdd(along, nz, across * z), products + (2 * TLanes.Width));
            entries += TLanes.Width;
            bonds += Fields * TLanes.Width;
            products += 3 * TLanes.Width;
        }
    }

    // Prefetches the cache lines of one block one by one: a loop would cost a branch a line.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch<TLanes>(double* block)
        where TLanes : struct, IKernelLanes<TLanes>
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(block);
            Sse.Prefetch0(block + 8);
            if (TLanes.Width >= 4)
            {
                Sse.Prefetch0(block + 16);
            }

            if (TLanes.Width >= 8)
            {
                Sse.Prefetch0(block + 24);
                Sse.Prefetch0(block + 32);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Distribute<TLanes>(
        double* products, uint* entries, uint* members, int* ends, int particles, double* result)
        where TLanes : struct, IKernelLanes<TLanes>
    {
        Shuffles<TLanes> shuffles = TLanes.ScatterShuffles();
        int b = ends[0];
        for (int k = 0; k < particles; k++)
        {
            TLanes sumX = TLanes.Create(0);
            TLanes sumY = TLanes.Create(0);
            TLanes sumZ = TLanes.Create(0);
            for (; b < ends[k + 1]; b++)
            {
                TLanes x = TLanes.Load(products);
                TLanes y = TLanes.Load(products + TLanes.Width);
                TLanes z = TLanes.Load(products + (2 * TLanes.Width));
                sumX += x;
                sumY += y;
                sumZ += z;
                TLanes.ScatterAdd(result, entries, shuffles, x, y, z);
                entries += TLanes.Width;
                products += 3 * TLanes.Width;
            }

            TLanes.SubtractSums(result + members[k], sumX, sumY, sumZ);
        }
    }
}
