// Tests whole campaigns by the command: their results, kills at any moment, failures, shares, and changes of the file.

using System.Security.Cryptography;
using System.Text.Json;
using GlassModes.Tests.Runner;

namespace GlassModes.Tests.Campaigns;

[NonParallelizable]
public sealed class CampaignRunTests : RunnerTests
{
    private const string Text =
        """
        seed = 5
        [quench]
        until = 1e-3
        [liquid]
        equilibrate_nvt = 1
        equilibrate_nve = 1
        interval = 0.5
        samples_per_chain = 2
        [[states]]
        name = "hot"
        model = "kalj"
        particles = 160
        temperature = 2.0
        samples = 5
        [[states]]
        name = "spheres"
        model = "harmonic"
        particles = 200
        samples = 2
        threads = 2

        """;

    private string _file = "";

    [SetUp]
    public void WriteFile() => _file = FileWith("small.toml", Text);

    [Test]
    public void All_samples_of_all_states_are_done_and_the_same_command_finds_them_so()
    {
        JsonElement json = Run("one", "--workers", "1").With(0).Json;
        Assert.That(json.GetProperty("status").GetString(), Is.EqualTo("done"));
        (string? Name, int Samples, int Done, int Failed)[] states =
        [
            .. json.GetProperty("states").EnumerateArray().Select(state => (
                state.GetProperty("name").GetString(),
                state.GetProperty("samples").GetInt32(),
                state.GetProperty("done").GetInt32(),
                state.GetProperty("failed").GetInt32())),
        ];
        Assert.That(states, Is.EquivalentTo(new (string?, int, int, int)[] { ("hot", 5, 5, 0), ("spheres", 2, 2, 0) }));
        Assert.That(json.GetProperty("states").EnumerateArray().Select(state => Number(state, "coreSeconds")), Is.All.Positive);
        Dictionary<string, string> results = Results("one");
        Assert.That(results.Keys.Count(file => file.EndsWith("sample.h5", StringComparison.Ordinal)), Is.EqualTo(7));

        CommandResult again = Run("one", "--workers", "1").With(0);
        Assert.That(again.Json.GetProperty("states")[0].GetProperty("done").GetInt32(), Is.GreaterThan(1));
        Assert.That(Results("one"), Is.EqualTo(results));

        JsonElement status = CommandLine.Run("status", PathOf("one"), "--json").With(0).Json;
        Assert.That(status.GetProperty("status").GetString(), Is.EqualTo("done"));
        Assert.That(CommandLine.Run("analyze", PathOf("one/hot"), "--json").With(0).Output, Does.Contain("fixed_w"));

        // Two workers, and two shares one after another, give the same bits.
        _ = Run("two", "--workers", "2").With(0);
        Assert.That(Results("two"), Is.EqualTo(results));
        _ = Run("shares", "--task", "1/2").With(0);
        JsonElement half = CommandLine.Run("status", PathOf("shares"), "--json").With(0).Json;
        Assert.That(half.GetProperty("states").EnumerateArray().Sum(state => state.GetProperty("done").GetInt32()), Is.EqualTo(5));
        _ = Run("shares", "--task", "2/2").With(0);
        Assert.That(Results("shares"), Is.EqualTo(results));

        // A record with a flipped byte is made again.
        string record = PathOf("one/hot/sample_0002/sample.h5");
        byte[] bytes = File.ReadAllBytes(record);
        bytes[bytes.Length / 2] ^= 4;
        File.WriteAllBytes(record, bytes);
        _ = Run("one", "--workers", "1").With(0);
        Assert.That(Results("one"), Is.EqualTo(results));
    }

    [Test]
    public void A_worker_that_has_grown_beyond_its_part_of_the_memory_is_replaced()
    {
        Run("one", "--workers", "1").With(0);

        // A part is 35 MB. A process that has done an item is larger, and one item at a time fits.
        FileWith("small.toml", "memory = 0.14\n" + Text);
        CommandResult grown = CommandLine.Run("run", _file, "--out", PathOf("grown"), "--workers", "4").With(0);
        Assert.That(grown.Errors, Does.Match(@"worker \d+ has grown to [\d.]+ MB and is replaced"));
        Assert.That(Results("grown"), Is.EqualTo(Results("one")));
    }

    [Test]
    public void A_directory_of_another_run_is_refused_and_stays_as_it_is()
    {
        Directory.CreateDirectory(PathOf("quenched"));
        FileWith("quenched/glassmodes.json", "{}");
        Assert.That(Run("quenched").With(2).ErrorLine, Does.Contain("glassmodes.json"));
        CommandLine.Run("quench", Kalj("W-3"), "--model", "kalj", "--until", "5e-4", "--out", PathOf("other"), "--quiet").With(0);
        string[] before = Directory.GetFileSystemEntries(PathOf("other"));
        Assert.That(Run("other").With(2).ErrorLine, Does.Contain("holds a quench"));
        Assert.That(Directory.GetFileSystemEntries(PathOf("other")), Is.EquivalentTo(before), "and no status is left");
    }

