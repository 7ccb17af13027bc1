// Tests `glassmodes scorecard`: the table, the JSON document and the Markdown file of a few made-up samples.

using System.Text.Json;
using GlassModes.Analysis;
using GlassModes.Ensembles;
using GlassModes.Figures.Scorecard;
using GlassModes.Papers;
using GlassModes.Samples;
using GlassModes.Tests.Ensembles;

namespace GlassModes.Tests.Runner;

public sealed class ScorecardVerbTests : RunnerTests
{
    [Test]
    public void The_document_holds_what_the_library_finds()
    {
        SampleRecord[] records = Records();
        JsonElement json = CommandLine.Run("scorecard", PathOf("tree"), "--json", "--quiet").With(0).Json;
        PaperScorecard expected = PaperScorecard.Of(EnsembleAnalysis.Of([EnsembleSums.Of(records)], Shimada2024.Options));
        JsonElement[] rows = [.. json.GetProperty("rows").EnumerateArray()];
        Assert.That(rows, Has.Length.EqualTo(expected.Rows.Count));
        foreach ((JsonElement row, ScorecardRow other) in rows.Zip(expected.Rows))
        {
            Assert.That(
                row.EnumerateObject().Select(field => field.Name),
                Is.EqualTo(new[]
                {
                    "key", "statement", "source", "paper", "value", "error", "samples", "particles", "temperature", "verdict", "rule",
                    "detail", "others",
                }));
            Assert.That(row.GetProperty("key").GetString(), Is.EqualTo(other.Statement.Key));
            Assert.That(row.GetProperty("samples").GetInt64(), Is.EqualTo(other.Samples));
            Assert.That(row.GetProperty("rule").GetString(), Is.EqualTo($"{other.Rule}"));
            Assert.That(row.GetProperty("verdict").GetString(), Is.AnyOf("agrees", "differs", "notEnoughData"));
        }

        JsonElement cold = rows.Single(row => row.GetProperty("key").GetString() == "time-law-low-T");
        Assert.That(cold.GetProperty("value").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(cold.GetProperty("temperature").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(cold.GetProperty("particles").GetArrayLength(), Is.Zero);
    }

    [Test]
    public void The_table_has_a_line_for_each_statement_and_the_file_has_the_rules()
    {
        Records();
        CommandResult run = CommandLine.Run("scorecard", PathOf("tree"), "--out", PathOf("card.md"), "--quiet").With(0);
        foreach (PaperStatement statement in Shimada2024Statements.All)
        {
            Assert.That(run.Output, Does.Contain($"  {statement.Key}  "));
        }

        Assert.That(run.Output, Does.Contain($"Of {Shimada2024Statements.All.Count} statements, ").And.Contains(PathOf("card.md")));
        Assert.That(File.ReadAllText(PathOf("card.md")), Does.StartWith("# Scorecard\n").And.Contains("Agrees if "));
    }

    [Test]
    public void Wrong_input_is_one_line()
    {
        Records();
        Assert.That(
            CommandLine.Run("scorecard", PathOf("tree"), "--outt", "x").With(2).ErrorLine, Does.Contain("there is no option '--outt'"));
        Assert.That(
            CommandLine.Run("scorecard", PathOf("tree"), "--out", PathOf("none/card.md")).With(2).ErrorLine,
            Does.StartWith("glassmodes scorecard: --out "));
        Assert.That(CommandLine.Run("scorecard", PathOf("nothing")).With(2).ErrorLine, Does.StartWith("glassmodes scorecard: "));
    }

    private SampleRecord[] Records()
    {
        Directory.CreateDirectory(PathOf("tree"));
        SampleRecord[] records = [.. Enumerable.Range(0, 12).Select(k => MadeUpSamples.Record(k, rungs: 3))];
        foreach ((int k, SampleRecord record) in records.Index())
        {
            SampleFile.Write(PathOf($"tree/{k}.h5"), record);
        }

        return records;
    }
}
