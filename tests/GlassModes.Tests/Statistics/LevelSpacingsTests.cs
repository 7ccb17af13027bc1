// Tests spacings of independent levels and of random matrices.

using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Statistics;

namespace GlassModes.Tests.Statistics;

public class LevelSpacingsTests
{
    [Test]
    public void Independent_levels_have_the_ratio_and_the_spacings_of_poisson()
    {
        // The density of levels is e^x, which is far from constant.
        Philox random = new(1, 1);
        List<double> ratios = [];
        List<double> spacings = [];
        for (int sample = 0; sample < 200; sample++)
        {
            double[] levels = [.. Enumerable.Range(0, 100).Select(_ => Math.Log(random.NextUniform())).Order()];
            ratios.AddRange(LevelSpacings.Ratios(levels, -2, 0));
            spacings.AddRange(LevelSpacings.Unfolded(levels, x => 100 * Math.Exp(x), -2, 0));
        }

        AssertMean(ratios, LevelSpacings.PoissonRatio);
        double[] ascending = [.. spacings.Order()];
        Assert.That(
            KolmogorovSmirnov.Distance(ascending, LevelSpacings.PoissonDistribution),
            Is.LessThan(0.02),
            "the spacing density of independent levels");
        Assert.That(KolmogorovSmirnov.Distance(ascending, LevelSpacings.GoeDistribution), Is.GreaterThan(0.1));
    }

    [Test]
    public void Random_matrices_have_the_ratio_and_the_spacings_of_the_orthogonal_ensemble()
    {
        Philox random = new(2, 1);
        List<double> ratios = [];
        List<double> spacings = [];
        const int Order = 150;
        double radius = Math.Sqrt(2 * Order);
        for (int sample = 0; sample < 40; sample++)
        {
            using Eigenpairs pairs = SymmetricEigensolver.All(RandomMatrix(Order, ref random), vectors: false);
            ratios.AddRange(LevelSpacings.Ratios(pairs.Values, -0.5 * radius, 0.5 * radius));

            // Levels are unfolded by the integral of Wigner's semicircle.
            spacings.AddRange(LevelSpacings.Unfolded(
                pairs.Values,
                x => Order * (0.5 + (((x / radius * Math.Sqrt(1 - (x / radius * x / radius))) + Math.Asin(x / radius)) / Math.PI)),
                -0.5 * radius,
                0.5 * radius));
        }

        // The expected ⟨r⟩ is that of large matrices. These matrices are large enough.
        AssertMean(ratios, LevelSpacings.GoeRatio);
        double[] ascending = [.. spacings.Order()];
        Assert.That(KolmogorovSmirnov.Distance(ascending, LevelSpacings.GoeDistribution), Is.LessThan(0.03));
        Assert.That(KolmogorovSmirnov.Distance(ascending, LevelSpacings.PoissonDistribution), Is.GreaterThan(0.1));
    }

    [Test]
    public void Independent_levels_unfolded_by_the_other_samples_have_the_spacings_of_poisson()
    {
        // The density is 75 e^{x/2} below 0, which is about 150 levels a sample.
        Philox random = new(3, 1);
        double[][] samples = new double[400][];
        for (int sample = 0; sample < samples.Length; sample++)
        {
            List<double> levels = [];
            for (double below = -Math.Log(random.NextUniform()); below < 150; below -= Math.Log(random.NextUniform()))
            {
                levels.Add(2 * Math.Log(below / 150));
            }

            samples[sample] = [.. levels];
        }

        Assert.That(samples.Select(levels => levels.Length).Distinct().Count(), Is.GreaterThan(30), "numbers of levels differ");
        int[][] spacings = LevelSpacings.UnfoldedByOthers(samples, -6, 0);
        Assert.That(spacings.Zip(samples, (found, levels) => found.Length - levels.Count(level => level >= -6)), Is.All.EqualTo(-1));
        Estimate mean = Estimate.Of([.. spacings.Select(counts => counts.Average() / 399)]);
        Assert.That(mean.Mean, Is.EqualTo(1 - (1 / 142.5)).Within(4 * mean.StandardError));
        Assert.That(mean.StandardError, Is.LessThan(0.005));

        int[] tenth = [.. spacings.Where((_, sample) => sample % 10 == 0).SelectMany(counts => counts)];
        Assert.That(
            KolmogorovSmirnov.Probability(CountedSpacings.Distance(tenth, LevelSpacings.PoissonDistribution), tenth.Length),
            Is.GreaterThan(0.01));
        Assert.That(CountedSpacings.Distance(tenth, LevelSpacings.GoeDistribution), Is.GreaterThan(0.1));
    }

