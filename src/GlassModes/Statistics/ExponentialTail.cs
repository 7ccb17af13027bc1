// Fits exponential tails of distributions, and finds where a tail begins.

namespace GlassModes.Statistics;

/// <summary>The fit p(x) ∝ e^{x/s} for x below a limit, by maximum likelihood.</summary>
/// <param name="DecayScale">The decay scale s.</param>
/// <param name="Quality">The values used, and how well an exponential describes them.</param>
public sealed record ExponentialTailFit(FittedValue DecayScale, FitQuality Quality);

/// <summary>
/// Fits p(x) ∝ e^{x/s} for x below a limit by maximum likelihood. The unstable spectrum and the core energies have such tails (Shimada et
/// al. 2024, Figs. 5, 11, 12).
/// </summary>
public static class ExponentialTail
{
    private const int FewestValues = 10;
    private const int Parameters = 1;

    // The limits that are tried have 19/20, 18/20, …, 2/20 of the values below them. Each further limit has 1.3 times fewer values.
    private const int Steps = 20;
    private const int LowestStep = 2;
    private const double CountRatio = 1.3;

    // A limit passes if the probability of a larger distance is at least this: first the good probability, then the fair probability.
    private const double GoodProbability = 0.1;
    private const double FairProbability = 0.01;

    /// <summary>
    /// Fits the n values below a limit: s is the mean of (limit − x), with the standard error s/√n. The probability is that of a larger
    /// Kolmogorov-Smirnov distance, where s is fitted to the same values (<see cref="KolmogorovSmirnov.ProbabilityOfExponential"/>).
    /// Allocates a copy of the values.
    /// </summary>
    /// <param name="values">The values. Values above the limit are left out.</param>
    /// <param name="limit">The value below which the tail is fitted.</param>
    /// <returns>The fit. With fewer than ten values below the limit, s is NaN and the trouble says so.</returns>
    public static ExponentialTailFit OfValues(IEnumerable<double> values, double limit)
    {
        ArgumentNullException.ThrowIfNull(values);
        double[] depths = [.. values.Where(value => value <= limit).Select(value => limit - value).Order()];
        int n = depths.Length;
        double s = n > 0 ? depths.Average() : double.NaN;
        if (n < FewestValues || !(s > 0))
        {
            double from = n > 0 ? limit - depths[^1] : double.NaN;
            FitTrouble trouble = new FitTrouble.TooFewValuesBelow(FewestValues, limit);
            return new ExponentialTailFit(FittedValue.None, FitQuality.Impossible(from, limit, n, Parameters, trouble));
        }

        double distance = KolmogorovSmirnov.Distance(depths, depth => 1 - Math.Exp(-depth / s));
        double logLikelihood = -n * (Math.Log(s) + 1);
        return new ExponentialTailFit(
            new FittedValue(s, s / Math.Sqrt(n)),
            new FitQuality(
                limit - depths[^1], limit, n, -2 * logLikelihood, n - Parameters, KolmogorovSmirnov.ProbabilityOfExponential(distance, n)));
    }

    /// <summary>
    /// Fits the values of many samples. s is that of a fit to all values together. The error of s is by the jackknife over samples
    /// (<see cref="GroupedSums"/>), because values of one sample are not independent. The probability is that of <see cref="OfValues"/>,
    /// which takes all values as independent. For correlated values this probability is too small.
    /// </summary>
    /// <param name="samples">For each sample the number that determines its group of the jackknife, and its values.</param>
    /// <param name="limit">The value below which the tail is fitted. Values above the limit are left out.</param>
    /// <returns>The fit. If all values are from samples of one group, the error is NaN and the trouble says so.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A sample has a negative number.</exception>
    public static ExponentialTailFit OfSamples(IReadOnlyList<(long Number, double[] Values)> samples, double limit)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ExponentialTailFit fit = OfValues(samples.SelectMany(sample => sample.Values), limit);
        if (!fit.Quality.IsTrusted)
        {
            return fit;
        }

        // For each sample: the number of values below the limit, and the sum of (limit − x).
        GroupedSums sums = new(2);
        foreach ((long number, double[] values) in samples)
        {
            double[] depths = [.. values.Where(value => value <= limit).Select(value => limit - value)];
            sums.Add(number, [depths.Length, depths.Sum()]);
        }

        double error = sums.Jackknife(means => [means[1] / means[0]])[0].StandardError;
        return new ExponentialTailFit(
            fit.DecayScale with { Error = error },
            fit.Quality with { Trouble = double.IsNaN(error) ? new FitTrouble.OneGroupOfSamples() : null });
    }

    /// <summary>Finds the highest limit below which the values pass a test for an exponential distribution.</summary>
    /// <remarks>
    /// <para>
    /// Limits are tried in descending order: first the highest limit allowed, then limits with 95 %, 90 %, …, 10 % of the values below
    /// them, and then limits with 1.3 times fewer values each, down to 50 values. A limit passes if exponential values would have a larger
    /// Kolmogorov-Smirnov distance from their own fit with a probability of a tenth or more
    /// (<see cref="KolmogorovSmirnov.ProbabilityOfExponential"/>). The first limit that passes is taken. If no limit passes, the search is
    /// repeated with a probability of a hundredth. The second search is needed because all limits share values, so that an unlucky draw of
    /// values is refused at all limits.
    /// </para>
    /// <para>
    /// An exponential tail is refused at its true limit in one of ten cases. A lower limit is then taken, which costs values but does not
    /// change s. A limit that is too high is taken where the values are too few to tell. The result therefore says that the values do not
    /// contradict an exponential distribution, but not that the values follow an exponential distribution. Correlated values of one sample
    /// seem less exponential than they are. A limit lies just below the value at its quantile, so that the values below the limit carry no
    /// trace of the choice. Takes O(n log n) time; allocates copies of the values.
    /// </para>
    /// </remarks>
    /// <param name="values">The values. Values above the highest limit are left out.</param>
    /// <param name="highest">The highest limit to try. An infinite limit is not tried itself.</param>
    public static TailLimit BestLimit(IReadOnlyList<double> values, double highest)
    {
        ArgumentNullException.ThrowIfNull(values);
        double[] ascending = [.. values.Where(value => value <= highest).Order()];
        TailLimit good = BestLimit(ascending, highest, GoodProbability);
        return good.IsExponential ? good : BestLimit(ascending, highest, FairProbability);
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
            if (s > 0)
            {
                double distance = KolmogorovSmirnov.Distance(depths, depth => 1 - Math.Exp(-depth / s));
                if (KolmogorovSmirnov.ProbabilityOfExponential(distance, depths.Length) >= probability)
                {
                    return new TailLimit(limit, true);
                }
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
            yield return JustBelowValue((int)((long)ascending.Length * step / Steps));
        }

        double remaining = ascending.Length * LowestStep / (Steps * CountRatio);
        for (; remaining >= TailLimit.FewestValues; remaining /= CountRatio)
        {
            yield return JustBelowValue((int)remaining);
        }

        double JustBelowValue(int count) => count < ascending.Length ? Math.BitDecrement(ascending[count]) : double.NaN;
    }
}
