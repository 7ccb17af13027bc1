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
    // The list must contain every pair within its cutoff. This small skin makes up for rounding in the distances that the list computes.
    private const double Skin = 1e-6;

    /// <summary>Finds the bonds of a configuration with a list of neighbours. Returns the bonds together with the list.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="model">The model of the configuration.</param>
    /// <param name="width">Register width of the list's blocks. The scalar width is replaced by the width of the smallest register.</param>
    /// <param name="team">Threads that build the list.</param>
    /// <returns>The bonds and the list. The caller disposes the list. Allocates both.</returns>
    /// <exception cref="ModelMismatchException">The model does not fit the configuration.</exception>
    /// <exception cref="ArgumentException">Two particles coincide, so that the direction between them is undefined.</exception>
    /// <exception cref="InsufficientMemoryException">The memory does not hold the bonds of so many particles.</exception>
    public static ListedBonds List(Configuration configuration, PairModel model, SimdWidth width, ThreadTeam team)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(model);
        model.RequireFits(configuration);
        double density = configuration.Count / configuration.Box.Volume;
        MemoryEstimate.Ensure(MemoryEstimate.Hessian(model, configuration.Count, density), configuration.Count, "the Hessian");
        SimdWidth blocks = (SimdWidth)Math.Max((int)width, (int)SimdWidth.Vector128);
        NeighborList list = new(
            configuration.Species, model.SpeciesCount, configuration.Box.Length, model.CutoffTable(), Skin, blocks, patterns: null);
        try
        {
            fixed (double* positions = configuration.Positions)
            {
                list.Build(positions, team);
            }

            return new ListedBonds(list, CollectBonds(list, configuration, model));
        }
        catch
        {
            list.Dispose();
            throw;
        }
    }

    /// <summary>Computes the bond of two particles. Returns false where their distance is not below the cutoff.</summary>
    /// <exception cref="ArgumentException">The particles coincide.</exception>
    private static bool TryCreateBond(Configuration configuration, PairModel model, int i, int j, out Bond bond)
    {
        bond = default;
        ReadOnlySpan<double> positions = configuration.Positions;
        PeriodicBox box = configuration.Box;
        double dx = box.MinimumImage(positions[3 * i] - positions[3 * j]);
        double dy = box.MinimumImage(positions[(3 * i) + 1] - positions[(3 * j) + 1]);
        double dz = box.MinimumImage(positions[(3 * i) + 2] - positions[(3 * j) + 2]);
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
                $"Particles {configuration.Ids[i]} and {configuration.Ids[j]} coincide: their Hessian is undefined.",
                nameof(configuration));
        }

        PairStiffness stiffness = model.Stiffness(a, b, r);
        bond = new Bond(i, j, dx / r, dy / r, dz / r, stiffness.Second, stiffness.FirstOverR);
        return true;
    }

    private static Bond[] CollectBonds(NeighborList list, Configuration configuration, PairModel model)
    {
        // The entries are the bonds and the padding of blocks, so the list need not grow.
        long entriesInAll = 0;
        foreach (NeighborChunk chunk in list.Chunks)
        {
            entriesInAll += (long)chunk.Blocks * list.BlockWidth;
        }

        List<Bond> bonds = new(checked((int)entriesInAll));
        int* order = list.Grid.Order;
        foreach (NeighborChunk chunk in list.Chunks)
        {
            uint* entry = chunk.Entries;
            for (int k = 0; k < chunk.Count; k++)
            {
                int i = (int)(chunk.Members[k] / 4);
                int entries = list.BlockWidth * (chunk.BlockEnd[k + 1] - chunk.BlockEnd[k]);
                for (; entries > 0; entries--, entry++)
                {
                    int j = (int)(*entry / 4) % configuration.Count;

                    // An entry that names the particle itself is padding.
                    if (j != i && TryCreateBond(configuration, model, order[i], order[j], out Bond bond))
                    {
                        bonds.Add(bond);
                    }
                }
            }
        }

        return [.. bonds];
    }
}

/// <summary>The bonds of a configuration, and the list of neighbours in which they were found.</summary>
/// <param name="List">The list. The last holder of this value disposes the list.</param>
/// <param name="Bonds">
/// The bonds in the order of the list's entries. This order depends on the positions alone, not on the width of the list's blocks.
/// </param>
internal readonly record struct ListedBonds(NeighborList List, Bond[] Bonds);
