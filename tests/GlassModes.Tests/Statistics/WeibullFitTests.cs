// Compares the probability that a Weibull fit states with repeated experiments, published points and the limiting process.

using GlassModes.Numerics.RandomNumbers;
using GlassModes.Statistics;

namespace GlassModes.Tests.Statistics;

public class WeibullFitTests
{
    [TestCase(10, 2.5)]
    [TestCase(32, 2.5)]
    [TestCase(32, 0.7)]
    [TestCase(200, 2.5)]
    public void The_probability_is_met_as_often_as_it_says(int count, double shape)
    {
        const int Experiments = 10000;
        Philox random = new(13, (ulong)count);
        double[] probabilities = new double[Experiments];
        for (int experiment = 0; experiment < Experiments; experiment++)
        {
            double[] values = new double[count];
            for (int k = 0; k < count; k++)
            {
                values[k] = 0.02 * Math.Pow(-Math.Log(random.NextUniform()), 1 / shape);
            }

            probabilities[experiment] = WeibullFit.OfValues(values).Quality.Probability;
        }

        foreach (double p in (double[])[0.97, 0.9, 0.7, 0.5, 0.3, 0.2, 0.1, 0.05, 0.02, 0.005])
        {
            Assert.That(
                probabilities.Count(value => value < p) / (double)Experiments,
                Is.EqualTo(p).Within((0.04 * p) + (4 * Math.Sqrt(p * (1 - p) / Experiments))),
                $"{p}");
        }
    }

    [Test]
    public void Another_distribution_is_refused()
    {
        // The values have two exponents, as if there were two kinds of modes.
        Philox random = new(14, 1);
        double[] values = [.. Enumerable.Range(0, 400).Select(k => Math.Pow(-Math.Log(random.NextUniform()), k % 2 == 0 ? 1 : 0.1))];
        Assert.That(WeibullFit.OfValues(values).Quality.Probability, Is.LessThan(1e-6));
        Assert.That(KolmogorovSmirnov.ProbabilityOfWeibull(0, 10), Is.EqualTo(1));
        Assert.That(KolmogorovSmirnov.ProbabilityOfWeibull(double.NaN, 10), Is.NaN);
    }

    [TestCase(0.1, 0.803)]
    [TestCase(0.05, 0.874)]
    [TestCase(0.01, 1.007)]
    public void Percentage_points_of_many_values_are_near_the_published_ones(double probability, double published)
    {
        // Published by Chandra, Singpurwalla and Stephens (1981). Our points are those of the limiting process, see the next test.
        Assert.That(PointOf(probability), Is.EqualTo(published).Within(0.035 * published));
    }

    [Test]
    public void Percentage_points_of_many_values_are_those_of_the_limiting_process()
    {
        // The process √n (F_n − F) with the parameters of largest likelihood tends to B + g I⁻¹ ∫ score dB, where B is the Brownian bridge.
        // For location and scale of ln x, g = u e^{−u} (1, ln u) at 1 − e^{−u} (Durbin, Ann. Stat. 1, 279, 1973).
        const int Steps = 1000;
        const int Experiments = 10000;
        double gap = 1 - 0.57721566490153286;
        double information = (Math.PI * Math.PI / 6) + (gap * gap);
        double determinant = Math.PI * Math.PI / 6;
        (double Location, double Scale)[] scores = [.. Enumerable.Range(0, Steps).Select(k => Score(-Math.Log(1 - ((k + 0.5) / Steps))))];
        (double Location, double Scale)[] slopes =
        [
            .. Enumerable.Range(1, Steps).Select(k => k == Steps ? default : Slope(-Math.Log(1 - ((double)k / Steps)))),
        ];
        Philox random = new(15, 1);
        double[] largest = new double[Experiments];
        double[] walk = new double[Steps];
        for (int experiment = 0; experiment < Experiments; experiment++)
        {
            double end = 0;
            for (int k = 0; k < Steps; k += 2)
            {
                (double first, double second) = random.NextNormalPair();
                (walk[k], walk[k + 1]) = (end + (first / Math.Sqrt(Steps)), end + ((first + second) / Math.Sqrt(Steps)));
                end = walk[k + 1];
            }

            double location = 0;
            double scale = 0;
            for (int k = 0; k < Steps; k++)
            {
                double step = walk[k] - (k > 0 ? walk[k - 1] : 0) - (end / Steps);
                location += scores[k].Location * step;
                scale += scores[k].Scale * step;
            }

            (location, scale) = (((information * location) - (gap * scale)) / determinant, (scale - (gap * location)) / determinant);
            for (int k = 0; k < Steps; k++)
            {
                largest[experiment] = Math.Max(
                    largest[experiment],
                    Math.Abs(walk[k] - (end * (k + 1) / Steps) + (slopes[k].Location * location) + (slopes[k].Scale * scale)));
            }
        }

        // Between two steps a walk goes further by 0.5826 of a step on average (Chernoff, Ann. Math. Stat. 36, 55, 1965).
        Array.Sort(largest);
        foreach (double p in (double[])[0.5, 0.25, 0.1, 0.05, 0.01])
        {
            double point = largest[(int)((1 - p) * Experiments)] + (0.5826 / Math.Sqrt(Steps));
            Assert.That(PointOf(p), Is.EqualTo(point).Within(0.015 * point), $"{p}");
        }

        static (double, double) Score(double u) => (u - 1, (Math.Log(u) * (u - 1)) - 1);
        static (double, double) Slope(double u) => (u * Math.Exp(-u), u * Math.Exp(-u) * Math.Log(u));
    }

    // The value of √n D with a given probability, for n → ∞.
    private static double PointOf(double probability)
    {
        const int Many = 100_000_000;
        (double low, double high) = (0.3, 2);
        while (high - low > 1e-9)
        {
            double middle = 0.5 * (low + high);
            (low, high) = KolmogorovSmirnov.ProbabilityOfWeibull(middle / Math.Sqrt(Many), Many) > probability
                ? (middle, high)
                : (low, middle);
        }

        return low;
    }
}
