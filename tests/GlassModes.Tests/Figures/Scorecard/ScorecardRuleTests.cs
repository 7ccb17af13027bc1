// Tests what single rules must not overlook, with samples that were made for it.

using GlassModes.Analysis;
using GlassModes.Figures.Scorecard;
using GlassModes.Papers;

namespace GlassModes.Tests.Figures.Scorecard;

public class ScorecardRuleTests
{
    private static readonly double[] s_halfDecades = [-1.5, -2, -2.5, -3, -3.5, -4, -4.5, -5, -5.5, -6, -6.5, -7, -7.5, -8];

    [Test]
    public void Flatness_differs_if_W_never_falls_faster_than_the_power_law()
    {
        PlantedLiquid slow = PlantedStatements.Of("time-law-high-T", Verdict.Agrees) with { Particles = [1000], Rungs = s_halfDecades };
        ScorecardRow row = RowOf("flatness-high-T", slow);
        Assert.That(row.Verdict, Is.EqualTo(Verdict.Differs), row.Detail);
        Assert.That(row.Value.Value, Is.EqualTo(Math.Log(10) * (1 - (1 / 1.7) - 0.5) * -1).Within(0.1), "W^(1 - 1/x - 1/y)");
    }

    [Test]
    public void The_law_of_the_length_needs_the_N_of_the_paper_and_rungs_without_a_gap()
    {
        PlantedLiquid whole = PlantedStatements.Of("length-law-range", Verdict.Agrees);
        ScorecardRow small = RowOf("length-law-range", whole with { Particles = [32_000] });
        Assert.That((small.Verdict, small.Samples), Is.EqualTo((Verdict.NotEnoughData, 0L)));
        ScorecardRow gap = RowOf("length-law-range", whole with { Rungs = [-2, -2.5, -3, -3.5, -5.5, -6, -6.5, -7] });
        Assert.That(gap.Verdict, Is.EqualTo(Verdict.NotEnoughData), gap.Detail);
    }

    [Test]
    public void The_law_of_the_length_of_spheres_is_not_asked_for_at_large_W()
    {
        PlantedLiquid spheres = PlantedStatements.Of("length-law-harmonic", Verdict.Agrees);
        ScorecardRow row = RowOf(
            "length-law-harmonic", spheres with { Length = log => (log > -3.9 ? 0.7 : 1) * Math.Exp(0.55 * Math.Pow(10, -0.1 * log)) });
        Assert.That(row.Verdict, Is.EqualTo(Verdict.Agrees), row.Detail);
        Assert.That(row.Value.Value, Is.EqualTo(0.1).Within(0.01));
    }

    [Test]
    public void Extended_modes_next_to_zero_deny_that_all_modes_are_localised()
    {
        PlantedLiquid localised = PlantedStatements.Of("localised-late", Verdict.Agrees);
        ScorecardRow row = RowOf("localised-late", localised with { Edge = log => log < -3.2 ? -0.6 : -2 });
        Assert.That(row.Verdict, Is.EqualTo(Verdict.Differs), row.Detail);
        Assert.That(row.Value.Value, Is.AtLeast(0.67), "the mean over all modes does not show the extended modes");
    }

    [Test]
    public void A_poor_fit_of_a_power_law_does_not_decide()
    {
        PlantedLiquid law = PlantedStatements.Of("time-law-high-T", Verdict.Agrees);
        ScorecardRow row = RowOf(
            "time-law-high-T", law with { Time = log => Math.Pow(10, -log / 1.7) * (1 + (0.5 * Math.Cos(2 * Math.PI * log))) });
        Assert.That(row.Verdict, Is.EqualTo(Verdict.NotEnoughData), $"{row.Value}: {row.Detail}");
    }

    [Test]
    public void An_exponential_tail_at_every_W_is_tested_near_both_ends_of_the_range()
    {
        PlantedLiquid all = PlantedStatements.Of("core-energy-tail", Verdict.Agrees);
        foreach (double[] rungs in new[] { new double[] { -1.5, -2, -3, -4 }, [-6, -7, -8, -9] })
        {
            ScorecardRow row = RowOf("core-energy-tail", all with { Rungs = rungs });
            Assert.That(row.Verdict, Is.EqualTo(Verdict.NotEnoughData), row.Detail);
        }

        PlantedLiquid uniform = PlantedStatements.Of("core-energy-tail", Verdict.Differs) with { Rungs = [-2, -3, -4] };
        Assert.That(RowOf("core-energy-tail", uniform).Verdict, Is.EqualTo(Verdict.Differs), "a rung without such a tail is enough");
    }

