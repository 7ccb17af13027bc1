// Tests `glassmodes run --prepare --mpi` as the processes of a real MPI run.

using System.Diagnostics;
using GlassModes.Tests.Campaigns;
using GlassModes.Tests.Runner;

namespace GlassModes.Tests.Mpi;

public sealed class MpiCampaignTests : RunnerTests
{
    [SetUp]
    public void FindMpi() => MpiLauncher.RequireHere();

    // Schedulers signal the launcher, which passes SIGUSR1 on to all ranks, or signal ranks themselves.
    [Test]
    public void Liquids_of_an_MPI_run_that_was_interrupted_are_those_of_one_process()
    {
        string file = FileWith("small.toml", PreparedCampaign.Text(30, steps: 100));
        AssertInterrupted(Interrupt(PathOf("many"), file, launcher => launcher.Id));
        AssertInterrupted(Interrupt(PathOf("other"), file, _ => MpiLauncher.RanksOf(PathOf("other"))[^1]));
        foreach (string name in new[] { "many", "other" })
        {
            Assert.That(File.Exists(PathOf($"{name}/cold/liquids/chain_0001.checkpoint")));
        }

        CommandResult rest = Finish(MpiLauncher.StartCommand(3, Prepare(file, PathOf("many")))).With(0);
        Assert.That(rest.Json.GetProperty("processes").GetInt32(), Is.EqualTo(3), "rank 0 alone prints");
        _ = CommandLine.Run("run", file, "--out", PathOf("one"), "--prepare", "--quiet").With(0);
        Assert.That(PreparedCampaign.Bits(PathOf("many")), Is.EqualTo(PreparedCampaign.Bits(PathOf("one"))));
    }

    [Test]
    public void A_rank_that_fails_ends_all_and_wrong_use_is_told_once()
    {
        string file = FileWith("small.toml", PreparedCampaign.Text(20));
        CommandResult result = Finish(MpiLauncher.StartCommand(4, Prepare(file, PathOf("x")))).With(2);
        Assert.That(Count(result.Errors, "4 processes share the 3 replicas of the state cold"), Is.EqualTo(1));
        Assert.That(Directory.Exists(PathOf("x")), Is.False);

        // Steps so long that particles meet.
        string wild = FileWith("wild.toml", PreparedCampaign.Text(20).Replace("replicas = 3", "replicas = 3\ntimestep = 0.3"));
        result = Finish(MpiLauncher.StartCommand(2, Prepare(wild, PathOf("y")))).With(1);
        Assert.That(result.Errors, Does.Match("rank [01] of 2: glassmodes run: The potential energy is NaN"));
    }

    // Signals a process as soon as the ranks are at work.
    private static CommandResult Interrupt(string directory, string file, Func<Process, int> findProcess)
    {
        using Process launcher = MpiLauncher.StartCommand(2, Prepare(file, directory));
        Task<string> output = launcher.StandardOutput.ReadToEndAsync();
        List<string> errors = [];
        while (launcher.StandardError.ReadLine() is { } line)
        {
            if (line.Contains("trial 1 of", StringComparison.Ordinal))
            {
                using Process kill = Process.Start("kill", ["-USR1", $"{findProcess(launcher)}"]);
                kill.WaitForExit();
            }

            errors.Add(line);
        }

        launcher.WaitForExit();
        return new CommandResult(launcher.ExitCode, output.Result, string.Join('\n', errors));
    }

    private static void AssertInterrupted(CommandResult result)
    {
        _ = result.With(130);
        Assert.That(Count(result.Errors, "glassmodes run: interrupted; 0 of 2 chains done"), Is.EqualTo(1), result.Errors);
        Assert.That(result.Json.GetProperty("status").GetString(), Is.EqualTo("cancelled"));
    }

    private static string[] Prepare(string file, string directory) =>
        ["run", file, "--out", directory, "--prepare", "--mpi", "--threads", "1", "--json"];

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static CommandResult Finish(Process process)
    {
        using (process)
        {
            return CommandLine.Finish(process);
        }
    }
}
