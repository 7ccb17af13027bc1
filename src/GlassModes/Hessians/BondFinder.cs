// Finds the interacting pairs of a configuration.

using GlassModes.Forces;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Simd;

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
        int s = model.SpeciesCount;
        double[] cutoffs = new double[s * s];
        for (int p = 0; p < cutoffs.Length; p++)
        {
            cutoffs[p] = model.Cutoff(p / s, p % s);
        }

        // The least skin that rounding in the list's own distances cannot cut into.
        using NeighborList list = new(configuration.Species, s, configuration.Box.Length, cutoffs, 1e-6, Lanes256.Width);
        list.Build<Lanes256>(configuration.Positions);
        List<Bond> bonds = new(32 * configuration.Count);
        int* ends = list.GroupEnd.Address;
        for (int i = 0; i < configuration.Count; i++)
        {
            for (int k = ends[i * s]; k < ends[(i + 1) * s]; k++)
            {
                if (list.Entries[k] < configuration.Count)
                {
                    AddIfInside(configuration, model, list.Order[i], list.Order[list.Entries[k]], bonds);
                }
            }
        }

        return [.. bonds];
    }

    private static void AddIfInside(Configuration configuration, PairModel model, int i, int j, List<Bond> bonds)
    {
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
            return;
        }

        if (r == 0)
        {
            throw new ArgumentException(
                $"Particles {configuration.Ids[i]} and {configuration.Ids[j]} coincide: their Hessian is undefined.", nameof(configuration));
        }

        PairStiffness stiffness = model.Stiffness(a, b, r);
        bonds.Add(new Bond(i, j, dx / r, dy / r, dz / r, stiffness.Second, stiffness.FirstOverR));
    }
}
