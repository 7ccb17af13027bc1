// Exponential tails of distributions.

using MathNet.Numerics;

namespace GlassModes.Statistics;

/// <summary>Where an exponential tail begins.</summary>
/// <param name="Limit">The limit; the lowest one that was tried where none passed, NaN where there are too few values to try any.</param>
/// <param name="IsExponential">Whether the values below it pass for exponential.</param>
public readonly record struct TailLimit(double Limit, bool IsExponential)
{
    /// <summary>Values that are needed below a limit to choose it.</summary>
    public const int FewestValues = 50;

    /// <summary>Why a fit below the limit is not to be trusted; null if it is.</summary>
    public string? Trouble => IsExponential ? null
        : double.IsNaN(Limit) ? $"fewer than {FewestValues} values below any limit that could be chosen: below the median"
        : "exponential below no limit: below the lowest that was tried";

    /// <summary>The limit, or another where there is none.</summary>
    public double Or(double median) => double.IsNaN(Limit) ? median : Limit;
}

/// <summary>
/// p(x) ∝ e^{x/s} for x below a limit, as the unstable spectrum and the core energies have it (Shimada et al. 2024, Figs. 5, 11, 12), by maximum
/// likelihood. The only parameter is "s".
/// </summary>
public static class ExponentialTail
{
    private const string Model = "p ∝ exp(x/s)";
    private const int FewestValues = 10;
    private const double LeastExpected = 5;

    // Limits that are tried: in twentieths of the values down to the lowest tenth, and then each with so many times fewer.
    private const int Steps = 20;
    private const int LowestStep = 2;
    private const double Fewer = 1.3;

    // Probabilities of a larger distance with which a limit is taken, and where there is none.
    private const double Good = 0.1;
    private const double Fair = 0.01;

    /// <summary>
    /// From values: s = mean of (limit − x), with the error s/√n. The probability is that of a larger Kolmogorov-Smirnov distance, with s from the same values
    /// (<see cref="KolmogorovSmirnov.ProbabilityOfExponential"/>).
    /// </summary>
    /// <param name="values">The values; those above the limit are left out.</param>
    /// <param name="limit">Where the tail begins.</param>
    public static Fit OfValues(IEnumerable<double> values, double limit)
    {
        ArgumentNullException.ThrowIfNull(values);
        double[] depths = [.. values.Where(value => value <= limit).Select(value => limit - value).Order()];
        int n = depths.Length;
        double s = n > 0 ? depths.Average() : double.NaN;
        if (n < FewestValues || !(s > 0))
        {
            return Fit.Impossible(Model, ["s"], n > 0 ? limit - depths[^1] : double.NaN, limit, n, FormattableString.Invariant($"fewer than {FewestValues} values below {limit:g6}"));
        }

        double distance = KolmogorovSmirnov.Distance(depths, depth => 1 - Math.Exp(-depth / s));
        double logLikelihood = -n * (Math.Log(s) + 1);
        return new Fit(
            Model, [new FitParameter("s", s, s / Math.Sqrt(n))], limit - depths[^1], limit, n, -2 * logLikelihood, n - 1, KolmogorovSmirnov.ProbabilityOfExponential(distance, n));
    }

    /// <summary>
    /// From the values of each sample: s as from all values at once, with its error by the jackknife over samples (<see cref="GroupedSums"/>), for values of one sample are not independent.
    /// The probability is still that of <see cref="OfValues"/>, which takes them as independent: too small where they are not.
    /// </summary>
    /// <param name="samples">The number of each sample, which says its group, and its values.</param>
    /// <param name="limit">Where the tail begins; values above are left out.</param>
    /// <returns>The fit; with all values from samples of one group, its error is NaN, and that is its trouble.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A negative number.</exception>
    public static Fit OfSamples(IReadOnlyList<(long Number, double[] Values)> samples, double limit)
    {
        ArgumentNullException.ThrowIfNull(samples);
        Fit fit = OfValues(samples.SelectMany(sample => sample.Values), limit);
        if (!fit.IsConstrained)
        {
            return fit;
        }

        GroupedSums sums = new(2);
        foreach ((long number, double[] values) in samples)
        {
            double[] depths = [.. values.Where(value => value <= limit).Select(value => limit - value)];
            sums.Add(number, [depths.Length, depths.Sum()]);
        }

        double error = sums.Jackknife(means => [means[1] / means[0]])[0].StandardError;
        return fit with
        {
            Parameters = [fit["s"] with { Error = error }],
            Trouble = double.IsNaN(error) ? "values from one group of samples only: no error" : null,
        };
    }

    /// <summary>
    /// The highest limit from which on the tail is exponential as far as the values can tell. Tried are the highest limit that is allowed, then limits below which there are 95 %, 90 %, …, 10 %
    /// of the values under it, and from there on each 1.3 times fewer, at least 50; the first one is taken whose tail is as far from its own fit, by the distance of Kolmogorov and Smirnov, as exponential values are
    /// with a probability of a tenth or more (<see cref="KolmogorovSmirnov.ProbabilityOfExponential"/>). Where no limit passes, the same with a probability of a hundredth: limits share their
    /// values, so that an unlucky draw is refused at all of them.
    /// </summary>
    /// <remarks>
    /// An exponential tail is refused at its true limit once in ten times; then a lower limit is taken, which costs values but does not change s. A limit too high is taken where the values are
    /// too few to tell, as they are near the lowest limits: what is found says that they do not contradict an exponential, not that they follow one. Values of one sample that go together seem less
    /// exponential than they are. A limit lies just below the value at its quantile, so that of an exponential distribution the values below it know nothing of the choice. Time O(n log n); allocates
    /// copies of the values.
    /// </remarks>
    /// <param name="values">The values; those above the highest limit are left out.</param>
    /// <param name="highest">The highest limit to try; an infinite one is not tried itself.</param>
    /// <returns>The limit, to be given to the fits; the lowest one that was tried where none passes, and NaN where below the first one to be tried there are fewer than 50 values.</returns>
    public static TailLimit BestLimit(IReadOnlyList<double> values, double highest)
    {
        ArgumentNullException.ThrowIfNull(values);
        double[] ascending = [.. values.Where(value => value <= highest).Order()];
        TailLimit good = BestLimit(ascending, highest, Good);
        return good.IsExponential ? good : BestLimit(ascending, highest, Fair);
    }

