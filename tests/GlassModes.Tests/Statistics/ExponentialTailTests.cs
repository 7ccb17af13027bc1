// Errors over samples of exponential tails.

using GlassModes.RandomNumbers;
using GlassModes.Statistics;

namespace GlassModes.Tests.Statistics;

public class ExponentialTailTests
{
    [Test]
    public void Values_that_share_a_scale_have_the_error_over_samples()
    {
        // Each sample has a scale of its own and zero to twenty values below the limit; the mean scale is e^{0.08}, to which samples contribute by their numbers.
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

            Fit fit = ExponentialTail.OfSamples(samples, -1);
            Fit together = ExponentialTail.OfValues(samples.SelectMany(sample => sample.Values), -1);
            Assert.That(fit, Is.EqualTo(together with { Parameters = fit.Parameters }), "but for the error all is as from values");
            Assert.That(fit["s"].Value, Is.EqualTo(together["s"].Value));
            found.Add(fit["s"].Value);
            stated += fit["s"].Error * fit["s"].Error / Experiments;
            naive += together["s"].Error * together["s"].Error / Experiments;
        }

        double scatter = Math.Sqrt(found.Sum(value => Math.Pow(value - found.Average(), 2)) / (Experiments - 1));
        Assert.That(found.Average(), Is.EqualTo(Math.Exp(0.08)).Within(4 * scatter / Math.Sqrt(Experiments)));
        Assert.That(Math.Sqrt(stated), Is.EqualTo(scatter).Within(0.15 * scatter));
        Assert.That(Math.Sqrt(naive), Is.LessThan(0.7 * scatter), "as if all values were independent");
    }

    [Test]
    public void Without_two_groups_of_samples_there_is_no_error()
    {
        double[] values = [.. Enumerable.Range(1, 20).Select(k => Math.Log(k / 21.0))];
        Fit fit = ExponentialTail.OfSamples([(3, values), (3 + GroupedSums.Groups, values), (4, []), (5, [1])], 0);
        Assert.That(fit["s"].Value, Is.EqualTo(-values.Average()).Within(1e-15));
        Assert.That(fit["s"].Error, Is.NaN);
        Assert.That(fit.Trouble, Does.Contain("one group"));
        Assert.That(ExponentialTail.OfSamples([(3, values), (4, values)], 0).IsConstrained);
        Assert.That(ExponentialTail.OfSamples([(3, [-1, -2]), (4, [-3])], 0).Trouble, Does.Contain("fewer than 10"));
    }
}
