// Tests the campaign files that come with the program: each is valid as it stands, and runs in small.

using System.Text.Json;
using System.Text.RegularExpressions;
using GlassModes.Campaigns.Plan;
using GlassModes.Samples;
using GlassModes.Tests.Runner;

namespace GlassModes.Tests.Campaigns;

[NonParallelizable]
public sealed class CampaignExamplesTests : RunnerTests
{
    private static readonly string[] s_names = [.. CampaignExamples.Names];

    // Every second rung of the paper is enough to see a ladder.
    private static readonly (Regex Pattern, string Small)[] s_small =
    [
        (new Regex(@"particles = \d+"), "particles = 160"),
        (new Regex(@"samples = \d+"), "samples = 1"),
        (new Regex(@"(equilibrate_nvt|equilibrate_nve|interval) = [\d.e]+"), "$1 = 0.5"),
        (new Regex(@"samples_per_chain = \d+"), "samples_per_chain = 1"),
        (new Regex(@"to = -10"), "to = -2"),
        (new Regex(@"rungs = \[-[^]]*\]"), "rungs = [-1.5, -2]"),
        (new Regex(@"from = -4"), "from = -2"),
        (new Regex(@"until = 1e-7"), "until = 1e-2"),
    ];

    [Test]
    public void The_tables_of_the_paper_have_its_numbers_of_samples()
    {
        Assert.That(s_names, Is.EqualTo(new[] { "demo", "low-temperature", "own-files", "protocols", "table1", "table2", "tour" }));
        Assert.That(Samples("table1"), Is.EqualTo(new[]
        {
            (1000, 1000), (2000, 1000), (4000, 1000), (8000, 500), (32000, 498), (128000, 495), (1000, 10000), (32000, 10000),
        }));
        Assert.That(Samples("table2"), Is.EqualTo(new[] { (2000, 1000), (8000, 500), (32000, 200), (128000, 100) }));
        Assert.That(Read("table1").States[^1].Plan.Ladder.Rungs.Select(rung => rung.Log10W), Is.EqualTo(new[] { -9, -16 }));
        Assert.That(Read("table1").States[0].Plan.Ladder.Rungs, Has.Count.EqualTo(12));
        Assert.That(Read("table2").States[0].Plan.Ladder.LastRung?.Log10W, Is.EqualTo(-10));
    }

    [Test]
    public void The_states_of_the_protocols_have_the_same_starts_and_different_methods()
    {
        Campaign protocols = Read("protocols");
        Assert.That(protocols.States.Select(state => ((PreparedStarts)state.Source).Liquids).Distinct(), Has.Exactly(1).Items);
        Assert.That(protocols.States.Select(state => state.Plan.Quench.Method), Is.Unique);
    }

    [TestCaseSource(nameof(s_names))]
    public void An_example_runs_in_small(string name)
    {
        string text = CommandLine.Run("run", "--example", name).With(0).Output;
        Assert.That(text, Is.EqualTo(CampaignExamples.Text(name)));
        foreach ((Regex pattern, string small) in s_small)
        {
            text = pattern.Replace(text, small);
        }

        text = text
            .Replace(
                "protocol = \"paper-0.45\"",
                "protocol = \"paper-0.45\", hot_time = 1, equilibrate_nvt = 1, equilibrate_nve = 0.5",
                StringComparison.Ordinal)
            .Replace(
                "protocol = \"replica-exchange\"",
                "protocol = \"replica-exchange\", steps_per_trial = 10, equilibration_trials = 3",
                StringComparison.Ordinal);

        if (name == "own-files")
        {
            text = text.Replace("1e-2", "1e-4", StringComparison.Ordinal);
            Directory.CreateDirectory(PathOf("starts"));
            File.Copy(Kalj("W-3"), PathOf("starts/one.dump"));
        }
        else if (name is "protocols" or "low-temperature")
        {
            text += "\n[quench]\nuntil = 1e-2\n";
        }
        else if (name != "demo")
        {
            text = text.Replace("[quench]", "[quench]\nmax_evaluations = 100000", StringComparison.Ordinal)
                + (name == "table1" ? "\n[quench]\nuntil = 1e-2\n" : "");
        }

        JsonElement json = CommandLine.Run("run", FileWith($"{name}.toml", text), "--out", PathOf("out"), "--quiet", "--json").With(0).Json;
        int states = Read(name, PathOf($"{name}.toml"), text).States.Count;
        Assert.That(json.GetProperty("states").EnumerateArray().Sum(state => state.GetProperty("done").GetInt32()), Is.EqualTo(states));
        string[] records = Directory.GetFiles(PathOf("out"), "sample.h5", SearchOption.AllDirectories);
        Assert.That(records, Has.Length.EqualTo(states));
        Assert.That(records.Select(record => SampleFile.Read(record).Rungs.Count), Is.All.Positive);
    }

    [Test]
    public void A_demonstration_is_the_example_with_other_numbers_and_stays_unpacked()
    {
        CampaignState state = CampaignFile.Parse(
            "demo.toml", CampaignExamples.Demonstration(200, 160, 1e-3, 9, KeptVectors.Lowest)).States.Single();
        LiquidPlan liquids = ((PreparedStarts)state.Source).Liquids;
        Assert.That((state.Samples, liquids.Particles, liquids.Seed), Is.EqualTo((200, 160, 9UL)));
        Assert.That((state.Plan.Ladder.LastRung?.Log10W, state.Plan.Kept), Is.EqualTo(((double?)-3, KeptVectors.Lowest)));
        Assert.That(state.Kept.PacksSamplesOf(state.Plan, state.Samples), Is.False, "the table is made from their directories");
        Assert.That(
            CampaignExamples.Demonstration(3, 1000, 1e-7, 1, KeptVectors.None).Replace("1e-07", "1e-7", StringComparison.Ordinal),
            Is.EqualTo(CampaignExamples.Text("demo")));
    }

    [Test]
    public void An_unknown_example_is_refused_with_the_known_ones() =>
        Assert.That(CommandLine.Run("run", "--example", "table3").With(2).ErrorLine, Does.Contain("table1").And.Contains("'table3'"));

    private static (int Particles, int Samples)[] Samples(string name) =>
        [.. Read(name).States.Select(state => (((PreparedStarts)state.Source).Liquids.Particles, state.Samples))];

    private static Campaign Read(string name) => Read(name, $"{name}.toml", CampaignExamples.Text(name));

    private static Campaign Read(string name, string path, string text) => CampaignFile.Parse(path, text);
}
