// Finds crystals in a configuration that should be a liquid or a glass.

using GlassModes.Particles;

namespace GlassModes.Equilibrium.Crystals;

/// <summary>
/// Finds crystalline particles and clusters of them. Two neighbours have a solid-like bond if their neighbourhoods are alike and have the
/// same orientation (<see cref="BondOrder.Alignment"/>). A particle with enough solid-like bonds is crystalline (ten Wolde, Ruiz-Montero
/// and Frenkel, J. Chem. Phys. 104, 9932, 1996). Crystalline particles with a solid-like bond are in the same cluster. The search asks for
/// order of any kind, not for one kind of lattice, so that it finds fcc, hcp and bcc crystals, mixtures of these, and CsCl.
/// </summary>
/// <remarks>
/// Neighbours are those of <see cref="Neighborhoods.BySolidAngle"/>, whatever the species. Cutoffs at the first minima of the liquid are
/// too wide for the denser CsCl crystals of the Kob-Andersen mixture: neighbours of the next shell get in, and fewer particles are found.
/// Distances in units of σ_ab find CsCl crystals less well than plain distances do. docs/notes/crystals.md has the numbers.
/// </remarks>
public static class CrystalFinder
{
    /// <summary>
    /// Finds the crystals of a configuration. A box narrower than about four particle distances has no complete neighbourhoods, and
    /// crystals in it may be missed. The result is a function of the configuration alone. Takes O(N) time: 4 ms for N = 1000, and 0.5 s for
    /// N = 125 000. Allocates about 1 kB a particle.
    /// </summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="rule">The thresholds; null for <see cref="CrystalRule.Default"/>.</param>
    /// <returns>The report.</returns>
    public static CrystalReport Find(Configuration configuration, CrystalRule? rule = null)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        rule ??= CrystalRule.Default;
        Neighborhoods neighborhoods = Neighborhoods.BySolidAngle(configuration);
        BondOrder order = BondOrder.Of(neighborhoods);
        bool[] isCrystalline = new bool[configuration.Count];
        for (int i = 0; i < isCrystalline.Length; i++)
        {
            isCrystalline[i] = CountSolidBonds(i, neighborhoods, order, rule) >= rule.LeastSolidBonds;
        }

        int[] largestCluster = FindLargestCluster(isCrystalline, neighborhoods, order, rule);
        double sum = 0;
        foreach (double averagedQ6 in order.AveragedQ6)
        {
            sum += averagedQ6;
        }

        return new CrystalReport(
            configuration.Count,
            isCrystalline.Count(crystalline => crystalline),
            Array.AsReadOnly(largestCluster),
            sum / configuration.Count,
            rule);
    }

    private static int CountSolidBonds(int particle, Neighborhoods neighborhoods, BondOrder order, CrystalRule rule)
    {
        int bonds = 0;
        foreach (int neighbor in neighborhoods.Of(particle))
        {
            bonds += order.Alignment(particle, neighbor) >= rule.LeastAlignment ? 1 : 0;
        }

        return bonds;
    }

    // A particle may be a neighbour without having the other particle as its own neighbour. Either way joins the two.
    private static int[] FindLargestCluster(bool[] isCrystalline, Neighborhoods neighborhoods, BondOrder order, CrystalRule rule)
    {
        int[] parent = [.. Enumerable.Range(0, isCrystalline.Length)];
        for (int i = 0; i < parent.Length; i++)
        {
            foreach (int j in isCrystalline[i] ? neighborhoods.Of(i) : default)
            {
                if (isCrystalline[j] && order.Alignment(i, j) >= rule.LeastAlignment)
                {
                    int root = FindRoot(parent, i);
                    int otherRoot = FindRoot(parent, j);
                    parent[Math.Max(root, otherRoot)] = Math.Min(root, otherRoot);
                }
            }
        }

        // The root of a cluster is its smallest index.
        int[] sizes = new int[parent.Length];
        for (int i = 0; i < parent.Length; i++)
        {
            sizes[FindRoot(parent, i)] += isCrystalline[i] ? 1 : 0;
        }

        int largest = Array.IndexOf(sizes, sizes.Max());
        return [.. Enumerable.Range(0, parent.Length).Where(i => isCrystalline[i] && FindRoot(parent, i) == largest)];
    }

    private static int FindRoot(int[] parent, int i)
    {
        while (parent[i] != i)
        {
            parent[i] = parent[parent[i]];
            i = parent[i];
        }

        return i;
    }
}
