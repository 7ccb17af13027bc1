// Histogram and Kolmogorov-Smirnov distance of level spacings that are whole numbers of levels.

namespace GlassModes.Statistics;

/// <summary>
/// Statistics of unfolded level spacings that are counts. A spacing is the number c of levels of the M − 1 other samples between two
/// neighbouring levels of one sample (<see cref="LevelSpacings.UnfoldedByOthers"/>).
/// </summary>
/// <remarks>
/// For independent levels, each of the M samples is equally likely to have the next level. The count c is therefore geometric: P(c) =
/// (1/M)((M − 1)/M)^c. If each count is spread evenly over [c, c + 1)/(M − ½), the density is e^{−s} except for terms of the order of 1/M².
/// If each count were the single value c/(M − 1), the density would show the steps between counts.
/// </remarks>
public static class CountedSpacings
{
    /// <summary>
    /// Computes the size of one counted level in units of the mean spacing, 1/(M − ½). With this size, the mean of (c + ½)/(M − ½) is 1 if
    /// the mean of c/(M − 1) is 1.
    /// </summary>
    /// <param name="samples">The number of samples, M.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two samples.</exception>
    public static double Step(int samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 2);
        return 1 / (samples - 0.5);
    }

    /// <summary>
    /// Counts spacings in bins that begin at 0. Each count c is spread evenly over the interval from c to c + 1 steps. The part of a
    /// spacing beyond the last bin is left out.
    /// </summary>
    /// <param name="counts">The count c of each spacing.</param>
    /// <param name="step">The size of one counted level.</param>
    /// <param name="width">The width of a bin.</param>
    /// <param name="bins">The number of bins.</param>
    /// <returns>The number of spacings in each bin, which may be a fraction; allocated.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step or the width is not positive.</exception>
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
    /// Computes the Kolmogorov-Smirnov distance of the spacings from a distribution F: max |share of counts ≤ c − F((c + 1)/(c̄ + ½))| over
    /// all c, with c̄ the mean count. Spacings are in units of their mean. The distance is taken at the upper ends of the steps only, where
    /// the share is known exactly, so that the steps do not add to the distance. Takes O(n log n) time for n spacings; allocates a copy of
    /// the counts.
    /// </summary>
    /// <param name="counts">The count c of each spacing.</param>
    /// <param name="distribution">The cumulative distribution F of spacings with a mean of 1.</param>
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
            // Between two counts that occur, the share is constant and F grows. The distance is therefore largest just below this count or
            // at the upper end of its step.
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
