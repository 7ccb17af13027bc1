// Compares errors by the jackknife with closed forms, and tests merging to the last bit.

using GlassModes.Numerics.RandomNumbers;
using GlassModes.Statistics;

namespace GlassModes.Tests.Statistics;

public class GroupedSumsTests
{
    [Test]
    public void Up_to_as_many_samples_as_groups_the_error_of_a_mean_is_the_usual_one()
    {
        Random random = new(1);
        double[] values = [.. Enumerable.Range(0, 20).Select(_ => random.NextDouble())];
        GroupedSums sums = new(1);
        for (int k = 0; k < values.Length; k++)
        {
            sums.Add(k, [values[k]]);
        }

        Estimate expected = Estimate.Of(values);
        Estimate found = sums.Jackknife(means => means)[0];
        Assert.That(found.Mean, Is.EqualTo(expected.Mean).Within(1e-15));
        Assert.That(found.StandardError, Is.EqualTo(expected.StandardError).Within(1e-14));
        Assert.That(found.Samples, Is.EqualTo(20));
    }

    [Test]
    public void The_error_of_a_function_of_means_is_right_on_average()
    {
        // The function is exp of the mean of uniform numbers. Error propagation gives e^{1/2}/√(12 n). A single error is known to about 13
        // per cent, so that the mean square over many experiments is compared.
        Random random = new(2);
        const int Samples = 640;
        List<double> squares = [];
        List<double> values = [];
        for (int experiment = 0; experiment < 200; experiment++)
        {
            GroupedSums sums = new(1);
            for (int k = 0; k < Samples; k++)
            {
                sums.Add(k, [random.NextDouble()]);
            }

            Estimate found = sums.Jackknife(means => [Math.Exp(means[0])])[0];
            squares.Add(found.StandardError * found.StandardError);
            values.Add(found.Mean);
        }

        double expected = Math.Exp(0.5) / Math.Sqrt(12 * Samples);
        Assert.That(Math.Sqrt(squares.Average()), Is.EqualTo(expected).Within(0.04 * expected));
        double scatter = Math.Sqrt(values.Sum(value => Math.Pow(value - values.Average(), 2)) / (values.Count - 1));
        Assert.That(scatter, Is.EqualTo(expected).Within(0.15 * expected), "and it is what repeated experiments scatter by");
    }

    [Test]
    public void Sums_over_the_same_samples_lose_a_group_together()
    {
        // Two means share most of their noise. The shared noise has the deviation 1, the separate noise 0.2. The error of the difference is
        // 0.2 √(2/n). For independent means it would be √(2.08/n).
        const int Samples = 320;
        const int Experiments = 300;
        Philox random = new(4, 1);
        double joint = 0;
        double apart = 0;
        List<double> values = [];
        for (int experiment = 0; experiment < Experiments; experiment++)
        {
            GroupedSums[] sums = [new(1), new(2)];
            for (int k = 0; k < Samples; k++)
            {
                (double shared, double first) = random.NextNormalPair();
                sums[0].Add(k, [3 + shared + (0.2 * first)]);
                sums[1].Add(k, [0, 1 + shared + (0.2 * random.NextNormalPair().First)]);
            }

            Estimate found = GroupedSums.Jackknife(sums, means => [means[0][0] - means[1][1]])[0];
            values.Add(found.Mean);
            joint += found.StandardError * found.StandardError / Experiments;
            apart += sums.Sum(part => Math.Pow(part.Jackknife(means => [means[^1]])[0].StandardError, 2)) / Experiments;
            Assert.That(found.Samples, Is.EqualTo(Samples));
        }

        double scatter = Math.Sqrt(values.Sum(value => Math.Pow(value - values.Average(), 2)) / (values.Count - 1));
        Assert.That(values.Average(), Is.EqualTo(2).Within(4 * scatter / Math.Sqrt(Experiments)));
        Assert.That(Math.Sqrt(joint), Is.EqualTo(scatter).Within(0.15 * scatter));
        Assert.That(Math.Sqrt(apart), Is.GreaterThan(3 * scatter), "the error of independent means");
    }

