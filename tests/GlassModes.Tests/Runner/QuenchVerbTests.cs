// `glassmodes quench`: rungs, files, and what an interruption leaves.

using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;
using GlassModes.IO;
using GlassModes.Models;

namespace GlassModes.Tests.Runner;

public sealed class QuenchVerbTests : RunnerTests
{
    [Test]
    public void Rungs_are_reported_and_written()
    {
        CommandResult run = CommandLine.Run(
            "quench", Kalj("W-1.5"), "--model", "kalj", "--ladder", "-1:-1.625:0.125", "--until", "2e-2", "--out", PathOf("out"), "--json", "--quiet").With(0);
        Assert.That(run.Errors, Is.Empty, "quiet");
        JsonElement json = run.Json;
        Assert.That(json.GetProperty("method").GetString(), Is.EqualTo("rkc3"));
        Assert.That(json.GetProperty("status").GetString(), Is.EqualTo("ladderDone"));
        Assert.That(Numbers(json.GetProperty("skippedRungs")), Is.EqualTo(new[] { -1, -1.125, -1.25, -1.375, -1.5 }).Within(1e-12));
        Assert.That(Number(json.GetProperty("initial"), "meanSquaredForce"), Is.EqualTo(Math.Pow(10, -1.5)).Within(1e-9));
        JsonElement[] rungs = [.. json.GetProperty("rungs").EnumerateArray()];
        Assert.That(rungs.Select(rung => Number(rung, "log10W")), Is.EqualTo(new[] { -1.625, Math.Log10(2e-2) }).Within(1e-11));
        Assert.That(Files(), Is.EqualTo(new[] { "out/W_-1.6250.extxyz", "out/W_-1.6990.extxyz", "out/quench.checkpoint" }));
        foreach (JsonElement rung in rungs)
        {
            EnergyReport report = EnergyReport.Of(ConfigurationFile.Read(rung.GetProperty("file").GetString()!), KobAndersen.ForceShifted());
            Assert.That(report.MeanSquaredForce, Is.EqualTo(Number(rung, "rung")).Within(1e-8 * report.MeanSquaredForce));
            Assert.That(report.PotentialEnergyPerParticle, Is.EqualTo(Number(rung, "potentialEnergyPerParticle")).Within(1e-12));
            Assert.That(Number(rung, "forceEvaluations"), Is.InRange(20, 1000));
            Assert.That(Number(rung, "wallSeconds"), Is.Positive);
            JsonElement bracket = rung.GetProperty("bracket");
            Assert.That(Number(rung, "time"), Is.InRange(Number(bracket, "timeBefore"), Number(bracket, "timeAfter")));
            Assert.That(Number(bracket, "meanSquaredForceBefore"), Is.GreaterThan(Number(rung, "rung")));
            Assert.That(Number(bracket, "meanSquaredForceAfter"), Is.LessThanOrEqualTo(Number(rung, "rung")));
            Assert.That(Number(rung.GetProperty("observations"), "dissipationError"), Is.InRange(0, 1e-3));
        }
    }

    [Test]
    public void The_limit_of_evaluations_ends_it_with_a_line_and_the_document()
    {
        CommandResult run = CommandLine.Run("quench", Kalj("W-1.5"), "--model", "kalj", "--max-evaluations", "50", "--json", "--quiet").With(1);
        Assert.That(run.Json.GetProperty("status").GetString(), Is.EqualTo("evaluationLimit"));
        Assert.That(run.ErrorLine, Does.StartWith("glassmodes quench: ").And.Contains("--max-evaluations"));
    }

    [TestCase("INT")]
    [TestCase("TERM")]
    [Platform("Linux")]
    [UnsupportedOSPlatform("windows")]
    public void A_signal_keeps_the_rungs_and_leaves_nothing_half_written(string signal)
    {
        using Process process = CommandLine.Start(
            [], "quench", Kalj("W-1.5"), "--model", "kalj", "--ladder", "-1.501:-9:0.5", "--until", "1e-9", "--out", PathOf("out"), "--json", "--quiet");
        Task<CommandResult> finished = Task.Run(() => CommandLine.Finish(process));
        Stopwatch patience = Stopwatch.StartNew();
        while (!Files().Any(file => file.EndsWith(".extxyz", StringComparison.Ordinal)))
        {
            Assert.That(patience.Elapsed.TotalSeconds, Is.LessThan(60), "waiting for a rung");
            Thread.Sleep(50);
        }

        Process.Start("kill", [$"-{signal}", $"{process.Id}"]).WaitForExit();
        CommandResult run = finished.Result.With(130);
        Assert.That(run.ErrorLine, Does.StartWith("glassmodes quench: interrupted; ").And.Contains("kept"));
        Assert.That(run.Json.GetProperty("status").GetString(), Is.EqualTo("cancelled"));
        string[] kept = [.. run.Json.GetProperty("rungs").EnumerateArray().Select(rung => Path.GetRelativePath(PathOf("."), rung.GetProperty("file").GetString()!))];
        Assert.That(kept, Is.Not.Empty);
        Assert.That(
            Files().Where(file => !file.EndsWith(".previous", StringComparison.Ordinal)),
            Is.EquivalentTo([.. kept, "out/quench.checkpoint"]),
            "the rungs told of, a checkpoint, and no temporary file");
    }
}
