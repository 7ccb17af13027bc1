// Runs a campaign by a real Slurm on this machine: an array of four tasks on two cores, with tasks that are ended in three ways.

using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using GlassModes.Campaigns.Plan;
using GlassModes.Campaigns.Status;
using GlassModes.Campaigns.Store;
using GlassModes.Tests.Runner;

namespace GlassModes.Tests.Campaigns;

[NonParallelizable]
[Category("Slurm")]
public sealed class SlurmTests : RunnerTests
{
    // A chain of dynamics takes some seconds, so that a task can be caught in the middle.
    private const string Text =
        """
        seed = 5
        workers = 2
        [quench]
        until = 1e-3
        [liquid]
        equilibrate_nvt = 1000
        equilibrate_nve = 1
        interval = 0.5
        samples_per_chain = 2
        [[states]]
        name = "hot"
        model = "kalj"
        particles = 200
        temperature = 2.0
        samples = 8

        """;

    // A check of time limits comes every half minute, and a job may start a while after it was asked to be queued again.
    private static readonly TimeSpan s_longestArray = TimeSpan.FromMinutes(4);

    private SlurmDaemons? _slurm;

    [SetUp]
    public void StartSlurm()
    {
        if (SlurmDaemons.Obstacle is { } obstacle)
        {
            Assert.Ignore(obstacle);
        }

        Directory.CreateDirectory(PathOf("slurm"));
        _slurm = new SlurmDaemons(PathOf("slurm"));
    }

    [TearDown]
    public void StopSlurm() => _slurm?.Dispose();

