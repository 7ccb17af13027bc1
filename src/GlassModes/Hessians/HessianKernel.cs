// The SIMD loop of a Hessian product, in two stages, generic over the register width.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using GlassModes.Forces;
using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Simd;

namespace GlassModes.Hessians;

/// <summary>
/// Adds K (x_i − x_j) of every bond of a chunk to y_i and subtracts it from y_j. The first stage gathers x and writes the products with K
/// to scratch memory. The second stage sums the products and scatters them to y. <see cref="PairKernel"/> explains why two short loops are
/// faster than a long one. A kernel owns its scratch memory, so each thread needs a kernel of its own.
/// </summary>
internal sealed unsafe class HessianKernel : IDisposable
{
    /// <summary>Number of doubles of a bond: n_x, n_y, n_z, v'' − v'/r and v'/r.</summary>
    public const int Fields = 5;

    // The bonds are read from beyond the second-level cache, and the hardware does not prefetch across the end of a page. Prefetching eight
    // blocks ahead reduced the time of a product at N = 8000 from 190 to 72 ns a particle. Prefetching 24 blocks ahead saved another tenth.
    private const int BlocksAhead = 24;
    private const int BatchLanes = 384;
    private AlignedBuffer<double> _scratch = new(0);

    /// <summary>Adds the products of a chunk's bonds to the window of the chunk.</summary>
    /// <param name="chunk">The chunk, which lists the pairs.</param>
    /// <param name="bonds">The bonds, <see cref="Fields"/> registers a block.</param>
    /// <param name="packed">x of the packed particles, four doubles a particle.</param>
    /// <param name="result">y of the packed particles, at the same offsets as x.</param>
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
            MultiplyBonds<TLanes>(
                packed, entries, chunk.Owners + begin, ends[next] - begin, bonds + ((long)begin * Fields * TLanes.Width), _scratch.Address);
            AddProducts<TLanes>(_scratch.Address, entries, chunk.Members + first, ends + first, next - first, result);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _scratch.Dispose();

    // Computes −K (x_i − x_j) of each bond, with K e = (v'/r) e + (v'' − v'/r)(n·e) n.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void MultiplyBonds<TLanes>(double* packed, uint* entries, uint* owners, int blocks, double* bonds, double* products)
        where TLanes : struct, IKernelLanes<TLanes>
    {
        Shuffles<TLanes> shuffles = TLanes.GatherShuffles();
        for (int b = 0; b < blocks; b++)
        {
            PrefetchBlock<TLanes>(bonds + (BlocksAhead * Fields * TLanes.Width));

            double* owner = packed + owners[b];
            TLanes.Gather(packed, entries, shuffles, out TLanes x, out TLanes y, out TLanes z);
            x -= TLanes.Create(owner[0]);
            y -= TLanes.Create(owner[1]);
            z -= TLanes.Create(owner[2]);
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

    // Prefetches the cache lines of a block without a loop, because a loop would cost a branch a line.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchBlock<TLanes>(double* block)
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

    // Adds each product to y_j, and subtracts the sum of the products of a particle i from y_i.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddProducts<TLanes>(
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
