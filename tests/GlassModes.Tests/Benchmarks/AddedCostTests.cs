// Tests the cost of something by slices in turns.

using GlassModes.Benchmarks.SideBySide;

namespace GlassModes.Tests.Benchmarks;

public sealed class AddedCostTests
{
    [Test]
    public void Runs_take_turns_and_each_begins_as_often()
    {
        List<string> order = [];
        double Slice(string run)
        {
            order.Add(run);
            return 1;
        }

        AddedCost.Measure("x", 4, () => Slice("without"), () => Slice("with"));
        Assert.That(order, Is.EqualTo(new[] { "without", "with", "with", "without", "without", "with", "with", "without" }));
    }

    [Test]
    public void Costs_are_shares_of_the_time_without()
    {
        // A disturbance that slows both slices of a pair does not count, and one that slows a single slice moves no median.
        AddedCost cost = new("x", [1, 1, 3, 1, 1], [1.02, 1.02, 3.06, 1.04, 5]);
        Assert.That(cost.Median, Is.EqualTo(0.02).Within(1e-12));
        Assert.That(cost.Quartiles.Lower, Is.EqualTo(0.02).Within(1e-12));
        Assert.That(cost.Quartiles.Upper, Is.EqualTo(0.04).Within(1e-12));
        Assert.That(cost.Undisturbed, Is.EqualTo(0.02).Within(1e-12));
    }
}