    [Test]
    public void Tasks_that_are_ended_by_hand_and_by_their_time_limit_leave_the_bits_of_a_local_run()
    {
        SlurmDaemons slurm = _slurm!;
        Stopwatch clock = Stopwatch.StartNew();
        void Note(string what) => TestContext.Out.WriteLine($"{clock.Elapsed.TotalSeconds,6:f1} s  {what}");

        string file = FileWith("small.toml", Text);
        string results = PathOf("by Slurm");
        CampaignDirectory directory = new(results);
        CommandResult Submit(string time) => CommandLine.Run(
            slurm.Variables, "submit", file, "--out", results, "--time", time, "--mem", "100M", "--cpus", "1", "--json");

        // Task 3 waits for this worker, which does not end. Slurm sends SIGUSR1 to it at a check of time limits, thirty seconds after its
        // start at most, and before the limit of one minute. So no work of half a minute is needed.
        Directory.CreateDirectory(directory.StatusDirectory);
        IDisposable worker = ShareHolder.HoldAsWorker(directory, new CampaignShare(2, 4));
        JsonElement jobs = Submit("1").With(0).Json.GetProperty("jobs");
        string array = jobs[0].GetProperty("id").GetString()!;
        string analysis = jobs[1].GetProperty("id").GetString()!;
        Note($"submitted: array {array}, analysis {analysis}");
        Assert.That(Submit("1").With(2).ErrorLine, Does.Contain($"scancel {array} {analysis}"), "it is in the queue already");

        // Task 1 is ended by hand in the middle of its chain: SIGTERM to all of its processes. It is not queued again.
        slurm.Await("task 1 is at work", () => IsAtWork(directory, 0));
        slurm.Run("scancel", $"{array}_1");
        slurm.Await("task 1 is gone", () => StateOf(slurm, $"{array}_1").Contains("JobState=CANCELLED", StringComparison.Ordinal));
        Note("task 1 was cancelled");

        // Task 2 gets SIGUSR1 in the middle of its chain, as before a time limit.
        slurm.Await("task 2 is at work", () => IsAtWork(directory, 1));
        slurm.Run("scancel", "--batch", "--signal=USR1", $"{array}_2");
        slurm.Await("task 2 is queued again", () => StateOf(slurm, $"{array}_2").Contains("Restarts=1", StringComparison.Ordinal));
        Note("task 2 was queued again, after SIGUSR1");

        // So does the last task, whose number of the job is that of the whole array. Task 1 must stay cancelled.
        slurm.Await("task 4 is at work", () => IsAtWork(directory, 3));
        slurm.Run("scancel", "--batch", "--signal=USR1", $"{array}_4");
        slurm.Await("task 4 is queued again", () => StateOf(slurm, $"{array}_4").Contains("Restarts=1", StringComparison.Ordinal));
        Assert.That(StateOf(slurm, $"{array}_1"), Does.Contain("JobState=CANCELLED"));
        Note("task 4 was queued again, after SIGUSR1");

        // Meanwhile a core is free.
        Task<CommandResult> local = Task.Run(() => CommandLine.Run("run", file, "--out", PathOf("local"), "--workers", "2", "--quiet"));
        slurm.Await(
            "task 3 is queued again",
            () => StateOf(slurm, $"{array}_3").Contains("Restarts=1", StringComparison.Ordinal),
            s_longestArray);
        Note("task 3 was queued again, before its time limit");
        worker.Dispose();
        slurm.Await("all is done", () => slurm.Run("squeue", "--noheader").Length == 0, s_longestArray);
        Note("the queue is empty");
        foreach (string written in Directory.GetFiles(Path.Combine(results, "slurm"), "*.log").Order(StringComparer.Ordinal))
        {
            TestContext.Out.WriteLine($"--- {Path.GetFileName(written)}\n{string.Join('\n', File.ReadLines(written).Take(15))}");
        }

        foreach (string task in new[] { "1", "2", "3", "4" })
        {
            string log = File.ReadAllText(Path.Combine(results, "slurm", $"{array}_{task}.log"));
            Assert.That(log, Does.Contain("run: interrupted; ").And.Not.Contain("cannot be queued again"));
        }

        string table = Path.Combine(results, "tables", "fixed_w.csv");
        Assert.That(File.ReadAllText(table), Does.Contain("kalj_N200_T2"), "the analysis ran after the array");

        // Only the cancelled task is not finished. Submitting again finishes it, with other limits.
        JsonElement status = CommandLine.Run("status", results, "--json").With(0).Json;
        Assert.That(status.GetProperty("status").GetString(), Is.EqualTo("cancelled"));
        Assert.That(status.GetProperty("states")[0].GetProperty("samples").GetInt32(), Is.EqualTo(8));
        Assert.That(status.GetProperty("states")[0].GetProperty("done").GetInt32(), Is.EqualTo(6));
        Assert.That(Number(status.GetProperty("states")[0], "remainingCoreHours"), Is.Positive);
        _ = Submit("2").With(0);
        slurm.Await("the second array is done", () => slurm.Run("squeue", "--noheader").Length == 0, s_longestArray);
        Note("the second array is done");
        status = CommandLine.Run("status", results, "--json").With(0).Json;
        Assert.That(status.GetProperty("status").GetString(), Is.EqualTo("done"));
        Assert.That(Number(status.GetProperty("states")[0], "remainingCoreHours"), Is.Zero);

        _ = local.Result.With(0);
        Assert.That(Results(results), Is.EqualTo(Results(PathOf("local"))));
        Note("the bits are those of a local run");
    }

    private static bool IsAtWork(CampaignDirectory directory, int share)
    {
        StatusFile file = new(directory, new CampaignShare(share, 4));
        return file.ReadOrNull()?.Workers.Any(worker => worker.Stage.Length > 0) ?? false;
    }

    private static string StateOf(SlurmDaemons slurm, string task) => slurm.Run("scontrol", "show", "job", "--oneliner", task);

    private static Dictionary<string, string> Results(string directory) => Directory
        .EnumerateFiles(directory, "*", SearchOption.AllDirectories)
        .Where(file => file.EndsWith(".h5", StringComparison.Ordinal) || file.EndsWith(".extxyz", StringComparison.Ordinal))
        .ToDictionary(
            file => Path.GetRelativePath(directory, file),
            file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));
}
