// Exponential tails of distributions.

namespace GlassModes.Statistics;

/// <summary>The fit p(x) ∝ e^{x/s} for x below a limit, by maximum likelihood.</summary>
/// <param name="DecayScale">s.</param>
/// <param name="Quality">The values used, and how well an exponential describes them.</param>
public sealed record ExponentialTailFit(FittedValue DecayScale, FitQuality Quality);

/// <summary>
/// Fits p(x) ∝ e^{x/s} for x below a limit, as the unstable spectrum and the core energies have it (Shimada et al. 2024, Figs. 5, 11, 12),
/// by maximum likelihood.
/// </summary>
public static class ExponentialTail
{
    private const int FewestValues = 10;
    private const int Parameters = 1;

    // Limits that are tried: in twentieths of the values down to the lowest tenth, and from there on each with 1.3 times fewer values.
    private const int Steps = 20;
    private const int LowestStep = 2;
    private const double Fewer = 1.3;

    // The probabilities of a larger distance with which a limit is taken: first the good one, then the fair one where no limit passes.
    private const double Good = 0.1;
    private const double Fair = 0.01;

    /// <summary>
    /// Fits values: s is the mean of (limit − x), with the error s/√n. The probability is that of a larger Kolmogorov-Smirnov distance with
    /// s from the same values (<see cref="KolmogorovSmirnov.ProbabilityOfExponential"/>). Allocates a copy of the values.
    /// </summary>
    /// <param name="values">The values; those above the limit are left out.</param>
    /// <param name="limit">Where the tail begins.</param>
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
    /// Fits the values of many samples: s as from all values at once, with its error by the jackknife over samples
    /// (<see cref="GroupedSums"/>), because values of one sample are not independent. The probability is that of <see cref="OfValues"/>,
    /// which takes all values as independent: where they are not, it is too small.
    /// </summary>
    /// <param name="samples">The number of each sample, which determines its group, and its values.</param>
    /// <param name="limit">Where the tail begins; values above are left out.</param>
    /// <returns>The fit. With all values from samples of one group the error is NaN, and the trouble says so.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A sample has a negative number.</exception>
    public static ExponentialTailFit OfSamples(IReadOnlyList<(long Number, double[] Values)> samples, double limit)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ExponentialTailFit fit = OfValues(samples.SelectMany(sample => sample.Values), limit);
        if (!fit.Quality.IsTrusted)
        {
            return fit;
        }

        // The number of values below the limit, and the sum of their depths.
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

    /// <summary>
    /// The highest limit below which the values pass for exponential.
    /// </summary>
    /// <remarks>
    /// <para>
    /// Limits are tried from above: the highest limit allowed, then limits below which there are 95 %, 90 %, …, 10 % of the values, and
    /// from there on limits with 1.3 times fewer values each, at least 50. The first limit is taken below which exponential values would be
    /// farther from their own fit with a probability of a tenth or more, by the distance of Kolmogorov and Smirnov
    /// (<see cref="KolmogorovSmirnov.ProbabilityOfExponential"/>). Where no limit passes, the search is repeated with a probability of a
    /// hundredth: all limits share values, so that an unlucky draw is refused at all of them.
    /// </para>
    /// <para>
    /// An exponential tail is refused at its true limit once in ten times. Then a lower limit is taken, which costs values but does not
    /// change s. A limit too high is taken where the values are too few to tell: the result says that the values do not contradict an
    /// exponential, not that they follow one. Values of one sample that are correlated seem less exponential than they are. A limit lies
    /// just below the value at its quantile, so that the values below it carry no trace of the choice. Time O(n log n); allocates copies of
    /// the values.
    /// </para>
    /// </remarks>
    /// <param name="values">The values; those above the highest limit are left out.</param>
    /// <param name="highest">The highest limit to try; an infinite one is not tried itself.</param>
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

        for (double left = ascending.Length * LowestStep / (Steps * Fewer); left >= TailLimit.FewestValues; left /= Fewer)
        {
            yield return JustBelowValue((int)left);
        }

        double JustBelowValue(int count) => count < ascending.Length ? Math.BitDecrement(ascending[count]) : double.NaN;
    }
}
