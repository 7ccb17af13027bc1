// Tests `glassmodes run --prepare` in one process, and a preparation on ranks that are threads.

using System.Text.Json;
using GlassModes.Campaigns.Plan;
using GlassModes.Campaigns.Store;
using GlassModes.Campaigns.Work;
using GlassModes.Samples;
using GlassModes.Tests.Dynamics.ReplicaExchange;
using GlassModes.Tests.Runner;

namespace GlassModes.Tests.Campaigns;

[Platform("Linux")]
public sealed class CampaignPreparationTests : RunnerTests
{
    [Test]
    public void Liquids_that_are_prepared_before_are_those_of_the_workers_who_go_on_with_them()
    {
        string file = FileWith("small.toml", PreparedCampaign.Text(20));
        _ = CommandLine.Run("run", file, "--out", PathOf("local"), "--workers", "2", "--quiet").With(0);
        JsonElement json = CommandLine.Run("run", file, "--out", PathOf("prepared"), "--prepare", "--threads", "2", "--json").With(0).Json;
        Assert.That(json.GetProperty("status").GetString(), Is.EqualTo("done"));
        Assert.That(json.GetProperty("processes").GetInt32(), Is.EqualTo(1));
        Assert.That(json.GetProperty("states").GetArrayLength(), Is.EqualTo(1), "only the state by replica exchange");
        JsonElement state = json.GetProperty("states")[0];
        Assert.That(state.GetProperty("name").GetString(), Is.EqualTo("cold"));
        Assert.That((state.GetProperty("chains").GetInt32(), state.GetProperty("done").GetInt32()), Is.EqualTo((2, 2)));
        Assert.That(state.GetProperty("equilibration").GetProperty("chains").GetArrayLength(), Is.EqualTo(2));
        Assert.That(state.GetProperty("pairs").GetArrayLength(), Is.EqualTo(2));
        Assert.That(
            PreparedCampaign.Bits(PathOf("prepared/cold/liquids")), Is.EqualTo(PreparedCampaign.Bits(PathOf("local/cold/liquids"))));
        Assert.That(Directory.Exists(PathOf("prepared/hot/liquids")), Is.False);

        // The time that the chains took is not lost.
        double prepared = CoreSeconds("prepared");
        Assert.That(prepared, Is.Positive);
        _ = CommandLine.Run("run", file, "--out", PathOf("prepared"), "--workers", "2", "--quiet").With(0);
        Assert.That(PreparedCampaign.Bits(PathOf("prepared")), Is.EqualTo(PreparedCampaign.Bits(PathOf("local"))));
        Assert.That(CoreSeconds("prepared"), Is.GreaterThan(prepared));

        // A preparation of a finished campaign finds nothing to do, and keeps the times of all states.
        string times = CommandLine.Run("status", PathOf("prepared"), "--json").With(0).Output;
        _ = CommandLine.Run("run", file, "--out", PathOf("prepared"), "--prepare", "--quiet").With(0);
        Assert.That(JsonDocument.Parse(times).RootElement.GetProperty("states").GetArrayLength(), Is.EqualTo(2));
        Assert.That(
            Times(CommandLine.Run("status", PathOf("prepared"), "--json").With(0).Json),
            Is.EquivalentTo(Times(JsonDocument.Parse(times).RootElement)));
        Assert.That(PreparedCampaign.Bits(PathOf("prepared")), Is.EqualTo(PreparedCampaign.Bits(PathOf("local"))));
    }

    [Test]
    public void Ranks_share_each_chain_and_stop_together_when_one_is_cancelled()
    {
        string text = PreparedCampaign.Text(20);
        Campaign campaign = CampaignFile.Parse("small.toml", text);
        int starts = 0;
        for (int attempt = 0; attempt < 2; attempt++)
        {
            // In the first attempt rank 1 alone is cancelled, after the first liquid.
            using CancellationTokenSource stop = new();
            bool isStopped = attempt == 0;
            string[] ends = ThreadRanks.Run(3, ranks =>
            {
                if (ranks.Rank != 0)
                {
                    CampaignPreparation.Serve("small.toml", 1, ranks, ranks.Rank == 1 ? stop.Token : CancellationToken.None);
                    return "served";
                }

                using OpenCampaign opened = CampaignFiles.Open(campaign, text, PathOf("shared"), overwrites: false, _ => { });
                List<PreparedState> states = [];
                CampaignPreparation preparation = new(campaign, text, opened.Directory, CampaignShare.Whole, 1, ranks);
                Directory.CreateDirectory(opened.Directory.StatusDirectory);
                try
                {
                    preparation.Run(new CampaignPreparationEvents(OnStart, _ => { }, new Progress<WorkProgress>()), states);
                    return $"{states.Single().Done} done";
                }
                catch (OperationCanceledException)
                {
                    return $"cancelled, {states.Single().Done} done";
                }
                finally
                {
                    CampaignPreparation.Dismiss(ranks);
                }
            });
            Assert.That(ends, Is.EqualTo(new[] { isStopped ? "cancelled, 0 done" : "2 done", "served", "served" }));

            void OnStart(string state, LiquidFile file)
            {
                Assert.That(state, Is.EqualTo("cold"));
                starts++;
                if (isStopped)
                {
                    stop.Cancel();
                }
            }
        }

        Assert.That(starts, Is.EqualTo(1 + 3), "the first liquid is told again");
        string file = FileWith("small.toml", text);
        _ = CommandLine.Run("run", file, "--out", PathOf("alone"), "--prepare", "--threads", "1", "--quiet").With(0);
        Assert.That(PreparedCampaign.Bits(PathOf("shared")), Is.EqualTo(PreparedCampaign.Bits(PathOf("alone"))));
    }

