// Says which particles of a configuration are nearest, where forces overflow.

using GlassModes.Particles;

namespace GlassModes.Quench;

/// <summary>Words for the message of a start whose forces are not finite.</summary>
internal static class CoincidentParticles
{
    private const int MostToCompare = 20_000;

    /// <summary>The nearest pair and its distance, as part of a sentence.</summary>
    public static string Describe(Configuration configuration)
    {
        if (configuration.Count > MostToCompare)
        {
            return "particles coincide; move them apart";
        }

        (double square, int first, int second) = (double.PositiveInfinity, 0, 0);
        ReadOnlySpan<double> r = configuration.Positions;
        for (int i = 0; i < configuration.Count; i++)
        {
            for (int j = i + 1; j < configuration.Count; j++)
            {
                double x = configuration.Box.MinimumImage(r[3 * i] - r[3 * j]);
                double y = configuration.Box.MinimumImage(r[(3 * i) + 1] - r[(3 * j) + 1]);
                double z = configuration.Box.MinimumImage(r[(3 * i) + 2] - r[(3 * j) + 2]);
                double d = (x * x) + (y * y) + (z * z);
                if (d < square)
                {
                    (square, first, second) = (d, i, j);
                }
            }
        }

        return $"particles {configuration.Ids[first]} and {configuration.Ids[second]} coincide, r = {Math.Sqrt(square):g3}; "
            + "move them apart";
    }
}