    private static TailLimit BestLimit(double[] ascending, double highest, double probability)
    {
        double lowest = double.NaN;
        foreach (double limit in Limits(ascending, highest))
        {
            double[] depths = [.. ascending.TakeWhile(value => value <= limit).Reverse().Select(value => limit - value)];
            if (depths.Length < TailLimit.FewestValues)
            {
                break;
            }

            lowest = limit;
            double s = depths.Average();
            if (s > 0 && KolmogorovSmirnov.ProbabilityOfExponential(KolmogorovSmirnov.Distance(depths, depth => 1 - Math.Exp(-depth / s)), depths.Length) >= probability)
            {
                return new TailLimit(limit, true);
            }
        }

        return new TailLimit(lowest, false);
    }

    private static IEnumerable<double> Limits(double[] ascending, double highest)
    {
        if (double.IsFinite(highest))
        {
            yield return highest;
        }

        for (int step = Steps - 1; step >= LowestStep; step--)
        {
            yield return Below((int)((long)ascending.Length * step / Steps));
        }

        for (double left = ascending.Length * LowestStep / (Steps * Fewer); left >= TailLimit.FewestValues; left /= Fewer)
        {
            yield return Below((int)left);
        }

        double Below(int count) => count < ascending.Length ? Math.BitDecrement(ascending[count]) : double.NaN;
    }

    /// <summary>
    /// From a histogram with bins of one width h, ascending: with k̄ the mean number of whole bins between the limit and a value, s = h/ln(1 + 1/k̄). The error is that of
    /// independent values; modes of one sample are not, so that errors over samples are for <see cref="GroupedSums"/>. The probability is that of χ² over bins with five expected values.
    /// </summary>
    /// <param name="edges">Bin edges, ascending, one more than counts; the tail goes on to the left of the first.</param>
    /// <param name="counts">Values in each bin; means of counts are scaled to <paramref name="total"/>.</param>
    /// <param name="limit">Where the tail begins: bins above it are left out.</param>
    /// <param name="total">How many values all counts stand for; null: their sum.</param>
    /// <exception cref="ArgumentException">Bins of different widths, or not one more edges than counts.</exception>
    public static Fit OfHistogram(IReadOnlyList<double> edges, IReadOnlyList<double> counts, double limit, double? total = null)
    {
        ArgumentNullException.ThrowIfNull(edges);
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.Count == 0 || edges.Count != counts.Count + 1)
        {
            throw new ArgumentException($"{counts.Count} counts need {counts.Count + 1} edges; found {edges.Count}.", nameof(edges));
        }

        double width = (edges[^1] - edges[0]) / counts.Count;
        for (int bin = 0; bin < counts.Count; bin++)
        {
            if (!(Math.Abs(edges[bin + 1] - edges[bin] - width) <= 1e-9 * Math.Abs(width)))
            {
                throw new ArgumentException($"Bins of one width are needed; bin {bin} has {edges[bin + 1] - edges[bin]:g6}, not {width:g6}.", nameof(edges));
            }
        }

        int end = 0;
        while (end < counts.Count && edges[end + 1] <= limit + (1e-9 * width))
        {
            end++;
        }

        double sum = counts.Take(end).Sum();
        double scale = (total ?? counts.Sum()) / counts.Sum();
        double n = sum * scale;
        double from = edges[Enumerable.Range(0, end).FirstOrDefault(bin => counts[bin] > 0)];
        double mean = Enumerable.Range(0, end).Sum(bin => counts[bin] * (end - 1 - bin)) / sum;
        if (!(n >= FewestValues) || !(mean > 0))
        {
            return Fit.Impossible(Model, ["s"], from, edges[end], end, $"fewer than {FewestValues} values, or all in one bin");
        }

        double decay = Math.Log(1 + (1 / mean));
        double s = width / decay;
        double error = width / (decay * decay * Math.Sqrt(n * mean * (1 + mean)));

        // χ² against the geometric distribution of the bins, all bins beyond the last as one.
        double ratio = Math.Exp(-decay);
        double chiSquared = 0;
        int used = 0;
        double rest = n;
        double restExpected = n;
        for (int k = 0; k < end; k++)
        {
            double expected = n * (1 - ratio) * Math.Pow(ratio, k);
            if (expected < LeastExpected || restExpected - expected < LeastExpected)
            {
                break;
            }

            double found = counts[end - 1 - k] * scale;
            chiSquared += (found - expected) * (found - expected) / expected;
            rest -= found;
            restExpected -= expected;
            used++;
        }

        chiSquared += (rest - restExpected) * (rest - restExpected) / restExpected;
        int freedom = used - 1;
        return new Fit(
            Model,
            [new FitParameter("s", s, error)],
            from,
            edges[end],
            end,
            chiSquared,
            freedom,
            freedom > 0 ? SpecialFunctions.GammaUpperRegularized(0.5 * freedom, 0.5 * chiSquared) : double.NaN);
    }
}
