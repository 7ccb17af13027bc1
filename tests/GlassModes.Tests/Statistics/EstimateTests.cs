// Tests means, their errors, and how both are printed.

using GlassModes.Statistics;

namespace GlassModes.Tests.Statistics;

public sealed class EstimateTests
{
    [TestCase(-6.66637, 0.0012345, "-6.6664(12)")]
    [TestCase(1.2345, 0.0996, "1.234(100)")]
    [TestCase(1.5, 0.25, "1.50(25)")]
    [TestCase(1234.5, 150, "1234(150)")]
    [TestCase(30.8552, 10.3, "31(10)")]
    [TestCase(1, 2e-10, "1±2e-10")]
    [TestCase(0.5, double.NaN, "0.5")]
    [TestCase(0.5, 0, "0.5")]
    public void The_error_is_in_the_last_digits(double mean, double error, string text) =>
        Assert.That(new Estimate(mean, error, 2).ToString(), Is.EqualTo(text));

    [Test]
    public void The_error_is_that_of_the_mean()
    {
        Estimate estimate = Estimate.Of([1, 2, 3, 4]);
        Assert.That(estimate.Mean, Is.EqualTo(2.5));
        Assert.That(estimate.StandardError, Is.EqualTo(Math.Sqrt(5.0 / 3 / 4)).Within(1e-15));
    }
}
