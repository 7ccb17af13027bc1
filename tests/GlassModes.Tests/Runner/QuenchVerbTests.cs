// Tests `glassmodes quench`: rungs, files, and what an interruption leaves behind.

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
            "quench", Kalj("W-1.5"), "--model", "kalj", "--ladder", "-1:-1.625:0.125", "--until", "2e-2", "--out", PathOf("out"), "--json",
            "--quiet").With(0);
        Assert.That(run.Errors, Is.Empty, "quiet");
        JsonElement json = run.Json;
        Assert.That(json.GetProperty("method").GetString(), Is.EqualTo("rkc3"));
        Assert.That(json.GetProperty("status").GetString(), Is.EqualTo("ladderDone"));
        Assert.That(Numbers(json.GetProperty("skippedRungs")), Is.EqualTo(new[] { -1, -1.125, -1.25, -1.375, -1.5 }).Within(1e-12));
        Assert.That(Number(json.GetProperty("initial"), "meanSquaredForce"), Is.EqualTo(Math.Pow(10, -1.5)).Within(1e-9));
        JsonElement[] rungs = [.. json.GetProperty("rungs").EnumerateArray()];
        Assert.That(rungs.Select(rung => Number(rung, "log10W")), Is.EqualTo(new[] { -1.625, Math.Log10(2e-2) }).Within(1e-11));
        Assert.That(
            Files(),
            Is.EqualTo(new[]
            {
                "out/glassmodes.json", "out/quench.checkpoint", "out/rung_06_W_-1.625.extxyz", "out/rung_07_W_-1.699.extxyz",
            }));
        foreach (JsonElement rung in rungs)
        {
            EnergyReport report = EnergyReport.Of(
                ConfigurationFile.Read(rung.GetProperty("file").GetString()!), KobAndersen.ForceShifted());
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
        CommandResult run = CommandLine.Run(
            "quench", Kalj("W-1.5"), "--model", "kalj", "--max-evaluations", "50", "--json", "--quiet").With(1);
        Assert.That(run.Json.GetProperty("status").GetString(), Is.EqualTo("evaluationLimit"));
        Assert.That(run.ErrorLine, Does.StartWith("glassmodes quench: ").And.Contains("--max-evaluations"));
    }

    [TestCase("INT")]
    [TestCase("TERM")]
    [TestCase("USR1")]
    [Platform("Linux")]
    [UnsupportedOSPlatform("windows")]
    public void A_signal_keeps_the_rungs_and_leaves_nothing_half_written(string signal)
    {
        Directory.CreateDirectory(PathOf("out"));
        CommandResult run = CommandLine.InterruptAtFile(
            signal,
            PathOf("out"),
            ".extxyz",
            [
                "quench", Kalj("W-1.5"), "--model", "kalj", "--ladder", "-1.501:-9:0.5", "--until", "1e-9", "--out", PathOf("out"),
                "--json", "--quiet",
            ])
            .With(130);
        Assert.That(run.ErrorLine, Does.StartWith("glassmodes quench: interrupted; ").And.Contains("kept"));
        Assert.That(run.Json.GetProperty("status").GetString(), Is.EqualTo("cancelled"));
        string[] kept =
        [
            .. run.Json.GetProperty("rungs").EnumerateArray().Select(
                rung => Path.GetRelativePath(PathOf("."), rung.GetProperty("file").GetString()!)),
        ];
        Assert.That(kept, Is.Not.Empty);
        Assert.That(
            Files().Where(file => !file.EndsWith(".previous", StringComparison.Ordinal)),
            Is.EquivalentTo([.. kept, "out/glassmodes.json", "out/quench.checkpoint"]),
            "the rungs told of, what the run is, a checkpoint, and no temporary file");
    }

    [TestCase("INT")]
    [TestCase("TERM")]
    [TestCase("KILL")]
    [Platform("Linux")]
    [UnsupportedOSPlatform("windows")]
    public void A_quench_ended_by_a_signal_and_resumed_is_the_same_as_one_that_was_not(string signal)
    {
        string[] arguments =
            [
                "quench", Kalj("W-1.5"), "--model", "kalj", "--ladder", "-1.6:-7:0.2", "--until", "1e-7", "--checkpoint-interval", "0.05",
                "--json", "--quiet", "--out",
            ];
        JsonElement[] whole = Rungs(CommandLine.Run([.. arguments, PathOf("whole")]).With(0));
        Directory.CreateDirectory(PathOf("parts"));
        CommandResult stopped = CommandLine.InterruptAtFile(
            signal, PathOf("parts"), ".previous", [.. arguments, PathOf("parts")]);
        Assert.That(stopped.ExitCode, Is.EqualTo(signal == "KILL" ? 137 : 130));
        CommandResult refused = CommandLine.Run([.. arguments, PathOf("parts")]).With(2);
        Assert.That(refused.ErrorLine, Does.Contain("quench.checkpoint").And.Contains("--resume"));
        CommandResult resumed = CommandLine.Run([.. arguments, PathOf("parts"), "--resume"]).With(0);

        // A process that is killed between two renames leaves only the checkpoint before the newest one.
        Assert.That(
            resumed.Json.GetProperty("resumedFrom").GetString(),
            signal == "KILL" ? Does.StartWith(PathOf("parts/quench.checkpoint")) : Is.EqualTo(PathOf("parts/quench.checkpoint")));
        JsonElement[] parts = Rungs(resumed);
        Assert.That(parts, Has.Length.EqualTo(whole.Length));
        foreach ((JsonElement a, JsonElement b) in parts.Zip(whole))
        {
            foreach (string name in new[] { "log10W", "meanSquaredForce", "time", "potentialEnergyPerParticle", "forceEvaluations" })
            {
                Assert.That(a.GetProperty(name).GetRawText(), Is.EqualTo(b.GetProperty(name).GetRawText()), name);
            }

            Assert.That(
                File.ReadAllBytes(a.GetProperty("file").GetString()!), Is.EqualTo(File.ReadAllBytes(b.GetProperty("file").GetString()!)));
        }

        static JsonElement[] Rungs(CommandResult run) => [.. run.Json.GetProperty("rungs").EnumerateArray()];
    }

    [TestCase("euler", "--timestep", "1e-4")]
    [TestCase("rkc2", "--tolerance", "1e-2")]
    [TestCase("rk32", "--tolerance", "1e-2")]
    [TestCase("fire", "--timestep", "1e-3")]
    [TestCase("cg")]
    public void Every_method_is_to_be_had(string method, params string[] settings)
    {
        JsonElement json = CommandLine.Run(
            [
                "quench", Kalj("W-1.5"), "--model", "kalj", "--ladder", "-1.6:-1.8:0.1", "--until", "1.5e-2", "--method", method, "--json",
                "--quiet", .. settings,
            ]).With(0).Json;
        Assert.That(json.GetProperty("method").GetString(), Is.EqualTo(method));
        JsonElement[] rungs = [.. json.GetProperty("rungs").EnumerateArray()];
        Assert.That(rungs, Has.Length.EqualTo(4));
        Assert.That(rungs[0].GetProperty("time").ValueKind, Is.EqualTo(method == "cg" ? JsonValueKind.Null : JsonValueKind.Number));
        bool flow = method is not ("fire" or "cg");
        Assert.That(
            rungs[0].GetProperty("observations").GetProperty("dissipationError").ValueKind,
            Is.EqualTo(flow ? JsonValueKind.Number : JsonValueKind.Null));
    }

    [TestCase("--timestep is for", "--method", "rkc2", "--timestep", "1e-3")]
    [TestCase("--tolerance", "--method", "euler", "--tolerance", "1e-3")]
    [TestCase("'newton'.* euler, rkc2", "--method", "newton")]
    [TestCase("--resume needs --out", "--resume")]
    public void Settings_that_do_not_go_together_are_refused(string pattern, params string[] settings)
    {
        CommandResult run = CommandLine.Run(["quench", Kalj("W-1.5"), "--model", "kalj", "--until", "1e-2", .. settings]).With(2);
        Assert.That(run.ErrorLine, Does.Match(pattern));
    }
}
