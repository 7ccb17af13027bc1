// Distances of all particles from a given particle.

using GlassModes.Particles;

namespace GlassModes.Modes.Measures;

/// <summary>Minimum-image distances within a configuration.</summary>
internal static class Distances
{
    /// <summary>N distances from the particle at index <paramref name="center"/>.</summary>
    public static double[] From(Configuration configuration, int center)
    {
        double[] distances = new double[configuration.Count];
        ReadOnlySpan<double> positions = configuration.Positions;
        PeriodicBox box = configuration.Box;
        for (int i = 0; i < distances.Length; i++)
        {
            double dx = box.MinimumImage(positions[3 * i] - positions[3 * center]);
            double dy = box.MinimumImage(positions[(3 * i) + 1] - positions[(3 * center) + 1]);
            double dz = box.MinimumImage(positions[(3 * i) + 2] - positions[(3 * center) + 2]);
            distances[i] = Math.Sqrt((dx * dx) + (dy * dy) + (dz * dz));
        }

        return distances;
    }
}
