// Tests the median and range of measured times and the ratios between two programs.

using GlassModes.Benchmarks.SideBySide;

namespace GlassModes.Tests.Benchmarks;

public sealed class SeriesTests
{
    [TestCase(new[] { 3.0, 1, 2 }, 2, 1, 3)]
    [TestCase(new[] { 4.0, 1, 10, 2 }, 3, 1, 10)]
    [TestCase(new[] { 7.0 }, 7, 7, 7)]
    public void The_median_is_the_middle(double[] figures, double median, double least, double most) =>
        Assert.That(Spread.Of(figures), Is.EqualTo(new Spread(median, least, most)));

    [Test]
    public void Nothing_has_no_median() => Assert.That(() => Spread.Of([]), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void Times_are_nanoseconds_a_particle_and_ratios_go_round_by_round()
    {
        Series theirs = new("theirs", "0.3");
        Series ours = new("ours", "0.3");
        theirs.Add(new Timing(Seconds: 2, Evaluations: 1000), particles: 500);
        theirs.Add(new Timing(Seconds: 3, Evaluations: 1000), particles: 500);
        ours.Add(new Timing(Seconds: 1, Evaluations: 2000, StepsPerListBuild: 4), particles: 500);
        ours.Add(new Timing(Seconds: 0.5, Evaluations: 2000, StepsPerListBuild: 5), particles: 500);
        Assert.That(theirs.Rounds, Is.EqualTo(new[] { 4000.0, 6000 }).Within(1e-9));
        Assert.That(ours.RatiosOf(theirs), Is.EqualTo(new[] { 4.0, 12 }).Within(1e-12));
        Assert.That(ours.StepsPerListBuild, Is.EqualTo(5));
    }
}
