// The share of a quench that is done.

using GlassModes.Quench;
using GlassModes.Runner.Output;

namespace GlassModes.Tests.Runner;

public class DescentProgressTests
{
    [Test]
    public void Progress_goes_by_decades_and_never_back()
    {
        Display display = new();
        DescentProgress progress = new(display, start: 1e3, lastRung: 1e-7);
        foreach (double w in new[] { 1e3, 1e-2, 1e0, 1e-6, 1e-8 })
        {
            progress.Report(new QuenchProgress(1, w, -6, 100));
        }

        Assert.That(display.Fractions, Is.EqualTo(new[] { 0, 0.5, 0.5, 0.9, 1 }).Within(1e-12));
    }

    private sealed class Display : ProgressDisplay
    {
        public List<double> Fractions { get; } = [];

        public override void Report(WorkProgress value) => Fractions.Add(value.Fraction);

        public override void Milestone(string text)
        {
        }
    }
}