    [TestCase(11)]
    [TestCase(21)]
    [TestCase(45)]
    [TestCase(101)]
    public void The_steps_of_counted_spacings_are_not_seen(int samples)
    {
        const int Levels = 1000;
        Philox random = new(5, (ulong)samples);
        double[][] levels = new double[samples][];
        for (int sample = 0; sample < samples; sample++)
        {
            levels[sample] = new double[Levels];
            for (int k = 0; k < Levels; k++)
            {
                levels[sample][k] = random.NextUniform();
            }

            Array.Sort(levels[sample]);
        }

        int[][] spacings = LevelSpacings.UnfoldedByOthers(levels);
        int[] counts = [.. spacings.SelectMany(ofSample => ofSample)];
        GroupedSums sums = new(40);
        for (int sample = 0; sample < samples; sample++)
        {
            sums.Add(
                sample,
                [
                    .. CountedSpacings.Histogram(
                        spacings[sample],
                        CountedSpacings.Step(samples),
                        0.1,
                        40).Select(content => content / spacings[sample].Length / 0.1),
                ]);
        }

        Estimate[] density = sums.Jackknife(means => means);
        for (int bin = 0; bin < density.Length; bin++)
        {
            double expected = (Math.Exp(-0.1 * bin) - Math.Exp(-0.1 * (bin + 1))) / 0.1;
            Assert.That(density[bin].Mean, Is.EqualTo(expected).Within(4 * density[bin].StandardError), $"bin {bin}");
            Assert.That(density[bin].StandardError, Is.LessThan(0.05));
        }

        Assert.That(counts.Average(count => (count + 0.5) * CountedSpacings.Step(samples)), Is.EqualTo(1).Within(0.005));
        Assert.That(
            KolmogorovSmirnov.Probability(CountedSpacings.Distance(counts, LevelSpacings.PoissonDistribution), counts.Length),
            Is.GreaterThan(0.05));
    }

    [Test]
    public void Counts_are_spread_over_their_steps_and_compared_at_the_ends_of_them()
    {
        // Steps of 0.4 are spread over bins of 0.25: [0, 0.4), [0.8, 1.2) and a step beyond the last bin.
        double[] contents = CountedSpacings.Histogram([0, 2, 40], 0.4, 0.25, 5);
        Assert.That(contents, Is.EqualTo(new[] { 0.625, 0.375, 0, 0.5, 0.5 }).Within(1e-12));
        Assert.That(CountedSpacings.Step(3), Is.EqualTo(0.4));
        Assert.That(() => CountedSpacings.Step(1), Throws.InstanceOf<ArgumentOutOfRangeException>());

        // In units of the mean 1½ the counts 0 and 4 end at 2/3 and at 10/3. The distribution is ¾ from 2/3 on and 1 from 10/3 on.
        Assert.That(CountedSpacings.Distance([4, 0, 0, 0], s => s / 10), Is.EqualTo(0.75 - (0.1 / 1.5)).Within(1e-12));
        Assert.That(CountedSpacings.Distance([4, 0, 0, 0], s => Math.Min(1, s)), Is.EqualTo(1 - 0.75).Within(1e-12));
        Assert.That(CountedSpacings.Distance([], s => s), Is.NaN);
    }

