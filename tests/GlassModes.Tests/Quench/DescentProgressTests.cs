// Tests the progress of a quench: the share that is done, and the description.

using GlassModes.Quench;

namespace GlassModes.Tests.Quench;

public class DescentProgressTests
{
    [Test]
    public void Progress_goes_by_decades_and_never_back()
    {
        DescentProgress progress = new(startForce: 1e3, lastForce: 1e-7);
        double[] fractions =
        [
            .. new[] { 1e3, 1e-2, 1e0, 1e-6, 1e-8 }.Select(w => progress.Describe(time: 1, w, evaluationsPerSecond: 100).Fraction),
        ];
        Assert.That(fractions, Is.EqualTo(new[] { 0, 0.5, 0.5, 0.9, 1 }).Within(1e-12));
    }

    [Test]
    public void A_method_without_a_time_is_told_without_a_time()
    {
        DescentProgress progress = new(startForce: 1e3, lastForce: 1e-7);
        Assert.That(progress.Describe(time: 2, 1e-2, 1).Activity, Does.Contain("t = 2.00"));
        Assert.That(progress.Describe(time: double.NaN, 1e-2, 1).Activity, Does.Not.Contain("t ="));
    }
}
