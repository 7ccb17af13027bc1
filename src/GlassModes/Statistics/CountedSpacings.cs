// Distributions of unfolded spacings that are whole numbers of levels.

namespace GlassModes.Statistics;

/// <summary>
/// Spacings that are counts: c levels of the M − 1 other samples between two neighbouring levels of one sample
/// (<see cref="LevelSpacings.UnfoldedByOthers"/>).
/// </summary>
/// <remarks>
/// For independent levels, each of M samples is equally likely to have the next level, so that c is geometric, P(c) = (1/M)((M − 1)/M)^c.
/// If c is spread evenly over [c, c + 1)/(M − ½), its density is e^{−s} but for terms of the order of 1/M². As the single value c/(M − 1)
/// it would show the steps.
/// </remarks>
public static class CountedSpacings
{
    /// <summary>
    /// One counted level in units of the mean spacing, 1/(M − ½): the mean of (c + ½)/(M − ½) is 1 where that of c/(M − 1) is.
    /// </summary>
    /// <param name="samples">M.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than two.</exception>
    public static double Step(int samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 2);
        return 1 / (samples - 0.5);
    }

    /// <summary>
    /// The numbers of spacings in bins from 0 on, each count spread evenly over its step; what lies beyond the last bin is left out.
    /// </summary>
    /// <param name="counts">c of each spacing.</param>
    /// <param name="step">The size of a count.</param>
    /// <param name="width">Width of a bin.</param>
    /// <param name="bins">The number of bins.</param>
    /// <returns>The content of each bin, in fractions of spacings; allocated.</returns>
    public static double[] Histogram(IEnumerable<int> counts, double step, double width, int bins)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        double[] contents = new double[bins];
        foreach (int count in counts)
        {
            (double from, double to) = (count * step, (count + 1) * step);
            for (int bin = (int)Math.Min(from / width, bins); bin < bins && bin * width < to; bin++)
            {
                contents[bin] += Math.Max(0, Math.Min(to, (bin + 1) * width) - Math.Max(from, bin * width)) / step;
            }
        }

        return contents;
    }

    /// <summary>
    /// max |share of counts ≤ c − F((c + 1)/(c̄ + ½))| over all c: the distance of Kolmogorov and Smirnov of the spacings in units of their
    /// mean, taken at the upper ends of the steps. Only there is the share known, so that the steps do not add to the distance. Time O(n
    /// log n); allocates a copy.
    /// </summary>
    /// <param name="counts">c of each spacing.</param>
    /// <param name="distribution">F, of spacings with a mean of 1.</param>
    /// <returns>The distance; NaN without spacings.</returns>
    public static double Distance(IEnumerable<int> counts, Func<double, double> distribution)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(distribution);
        int[] ascending = [.. counts.Order()];
        if (ascending.Length == 0)
        {
            return double.NaN;
        }

        double n = ascending.Length;
        double mean = ascending.Average() + 0.5;
        double distance = 0;
        for (int first = 0, next; first < ascending.Length; first = next)
        {
            // Between two counts that occur, the share stays and F grows: the distance is largest at the end of the step before or of this
            // step.
            int count = ascending[first];
            for (next = first + 1; next < ascending.Length && ascending[next] == count;)
            {
                next++;
            }

            distance = Math.Max(distance, Math.Abs(distribution(count / mean) - (first / n)));
            distance = Math.Max(distance, Math.Abs(distribution((count + 1) / mean) - (next / n)));
        }

        return distance;
    }
}
