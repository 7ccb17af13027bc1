// The reference force loop: one pair at a time, from v(r) and v'(r) as they are written in a textbook.

using GlassModes.Potentials;

namespace GlassModes.Forces;

/// <summary>
/// Computes the same sums as <see cref="PairKernel"/> by other means: no SIMD, no reciprocals, and positions as given. Uses
/// <see cref="IPairPotential.Energy(double)"/> and <see cref="IPairPotential.Derivative"/> of the potential in place of its SIMD form.
/// Every other kernel is compared with this kernel.
/// </summary>
internal static unsafe class ScalarKernel
{
    /// <summary>Adds the forces of a chunk to <paramref name="forces"/>. Returns Σ v and −Σ r v'.</summary>
    public static ForceSummary Run<TPotential>(
        NeighborList list, NeighborChunk chunk, TPotential* potentials, double* packed, double* forces)
        where TPotential : unmanaged, IPairPotential
    {
        double energy = 0;
        double virial = 0;
        double boxLength = list.BoxLength;
        byte* species = list.Grid.Species;
        for (int k = 0; k < chunk.Count; k++)
        {
            long i = chunk.Members[k];
            double* pi = packed + i;
            double* fi = forces + i;
            TPotential* row = potentials + (species[i / 4] * list.Grid.SpeciesCount);
            for (int b = chunk.BlockEnd[k]; b < chunk.BlockEnd[k + 1]; b++)
            {
                long j = chunk.Entries[b];
                TPotential* potential = row + species[j / 4 % list.Count];
                double* pj = packed + j;
                double dx = pi[0] - pj[0];
                double dy = pi[1] - pj[1];
                double dz = pi[2] - pj[2];
                dx -= boxLength * Math.Round(dx / boxLength);
                dy -= boxLength * Math.Round(dy / boxLength);
                dz -= boxLength * Math.Round(dz / boxLength);
                double r = Math.Sqrt((dx * dx) + (dy * dy) + (dz * dz));
                if (r < potential->Cutoff)
                {
                    double derivative = potential->Derivative(r);
                    energy += potential->Energy(r);
                    virial -= r * derivative;
                    double scale = r > 0 ? derivative / r : 0;
                    double* fj = forces + j;
                    fi[0] -= scale * dx;
                    fi[1] -= scale * dy;
                    fi[2] -= scale * dz;
                    fj[0] += scale * dx;
                    fj[1] += scale * dy;
                    fj[2] += scale * dz;
                }
            }
        }

        return new ForceSummary(energy, virial);
    }
}
