// The SIMD force loop: two passes over each particle of the half list, generic over the potential and the register width.

using System.Runtime.CompilerServices;
using GlassModes.Potentials;
using GlassModes.Simd;

namespace GlassModes.Forces;

/// <summary>
/// Forces, energy and virial of all listed pairs. Positions and forces are packed (four doubles a particle, sorted as in the
/// list); the slot N is the padding particle at NaN. A block is one register of neighbours of one species. The neighbours of
/// a particle are gone through twice: first gather, minimum image, square root and division, whose long waits then overlap;
/// then potential, sums and scatter, from a buffer that stays in the first-level cache. Newton's third law halves the work;
/// the summation order is that of the list, always the same.
/// </summary>
internal static unsafe class PairKernel
{
    /// <summary>Doubles a lane that the first pass leaves for the second: the separation, r², r and 1/r².</summary>
    public const int Fields = 6;

    // Pairs nearer than this are treated as this far apart, so that coincident particles give no 0 · ∞.
    private const double SmallestSquare = 1e-200;

    /// <summary>Adds to <paramref name="forces"/>, which must be zero; returns Σ v and −Σ r v'.</summary>
    /// <param name="list">The list.</param>
    /// <param name="count">N.</param>
    /// <param name="speciesCount">S.</param>
    /// <param name="potentials">S × S potentials.</param>
    /// <param name="packed">N + 1 packed positions.</param>
    /// <param name="forces">N + 1 packed forces.</param>
    /// <param name="blocks">Scratch of <see cref="Fields"/> doubles for each neighbour of the particle that has most.</param>
    /// <param name="boxLength">L.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double Energy, double Virial) Run<TPotential, TLanes>(
        NeighborList list, int count, int speciesCount, TPotential* potentials, double* packed, double* forces, double* blocks, double boxLength)
        where TPotential : unmanaged, IPairPotential
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes zero = TLanes.Create(0);
        TLanes one = TLanes.Create(1);
        TLanes minusLength = TLanes.Create(-boxLength);
        TLanes inverseLength = TLanes.Create(1 / boxLength);
        TLanes smallest = TLanes.Create(SmallestSquare);
        TLanes energySum = zero;
        TLanes virialSum = zero;
        int* entries = list.Entries;
        int* ends = list.GroupEnd.Address;
        byte* species = list.Species;
        for (int i = 0; i < count; i++, ends += speciesCount)
        {
            double* pi = packed + (4L * i);
            TLanes xi = TLanes.Create(pi[0]);
            TLanes yi = TLanes.Create(pi[1]);
            TLanes zi = TLanes.Create(pi[2]);
            TPotential* row = potentials + (species[i] * speciesCount);

            // First pass: separations and the slow operations, none of which waits for another block's.
            double* block = blocks;
            for (int s = 0; s < speciesCount; s++)
            {
                TLanes cutoffSquared = TLanes.Create(row[s].Cutoff * row[s].Cutoff);
                int end = ends[s + 1];
                for (int k = ends[s]; k < end; k += TLanes.Width, block += Fields * TLanes.Width)
                {
                    TLanes.Gather(packed, entries + k, out TLanes xj, out TLanes yj, out TLanes zj);
                    TLanes dx = xi - xj;
                    TLanes dy = yi - yj;
                    TLanes dz = zi - zj;
                    dx = TLanes.MultiplyAdd(minusLength, TLanes.Round(dx * inverseLength), dx);
                    dy = TLanes.MultiplyAdd(minusLength, TLanes.Round(dy * inverseLength), dy);
                    dz = TLanes.MultiplyAdd(minusLength, TLanes.Round(dz * inverseLength), dz);
                    TLanes squared = TLanes.MultiplyAdd(dx, dx, TLanes.MultiplyAdd(dy, dy, dz * dz));
                    TLanes inside = TLanes.LessThan(squared, cutoffSquared);

                    // Where a lane is outside, also a padded one at NaN, everything is that of a pair at the cutoff, and harmless.
                    squared = TLanes.Max(TLanes.Choose(inside, squared, cutoffSquared), smallest);
                    TLanes.Store(TLanes.Choose(inside, dx, zero), block);
                    TLanes.Store(TLanes.Choose(inside, dy, zero), block + TLanes.Width);
                    TLanes.Store(TLanes.Choose(inside, dz, zero), block + (2 * TLanes.Width));
                    TLanes.Store(squared, block + (3 * TLanes.Width));
                    TLanes.Store(TLanes.Sqrt(squared), block + (4 * TLanes.Width));
                    TLanes.Store(TLanes.Choose(inside, one / squared, zero), block + (5 * TLanes.Width));
                }
            }

            // Second pass: the potential, and the forces on both.
            TLanes fx = zero;
            TLanes fy = zero;
            TLanes fz = zero;
            block = blocks;
            for (int s = 0; s < speciesCount; s++)
            {
                TPotential potential = row[s];
                int end = ends[s + 1];
                for (int k = ends[s]; k < end; k += TLanes.Width, block += Fields * TLanes.Width)
                {
                    TLanes inverseSquared = TLanes.Load(block + (5 * TLanes.Width));
                    TLanes inside = TLanes.LessThan(zero, inverseSquared);
                    TLanes squared = TLanes.Load(block + (3 * TLanes.Width));
                    potential.Evaluate(
                        squared, TLanes.Load(block + (4 * TLanes.Width)), inverseSquared, out TLanes energy, out TLanes derivativeOverR);
                    derivativeOverR = TLanes.Choose(inside, derivativeOverR, zero);
                    energySum += TLanes.Choose(inside, energy, zero);
                    virialSum = TLanes.MultiplyAdd(derivativeOverR, squared, virialSum);
                    TLanes gx = derivativeOverR * TLanes.Load(block);
                    TLanes gy = derivativeOverR * TLanes.Load(block + TLanes.Width);
                    TLanes gz = derivativeOverR * TLanes.Load(block + (2 * TLanes.Width));
                    fx += gx;
                    fy += gy;
                    fz += gz;
                    TLanes.ScatterAdd(forces, entries + k, gx, gy, gz);
                }
            }

            double* fi = forces + (4L * i);
            fi[0] -= TLanes.Sum(fx);
            fi[1] -= TLanes.Sum(fy);
            fi[2] -= TLanes.Sum(fz);
        }

        return (TLanes.Sum(energySum), -TLanes.Sum(virialSum));
    }
}
