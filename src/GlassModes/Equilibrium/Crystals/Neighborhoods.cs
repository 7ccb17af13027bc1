// The nearest neighbours of each particle, with the directions to them.

using GlassModes.Particles;

namespace GlassModes.Equilibrium.Crystals;

/// <summary>
/// The neighbours of each particle and the unit vectors to them. Each pair is seen once, at its nearest image. The box must therefore be
/// wider than two neighbourhoods for the neighbourhoods of a crystal to be complete. Two particles at the very same place are no
/// neighbours, because no direction leads from one to the other. Immutable.
/// </summary>
public sealed class Neighborhoods
{
    // The first search of neighbours by solid angle reaches 1.7 ρ^(−1/3), where 21 particles are found in a liquid. Few neighbourhoods
    // are larger, and the search of those is widened step by step.
    private const double FirstReach = 1.7;
    private const double Widening = 1.5;

    // Spheres around fewer neighbours cannot fill the solid angle of 4π.
    private const int FewestNeighbors = 3;

    private readonly int[] _start;
    private readonly int[] _neighbors;
    private readonly double[] _directions;

    internal Neighborhoods(int[] start, int[] neighbors, double[] directions)
    {
        _start = start;
        _neighbors = neighbors;
        _directions = directions;
    }

    /// <summary>Number of particles N.</summary>
    public int Count => _start.Length - 1;

    /// <summary>
    /// Finds neighbours by solid angle (van Meel, Filion, Valeriani and Frenkel, J. Chem. Phys. 136, 234107, 2012, Eq. 5). The neighbours
    /// of a particle are its m nearest particles, where m is the least number ≥ 3 with Σ_{k≤m} r_k/(m − 2) ≤ r_{m+1}. No length enters, so
    /// that the rule is the same for every model, density and mixture.
    /// </summary>
    /// <param name="configuration">The configuration. A particle with fewer than three others has all of them as neighbours.</param>
    /// <returns>The neighbourhoods. Takes O(N) time at uniform density. Allocates about 800 bytes a particle.</returns>
    public static Neighborhoods BySolidAngle(Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        double reach = FirstReach / Math.Cbrt(configuration.NumberDensity);
        ParticleCells cells = new(configuration, reach);
        return Collect(configuration.Count, (particle, found) => SearchBySolidAngle(cells, particle, reach, found));
    }

    /// <summary>Finds all neighbours up to a distance.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="distance">Largest distance r of neighbours.</param>
    /// <returns>The neighbourhoods. Takes O(N) time. Allocates about 60 bytes a neighbour.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The distance is not positive and finite.</exception>
    public static Neighborhoods Within(Configuration configuration, double distance)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (!(distance > 0) || !double.IsFinite(distance))
        {
            throw new ArgumentOutOfRangeException(nameof(distance), distance, "The distance of neighbours must be positive and finite.");
        }

        ParticleCells cells = new(configuration, distance);
        return Collect(
            configuration.Count,
            (particle, found) =>
            {
                cells.Search(particle, distance, found);
                found.Sort();
            });
    }

    /// <summary>The indices of the neighbours of a particle, the nearest first.</summary>
    public ReadOnlySpan<int> Of(int particle) => _neighbors.AsSpan(_start[particle].._start[particle + 1]);

    /// <summary>The unit vectors to the neighbours of a particle, x1 y1 z1 x2 …, in the order of the neighbours.</summary>
    public ReadOnlySpan<double> DirectionsOf(int particle) => _directions.AsSpan((3 * _start[particle])..(3 * _start[particle + 1]));

    private static void SearchBySolidAngle(ParticleCells cells, int particle, double firstReach, List<NearParticle> found)
    {
        for (double reach = firstReach; ; reach *= Widening)
        {
            bool isAll = reach >= cells.LargestDistance;
            cells.Search(particle, reach, found);
            found.Sort();
            int neighbors = CountBySolidAngle(found, isAll ? double.PositiveInfinity : reach);
            if (neighbors > 0 || isAll)
            {
                found.RemoveRange(neighbors, found.Count - neighbors);
                return;
            }
        }
    }

    // The number of neighbours; 0 if the particles that were found do not tell. All particles nearer than the reach were found.
    private static int CountBySolidAngle(List<NearParticle> ascending, double reach)
    {
        double sum = 0;
        for (int m = 1; m <= ascending.Count; m++)
        {
            sum += ascending[m - 1].Distance;
            double next = m < ascending.Count ? ascending[m].Distance : reach;
            if (m >= FewestNeighbors && sum <= (m - 2) * next)
            {
                return m;
            }
        }

        return double.IsInfinity(reach) ? ascending.Count : 0;
    }

    private static Neighborhoods Collect(int count, Action<int, List<NearParticle>> search)
    {
        int[] start = new int[count + 1];
        List<int> neighbors = new(15 * count);
        List<double> directions = new(45 * count);
        List<NearParticle> found = [];
        for (int i = 0; i < count; i++)
        {
            search(i, found);
            foreach (NearParticle near in found)
            {
                neighbors.Add(near.Index);
                directions.Add(near.X / near.Distance);
                directions.Add(near.Y / near.Distance);
                directions.Add(near.Z / near.Distance);
            }

            start[i + 1] = neighbors.Count;
        }

        return new Neighborhoods(start, [.. neighbors], [.. directions]);
    }
}
