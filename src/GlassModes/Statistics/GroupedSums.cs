// Sums over samples in groups, for errors of anything that is computed from them.

namespace GlassModes.Statistics;

/// <summary>
/// Σ x over samples, for a vector x of each sample, kept in 32 groups of samples. Leaving out one group at a time gives the error of any
/// function of the means by the jackknife (delete-a-group; Efron, The Jackknife, the Bootstrap and Other Resampling Plans, SIAM 1982).
/// </summary>
/// <remarks>
/// Up to 32 samples whose numbers differ modulo 32 have a group each, which is the usual jackknife. Sums are exact
/// (<see cref="ExactSums"/>): however they are merged from parts, the result is the same to the last bit. Memory: some 1 kB for each
/// element of x.
/// </remarks>
public sealed class GroupedSums
{
    /// <summary>Groups.</summary>
    public const int Groups = 32;

    private readonly ExactSums[] _sums;
    private readonly long[] _counts = new long[Groups];

    /// <summary>Sums of nothing.</summary>
    /// <param name="length">Elements of x.</param>
    public GroupedSums(int length) => _sums = [.. Enumerable.Range(0, Groups).Select(_ => new ExactSums(length))];

    /// <summary>Elements of x.</summary>
    public int Length => _sums[0].Length;

    /// <summary>Samples so far.</summary>
    public long Count => _counts.Sum();

    /// <summary>The number of groups that have samples, one more than the degrees of freedom of an error.</summary>
    public int UsedGroups => _counts.Count(count => count > 0);

    /// <summary>Samples of one group.</summary>
    public long CountOf(int group) => _counts[group];

    /// <summary>Sums of one group.</summary>
    public ExactSums SumsOf(int group) => _sums[group];

    /// <summary>Adds a sample.</summary>
    /// <param name="sample">The number of the sample, which determines its group.</param>
    /// <param name="values">x.</param>
    /// <exception cref="ArgumentException">Another length, or a value that is not finite.</exception>
    public void Add(long sample, ReadOnlySpan<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sample);
        int group = (int)(sample % Groups);
        _sums[group].Add(values);
        _counts[group]++;
    }

    /// <summary>Adds the sums of other samples.</summary>
    /// <exception cref="ArgumentException">Vectors of another length.</exception>
    public void Add(GroupedSums other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int group = 0; group < Groups; group++)
        {
            _sums[group].Add(other._sums[group]);
            _counts[group] += other._counts[group];
        }
    }

    /// <summary>Adds a group as it was stored.</summary>
    /// <param name="group">Which.</param>
    /// <param name="count">Its samples.</param>
    /// <param name="sums">Its sums.</param>
    public void Add(int group, long count, ExactSums sums)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _sums[group].Add(sums);
        _counts[group] += count;
    }

    /// <summary>The means over all samples; NaN without any.</summary>
    public double[] Means() => Means(Total(), Count);

    /// <summary>Evaluates a function of the means, with the errors of its results.</summary>
    /// <param name="function">The function; NaN where a result cannot be had.</param>
    /// <remarks>
    /// Its value is that of all means, without a correction of the bias. σ² = (G − 1)/G Σ_g (θ_g − θ̄)² over the G groups that have
    /// samples; NaN with less than two. A result that cannot be had without one of the groups hangs on that group, and has no error (NaN)
    /// at all: the others cannot tell how much it would differ.
    /// </remarks>
    public Estimate[] Jackknife(Func<double[], double[]> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Jackknife([this], means => function(means[0]));
    }

    /// <summary>
    /// Evaluates a function of the means of several sums over the same samples, such as those of several rungs, with the errors of its
    /// results. A group is left out of all sums at once, so that correlations between the sums enter the errors.
    /// </summary>
    /// <param name="sums">The sums; their vectors may differ in length.</param>
    /// <param name="function">The function of the means of each; NaN where a result cannot be had.</param>
    /// <returns>As many results as the function returns; the number of samples is that of the sums with most.</returns>
    /// <remarks>
    /// σ² as for one, over the G groups that have samples in any of the sums, and no error (NaN) for a result that cannot be had without
    /// one of them. The means of sums without a sample, or with none left, are NaN. Where one of the sums has samples in G' &lt; G groups
    /// only, the error of its mean is too large by √((G − 1)/G · G'/(G' − 1)), which is on the safe side.
    /// </remarks>
    /// <exception cref="ArgumentException">No sums.</exception>
    public static Estimate[] Jackknife(IReadOnlyList<GroupedSums> sums, Func<IReadOnlyList<double[]>, double[]> function)
    {
        ArgumentNullException.ThrowIfNull(sums);
        ArgumentNullException.ThrowIfNull(function);
        if (sums.Count == 0)
        {
            throw new ArgumentException("A jackknife needs sums; there are none.", nameof(sums));
        }

        ExactSums[] totals = [.. sums.Select(one => one.Total())];
        long[] counts = [.. sums.Select(one => one.Count)];
        double[] whole = function([.. totals.Zip(counts, Means)]);
        List<double[]> partial = [];
        for (int group = 0; group < Groups; group++)
        {
            long[] left = [.. sums.Select((one, k) => counts[k] - one._counts[group])];
            if (left.SequenceEqual(counts) || left.All(count => count == 0))
            {
                continue;
            }

            // Nothing is lost by taking a group away and putting it back: the sums are exact.
            for (int k = 0; k < totals.Length; k++)
            {
                totals[k].Subtract(sums[k]._sums[group]);
            }

            partial.Add(function([.. totals.Zip(left, Means)]));
            for (int k = 0; k < totals.Length; k++)
            {
                totals[k].Add(sums[k]._sums[group]);
            }
        }

        int samples = checked((int)counts.Max());
        return [.. whole.Select((value, k) => new Estimate(value, Error(value, [.. partial.Select(results => results[k])]), samples))];
    }

    /// <summary>
    /// The error of a function of the means from its values without one group each; NaN where there are fewer than two, or one that is not
    /// finite.
    /// </summary>
    internal static double Error(double whole, IReadOnlyList<double> values)
    {
        // One left out would be taken for one that changes nothing, and the rest for all that is uncertain.
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
