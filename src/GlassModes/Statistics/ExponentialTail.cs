// Exponential tails of distributions.

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

    /// <summary>The limit, or where there is none just below another, which is one of the values and must not count as one below it.</summary>
    public double Or(double median) => double.IsNaN(Limit) ? Math.BitDecrement(median) : Limit;
}

/// <summary>
/// p(x) ∝ e^{x/s} for x below a limit, as the unstable spectrum and the core energies have it (Shimada et al. 2024, Figs. 5, 11, 12), by maximum
/// likelihood. The only parameter is "s".
/// </summary>
public static class ExponentialTail
{
    private const string Model = "p ∝ exp(x/s)";
    private const int FewestValues = 10;

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
}
