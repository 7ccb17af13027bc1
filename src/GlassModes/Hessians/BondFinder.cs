// Finds the interacting pairs of a configuration.

using GlassModes.Forces;
using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Hessians;

/// <summary>Lists all pairs of a configuration that lie within their cutoff.</summary>
internal static unsafe class BondFinder
{
    /// <summary>The bonds, in an order that depends on the positions alone.</summary>
    /// <exception cref="ModelMismatchException">The model does not fit the configuration.</exception>
    /// <exception cref="ArgumentException">Two particles coincide, so that the direction between them is undefined.</exception>
    public static Bond[] Find(Configuration configuration, PairModel model)
    {
        model.RequireFits(configuration);
        using NeighborList list = new(
            configuration.Species, model.SpeciesCount, configuration.Box.Length, model.CutoffTable(), 1e-6, SimdWidth.Vector256, patterns: null);
        fixed (double* positions = configuration.Positions)
        {
            list.Build(positions, ThreadTeam.CallerOnly);
        }

        List<Bond> bonds = new(32 * configuration.Count);
        int* order = list.Grid.Order;
        foreach (NeighborChunk chunk in list.Chunks)
        {
            uint* entry = chunk.Entries;
            for (int k = 0; k < chunk.Count; k++)
            {
                int i = (int)(chunk.Members[k] / 4);
                int entries = (int)SimdWidth.Vector256 * (chunk.BlockEnd[k + 1] - chunk.BlockEnd[k]);
                for (; entries > 0; entries--, entry++)
                {
                    int j = (int)(*entry / 4) % configuration.Count;

                    // A particle in its own list is padding.
                    if (j != i && TryFind(configuration, model, order[i], order[j], out Bond bond))
                    {
                        bonds.Add(bond);
                    }
                }
            }
        }

        return [.. bonds];
    }

    /// <summary>The bond of two particles; false where they are beyond their cutoff.</summary>
    /// <exception cref="ArgumentException">They coincide.</exception>
    public static bool TryFind(Configuration configuration, PairModel model, int i, int j, out Bond bond)
    {
        bond = default;
        ReadOnlySpan<double> p = configuration.Positions;
        PeriodicBox box = configuration.Box;
        double dx = box.MinimumImage(p[3 * i] - p[3 * j]);
        double dy = box.MinimumImage(p[(3 * i) + 1] - p[(3 * j) + 1]);
        double dz = box.MinimumImage(p[(3 * i) + 2] - p[(3 * j) + 2]);
        double r = Math.Sqrt((dx * dx) + (dy * dy) + (dz * dz));
        int a = configuration.Species[i];
        int b = configuration.Species[j];
        if (r >= model.Cutoff(a, b))
        {
            return false;
        }

        if (r == 0)
        {
            throw new ArgumentException(
                $"Particles {configuration.Ids[i]} and {configuration.Ids[j]} coincide: their Hessian is undefined.", nameof(configuration));
        }

        PairStiffness stiffness = model.Stiffness(a, b, r);
        bond = new Bond(i, j, dx / r, dy / r, dz / r, stiffness.Second, stiffness.FirstOverR);
        return true;
    }
}
