// Tests that rungs are exact powers of ten in order, and that bad ladders are refused.

using GlassModes.Quench;

namespace GlassModes.Tests.Quench;

public class LadderTests
{
    [Test]
    public void Decades_are_exact()
    {
        Ladder ladder = Ladder.Decades(-1.5, -7, 0.1);
        Assert.That(ladder.Rungs, Has.Count.EqualTo(56));
        Assert.That(ladder.Rungs[5].MeanSquaredForce, Is.EqualTo(Math.Pow(10, -2)));
        Assert.That(ladder.Rungs[^1].MeanSquaredForce, Is.EqualTo(1e-7));
        Assert.That(ladder.Rungs, Is.Ordered.Descending);

        // In doubles 0.3/0.1 is below 3, and 48 · 0.1 above 4.8 by two units of the last place.
        Assert.That(Ladder.Decades(0, -0.3, 0.1).Rungs, Has.Count.EqualTo(4));
        Assert.That(Ladder.Decades(0, -5, 0.1).Rungs[48].MeanSquaredForce, Is.EqualTo(Math.Pow(10, -4.8)));
        Assert.That(Math.Pow(10, -48 * 0.1), Is.Not.EqualTo(Math.Pow(10, -4.8)));
    }

    [Test]
    public void A_negative_step_says_the_same() =>
        Assert.That(Ladder.Decades(0, -7, -0.5).Rungs, Is.EqualTo(Ladder.Decades(0, -7, 0.5).Rungs));

    [Test]
    public void Until_ends_with_the_value_asked_for()
    {
        Assert.That(
            Ladder.Decades(-1, -4, 1).Until(3e-3).Rungs.Select(rung => rung.MeanSquaredForce), Is.EqualTo(new[] { 0.1, 0.01, 3e-3 }));
        Assert.That(
            Ladder.Decades(-1, -3, 1).Until(1e-3).Rungs.Select(rung => rung.MeanSquaredForce), Is.EqualTo(new[] { 0.1, 0.01, 1e-3 }));
        Assert.That(Ladder.Decades(-1, -2, 1).Until(1).Rungs.Select(rung => rung.MeanSquaredForce), Is.EqualTo(new[] { 1.0 }));
        foreach (double last in new[] { Math.BitIncrement(1e-3), Math.BitDecrement(1e-3) })
        {
            Assert.That(
                Ladder.Decades(-1, -3, 1).Until(last).Rungs.Select(rung => rung.MeanSquaredForce),
                Is.EqualTo(new[] { 0.1, 0.01, last }),
                "rounding makes no rung of its own");
        }
    }

    [TestCase(-3, -1, 0.5)]
    [TestCase(-3, -1, -0.5)]
    [TestCase(-1, -3, 0)]
    [TestCase(double.NaN, -3, 0.5)]
    [TestCase(0, -300, 1e-4)]
    public void Bad_ladders_are_refused(double from, double to, double step) =>
        Assert.That(() => Ladder.Decades(from, to, step), Throws.ArgumentException);

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.PositiveInfinity)]
    public void Rungs_must_be_positive_and_finite(double rung) =>
        Assert.That(() => new Ladder(rung), Throws.InstanceOf<ArgumentException>());
}