    [Test]
    public void One_of_the_sums_alone_has_the_error_it_has_by_itself()
    {
        Philox random = new(5, 1);
        GroupedSums[] sums = [new(1), new(1), new(1), new(1)];
        for (int k = 0; k < 50; k++)
        {
            sums[0].Add(k, [random.NextUniform()]);
            sums[1].Add(k, [random.NextUniform()]);
        }

        // The third sums have samples of one group only. The fourth sums have none.
        sums[2].Add(3, [2]);
        sums[2].Add(3 + GroupedSums.Groups, [4]);
        Estimate[] found = GroupedSums.Jackknife(
            sums,
            means => [means[0][0], means[1][0], means[2][0], means[3][0], means.Select(mean => mean[0]).Where(double.IsFinite).Sum()]);
        Assert.That(found[0], Is.EqualTo(sums[0].Jackknife(means => means)[0]));
        Assert.That(found[1].StandardError, Is.EqualTo(sums[1].Jackknife(means => means)[0].StandardError));
        Assert.That((found[2].Mean, found[2].StandardError), Is.EqualTo((3, double.NaN)), "no error, and not the error zero");
        Assert.That((found[3].Mean, found[3].StandardError), Is.EqualTo((double.NaN, double.NaN)));
        Assert.That(found[4].StandardError, Is.GreaterThan(1), "what a function can do without is counted by what it changes");
        Assert.That(found.Select(estimate => estimate.Samples), Is.All.EqualTo(50));
        Assert.That(() => GroupedSums.Jackknife([], _ => []), Throws.ArgumentException);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(20)]
    public void A_ratio_that_hangs_on_one_group_has_no_error(int samples)
    {
        // Only the last sample has a spacing ratio. All samples have the third quantity.
        GroupedSums sums = new(3);
        for (int k = 0; k < samples; k++)
        {
            sums.Add(k, k == samples - 1 ? [1, 0.4049, k] : [0, 0, k]);
        }

        Estimate[] found = sums.Jackknife(
            means => [means[1] / means[0], means[0] > 0 ? means[1] / means[0] : double.NaN, 1 / (means[0] - means[0]), means[2]]);
        Assert.That(found.Take(2).Select(estimate => estimate.Mean), Is.All.EqualTo(0.4049).Within(1e-15));
        Assert.That(found.Take(3).Select(estimate => estimate.StandardError), Is.All.NaN, "neither zero nor small");
        Assert.That(found[3].StandardError, samples > 1 ? Is.GreaterThan(0.2) : Is.NaN);

        // With a second group there is an error.
        sums.Add(samples, [1, 0.5, 0]);
        Assert.That(
            sums.Jackknife(means => [means[1] / means[0]])[0].StandardError,
            Is.EqualTo(0.5 * (0.5 - 0.4049)).Within(samples == 1 ? 1e-12 : 0.03));
    }

    [Test]
    public void Parts_merged_in_any_order_are_the_whole_to_the_last_bit()
    {
        Random random = new(3);
        double[][] samples = [.. Enumerable.Range(0, 100).Select(_ => new[] { random.NextDouble(), random.NextDouble() * 1e-8 })];
        GroupedSums whole = new(2);
        GroupedSums[] parts = [new(2), new(2), new(2)];
        for (int k = 0; k < samples.Length; k++)
        {
            whole.Add(k, samples[k]);
        }

        for (int k = samples.Length - 1; k >= 0; k--)
        {
            parts[random.Next(3)].Add(k, samples[k]);
        }

        GroupedSums merged = new(2);
        merged.Add(parts[2]);
        merged.Add(parts[0]);
        for (int group = 0; group < GroupedSums.Groups; group++)
        {
            merged.Add(group, parts[1].CountOf(group), parts[1].SumsOf(group));
        }

        Func<double[], double[]> ratio = means => [means[0] / means[1], means[0]];
        Assert.That(merged.Count, Is.EqualTo(100));
        Assert.That(merged.Means(), Is.EqualTo(whole.Means()));
        Assert.That(merged.Jackknife(ratio), Is.EqualTo(whole.Jackknife(ratio)));
    }

    [Test]
    public void Nothing_has_no_mean_and_one_sample_no_error()
    {
        GroupedSums sums = new(1);
        Assert.That(sums.Means()[0], Is.NaN);
        sums.Add(7, [2.5]);
        Estimate single = sums.Jackknife(means => means)[0];
        Assert.That((single.Mean, single.Samples), Is.EqualTo((2.5, 1)));
        Assert.That(single.StandardError, Is.NaN);
        Assert.That(() => sums.Add(-1, [1]), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