    [Test]
    public void A_tail_names_the_rungs_that_could_not_be_tested()
    {
        PlantedLiquid all = PlantedStatements.Of("core-energy-tail", Verdict.Agrees);
        ScorecardRow row = RowOf("core-energy-tail", all with { SamplesAt = log => log < -5 && log > -7 ? 100 : 2000 });
        Assert.That(row.Verdict, Is.EqualTo(Verdict.Agrees), row.Detail);
        Assert.That(row.Detail, Does.Contain("too few values at -6;"));
    }

    [Test]
    public void A_row_counts_the_samples_of_the_rungs_that_were_used()
    {
        PlantedLiquid core = PlantedStatements.Of("core-radius-fixed", Verdict.Agrees);
        ScorecardRow row = RowOf("core-radius-fixed", core with { SamplesAt = log => log < -6.5 ? 20 : 32 });
        Assert.That((row.Verdict, row.Samples), Is.EqualTo((Verdict.Agrees, 20L)), row.Detail);

        PlantedLiquid law = PlantedStatements.Of("time-law-high-T", Verdict.Agrees);
        row = RowOf("time-law-high-T", law with { SamplesAt = log => log < -5 ? 10 : log < -3 ? 36 : 40 });
        Assert.That((row.Verdict, row.Samples), Is.EqualTo((Verdict.Agrees, 36L)), "the law is fitted down to log10 W = -4");
    }

    [Test]
    public void A_row_names_the_sizes_that_were_used()
    {
        PlantedLiquid localised = PlantedStatements.Of("localised-late", Verdict.Agrees);
        ScorecardRow row = RowOf("localised-late", localised);
        Assert.That(row.Particles, Is.EqualTo(new[] { 300, 1200 }), "p is from the smallest and the largest N");
        Assert.That(row.Samples, Is.EqualTo(96L));
    }

    [Test]
    public void Ensembles_that_decide_otherwise_are_named()
    {
        ScorecardRow row = RowOf("time-law-high-T", Law(1.7, 5000), Law(2.3, 4000));
        Assert.That((row.Verdict, row.Particles[0]), Is.EqualTo((Verdict.Agrees, 5000)));
        Assert.That((row.IsDisputed, ScorecardText.VerdictOf(row)), Is.EqualTo((true, "agrees*")));
        Assert.That((row.Others[0].Verdict, row.Others[0].Particles[0]), Is.EqualTo((Verdict.Differs, 4000)));
        Assert.That(row.Detail, Does.EndWith("other ensembles: N = 4000 at T = 2 with 40 samples: differs"));
    }

    [Test]
    public void A_statement_is_not_decided_against_a_larger_system()
    {
        PlantedLiquid many = PlantedStatements.Of("core-energy-tail", Verdict.Agrees);
        PlantedLiquid larger = PlantedStatements.Of("core-energy-tail", Verdict.Differs) with { Particles = [200], Samples = 1200 };
        ScorecardRow row = RowOf("core-energy-tail", many, larger);
        Assert.That((row.Verdict, row.Particles[0]), Is.EqualTo((Verdict.NotEnoughData, 100)), row.Detail);
        Assert.That(row.Detail, Does.StartWith("N = 100 at T = 2 with 1300 samples: agrees alone, and"));
        Assert.That(row.Detail, Does.EndWith("N = 200 at T = 2 with 1200 samples: differs"));
    }

    private static PlantedLiquid Law(double exponent, int particles) => PlantedStatements.Of("time-law-high-T", Verdict.Agrees) with
    {
        Particles = [particles],
        Time = log => Math.Pow(10, -log / exponent),
    };

    private static ScorecardRow RowOf(string key, params PlantedLiquid[] liquids)
    {
        AnalysisResults results = EnsembleAnalysis.Of([.. liquids.SelectMany(liquid => liquid.Sums())], Shimada2024.Options);
        PaperStatement statement = Shimada2024Statements.All.Single(statement => statement.Key == key);
        return PaperScorecard.Of(results, [statement]).Rows[0];
    }
}