    [Test]
    public void Random_matrices_unfolded_by_the_other_samples_have_the_spacings_of_the_orthogonal_ensemble()
    {
        Philox random = new(4, 1);
        double[][] samples = new double[100][];
        for (int sample = 0; sample < samples.Length; sample++)
        {
            // The orders 60 and 61 alternate. Each sample is unfolded by the 99 others, of which 50 have the other order.
            using Eigenpairs pairs = SymmetricEigensolver.All(RandomMatrix(sample % 2 == 0 ? 60 : 61, ref random), vectors: false);
            samples[sample] = [.. pairs.Values];
        }

        int[] spacings = [.. LevelSpacings.UnfoldedByOthers(samples, -6, 6).SelectMany(counts => counts)];
        Assert.That(spacings.Average() / 99, Is.EqualTo(1).Within(0.02));
        Assert.That(CountedSpacings.Distance(spacings, LevelSpacings.GoeDistribution), Is.LessThan(0.03));
        Assert.That(CountedSpacings.Distance(spacings, LevelSpacings.PoissonDistribution), Is.GreaterThan(0.1));
    }

    [Test]
    public void A_sample_is_unfolded_by_all_others_and_not_by_itself()
    {
        int[][] spacings = LevelSpacings.UnfoldedByOthers([[-3, -2, -2, -1, 5], [-2.5, -2, 7], [], [-9, 0]]);
        Assert.That(spacings, Is.EqualTo(new int[][] { [1, 0, 1, 1], [0, 5], [], [6] }));
        int[][] limited = LevelSpacings.UnfoldedByOthers([[-3, -2, -2, -1, 5], [-2.5, -2, 7], [], [-9, 0]], -2, 0);
        Assert.That(limited, Is.EqualTo(new int[][] { [0, 1], [], [], [] }));
        Assert.That(LevelSpacings.UnfoldedByOthers([[-3, -2]], -4, 0), Is.EqualTo(new int[][] { [] }), "there are no others");
        Assert.That(LevelSpacings.UnfoldedByOthers([], -4, 0), Is.Empty);
    }

