// Names of rung files tell rungs apart and do not mislead.

using GlassModes.Quench;

namespace GlassModes.Tests.Quench;

public sealed class RungFilesTests
{
    [Test]
    public void Half_decades_have_two_decimals() =>
        Assert.That(Names(Ladder.HalfDecadesUntil(1e-3)), Is.EqualTo(new[] { "W_-1.50.extxyz", "W_-2.00.extxyz", "W_-2.50.extxyz", "W_-3.00.extxyz" }));

    [Test]
    public void Finer_ladders_have_more_decimals() =>
        Assert.That(Names(Ladder.Decades(0, -0.002, 0.001)), Is.EqualTo(new[] { "W_0.000.extxyz", "W_-0.001.extxyz", "W_-0.002.extxyz" }));

    [Test]
    public void A_rung_between_has_four_decimals() => Assert.That(Names(new Ladder(2e-5)), Is.EqualTo(new[] { "W_-4.6990.extxyz" }));

    [Test]
    public void Near_rungs_are_told_apart() => Assert.That(Names(new Ladder(2e-5, 2.00001e-5)), Is.Unique.And.Length.EqualTo(2));

    private static string[] Names(Ladder ladder)
    {
        RungFiles files = new(ladder);
        return [.. ladder.Rungs.Select(files.NameOf)];
    }
}
