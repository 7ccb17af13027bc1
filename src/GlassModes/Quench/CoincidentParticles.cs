// Names the nearest pair of particles for the error message about forces that overflow.

using GlassModes.Particles;

namespace GlassModes.Quench;

/// <summary>Describes coincident particles for the error message about a start whose forces are not finite.</summary>
internal static class CoincidentParticles
{
    // All pairs are compared, in a time that grows as N². Above this number of particles no pair is named.
    private const int MostToCompare = 20_000;

    /// <summary>Returns a part of a sentence with the nearest pair and the distance of its particles.</summary>
    public static string Describe(Configuration configuration)
    {
        if (configuration.Count > MostToCompare)
        {
            return "particles coincide; move them apart";
        }

        (double leastSquare, int first, int second) = (double.PositiveInfinity, 0, 0);
        ReadOnlySpan<double> r = configuration.Positions;
        for (int i = 0; i < configuration.Count; i++)
        {
            for (int j = i + 1; j < configuration.Count; j++)
            {
                double x = configuration.Box.MinimumImage(r[3 * i] - r[3 * j]);
                double y = configuration.Box.MinimumImage(r[(3 * i) + 1] - r[(3 * j) + 1]);
                double z = configuration.Box.MinimumImage(r[(3 * i) + 2] - r[(3 * j) + 2]);
                double square = (x * x) + (y * y) + (z * z);
                if (square < leastSquare)
                {
                    (leastSquare, first, second) = (square, i, j);
                }
            }
        }

        return $"particles {configuration.Ids[first]} and {configuration.Ids[second]} coincide, r = {Math.Sqrt(leastSquare):g3}; "
            + "move them apart";
    }
}
