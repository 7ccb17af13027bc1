// Tests `glassmodes compare`: the rows, an interruption, and refused arguments.

using System.Text.Json;

namespace GlassModes.Tests.Runner;

public sealed class CompareVerbTests : RunnerTests
{
    [Test]
    public void Every_task_does_the_same_work_on_both_sides()
    {
        JsonElement json = CommandLine.Run(
            "compare", "--particles", "500", "--dense-particles", "160", "--rounds", "2", "--json", "--quiet").With(0).Json;
        JsonElement[] rows = [.. json.GetProperty("rows").EnumerateArray()];
        Assert.That(
            rows.Select(row => row.GetProperty("task").GetString()),
            Is.EqualTo(new[] { "force", "force-and-energy", "list-build", "hessian-product", "lanczos", "dense-eigenvalues" }));
        foreach (JsonElement row in rows)
        {
            string? task = row.GetProperty("task").GetString();
            double managed = Number(row, "managedSeconds");
            double native = Number(row, "nativeSeconds");
            Assert.That(managed, Is.InRange(1e-6, 10), task);
            Assert.That(native, Is.InRange(1e-6, 10), task);
            Assert.That(Number(row, "ratio"), Is.InRange(Number(row, "lowerRatio"), Number(row, "upperRatio")), task);
            Assert.That(Number(row, "tenthPercentileRatio"), Is.Positive, task);
            Assert.That(Number(row, "difference"), Is.InRange(0, 1e-11), task);
            bool allocates = task is "lanczos" or "dense-eigenvalues";
            Assert.That(Number(row, "managedBytesAllocated"), allocates ? Is.Positive : Is.Zero, task);
        }

        Assert.That(json.GetProperty("status").GetString(), Is.EqualTo("done"));
        Assert.That(json.GetProperty("simdWidth").GetInt32(), Is.AnyOf(1, 2, 4, 8));
    }

    [Test]
    public void An_interrupted_comparison_prints_the_rows_it_has()
    {
        string sizes = string.Join(',', Enumerable.Repeat(500, 60));
        CommandResult run = CommandLine.InterruptAtLine(
            "INT", HasRows, [], "compare", "--tasks", "force", "--particles", sizes, "--json").With(130);
        Assert.That(run.LastErrorLine, Does.StartWith("glassmodes compare: interrupted; ").And.Contains("of 60 rows measured"));
        Assert.That(run.Json.GetProperty("status").GetString(), Is.EqualTo("cancelled"));
        Assert.That(run.Json.GetProperty("rows").GetArrayLength(), Is.InRange(1, 59));

        static bool HasRows(string line) =>
            line.Contains("% done", StringComparison.Ordinal) && !line.Contains(" 0.0 % done", StringComparison.Ordinal);
    }

    [TestCase("--tasks", "force,speed", "speed")]
    [TestCase("--particles", "500,many", "many")]
    [TestCase("--particles", "1", "at least 2")]
    [TestCase("--particles", "100", "twice the cutoff")]
    [TestCase("--rounds", "0", "at least 1")]
    public void What_cannot_be_compared_is_refused_before_any_work(string option, string value, string expected)
    {
        CommandResult result = CommandLine.Run("compare", option, value);
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.Errors, Does.Contain(expected));
        Assert.That(result.Output, Is.Empty);
    }
}
