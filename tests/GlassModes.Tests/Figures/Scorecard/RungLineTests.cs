// Tests that values at rungs of the same samples do not pass for independent.

using GlassModes.Figures.Scorecard;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Statistics;

namespace GlassModes.Tests.Figures.Scorecard;

public class RungLineTests
{
    private const int Sets = 4000;
    private const double Error = 0.1;

    // The covariance of values at rungs k and l, by the correlation ρ of neighbouring rungs: σ² ρ^|k − l|.
    private static double[] Values(ulong set, int rungs, double correlation)
    {
        Philox random = new(7, set);
        double[] values = new double[rungs];
        double last = random.NextNormalPair().First;
        for (int k = 0; k < rungs; k++)
        {
            values[k] = Error * last;
            last = (correlation * last) + (Math.Sqrt(1 - (correlation * correlation)) * random.NextNormalPair().First);
        }

        return values;
    }

    [TestCase(0.0)]
    [TestCase(0.7)]
    [TestCase(0.95)]
    [TestCase(1.0)]
    public void Errors_of_means_and_slopes_are_not_too_small(double correlation)
    {
        double means = 0;
        double slopes = 0;
        for (ulong set = 0; set < Sets; set++)
        {
            double[] values = Values(set, 8, correlation);
            FittedValue mean = WeightedMean.OfCorrelated(values.Select(value => new FittedValue(value, Error)));
            FittedValue slope = RungLine.Slope([.. values.Select((value, k) => new DataPoint(-k, value, Error))]);
            means += Math.Pow(mean.Value / mean.Error, 2) / Sets;
            slopes += Math.Pow(slope.Value / slope.Error, 2) / Sets;
        }

        Assert.That(means, Is.AtMost(1.05), "the mean square of the mean in units of its error");
        Assert.That(slopes, Is.AtMost(1.05), "the same of the slope");
    }

    [Test]
    public void Groups_of_values_are_independent_and_values_of_a_group_are_not()
    {
        FittedValue[] group = [new(1, 0.1), new(1, 0.1), new(1, 0.1), new(1, 0.1)];
        Assert.That(WeightedMean.OfCorrelated(group).Error, Is.EqualTo(0.1).Within(1e-12), "not smaller than one error");
        Assert.That(WeightedMean.Of(group).Error, Is.EqualTo(0.05).Within(1e-12));
        Assert.That(WeightedMean.OfGroups([group, group]).Error, Is.EqualTo(0.1 / Math.Sqrt(2)).Within(1e-12));
        FittedValue unequal = WeightedMean.OfCorrelated([new(1, 0.1), new(1, 0.2)]);
        Assert.That(unequal.Error, Is.EqualTo((10 + 5) / (100.0 + 25)).Within(1e-12));
    }

    [Test]
    public void The_slope_is_that_of_a_weighted_line()
    {
        DataPoint[] points = [new(-2, 1, 0.1), new(-3, 2.1, 0.2), new(-4, 2.9, 0.1), new(-6, 5.2, 0.3)];
        FittedValue slope = RungLine.Slope(points);
        Assert.That(slope.Value, Is.EqualTo(LineFit.Of(points).Slope.Value).Within(1e-12));
        Assert.That(slope.Error, Is.GreaterThan(LineFit.Of(points).Slope.Error));
        Assert.That(RungLine.Slope(points[..2]).Error, Is.EqualTo(Math.Sqrt(0.05)).Within(1e-12), "two points are an end of the line each");
    }
}
