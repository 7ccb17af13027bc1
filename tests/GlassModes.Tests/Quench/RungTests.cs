// Tests rungs: equality of W that were computed in different ways, and file names that sort.

using GlassModes.Quench;

namespace GlassModes.Tests.Quench;

public class RungTests
{
    [Test]
    public void Rungs_are_equal_however_their_W_was_computed()
    {
        Rung literal = new(1e-5);
        Rung power = new(Math.Pow(10, -5) * (1 + 4e-16));
        Assert.That(power.MeanSquaredForce, Is.Not.EqualTo(literal.MeanSquaredForce));
        Assert.That(power, Is.EqualTo(literal));
        Assert.That(power.GetHashCode(), Is.EqualTo(literal.GetHashCode()));
        Assert.That(power.Canonical.MeanSquaredForce, Is.EqualTo(literal.Canonical.MeanSquaredForce));
        Assert.That(new Rung(1.001e-5), Is.Not.EqualTo(literal).And.GreaterThan(literal));
    }

    [TestCase(0)]
    [TestCase(-1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void A_rung_is_positive_and_finite(double meanSquaredForce) =>
        Assert.That(() => new Rung(meanSquaredForce), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void File_names_sort_in_the_order_of_the_descent()
    {
        Ladder ladder = Ladder.Decades(1, -9, 0.5);
        string[] names = [.. ladder.Rungs.Select(ladder.FileNameOf)];
        Assert.That(names, Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal));
        Assert.That(names[0], Is.EqualTo("rung_01_W_1.00.extxyz"));
        Assert.That(names[2], Is.EqualTo("rung_03_W_0.00.extxyz"), "no -0.00");
        Assert.That(names[3], Is.EqualTo("rung_04_W_-0.50.extxyz"));
    }

    [Test]
    public void File_names_tell_close_rungs_apart()
    {
        Ladder ladder = Ladder.Decades(-1.5, -2.5, 0.002);
        string[] names = [.. ladder.Rungs.Select(ladder.FileNameOf)];
        Assert.That(names.Distinct().Count(), Is.EqualTo(ladder.Rungs.Count));
        Assert.That(names, Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal));
        Assert.That(names[1], Is.EqualTo("rung_002_W_-1.502.extxyz"));
    }

    [Test]
    public void A_rung_of_another_ladder_has_no_name() =>
        Assert.That(() => Ladder.Decades(-1, -2).FileNameOf(new Rung(1e-7)), Throws.ArgumentException);

    [Test]
    public void Twice_the_same_rung_counts_once() =>
        Assert.That(new Ladder(1e-5, Math.Pow(10, -5) * (1 + 4e-16), 1e-6).Rungs, Has.Count.EqualTo(2));
}
