// The SIMD force loop: one pass over the half list, generic over the potential and the register width.

using System.Runtime.CompilerServices;
using GlassModes.Potentials;
using GlassModes.Simd;

namespace GlassModes.Forces;

/// <summary>
/// Forces, energy and virial of all listed pairs. Positions and forces are packed (four doubles a particle, sorted as in the
/// list); the slot N is the padding particle at NaN. A block is one register of neighbours of one species: gather, minimum
/// image, potential, scatter. Newton's third law halves the work; the summation order is that of the list, always the same.
/// </summary>
internal static unsafe class PairKernel
{
    // Pairs nearer than this are treated as this far apart, so that coincident particles give no 0 · ∞.
    private const double SmallestSquare = 1e-200;

    /// <summary>Adds to <paramref name="forces"/>, which must be zero; returns Σ v and −Σ r v'.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double Energy, double Virial) Run<TPotential, TLanes>(
        NeighborList list, int count, int speciesCount, TPotential* potentials, double* packed, double* forces, double boxLength)
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
        for (int i = 0; i < count; i++)
        {
            double* pi = packed + (4L * i);
            TLanes xi = TLanes.Create(pi[0]);
            TLanes yi = TLanes.Create(pi[1]);
            TLanes zi = TLanes.Create(pi[2]);
            TLanes fx = zero;
            TLanes fy = zero;
            TLanes fz = zero;
            for (int s = 0; s < speciesCount; s++, ends++)
            {
                TPotential potential = potentials[(species[i] * speciesCount) + s];
                TLanes cutoffSquared = TLanes.Create(potential.Cutoff * potential.Cutoff);
                int end = ends[1];
                for (int k = ends[0]; k < end; k += TLanes.Width)
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
                    squared = TLanes.Max(TLanes.Choose(inside, squared, cutoffSquared), smallest);
                    potential.Evaluate(
                        squared, TLanes.Sqrt(squared), one / squared, out TLanes energy, out TLanes derivativeOverR);
                    derivativeOverR = TLanes.Choose(inside, derivativeOverR, zero);
                    energySum += TLanes.Choose(inside, energy, zero);
                    virialSum = TLanes.MultiplyAdd(derivativeOverR, squared, virialSum);

                    // The products are masked again: a padded lane's separation is NaN.
                    TLanes gx = TLanes.Choose(inside, derivativeOverR * dx, zero);
                    TLanes gy = TLanes.Choose(inside, derivativeOverR * dy, zero);
                    TLanes gz = TLanes.Choose(inside, derivativeOverR * dz, zero);
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
