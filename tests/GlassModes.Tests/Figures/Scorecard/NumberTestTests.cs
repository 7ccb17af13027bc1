// Tests the comparison of a number with a stated number, and weighted means.

using GlassModes.Figures.Scorecard;
using GlassModes.Papers;
using GlassModes.Statistics;

namespace GlassModes.Tests.Figures.Scorecard;

public class NumberTestTests
{
    private static readonly NumberTest s_test = new(new StatedNumber(2, 0.05, StatedPrecision.LastDigit, 2.4, "another law"));

    [TestCase(2.0, 0.05, Verdict.Agrees)]
    [TestCase(2.13, 0.05, Verdict.Agrees)]
    [TestCase(2.15, 0.05, Verdict.Differs)]
    [TestCase(1.85, 0.05, Verdict.Differs)]
    [TestCase(2.0, 0.2, Verdict.NotEnoughData)]
    [TestCase(3.0, 0.2, Verdict.Differs)]
    [TestCase(2.0, 0.0, Verdict.NotEnoughData)]
    [TestCase(2.0, double.NaN, Verdict.NotEnoughData)]
    [TestCase(2.0, double.PositiveInfinity, Verdict.NotEnoughData)]
    [TestCase(double.NaN, 0.05, Verdict.NotEnoughData)]
    public void A_number_is_held_against_its_errors_and_the_alternative(double value, double error, Verdict verdict) =>
        Assert.That(s_test.Judge(new FittedValue(value, error), 2), Is.EqualTo(verdict));

    [Test]
    public void A_weighted_mean_has_a_larger_error_if_values_scatter_by_more_than_their_errors()
    {
        FittedValue calm = WeightedMean.Of([new(1, 0.1), new(1.1, 0.1), new(double.NaN, 1), new(5, double.NaN)]);
        Assert.That((calm.Value, calm.Error), Is.EqualTo((1.05, 0.1 / Math.Sqrt(2))).Using<(double, double)>(AreClose));
        FittedValue wild = WeightedMean.Of([new(0, 0.1), new(2, 0.1)]);
        Assert.That((wild.Value, wild.Error), Is.EqualTo((1.0, 1.0)).Using<(double, double)>(AreClose));
        Assert.That(WeightedMean.Of([]).Value, Is.NaN);
    }

    private static bool AreClose((double First, double Second) left, (double First, double Second) right) =>
        Math.Abs(left.First - right.First) < 1e-12 && Math.Abs(left.Second - right.Second) < 1e-12;
}
