// Tests `glassmodes prepare --mpi` as the processes of a real MPI run.

using System.Diagnostics;
using GlassModes.Tests.IO;
using GlassModes.Tests.Runner;

namespace GlassModes.Tests.Mpi;

public sealed class MpiPrepareTests : FileTests
{
    private static readonly string[] s_prepare =
    [
        "prepare", "--model", "kalj", "--particles", "200", "--protocol", "replica-exchange", "--temperature", "1.6", "--replicas", "3",
        "--highest-temperature", "2", "--lowest-temperature", "1.6", "--steps-per-trial", "40", "--threads", "1", "--checkpoint-interval",
        "0.1",
    ];

    [SetUp]
    public void FindMpi() => MpiLauncher.RequireHere();

    [TestCase(2)]
    [TestCase(3)]
    public void Files_are_those_of_one_process(int ranks)
    {
        string[] work = ["--equilibration-trials", "6", "--trials-between-samples", "3", "--samples", "3", "--chains", "2", "--json"];
        CommandLine.Run([.. s_prepare, .. work, "--out", PathOf("one")]).With(0);
        (int code, string output, string errors) = Finish(
            MpiLauncher.StartCommand(ranks, [.. s_prepare, .. work, "--out", PathOf("many"), "--mpi"]));
        Assert.That(code, Is.Zero, errors);
        Assert.That(output.Trim(), Does.StartWith("{\"status\":\"done\"").And.Not.Contain("\n"), "rank 0 alone prints");
        AssertSame(3);
    }

    [Test]
    public void A_process_that_dies_ends_the_run_which_goes_on_to_the_same_bits()
    {
        string[] work = ["--equilibration-trials", "400", "--trials-between-samples", "5", "--samples", "2"];
        CommandLine.Run([.. s_prepare, .. work, "--out", PathOf("one")]).With(0);
        Process launcher = MpiLauncher.StartCommand(2, [.. s_prepare, .. work, "--out", PathOf("many"), "--mpi"]);
        Stopwatch clock = Stopwatch.StartNew();
        while (!File.Exists(PathOf("many/chain_0001.checkpoint.previous")) && clock.Elapsed < TimeSpan.FromMinutes(1))
        {
            Thread.Sleep(20);
        }

        // The last of the processes of this directory is a rank, not the launcher.
        int[] ranks = MpiLauncher.RanksOf(PathOf("many"));
        Assert.That(ranks, Has.Length.EqualTo(2));
        Process.GetProcessById(ranks[^1]).Kill();
        (int code, _, string errors) = Finish(launcher);
        Assert.That(code, Is.Not.Zero);
        Assert.That(errors, Does.Contain("mpirun noticed").Or.Contain("glassmodes prepare"), "it is said that a process died");
        Assert.That(File.Exists(PathOf("many/sample_0002.extxyz")), Is.False, "killed before the end");
        CommandLine.Run([.. s_prepare, .. work, "--out", PathOf("many"), "--resume"]).With(0);
        AssertSame(2);
    }

    [Test]
    public void Wrong_use_is_told_and_nobody_waits()
    {
        CommandResult result = CommandLine.Run(
            "prepare", "--model", "kalj", "--particles", "200", "--temperature", "2", "--samples", "1", "--out", PathOf("x"), "--mpi")
            .With(2);
        Assert.That(result.ErrorLine, Does.Contain("--mpi shares the replicas"));
        (int code, _, string errors) = Finish(MpiLauncher.StartCommand(4, [.. s_prepare, "--samples", "1", "--out", PathOf("x"), "--mpi"]));
        Assert.That(code, Is.EqualTo(2), errors);
        Assert.That(errors, Does.Contain("4 processes share 3 replicas"));

        // A directory in use is found by rank 0 while the others wait for it.
        Directory.CreateDirectory(PathOf("x"));
        File.WriteAllText(PathOf("x/chain_0001.checkpoint"), "damaged");
        (code, _, errors) = Finish(MpiLauncher.StartCommand(2, [.. s_prepare, "--samples", "1", "--out", PathOf("x"), "--mpi"]));
        Assert.That(code, Is.EqualTo(2), errors);
    }

    private static (int Code, string Output, string Errors) Finish(Process process)
    {
        using (process)
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            string errors = process.StandardError.ReadToEnd();
            Assert.That(process.WaitForExit(TimeSpan.FromMinutes(2)), Is.True);
            return (process.ExitCode, output.Result, errors);
        }
    }

    private void AssertSame(int samples)
    {
        for (int k = 1; k <= samples; k++)
        {
            string[] files = [PathOf($"one/sample_{k:d4}.extxyz"), PathOf($"many/sample_{k:d4}.extxyz")];
            Assert.That(File.ReadAllText(files[1]), Is.EqualTo(File.ReadAllText(files[0])), $"sample {k}");
        }

        string[] judged = [.. new[] { "one", "many" }.Select(name => File.ReadAllText(PathOf($"{name}/equilibration_0001.json")))];
        Assert.That(judged[1], Is.EqualTo(judged[0]));
    }
}
