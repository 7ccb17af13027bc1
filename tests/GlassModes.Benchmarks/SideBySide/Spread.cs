// Median, smallest and largest of some numbers.

namespace GlassModes.Benchmarks.SideBySide;

/// <summary>Median and range of some numbers.</summary>
internal readonly record struct Spread(double Median, double Minimum, double Maximum)
{
    /// <summary>The spread of at least one number. The median of an even count is the mean of the middle two.</summary>
    public static Spread Of(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Length, nameof(figures));
        int half = sorted.Length / 2;
        double median = sorted.Length % 2 == 1 ? sorted[half] : 0.5 * (sorted[half - 1] + sorted[half]);
        return new Spread(median, sorted[0], sorted[^1]);
    }
}
