// Tests which samples, rungs and modes a page shows where not all of them fit.

using GlassModes.Figures.Page;

namespace GlassModes.Tests.Figures.Page;

public class ModeBudgetTests
{
    private const int Rungs = 12;
    private readonly List<string> _warnings = [];

    [SetUp]
    public void Forget() => _warnings.Clear();

    [Test]
    public void What_fits_stays_as_it_is()
    {
        ModeView[] views = [View(1000, 1, modes: 3), View(1000, 2, modes: 3), View(8000, 1, modes: 1)];
        Assert.That(ModeBudget.Fit(views, ModeBudget.DefaultBytes, _warnings.Add), Is.EqualTo(views));
        Assert.That(_warnings, Is.Empty);
    }

    [Test]
    public void First_samples_come_before_second_ones_and_large_samples_lose_modes_and_rungs()
    {
        ModeView[] views = [View(100, 1, 1), View(100, 2, 1), View(200, 1, 3), View(200, 2, 1)];

        // A sample of N = 100 takes 9.6 kB, one of N = 200 takes 19.2 kB with one mode and 41 kB with three.
        IReadOnlyList<ModeView> shown = ModeBudget.Fit(views, 35e3, _warnings.Add);
        Assert.That(shown.Select(view => (view.Particles, view.Sample)), Is.EqualTo(new[] { (100, 1), (100, 2), (200, 1) }));
        Assert.That(shown[2].Rungs.Select(rung => rung.Modes.Count), Is.All.EqualTo(1).And.Exactly(Rungs).Items);
        Assert.That(shown[1].Rungs, Has.Count.EqualTo(7), "what is left");
        Assert.That(shown[1].Rungs.Select(rung => rung.Log10W).First(), Is.EqualTo(-1));
        Assert.That(shown[1].Rungs.Select(rung => rung.Log10W).Last(), Is.EqualTo(-Rungs));
        Assert.That(
            _warnings.Single(),
            Is.EqualTo(
                "to stay below 15 MB, the page shows in space the lowest mode alone of sample 1 of kalj, N = 200, T = 2; "
                + "7 of 12 rungs and the lowest mode of sample 2 of kalj, N = 100, T = 2; nothing of sample 2 of kalj, N = 200, T = 2"));
    }

    private static ModeView View(int particles, int sample, int modes)
    {
        ViewedMode mode = new(0, 0, [], [], 0, 0, 0, 0, [], []);
        return new ModeView(
            "kalj",
            2,
            sample,
            10,
            new byte[particles],
            [1],
            [.. Enumerable.Range(1, Rungs).Select(k => new ModeViewRung(-k, 0, null, [], [.. Enumerable.Repeat(mode, modes)]))]);
    }
}