    [TestCase(3, 0.3705)]
    [TestCase(10, 0.3804)]
    public void Shuffled_levels_have_the_ratio_of_independent_ones_of_their_density(double mean, double known)
    {
        // The number of levels follows Poisson's distribution, and their density is e^x below 0. The three levels above 0 do not count. A
        // sample of n levels has the pairs of spacings k and k + 1 from the bottom for k ≤ n − 2.
        const int Samples = 2000;
        Philox random = new(6, (ulong)mean);
        double[][] samples = new double[Samples][];
        for (int sample = 0; sample < Samples; sample++)
        {
            List<double> levels = [0.5, 0.6, 2];
            for (double arrival = -Math.Log(random.NextUniform()); arrival < mean; arrival -= Math.Log(random.NextUniform()))
            {
                levels.Add(Math.Log(random.NextUniform()));
            }

            samples[sample] = [.. levels.Order()];
        }

        static double Part(double c) => (c * Math.Log(1 + (1 / c))) - (c / (1 + c));
        static double OfTriple(double k) => Part(k / (k + 1)) + Part((k + 1) / k);
        double[] triples = [.. samples.SelectMany(levels => Enumerable.Range(1, Math.Max(0, levels.Length - 5)).Select(k => OfTriple(k)))];
        Assert.That(OfTriple(1), Is.EqualTo(0.3603).Within(1e-4));
        Assert.That(OfTriple(1e4), Is.EqualTo(LevelSpacings.PoissonRatio).Within(1e-4));
        Assert.That(triples.Average(), Is.EqualTo(known).Within(5e-4));
        Estimate found = LevelSpacings.RatioOfShuffled(samples, double.NegativeInfinity, 0, 64, 1);
        Assert.That(found.Samples, Is.EqualTo(64));
        Assert.That(found.StandardError, Is.LessThan(1e-3));
        Assert.That(found.Mean, Is.EqualTo(triples.Average()).Within(4 * found.StandardError));
        Assert.That(found, Is.EqualTo(LevelSpacings.RatioOfShuffled(samples, double.NegativeInfinity, 0, 64, 1)), "the same always");
        Assert.That(
            LevelSpacings.RatioOfShuffled([[1, 2], [0, 1, 3]], 0, 2, 4, 1),
            Is.EqualTo(new Estimate(double.NaN, double.NaN, 0)),
            "two levels between the limits at most");
        Assert.That(() => LevelSpacings.RatioOfShuffled(samples, 0, 1, 0, 1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Shuffled_levels_of_random_matrices_are_independent()
    {
        Philox random = new(7, 1);
        double[][] samples = new double[200][];
        for (int sample = 0; sample < samples.Length; sample++)
        {
            using Eigenpairs pairs = SymmetricEigensolver.All(RandomMatrix(60, ref random), vectors: false);
            samples[sample] = [.. pairs.Values];
        }

        // In the middle of the semicircle the density is nearly uniform.
        Estimate found = LevelSpacings.RatioOfShuffled(samples, -5, 5, 64, 2);
        Assert.That(
            Estimate.Of([.. samples.SelectMany(levels => LevelSpacings.Ratios(levels, -5, 5))]).Mean,
            Is.EqualTo(LevelSpacings.GoeRatio).Within(0.02));
        Assert.That(found.Mean, Is.EqualTo(LevelSpacings.PoissonRatio).Within(0.005));
    }

    [Test]
    public void Limits_leave_out_what_is_not_between_them_as_a_whole()
    {
        double[] levels = [-3, -2, -1.5, -1, 0, 4];
        Assert.That(LevelSpacings.Ratios(levels), Is.EqualTo(new[] { 0.5, 1, 0.5, 0.25 }));
        Assert.That(LevelSpacings.Ratios(levels, -2, 0), Is.EqualTo(new[] { 1, 0.5 }));
        Assert.That(LevelSpacings.Ratios([1, 1, 1, 2]), Is.EqualTo(new[] { 0.0 }), "no ratio of three that coincide");
        Assert.That(LevelSpacings.Ratios([1, 2]), Is.Empty);
        Assert.That(LevelSpacings.Unfolded(levels, x => 2 * x, -2, -1), Is.EqualTo(new[] { 1.0, 1 }));
    }

    [Test]
    public void Densities_are_normalised_with_a_mean_of_one()
    {
        foreach (Func<double, double> density in (Func<double, double>[])[LevelSpacings.PoissonDensity, LevelSpacings.GoeDensity])
        {
            double[] grid = [.. Enumerable.Range(0, 60000).Select(k => (k + 0.5) * 5e-4)];
            Assert.That(grid.Sum(density) * 5e-4, Is.EqualTo(1).Within(1e-6));
            Assert.That(grid.Sum(s => s * density(s)) * 5e-4, Is.EqualTo(1).Within(1e-6));
        }
    }

    [Test]
    public void Distributions_are_the_integrals_of_densities()
    {
        foreach ((Func<double, double> distribution, Func<double, double> density) in ((Func<double, double>, Func<double, double>)[])
            [(LevelSpacings.PoissonDistribution, LevelSpacings.PoissonDensity), (LevelSpacings.GoeDistribution, LevelSpacings.GoeDensity)])
        {
            Assert.That(distribution(0), Is.Zero);
            Assert.That(distribution(1.7), Is.EqualTo(Enumerable.Range(0, 1700).Sum(k => density((k + 0.5) * 1e-3)) * 1e-3).Within(1e-6));
        }
    }

    private static void AssertMean(List<double> values, double expected)
    {
        Estimate mean = Estimate.Of(values);
        Assert.That(mean.Mean, Is.EqualTo(expected).Within(4 * mean.StandardError));
        Assert.That(mean.StandardError, Is.LessThan(0.01));
    }

    private static DenseSymmetricMatrix RandomMatrix(int order, ref Philox random)
    {
        DenseSymmetricMatrix matrix = new(order);
        for (int column = 0; column < order; column++)
        {
            for (int row = 0; row <= column; row++)
            {
                double value = random.NextNormalPair().First * (row == column ? 1 : Math.Sqrt(0.5));
                matrix.Column(column)[row] = value;
                matrix.Column(row)[column] = value;
            }
        }

        return matrix;
    }
}
