// The SIMD force loop in four short stages, generic over the potential and the register width.

using System.Runtime.CompilerServices;
using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Simd;
using GlassModes.Potentials;

namespace GlassModes.Forces;

/// <summary>
/// Computes forces, energy and virial of the pairs of a chunk. A processor looks ahead some sixty instructions. A single loop that gathers,
/// divides, evaluates the potential and scatters is a chain of about twice as many instructions, so that the processor could work on only
/// one block at a time. The blocks of a few particles therefore go through four loops: separations, inverse distances, force factors (and
/// energies if wanted), forces. Each loop is a short chain with many independent turns. The results of a loop stay in the first-level cache
/// for the next loop. Newton's third law halves the work. Every sum has the order of the list. A kernel owns scratch memory and is not
/// thread-safe.
/// </summary>
internal sealed unsafe class PairKernel : IDisposable
{
    // Doubles in each field of the scratch memory. Five fields of 3 KB leave room in a first-level cache of 32 KB.
    private const int BatchLanes = 384;

    // Pairs nearer than 1e-100 are treated as 1e-100 apart, so that coincident particles give no 0 · ∞.
    private const double SmallestSquare = 1e-200;
    private AlignedBuffer<double> _scratch = new(0);

    /// <summary>
    /// Adds the forces of a chunk, divided by L / <see cref="IKernelLanes{TSelf}.UnitsPerBox"/>. They are sums of v'/r times separations in
    /// this unit of length.
    /// </summary>
    /// <param name="chunk">The pairs.</param>
    /// <param name="patterns">Constants of the potential, see <see cref="PatternTable"/>.</param>
    /// <param name="packed">Periodic coordinates of the sorted particles, packed.</param>
    /// <param name="forces">Packed forces with the same offsets, to which the forces of the chunk are added.</param>
    /// <param name="boxLength">L.</param>
    /// <param name="withSums">Whether energy and virial are wanted.</param>
    /// <returns>Σ v and −Σ r v'; zeros if energy and virial are not wanted.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ForceSummary Run<TPotential, TLanes>(
        NeighborChunk chunk, PatternTable patterns, double* packed, double* forces, double boxLength, bool withSums)
        where TPotential : unmanaged, IPairPotential
        where TLanes : struct, IKernelLanes<TLanes>
    {
        int batchBlocks = Math.Max(BatchLanes / TLanes.Width, chunk.LargestNeighbourhood);
        int fieldLength = batchBlocks * TLanes.Width;
        if (_scratch.Length < 5L * fieldLength)
        {
            _scratch.Dispose();
            _scratch = new AlignedBuffer<double>(5L * fieldLength);
        }

        double unit = boxLength / TLanes.UnitsPerBox;
        double* separations = _scratch.Address;
        double* squares = separations + (3 * fieldLength);
        double* inverses = withSums ? squares + fieldLength : squares;
        int* ends = chunk.BlockEnd;
        TLanes energy = TLanes.Create(0);
        TLanes virial = TLanes.Create(0);
        for (int first = 0, next; first < chunk.Count; first = next)
        {
            int begin = ends[first];
            for (next = first + 1; next < chunk.Count && ends[next + 1] - begin <= batchBlocks; next++)
            {
            }

            int blocks = ends[next] - begin;
            uint* entries = chunk.Entries + ((long)begin * TLanes.Width);
            ComputeSeparations<TLanes>(packed, entries, chunk.Owners + begin, blocks, unit * unit, separations, squares);
            ComputeInverseDistances<TLanes>(squares, blocks, inverses);
            if (withSums)
            {
                ComputeForceFactorsAndSums<TPotential, TLanes>(
                    inverses, squares, chunk.Patterns + begin, patterns.Address, blocks, ref energy, ref virial);
            }
            else
            {
                ComputeForceFactors<TPotential, TLanes>(inverses, chunk.Patterns + begin, patterns.Address, blocks);
            }

            AddPairForces<TLanes>(
                separations, inverses, entries, chunk.Members + first, ends + first, next - first, forces);
        }

        return new ForceSummary(TLanes.Sum(energy), -TLanes.Sum(virial));
    }

    /// <inheritdoc/>
    public void Dispose() => _scratch.Dispose();

    // Computes the separations of all pairs by nearest image, in units of the coordinates, and r² in units of σ².
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void ComputeSeparations<TLanes>(
        double* packed, uint* entries, uint* owners, int blocks, double squaredUnit, double* separations, double* squares)
        where TLanes : struct, IKernelLanes<TLanes>
    {
        TLanes scale = TLanes.Create(squaredUnit);
        Shuffles<TLanes> shuffles = TLanes.GatherShuffles();
        TLanes smallest = TLanes.Create(SmallestSquare);
        for (int b = 0; b < blocks; b++)
        {
            double* i = packed + owners[b];
            TLanes.Gather(packed, entries, shuffles, out TLanes x, out TLanes y, out TLanes z);
            TLanes dx = TLanes.Difference(TLanes.Create(i[0]), x);
            TLanes dy = TLanes.Difference(TLanes.Create(i[1]), y);
            TLanes dz = TLanes.Difference(TLanes.Create(i[2]), z);
            TLanes.Store(dx, separations);
            TLanes.Store(dy, separations + TLanes.Width);
            TLanes.Store(dz, separations + (2 * TLanes.Width));
            TLanes squared = TLanes.MultiplyAdd(dx, dx, TLanes.MultiplyAdd(dy, dy, dz * dz)) * scale;
            TLanes.Store(TLanes.Max(squared, smallest), squares);
            entries += TLanes.Width;
            separations += 3 * TLanes.Width;
            squares += TLanes.Width;
        }
    }

    // Computes 1/r.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void ComputeInverseDistances<TLanes>(double* squares, int blocks, double* inverses)
        where TLanes : struct, IKernelLanes<TLanes>
    {
        for (int k = 0; k < blocks * TLanes.Width; k += TLanes.Width)
        {
            TLanes.Store(TLanes.ReciprocalSqrt(TLanes.Load(squares + k)), inverses + k);
        }
    }

    // Overwrites 1/r by v'/r, or by 0 if the pair is beyond its cutoff.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void ComputeForceFactors<TPotential, TLanes>(double* inverses, int* patterns, double* table, int blocks)
        where TPotential : unmanaged, IPairPotential
        where TLanes : struct, IKernelLanes<TLanes>
    {
        for (int b = 0; b < blocks; b++)
        {
            double* constants = table + patterns[b];
            TLanes inverse = TLanes.Load(inverses);
            TLanes derivative = TPotential.DerivativeOverR(constants + TLanes.Width, inverse);
            TLanes.Store(TLanes.KeepWhereGreater(inverse, TLanes.Load(constants), derivative), inverses);
            inverses += TLanes.Width;
        }
    }

    // Works as ComputeForceFactors, and also adds up energy and virial.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void ComputeForceFactorsAndSums<TPotential, TLanes>(
        double* inverses, double* squares, int* patterns, double* table, int blocks, ref TLanes energy, ref TLanes virial)
        where TPotential : unmanaged, IPairPotential
        where TLanes : struct, IKernelLanes<TLanes>
    {
        TLanes energySum = energy;
        TLanes virialSum = virial;
        for (int b = 0; b < blocks; b++)
        {
            double* constants = table + patterns[b];
            TLanes inverse = TLanes.Load(inverses);
            TLanes squared = TLanes.Load(squares);
            TLanes inverseCutoff = TLanes.Load(constants);
            constants += TLanes.Width;
            TLanes derivative = TPotential.DerivativeOverR(constants, inverse);
            derivative = TLanes.KeepWhereGreater(inverse, inverseCutoff, derivative);
            TLanes.Store(derivative, inverses);
            TLanes pairEnergy = TPotential.Energy(constants, squared * inverse, inverse);
            energySum += TLanes.KeepWhereGreater(inverse, inverseCutoff, pairEnergy);
            virialSum = TLanes.MultiplyAdd(derivative, squared, virialSum);
            inverses += TLanes.Width;
            squares += TLanes.Width;
        }

        energy = energySum;
        virial = virialSum;
    }

    // Adds the forces on both particles of each pair.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddPairForces<TLanes>(
        double* separations, double* factors, uint* entries, uint* members, int* ends, int particles, double* forces)
        where TLanes : struct, IKernelLanes<TLanes>
    {
        Shuffles<TLanes> shuffles = TLanes.ScatterShuffles();
        int b = ends[0];
        for (int k = 0; k < particles; k++)
        {
            TLanes fx = TLanes.Create(0);
            TLanes fy = TLanes.Create(0);
            TLanes fz = TLanes.Create(0);
            int end = ends[k + 1];
            for (; b < end; b++)
            {
                TLanes factor = TLanes.Load(factors);
                TLanes gx = factor * TLanes.Load(separations);
                TLanes gy = factor * TLanes.Load(separations + TLanes.Width);
                TLanes gz = factor * TLanes.Load(separations + (2 * TLanes.Width));
                fx += gx;
                fy += gy;
                fz += gz;
                TLanes.ScatterAdd(forces, entries, shuffles, gx, gy, gz);
                entries += TLanes.Width;
                separations += 3 * TLanes.Width;
                factors += TLanes.Width;
            }

            TLanes.SubtractSums(forces + members[k], fx, fy, fz);
        }
    }
}
