// Tests `glassmodes submit` with an sbatch that only notes what it was told, and without one.

using System.Runtime.Versioning;
using System.Text.Json;
using GlassModes.Campaigns.Plan;
using GlassModes.Campaigns.Store;
using GlassModes.Tests.Campaigns;

namespace GlassModes.Tests.Runner;

[Platform("Linux")]
[UnsupportedOSPlatform("windows")]
public sealed class SubmitVerbTests : RunnerTests
{
    private const string Text =
        """
        [quench]
        until = 1e-3
        [[states]]
        name = "hot"
        model = "kalj"
        particles = 200
        temperature = 2.0
        samples = 120

        """;

    private string _file = "";
    private string _commands = "";

    // A directory that holds dotnet alone, as the only one on PATH.
    [SetUp]
    public void MakeCampaignAndPath()
    {
        _file = FileWith("small.toml", Text);
        _commands = Directory.CreateDirectory(PathOf("commands")).FullName;
        string dotnet = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "dotnet"))
            .First(File.Exists);
        File.CreateSymbolicLink(Path.Combine(_commands, "dotnet"), dotnet);
    }

    [Test]
    public void A_dry_run_shows_the_scripts_and_the_commands_and_needs_no_Slurm()
    {
        string[] before = Files();
        JsonElement json = Submit("--time", "4:00:00", "--mem", "4G", "--partition", "main", "--cpus", "2", "--dry-run", "--json")
            .With(0).Json;
        string script = json.GetProperty("script").GetString()!;
        Assert.That(script, Does.Contain("#SBATCH --array=1-3\n").And.Contain("#SBATCH --cpus-per-task=2\n").And.Contain($"run {_file} "));
        Assert.That(json.GetProperty("jobs")[0].GetProperty("script").GetString(), Is.EqualTo(script));
        Assert.That(json.GetProperty("jobs")[0].GetProperty("id").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(
            json.GetProperty("jobs")[1].GetProperty("command").EnumerateArray().Select(word => word.GetString()),
            Is.EqualTo(new[] { "sbatch", "--parsable", "--dependency=afterany:JOB_1", PathOf("results/slurm/analysis.sh") }));
        Assert.That(Submit("--dry-run", "--array-size", "7").With(0).Output, Does.Contain("--array=1-7\n").And.Contain("exec "));
        Assert.That(Files(), Is.EqualTo(before));
    }

    [Test]
    public void Where_there_is_no_Slurm_nothing_is_written_and_one_sentence_says_so()
    {
        Assert.That(Submit().With(1).ErrorLine, Does.Contain("sbatch is not here").And.Contain("--dry-run"));
        Assert.That(Directory.Exists(PathOf("results")), Is.False);
    }

    [Test]
    public void Jobs_are_submitted_each_after_the_one_before_and_known_later()
    {
        WriteCommand(
            "sbatch",
            """
            [ "$1" = --version ] && exit
            echo "$@" >> $0.told
            read n < $0.next
            echo $((n + 1)) > $0.next
            echo "$n;name-of-the-cluster"
            """);
        WriteCommand("squeue", "echo 8");
        File.WriteAllText(Path.Combine(_commands, "sbatch.next"), "7\n");
        CommandResult result = Submit("--chain", "2").With(0);
        Assert.That(File.ReadAllLines(Path.Combine(_commands, "sbatch.told")), Is.EqualTo(new[]
        {
            $"--parsable {PathOf("results/slurm/array.sh")}",
            $"--parsable --dependency=afterany:7 {PathOf("results/slurm/array.sh")}",
            $"--parsable --dependency=afterany:8 {PathOf("results/slurm/analysis.sh")}",
        }));
        Assert.That(result.Output, Does.Contain("array_2").And.Contain("analysis"));
        Assert.That(File.ReadAllLines(PathOf("results/slurm/jobs.txt")), Is.EqualTo(new[] { "7", "8", "9" }));
        Assert.That(Submit().With(2).ErrorLine, Does.Contain("still in the queue: 8").And.Contain("scancel 8"));

        // Slurm has forgotten the jobs.
        WriteCommand("squeue", "exit 1");
        _ = Submit().With(0);
    }

    [Test]
    public void A_job_that_Slurm_refuses_is_told_with_its_reason_and_the_jobs_before_it()
    {
        WriteCommand("sbatch", "case $* in *dependency*) echo 'sbatch: error: no such queue' >&2; exit 3 ;; *) echo 7 ;; esac");
        Assert.That(
            Submit().With(1).ErrorLine,
            Does.Contain("exit code 3: sbatch: error: no such queue").And.Contain("already submitted: 7").And.Contain("scancel 7"));
    }

    [Test]
    public void A_campaign_at_work_is_not_submitted()
    {
        WriteCommand("sbatch", "echo 7");
        using (ShareHolder.Take(new CampaignDirectory(PathOf("results")), new CampaignShare(0, 2)))
        {
            Assert.That(Submit().With(2).ErrorLine, Does.Contain("share_1_of_2").And.Contain($"process {Environment.ProcessId}"));
            Assert.That(Directory.Exists(PathOf("results/slurm")), Is.False);
        }

        _ = Submit().With(0);
    }

    [Test]
    public void Liquids_by_replica_exchange_are_prepared_by_a_first_job_where_ranks_are_asked_for()
    {
        Assert.That(
            Submit("--ranks", "2", "--dry-run").With(2).ErrorLine,
            Does.Contain("--ranks 2: no state of the campaign small has liquids by replica exchange"));
        File.WriteAllText(_file, PreparedCampaign.Text(100));
        JsonElement json = Submit("--ranks", "3", "--launcher", "srun --mpi=pmix", "--mem", "1G", "--cpus", "2", "--dry-run", "--json")
            .With(0).Json;
        JsonElement[] jobs = [.. json.GetProperty("jobs").EnumerateArray()];
        Assert.That(jobs.Select(job => job.GetProperty("name").GetString()), Is.EqualTo(new[] { "preparation", "array", "analysis" }));
        Assert.That(json.GetProperty("script").GetString(), Is.EqualTo(jobs[1].GetProperty("script").GetString()), "that of the array");
        Assert.That(
            jobs[0].GetProperty("script").GetString(),
            Does.Contain("#SBATCH --ntasks=3\n").And.Contain("#SBATCH --mem-per-cpu=512M\n").And.Contain("\nsrun --mpi=pmix -n 3 "));
        Assert.That(Submit("--ranks", "4").With(2).ErrorLine, Does.Contain("4 processes share the 3 replicas of the state cold"));
        Assert.That(Submit("--launcher", "srun").With(2).ErrorLine, Does.Contain("--launcher starts the processes of --ranks"));
        Assert.That(Directory.Exists(PathOf("results")), Is.False);
    }

    [TestCase("--launcher", " ", "a command with its options")]
    [TestCase("--ranks", "0", "at least 1")]
    [TestCase("--time", "4h", "4:00:00")]
    [TestCase("--mem", "4GB", "with K, M, G or T")]
    [TestCase("--partition", "a b", "separated by commas")]
    [TestCase("--array-size", "0", "at least 1")]
    public void A_wrong_option_is_told(string option, string value, string expected) =>
        Assert.That(Submit(option, value).With(2).ErrorLine, Does.Contain(option).And.Contain(expected));

    [Test]
    public void A_wrong_campaign_file_is_refused_before_anything_is_written()
    {
        WriteCommand("sbatch", "echo 7");
        File.WriteAllText(_file, Text.Replace("samples = 120", "sample = 120"));
        Assert.That(Submit().With(2).ErrorLine, Does.Contain("sample"));
        Assert.That(Directory.Exists(PathOf("results")), Is.False);
    }

    private CommandResult Submit(params string[] options) =>
        CommandLine.Run([("PATH", _commands)], ["submit", _file, "--out", PathOf("results"), .. options]);

    private void WriteCommand(string name, string text)
    {
        string path = Path.Combine(_commands, name);
        File.WriteAllText(path, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
