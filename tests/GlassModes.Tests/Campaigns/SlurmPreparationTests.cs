// Prepares the liquids of a campaign by an MPI run under a real Slurm on this machine, which is stopped and queued again.

using System.Diagnostics;
using GlassModes.Campaigns.Plan;
using GlassModes.Campaigns.Status;
using GlassModes.Campaigns.Store;
using GlassModes.Tests.Mpi;
using GlassModes.Tests.Runner;

namespace GlassModes.Tests.Campaigns;

[NonParallelizable]
[Category("Slurm")]
public sealed class SlurmPreparationTests : RunnerTests
{
    // Open MPI refuses to run as root without them. Slurm needs to run as root here.
    private static readonly (string, string)[] s_root = [("OMPI_ALLOW_RUN_AS_ROOT", "1"), ("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1")];

    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(2);

    private SlurmDaemons? _slurm;

    [SetUp]
    public void StartSlurm()
    {
        if (SlurmDaemons.Obstacle is { } obstacle)
        {
            Assert.Ignore(obstacle);
        }

        MpiLauncher.RequireHere();
        Directory.CreateDirectory(PathOf("slurm"));
        _slurm = new SlurmDaemons(PathOf("slurm"));
    }

    [TearDown]
    public void StopSlurm() => _slurm?.Dispose();

    [TestCase("mpirun")]
    [TestCase("srun --mpi=pmix", Explicit = true, Reason = "It needs the plugin of Slurm for PMIx, and as much time again.")]
    public void Liquids_of_an_MPI_run_that_Slurm_stops_and_queues_again_are_those_of_a_local_run(string launcher)
    {
        SlurmDaemons slurm = _slurm!;
        Stopwatch clock = Stopwatch.StartNew();
        void Note(string what) => TestContext.Out.WriteLine($"{clock.Elapsed.TotalSeconds,6:f1} s  {what}");

        string file = FileWith("small.toml", PreparedCampaign.Text(100, steps: 100));
        string results = PathOf("by Slurm");
        CommandResult Submit() => CommandLine.Run(
            [.. slurm.Variables, .. s_root],
            "submit", file, "--out", results, "--ranks", "2", "--launcher", launcher, "--array-size", "1", "--time", "2", "--json");
        string[] ids = [.. Submit().With(0).Json.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("id").GetString()!)];
        Assert.That(ids, Has.Length.EqualTo(3));
        Assert.That(Submit().With(2).ErrorLine, Does.Contain($"scancel {ids[0]} {ids[1]} {ids[2]}"), "it is in the queue already");

        // SIGUSR1 to the script alone, as before a time limit.
        slurm.Await("the preparation is at work", () => IsAtWork(results), s_longestWait);
        slurm.Run("scancel", "--batch", "--signal=USR1", ids[0]);
        slurm.Await("it is queued again", () => StateOf(ids[0]).Contains("Restarts=1", StringComparison.Ordinal));
        Assert.That(StateOf(ids[1]), Does.Contain("JobState=PENDING Reason=Dependency"), "the array waits for its end");
        Note("the preparation was queued again, after SIGUSR1");
        _ = CommandLine.Run("run", file, "--out", PathOf("local"), "--workers", "1", "--quiet").With(0);
        Note("the local run is done");
        slurm.Await(
            "the preparation is done", () => !StateOf(ids[1]).Contains("Reason=Dependency", StringComparison.Ordinal), s_longestWait);
        Note("the preparation is done");
        slurm.Await("all is done", () => slurm.Run("squeue", "--noheader").Length == 0, s_longestWait);
        Note("the queue is empty");

        string log = File.ReadAllText(Path.Combine(results, "slurm", $"{ids[0]}_preparation.log"));
        TestContext.Out.WriteLine(log);
        Assert.That(log, Does.Contain("run: interrupted; 0 of 2 chains done").And.Not.Contain("cannot be queued again"));
        Assert.That(log, Does.Contain("cold       2     2"), "the run that went on has finished all chains");
        string array = File.ReadAllText(Path.Combine(results, "slurm", $"{ids[1]}_1.log"));
        Assert.That(array, Does.Not.Contain("cold/chain_0"), "the array finds the liquids");
        Assert.That(PreparedCampaign.Bits(results, "*.extxyz"), Is.EqualTo(PreparedCampaign.Bits(PathOf("local"), "*.extxyz")));
        Assert.That(PreparedCampaign.Bits(results, "sample.h5"), Is.EqualTo(PreparedCampaign.Bits(PathOf("local"), "sample.h5")));
        Assert.That(File.Exists(Path.Combine(results, "tables", "fixed_w.csv")), "the analysis ran after the array");

        string StateOf(string job) => slurm.Run("scontrol", "show", "job", "--oneliner", job);
    }

    private static bool IsAtWork(string results) =>
        new StatusFile(new CampaignDirectory(results), CampaignShare.Whole).ReadOrNull()?.Workers.Count > 0;
}
