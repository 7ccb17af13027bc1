// Tests that every statement gets each verdict from samples that were made for it, and what rules and documents say.

using GlassModes.Analysis;
using GlassModes.Figures.Scorecard;
using GlassModes.Papers;

namespace GlassModes.Tests.Figures.Scorecard;

public class PaperScorecardTests
{
    // Several statements are about the same samples.
    private readonly Dictionary<PlantedLiquid, AnalysisResults> _results = [];

    private static IEnumerable<string> Keys => Shimada2024Statements.All.Select(statement => statement.Key);

    [Test]
    public void Every_statement_gets_each_verdict([ValueSource(nameof(Keys))] string key, [Values] Verdict verdict)
    {
        ScorecardRow row = RowOf(key, PlantedStatements.Of(key, verdict));
        Assert.That(row.Verdict, Is.EqualTo(verdict), $"{row.Value}: {row.Detail}");
        Assert.That(row.Samples, Is.Positive, "an ensemble was judged");
        Assert.That(row.Particles, Is.Not.Empty);
    }

    [Test]
    public void Keys_are_unique_and_sentences_are_whole()
    {
        Assert.That(Keys, Is.Unique);
        Assert.That(Keys.Count(), Is.AtLeast(20));
        foreach (PaperStatement statement in Shimada2024Statements.All)
        {
            Assert.That(statement.Sentence, Does.EndWith(".").Or.EndWith(").").And.Match("^[A-Z]"), statement.Key);
            Assert.That(statement.Particles, Is.Ordered.And.Not.Empty, statement.Key);
        }
    }

    [Test]
    public void A_rule_says_when_it_gives_each_verdict_and_which_ensembles_it_takes()
    {
        ScorecardRow row = RowOf("time-law-high-T", PlantedStatements.Of("time-law-high-T", Verdict.Agrees));
        Assert.That(
            $"{row.Rule}",
            Is.EqualTo(
                "Agrees if the value is within 2 combined errors (more with few samples) of 1.7: our error, and 0.05 (half of the last "
                + "digit of the paper). Differs if the value is farther away than this. Not enough data if the fit is in trouble, or our "
                + "error does not tell 1.7 from 2 (the spherical mean-field model); our error is enlarged by sqrt(chi^2/nu) of the fit "
                + "where this is above 1. Of several ensembles with 8 samples or more and N >= 4000, the one with the largest N is "
                + "preferred. The first that decides is taken, but there is no verdict if one with the same or a larger N decides "
                + "otherwise."));
        Assert.That(row.Value.Value, Is.EqualTo(1.7).Within(0.02));
        Assert.That((row.Samples, row.Particles[0], row.Temperature), Is.EqualTo((40L, 4000, 2.0)));
    }

    [Test]
    public void Where_no_ensemble_is_suitable_the_row_says_why()
    {
        PlantedLiquid liquid = PlantedStatements.Of("time-law-high-T", Verdict.Agrees);
        string DetailOf(PlantedLiquid changed) => RowOf("time-law-high-T", changed).Detail;
        Assert.Multiple(() =>
        {
            Assert.That(
                DetailOf(liquid with { Model = "harmonic", Temperature = double.PositiveInfinity }),
                Is.EqualTo("no samples of the model kalj"));
            Assert.That(DetailOf(liquid with { Method = "fire" }), Is.EqualTo("no samples of kalj by steepest descent"));
            Assert.That(
                DetailOf(liquid with { Density = 1.3 }),
                Is.EqualTo("the samples of kalj have another density or other parameters than those of the paper"));
            Assert.That(DetailOf(liquid with { Temperature = 1 }), Is.EqualTo("no samples at T = 2; at hand: T = 1"));
            Assert.That(
                DetailOf(liquid with { Particles = [1000, 2000] }),
                Is.EqualTo("no samples of N >= 4000; at hand: N = 1000, N = 2000"));
            Assert.That(DetailOf(liquid with { Samples = 3 }), Is.EqualTo("3 samples, and 8 are needed"));
        });
    }

    [Test]
    public void Ensembles_of_another_liquid_or_method_are_not_judged()
    {
        PlantedLiquid liquid = PlantedStatements.Of("time-law-high-T", Verdict.Agrees);
        PlantedLiquid[] others =
        [
            liquid with { Temperature = 1 },
            liquid with { Density = 1.1 },
            liquid with { Method = "fire" },
            liquid with { Samples = 7 },
        ];
        foreach (PlantedLiquid other in others)
        {
            ScorecardRow row = RowOf("time-law-high-T", other);
            Assert.That((row.Verdict, row.Samples), Is.EqualTo((Verdict.NotEnoughData, 0L)));
            Assert.That(row.Temperature, Is.NaN);
        }
    }

    [Test]
    public void Flatness_is_not_judged_before_the_end_of_the_power_law()
    {
        ScorecardRow row = RowOf("flatness-high-T", PlantedStatements.Of("time-law-high-T", Verdict.Agrees));
        Assert.That((row.Verdict, row.Detail), Is.EqualTo((Verdict.NotEnoughData, "1 rungs have a value")));
    }

    [Test]
    public void The_first_ensemble_that_decides_is_taken()
    {
        PlantedLiquid liquid = PlantedStatements.Of("time-law-high-T", Verdict.Agrees);
        PlantedLiquid larger = liquid with { Particles = [5000], Samples = 9, Noise = 1 };
        AnalysisResults results = EnsembleAnalysis.Of([.. liquid.Sums(), .. larger.Sums()], Shimada2024.Options);
        ScorecardRow row = PaperScorecard.Of(results).Rows.Single(row => row.Statement.Key == "time-law-high-T");
        Assert.That((row.Verdict, row.Particles[0]), Is.EqualTo((Verdict.Agrees, 4000)));
    }

    [Test]
    public void A_document_has_a_row_and_a_rule_for_each_statement()
    {
        PlantedLiquid liquid = PlantedStatements.Of("core-radius-fixed", Verdict.Agrees);
        PaperScorecard scorecard = PaperScorecard.Of(EnsembleAnalysis.Of(liquid.Sums(), Shimada2024.Options));
        string document = ScorecardMarkdown.Of(scorecard);
        string[] lines = document.Split('\n');
        Assert.That(lines.Count(line => line.StartsWith("| ", StringComparison.Ordinal)), Is.EqualTo(scorecard.Rows.Count + 2));
        Assert.That(lines, Has.One.Contain("Λ(r)/\\|Λ_min\\| collapses"));
        Assert.That(lines, Has.One.EqualTo("**core-radius-fixed** (Sec. III C 2, Fig. 10(a)): agrees."));
        foreach (ScorecardRow row in scorecard.Rows)
        {
            Assert.That(document, Does.Contain($"{row.Rule}").And.Contains(row.Detail));
        }
    }

    private ScorecardRow RowOf(string key, PlantedLiquid liquid)
    {
        if (!_results.TryGetValue(liquid, out AnalysisResults? results))
        {
            results = EnsembleAnalysis.Of(liquid.Sums(), Shimada2024.Options);
            _results.Add(liquid, results);
        }

        PaperStatement statement = Shimada2024Statements.All.Single(statement => statement.Key == key);
        return PaperScorecard.Of(results, [statement]).Rows[0];
    }
}
