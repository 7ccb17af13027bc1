// Distances of all particles from one of them.

using GlassModes.Particles;

namespace GlassModes.Modes.Measures;

/// <summary>Minimum-image distances within a configuration.</summary>
internal static class Distances
{
    /// <summary>N distances from the particle at index <paramref name="center"/>.</summary>
    public static double[] From(Configuration configuration, int center)
    {
        double[] distances = new double[configuration.Count];
        ReadOnlySpan<double> p = configuration.Positions;
        PeriodicBox box = configuration.Box;
        for (int i = 0; i < distances.Length; i++)
        {
            double dx = box.MinimumImage(p[3 * i] - p[3 * center]);
            double dy = box.MinimumImage(p[(3 * i) + 1] - p[(3 * center) + 1]);
            double dz = box.MinimumImage(p[(3 * i) + 2] - p[(3 * center) + 2]);
            distances[i] = Math.Sqrt((dx * dx) + (dy * dy) + (dz * dz));
        }

        return distances;
    }
}