    [Test]
    public void The_directory_of_a_campaign_belongs_to_it_alone()
    {
        File.WriteAllText(_file, Text.Replace("samples = 5", "samples = 1"));
        _ = Run("c", "--workers", "2").With(0);
        string[] before = Files();
        string other = FileWith("other.toml", File.ReadAllText(_file));
        string refused = CommandLine.Run("run", other, "--out", PathOf("c")).With(2).ErrorLine;
        Assert.That(refused, Does.Contain("holds the campaign \"small\"").And.Contains("name = \"small\""));
        refused = CommandLine.Run("submit", other, "--out", PathOf("c")).With(2).ErrorLine;
        Assert.That(refused, Does.Contain("holds the campaign \"small\""));
        Assert.That(Run("c/hot").With(2).ErrorLine, Does.Contain("holds a state of a campaign"));
        Assert.That(Run("c/hot/sample_0001/more").With(2).ErrorLine, Does.Contain("belongs to the state of a campaign"));
        string[] prepare = ["prepare", "--model", "kalj", "--particles", "200", "--temperature", "2", "--samples", "1", "--overwrite"];
        foreach (string[] arguments in new[]
        {
            ["quench", Kalj("W-3"), "--model", "kalj", "--until", "5e-4", "--overwrite"],
            prepare,
            ["demo", "--samples", "1", "--overwrite"],
        })
        {
            Assert.That(CommandLine.Run([.. arguments, "--out", PathOf("c")]).With(2).ErrorLine, Does.Match("holds (a|the) campaign"));
            string within = CommandLine.Run([.. arguments, "--out", PathOf("c/hot/sample_0001")]).With(2).ErrorLine;
            Assert.That(within, Does.Contain("belongs to the state"));
        }

        Assert.That(Files().Except(["other.toml"]), Is.EquivalentTo(before));
    }

    [Test]
    public void A_start_that_fails_is_told_with_its_reason_and_does_not_stop_the_rest()
    {
        File.Copy(Kalj("W-3"), PathOf("start.dump"));
        string campaign = FileWith(
            "own.toml",
            """
            retries = 1
            [quench]
            until = 1e-4
            [modes]
            solve = "count"
            [[states]]
            name = "unstable-steps"
            model = "kalj"
            files = "start.dump"
            quench = { method = "euler", timestep = 1.0 }
            [[states]]
            name = "fine"
            model = "kalj"
            files = "start.dump"

            """);
        CommandResult result = CommandLine.Run("run", campaign, "--out", PathOf("own"), "--json", "--workers", "1").With(1);
        Assert.That(result.Json.GetProperty("status").GetString(), Is.EqualTo("incomplete"));
        Assert.That(File.ReadAllText(PathOf("own/unstable-steps/failures/sample_0001.txt")), Does.Contain("time step"));
        Assert.That(File.Exists(PathOf("own/fine/sample_0001/sample.h5")));
        Assert.That(result.Errors, Does.Contain("tried again").And.Contain("it is left"));
    }

    [Test]
    public void A_changed_state_is_told_and_the_others_are_kept()
    {
        File.WriteAllText(_file, Text.Replace("samples = 5", "samples = 1"));
        _ = Run("c", "--workers", "2").With(0);
        Dictionary<string, string> before = Results("c");
        File.WriteAllText(_file, Text.Replace("samples = 5", "samples = 1").Replace("temperature = 2.0", "temperature = 1.5"));
        Assert.That(Run("c").With(2).ErrorLine, Does.Contain("temperature: 2 there, 1.5 here").And.Contain("--overwrite"));
        Assert.That(Results("c"), Is.EqualTo(before));
        _ = Run("c", "--overwrite").With(0);
        Dictionary<string, string> after = Results("c");
        Assert.That(after.Keys, Is.EquivalentTo(before.Keys));
        Assert.That(after.Where(file => before[file.Key] != file.Value).Select(file => file.Key), Is.All.StartsWith("hot/"));
    }

    private CommandResult Run(string directory, params string[] options) =>
        CommandLine.Run(["run", _file, "--out", PathOf(directory), "--json", "--quiet", .. options]);

    // The files of results with the hash of their bytes.
    private Dictionary<string, string> Results(string directory) => Directory
        .EnumerateFiles(PathOf(directory), "*", SearchOption.AllDirectories)
        .Where(file => file.EndsWith(".h5", StringComparison.Ordinal) || file.EndsWith(".extxyz", StringComparison.Ordinal))
        .ToDictionary(
            file => Path.GetRelativePath(PathOf(directory), file),
            file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));
}
