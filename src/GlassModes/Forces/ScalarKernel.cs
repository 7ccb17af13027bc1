// The reference force loop: one pair at a time, from v(r) and v'(r) as they are written in a textbook.

using GlassModes.Potentials;

namespace GlassModes.Forces;

/// <summary>
/// The same sums as <see cref="PairKernel"/> without any of its means: no SIMD, no reciprocals, and the potential's own
/// <see cref="IPairPotential.Energy"/> and <see cref="IPairPotential.Derivative"/> in place of its SIMD form. It is correct
/// everywhere, and what every other kernel is held against.
/// </summary>
internal static unsafe class ScalarKernel
{
    /// <summary>Adds to <paramref name="forces"/>, which must be zero; returns Σ v and −Σ r v'.</summary>
    public static (double Energy, double Virial) Run<TPotential>(
        NeighborList list, int count, int speciesCount, TPotential* potentials, double* packed, double* forces, double boxLength)
        where TPotential : unmanaged, IPairPotential
    {
        double energy = 0;
        double virial = 0;
        for (int i = 0; i < count; i++)
        {
            double* pi = packed + (4L * i);
            double* fi = forces + (4L * i);
            for (int s = 0; s < speciesCount; s++)
            {
                TPotential potential = potentials[(list.Species[i] * speciesCount) + s];
                int* ends = list.GroupEnd.Address + ((long)i * speciesCount) + s;
                for (int k = ends[0]; k < ends[1]; k++)
                {
                    int j = list.Entries[k];
                    double* pj = packed + (4L * j);
                    double dx = pi[0] - pj[0];
                    double dy = pi[1] - pj[1];
                    double dz = pi[2] - pj[2];
                    dx -= boxLength * Math.Round(dx / boxLength);
                    dy -= boxLength * Math.Round(dy / boxLength);
                    dz -= boxLength * Math.Round(dz / boxLength);
                    double r = Math.Sqrt((dx * dx) + (dy * dy) + (dz * dz));

                    // False for the padding too, whose distance is NaN.
                    if (r < potential.Cutoff)
                    {
                        double derivative = potential.Derivative(r);
                        energy += potential.Energy(r);
                        virial -= r * derivative;
                        double scale = r > 0 ? derivative / r : 0;
                        double* fj = forces + (4L * j);
                        fi[0] -= scale * dx;
                        fi[1] -= scale * dy;
                        fi[2] -= scale * dz;
                        fj[0] += scale * dx;
                        fj[1] += scale * dy;
                        fj[2] += scale * dz;
                    }
                }
            }
        }

        return (energy, virial);
    }
}
