// Tests the errors of exponential tails over samples, and the limits below which tails begin.

using GlassModes.Numerics.RandomNumbers;
using GlassModes.Statistics;

namespace GlassModes.Tests.Statistics;

public class ExponentialTailTests
{
    [Test]
    public void Values_that_share_a_scale_have_the_error_over_samples()
    {
        // Each sample has its own scale and zero to twenty values below the limit. A sample contributes by the number of its values. The
        // mean scale is e^{0.08}.
        const int Experiments = 300;
        Philox random = new(1, 1);
        List<double> found = [];
        double stated = 0;
        double naive = 0;
        for (int experiment = 0; experiment < Experiments; experiment++)
        {
            List<(long Number, double[] Values)> samples = [];
            for (int sample = 0; sample < 96; sample++)
            {
                double scale = Math.Exp(0.4 * random.NextNormalPair().First);
                List<double> values = [0.5, 3];
                int count = (int)(21 * random.NextUniform());
                for (int k = 0; k < count; k++)
                {
                    values.Add(-1 + (scale * Math.Log(random.NextUniform())));
                }

                samples.Add((sample, [.. values]));
            }

            ExponentialTailFit fit = ExponentialTail.OfSamples(samples, -1);
            ExponentialTailFit together = ExponentialTail.OfValues(samples.SelectMany(sample => sample.Values), -1);
            Assert.That(fit.Quality, Is.EqualTo(together.Quality), "only the error differs from that of single values");
            Assert.That(fit.DecayScale.Value, Is.EqualTo(together.DecayScale.Value));
            found.Add(fit.DecayScale.Value);
            stated += fit.DecayScale.Error * fit.DecayScale.Error / Experiments;
            naive += together.DecayScale.Error * together.DecayScale.Error / Experiments;
        }

        double scatter = Math.Sqrt(found.Sum(value => Math.Pow(value - found.Average(), 2)) / (Experiments - 1));
        Assert.That(found.Average(), Is.EqualTo(Math.Exp(0.08)).Within(4 * scatter / Math.Sqrt(Experiments)));
        Assert.That(Math.Sqrt(stated), Is.EqualTo(scatter).Within(0.15 * scatter));
        Assert.That(Math.Sqrt(naive), Is.LessThan(0.7 * scatter), "the naive error takes all values as independent");
    }

    [Test]
    public void Without_two_groups_of_samples_there_is_no_error()
    {
        double[] values = [.. Enumerable.Range(1, 20).Select(k => Math.Log(k / 21.0))];
        ExponentialTailFit fit = ExponentialTail.OfSamples([(3, values), (3 + GroupedSums.Groups, values), (4, []), (5, [1])], 0);
        Assert.That(fit.DecayScale.Value, Is.EqualTo(-values.Average()).Within(1e-15));
        Assert.That(fit.DecayScale.Error, Is.NaN);
        Assert.That(fit.Quality.Trouble, Is.EqualTo(new FitTrouble.OneGroupOfSamples()));
        Assert.That(ExponentialTail.OfSamples([(3, values), (4, values)], 0).Quality.IsTrusted);
        Assert.That(
            ExponentialTail.OfSamples([(3, [-1, -2]), (4, [-3])], 0).Quality.Trouble, Is.EqualTo(new FitTrouble.TooFewValuesBelow(10, 0)));
    }

    // The true limit passes at once nine times in ten. It is also taken when no lower limit passes. With 60 values there is hardly any
    // lower limit.
    [TestCase(60, 0.95)]
    [TestCase(1000, 0.92)]
    public void An_exponential_tail_begins_at_its_limit_nine_times_in_ten_or_more(int count, double share)
    {
        const int Experiments = 1000;
        int whole = 0;
        for (ulong seed = 0; seed < Experiments; seed++)
        {
            // Three values lie above the limit and do not count.
            Philox random = new(seed, 2);
            double[] values = [.. Exponential(count, -2, 0.7, ref random), -1.9, 0.1, 3];
            double limit = ExponentialTail.BestLimit(values, -2).Limit;
            whole += limit == -2 ? 1 : 0;
            if (limit == -2)
            {
                ExponentialTailFit fit = ExponentialTail.OfValues(values, limit);
                Assert.That(fit.DecayScale.Value, Is.EqualTo(0.7).Within(5 * fit.DecayScale.Error));
                Assert.That(fit.Quality.Points, Is.EqualTo(count));
            }
        }

        Assert.That(whole, Is.EqualTo(share * Experiments).Within(25));
    }

    [TestCase(0)]
    [TestCase(0.3)]
    public void A_tail_begins_where_a_deficit_ends(double left)
    {
        // The density is e^{x/1.5} below −2. Above −2 only a share of the values is kept, which falls from `left` to 0 at x = 0.
        List<double> limits = [];
        for (ulong seed = 0; seed < 50; seed++)
        {
            Philox random = new(seed, 3);
            List<double> values = [];
            foreach (double value in Exponential(8000, 0, 1.5, ref random))
            {
                if (value < -2 || random.NextUniform() < left * value / -2)
                {
                    values.Add(value);
                }
            }

            (double limit, bool isExponential) = ExponentialTail.BestLimit(values, 0);
            Assert.That(isExponential);
            ExponentialTailFit fit = ExponentialTail.OfValues(values, limit);
            Assert.That(fit.DecayScale.Value, Is.EqualTo(1.5).Within(5 * fit.DecayScale.Error));
            Assert.That(
                fit.Quality.Points, Is.EqualTo(values.Count(value => value < limit)), "the value at the quantile is not part of the tail");
            limits.Add(limit);
        }

        limits.Sort();
        Assert.That(limits[25], Is.EqualTo(-2).Within(0.1));
        Assert.That(limits[^1], Is.LessThan(-1.8));
        Assert.That(limits[8], Is.GreaterThan(-2.6), "a lower one now and then");
    }

