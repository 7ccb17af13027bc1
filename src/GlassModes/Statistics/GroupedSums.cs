// Sums over samples in 32 groups, from which the jackknife gives the errors of anything computed from the sums.

namespace GlassModes.Statistics;

/// <summary>
/// The sums Σ x over samples, each of which has a vector x. The sums are kept apart for 32 groups of samples. Leaving out one group after
/// another gives the error of any function of the means by the jackknife (delete-a-group; Efron, The Jackknife, the Bootstrap and Other
/// Resampling Plans, SIAM 1982).
/// </summary>
/// <remarks>
/// Up to 32 samples whose numbers differ modulo 32 have a group each. This is the usual jackknife. Sums are exact
/// (<see cref="ExactSums"/>), so that merging parts in any order gives the same result to the last bit. Memory: some 1 kB for each element
/// of x.
/// </remarks>
public sealed class GroupedSums
{
    /// <summary>The number of groups.</summary>
    public const int Groups = 32;

    private readonly ExactSums[] _sums;
    private readonly long[] _counts = new long[Groups];

    /// <summary>Makes sums without samples.</summary>
    /// <param name="length">The number of elements of x.</param>
    public GroupedSums(int length) => _sums = [.. Enumerable.Range(0, Groups).Select(_ => new ExactSums(length))];

    /// <summary>The number of elements of x.</summary>
    public int Length => _sums[0].Length;

    /// <summary>The number of samples that were added.</summary>
    public long Count => _counts.Sum();

    /// <summary>The number of groups that have samples. An error has one degree of freedom less.</summary>
    public int UsedGroups => _counts.Count(count => count > 0);

    /// <summary>The number of samples in a group.</summary>
    public long CountOf(int group) => _counts[group];

    /// <summary>The sums of a group.</summary>
    public ExactSums SumsOf(int group) => _sums[group];

    /// <summary>Adds a sample.</summary>
    /// <param name="sample">The number of the sample, which determines its group.</param>
    /// <param name="values">x.</param>
    /// <exception cref="ArgumentException">
    /// x has another length, a value is not finite, or the number of the sample is negative.
    /// </exception>
    public void Add(long sample, ReadOnlySpan<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sample);
        int group = (int)(sample % Groups);
        _sums[group].Add(values);
        _counts[group]++;
    }

    /// <summary>Adds the sums of other samples.</summary>
    /// <exception cref="ArgumentException">The other vectors have another length.</exception>
    public void Add(GroupedSums other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int group = 0; group < Groups; group++)
        {
            _sums[group].Add(other._sums[group]);
            _counts[group] += other._counts[group];
        }
    }

    /// <summary>Adds the stored sums of a group.</summary>
    /// <param name="group">The index of the group, from 0.</param>
    /// <param name="count">The number of samples in the stored sums.</param>
    /// <param name="sums">The stored sums.</param>
    public void Add(int group, long count, ExactSums sums)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _sums[group].Add(sums);
        _counts[group] += count;
    }

    /// <summary>Computes the means over all samples; NaN without samples.</summary>
    public double[] Means() => Means(Total(), Count);

    /// <summary>Evaluates a function of the means, with the errors of its results.</summary>
    /// <param name="function">The function, which returns NaN for a result that cannot be computed.</param>
    /// <remarks>
    /// The value of a result is that of the means over all samples, without a correction of the bias. The error of a result is σ with σ² =
    /// (G − 1)/G Σ_g (θ_g − θ̄)², where θ_g is the result without group g, and the sum is over the G groups that have samples. The error is
    /// NaN with fewer than two groups. A result that cannot be computed without one of the groups depends on this group, and its error is
    /// NaN: the other groups cannot tell how much the result would differ.
    /// </remarks>
    public Estimate[] Jackknife(Func<double[], double[]> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Jackknife([this], means => function(means[0]));
    }

    /// <summary>
    /// Evaluates a function of the means of several sums over the same samples, such as the sums of several rungs, with the errors of its
    /// results. A group is left out of all sums at once, so that the errors include correlations between the sums.
    /// </summary>
    /// <param name="sums">The sums; their vectors may differ in length.</param>
    /// <param name="function">
    /// The function of the means of each of the sums. The function returns NaN for a result that cannot be computed.
    /// </param>
    /// <returns>The results of the function with their errors. The number of samples is the largest of all sums.</returns>
    /// <remarks>
    /// The error of a result is defined as for single sums, where G counts the groups that have samples in any of the sums. The error is
    /// NaN for a result that cannot be computed without one of these groups. The means of sums without samples are NaN, also if only the
    /// group left out had samples. If one of the sums has samples in only G' &lt; G groups, the error of its mean is too large by the
    /// factor √((G − 1)/G · G'/(G' − 1)), which is on the safe side.
    /// </remarks>
    /// <exception cref="ArgumentException">The list of sums is empty.</exception>
    public static Estimate[] Jackknife(IReadOnlyList<GroupedSums> sums, Func<IReadOnlyList<double[]>, double[]> function)
    {
        ArgumentNullException.ThrowIfNull(sums);
        ArgumentNullException.ThrowIfNull(function);
        if (sums.Count == 0)
        {
            throw new ArgumentException("A jackknife needs sums; there are none.", nameof(sums));
        }

        ExactSums[] totals = [.. sums.Select(grouped => grouped.Total())];
        long[] counts = [.. sums.Select(grouped => grouped.Count)];
        double[] whole = function([.. totals.Zip(counts, Means)]);
        List<double[]> partial = [];
        for (int group = 0; group < Groups; group++)
        {
            long[] remaining = [.. sums.Select((grouped, k) => counts[k] - grouped._counts[group])];
            if (remaining.SequenceEqual(counts) || remaining.All(count => count == 0))
            {
                continue;
            }

            // The sums are exact, so that subtracting a group and adding it again changes nothing.
            for (int k = 0; k < totals.Length; k++)
            {
                totals[k].Subtract(sums[k]._sums[group]);
            }

            partial.Add(function([.. totals.Zip(remaining, Means)]));
            for (int k = 0; k < totals.Length; k++)
            {
                totals[k].Add(sums[k]._sums[group]);
            }
        }

        int samples = checked((int)counts.Max());
        return [.. whole.Select((value, k) => new Estimate(value, Error(value, [.. partial.Select(results => results[k])]), samples))];
    }

    /// <summary>
    /// Computes the error of a result from its values without one group each. The error is NaN with fewer than two values, or if the result
    /// or a value is not finite.
    /// </summary>
    /// <param name="whole">The result with all groups.</param>
    /// <param name="values">The result without one group, for each group that has samples.</param>
    internal static double Error(double whole, IReadOnlyList<double> values)
    {
        // Leaving out a value that is not finite would treat its group as if the group did not change the result.
        if (values.Count < 2 || !double.IsFinite(whole) || !values.All(double.IsFinite))
        {
            return double.NaN;
        }

        double mean = values.Average();
        return Math.Sqrt((values.Count - 1.0) / values.Count * values.Sum(value => (value - mean) * (value - mean)));
    }

    private static double[] Means(ExactSums sums, long count)
    {
        double[] means = new double[sums.Length];
        for (int k = 0; k < means.Length; k++)
        {
            means[k] = count > 0 ? sums[k] / count : double.NaN;
        }

        return means;
    }

    private ExactSums Total()
    {
        ExactSums total = new(Length);
        foreach (ExactSums group in _sums)
        {
            total.Add(group);
        }

        return total;
    }
}