    // The time left follows from what this run has done alone.
    [Test]
    public void A_later_chain_that_is_half_done_counts_as_done_before()
    {
        string text = PreparedCampaign.Text(20);
        Campaign campaign = CampaignFile.Parse("small.toml", text);
        List<WorkProgress> reports = [];
        using CancellationTokenSource stop = new();
        Assert.That(() => RunUntil(0.75), Throws.InstanceOf<OperationCanceledException>(), "within the second chain");
        Assert.That(reports[^1].FractionBefore, Is.Zero);
        double second = reports[^1].Fraction - reports.Last(report => report.Activity.Contains("chain 1")).Fraction;
        Assert.That(second, Is.GreaterThan(0.1));

        // The first chain is lost, and is made again before the second one goes on.
        string liquids = PathOf("part/cold/liquids");
        bool IsOfSecond(string file) => file.Contains("chain_0003") || file.EndsWith("sample_0003.extxyz");
        foreach (string file in Directory.GetFiles(liquids).Where(file => !IsOfSecond(file)))
        {
            File.Delete(file);
        }

        reports.Clear();
        RunUntil(2);
        Assert.That(reports[0].FractionBefore, Is.Zero);
        Assert.That(reports[^1].Fraction, Is.EqualTo(1));
        Assert.That(reports[^1].FractionBefore, Is.EqualTo(second).Within(0.05));

        void RunUntil(double fraction)
        {
            using OpenCampaign opened = CampaignFiles.Open(campaign, text, PathOf("part"), overwrites: false, _ => { });
            CampaignPreparation preparation = new(campaign, text, opened.Directory, CampaignShare.Whole, 1);
            Directory.CreateDirectory(opened.Directory.StatusDirectory);
            Reports progress = new(report =>
            {
                reports.Add(report);
                if (report.Fraction > fraction)
                {
                    stop.Cancel();
                }
            });
            preparation.Run(new CampaignPreparationEvents((_, _) => { }, _ => { }, progress), [], fraction < 1 ? stop.Token : default);
        }
    }

    [Test]
    public void An_interrupted_preparation_is_finished_by_workers_to_the_same_bits()
    {
        string file = FileWith("small.toml", PreparedCampaign.Text(30, steps: 100));
        CommandResult result = CommandLine.InterruptAtLine(
            "USR1",
            line => line.Contains("trial", StringComparison.Ordinal),
            [],
            "run", file, "--out", PathOf("stopped"), "--prepare", "--json").With(130);
        Assert.That(result.LastErrorLine, Does.Contain("interrupted; 0 of 2 chains done in ").And.Contain("the same command goes on"));
        Assert.That(result.Json.GetProperty("status").GetString(), Is.EqualTo("cancelled"));
        Assert.That(File.Exists(PathOf("stopped/cold/liquids/chain_0001.checkpoint")));
        _ = CommandLine.Run("run", file, "--out", PathOf("stopped"), "--workers", "2", "--quiet").With(0);
        _ = CommandLine.Run("run", file, "--out", PathOf("whole"), "--prepare", "--threads", "2", "--quiet").With(0);
        Assert.That(
            PreparedCampaign.Bits(PathOf("stopped/cold/liquids")), Is.EqualTo(PreparedCampaign.Bits(PathOf("whole/cold/liquids"))));
    }

    [Test]
    public void A_preparation_and_a_run_exclude_each_other()
    {
        string file = FileWith("small.toml", PreparedCampaign.Text(20));
        using (ShareHolder.Take(new CampaignDirectory(PathOf("held")), new CampaignShare(1, 4)))
        {
            CommandResult result = CommandLine.Run("run", file, "--out", PathOf("held"), "--prepare").With(2);
            Assert.That(result.ErrorLine, Does.Contain("share_2_of_4").And.Contain($"process {Environment.ProcessId}"));
        }
    }

    [TestCase("--mpi shares the replicas of --prepare", "--mpi")]
    [TestCase("--threads belongs to --prepare", "--threads", "2")]
    [TestCase("--prepare works without worker processes", "--prepare", "--workers", "2")]
    [TestCase("exclude each other", "--prepare", "--dry-run")]
    [TestCase("no state of the campaign other has liquids by replica exchange", "--prepare")]
    public void Wrong_use_is_told_and_nothing_is_written(string expected, params string[] options)
    {
        string file = FileWith("other.toml", PreparedCampaign.Text(20).Split("[[states]]\nname = \"cold\"")[0]);
        Assert.That(CommandLine.Run(["run", file, "--out", PathOf("x"), .. options]).With(2).ErrorLine, Does.Contain(expected));
        Assert.That(Directory.Exists(PathOf("x")), Is.False);
    }

    private double CoreSeconds(string name) => Number(
        CommandLine.Run("status", PathOf(name), "--json").With(0).Json.GetProperty("states").EnumerateArray()
            .Single(state => state.GetProperty("name").GetString() == "cold"),
        "coreSeconds");

    private static IEnumerable<string> Times(JsonElement status) => status.GetProperty("states").EnumerateArray()
        .Select(state => $"{state.GetProperty("name")} {state.GetProperty("done")} {state.GetProperty("coreSeconds")}");

    private sealed class Reports(Action<WorkProgress> note) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => note(value);
    }
}