    [Test]
    public void A_normal_distribution_has_no_exponential_tail_that_many_values_would_accept()
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            Philox random = new(seed, 4);
            List<double> values = [];
            while (values.Count < 20000)
            {
                values.Add(-Math.Abs(random.NextNormalPair().First));
            }

            // Beyond one and a half deviations a tenth of the values is left. Their distribution may pass for exponential once in a while.
            (double limit, bool isExponential) = ExponentialTail.BestLimit(values, 0);
            Assert.That(limit, Is.LessThan(-1.5), $"{isExponential}");

            // A tenth of the values suffices to refuse limits near the middle, but hardly limits beyond.
            (limit, isExponential) = ExponentialTail.BestLimit([.. values.Take(2000)], 0);
            Assert.That(limit, Is.LessThan(-0.7), $"{isExponential}");
        }
    }

    [Test]
    public void Fewer_than_fifty_values_have_no_limit()
    {
        Philox random = new(5, 1);
        double[] values = [.. Exponential(50, 0, 1, ref random)];
        TailLimit none = new(double.NaN, false);
        Assert.That(ExponentialTail.BestLimit(values, 0), Is.EqualTo(new TailLimit(0, true)));
        Assert.That(ExponentialTail.BestLimit(values, values.Max() - 1e-9), Is.EqualTo(none), "with one less");
        Assert.That(ExponentialTail.BestLimit([], 0), Is.EqualTo(none));
        Assert.That(ExponentialTail.BestLimit(values, double.PositiveInfinity), Is.EqualTo(none), "an infinite limit is none");
        Assert.That(
            (none.LimitOrJustBelow(-3), none.Trouble), Is.EqualTo((Math.BitDecrement(-3.0), new FitTrouble.TooFewValuesForALimit(50))));
        TailLimit equal = ExponentialTail.BestLimit([.. Enumerable.Repeat(-1.0, 200)], 0);
        Assert.That(equal, Is.EqualTo(new TailLimit(0, false)), "equal ones");
        Assert.That((equal.LimitOrJustBelow(-3), equal.Trouble), Is.EqualTo((0.0, new FitTrouble.NotExponential())));
        Assert.That(ExponentialTail.BestLimit([.. Enumerable.Repeat(-1.0, 200)], -1), Is.EqualTo(new TailLimit(-1, false)));
        Assert.That(new TailLimit(0, true).Trouble, Is.Null);
    }

    [Test]
    public void A_tail_of_few_of_many_values_is_found()
    {
        // One in ten of 20 000 values decays with the scale 3, the others with the scale 1. The two densities are equal near −4.9. About
        // 300 values lie below −6, most of them of the scale 3.
        List<double> found = [];
        for (ulong seed = 0; seed < 20; seed++)
        {
            Philox random = new(seed, 6);
            List<double> values = [.. Exponential(18000, 0, 1, ref random), .. Exponential(2000, 0, 3, ref random)];
            (double limit, bool isExponential) = ExponentialTail.BestLimit(values, 0);
            Assert.That(isExponential, $"{seed}");
            Assert.That(limit, Is.InRange(-10, -4));
            found.Add(ExponentialTail.OfValues(values, limit).DecayScale.Value);
        }

        Assert.That(found.Average(), Is.InRange(2.3, 3.1));
    }

    [TestCase(20)]
    [TestCase(100)]
    public void The_probability_of_an_exponential_is_met_as_often_as_it_says(int count)
    {
        const int Experiments = 20000;
        Philox random = new(9, (ulong)count);
        double[] probabilities = new double[Experiments];
        for (int experiment = 0; experiment < Experiments; experiment++)
        {
            probabilities[experiment] = ExponentialTail.OfValues(Exponential(count, 0, 2, ref random), 0).Quality.Probability;
        }

        foreach (double p in (double[])[0.9, 0.6, 0.3, 0.1, 0.05, 0.02, 0.005, 0.001])
        {
            Assert.That(
                probabilities.Count(value => value < p) / (double)Experiments,
                Is.EqualTo(p).Within((0.08 * p) + (4 * Math.Sqrt(p * (1 - p) / Experiments))),
                $"{p}");
        }

        Assert.That(KolmogorovSmirnov.ProbabilityOfExponential(0, 10), Is.EqualTo(1));
        Assert.That(KolmogorovSmirnov.ProbabilityOfExponential(double.NaN, 10), Is.NaN);
    }

    private static double[] Exponential(int count, double limit, double s, ref Philox random)
    {
        double[] values = new double[count];
        for (int k = 0; k < count; k++)
        {
            values[k] = limit + (s * Math.Log(random.NextUniform()));
        }

        return values;
    }
}
