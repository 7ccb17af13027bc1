// Tests which runs may share a directory, and what is cleared in it.

using System.Text.Json.Nodes;
using GlassModes.Files;
using GlassModes.Samples;
using GlassModes.Tests.IO;

namespace GlassModes.Tests.Samples;

public sealed class RunDirectoryTests : FileTests
{
    private static readonly string[] Ladder = ["-1.5", "-2"];

    private readonly List<string> _warnings = [];

    [SetUp]
    public void ForgetWarnings() => _warnings.Clear();

    [Test]
    public void A_directory_without_files_of_ours_is_taken_and_described()
    {
        Save("notes.txt", "mine");
        Save("rung_1.extxyz", "mine too");
        Open(Quench());
        Assert.That(Names(), Is.EqualTo(new[] { "glassmodes.json", "notes.txt", "rung_1.extxyz" }));
        Assert.That(File.ReadAllText(PathOf("glassmodes.json")), Does.Contain("\"quench\"").And.Contains("\"method\": \"rkc3\""));
        Assert.That(_warnings, Is.Empty);
    }

    [Test]
    public void The_same_run_goes_on_and_another_one_is_refused_with_what_differs()
    {
        Open(Quench());
        Save("rung_01_W_-1.50.extxyz", "rung");
        Open(Quench(), resumes: true);
        Assert.That(_warnings, Is.Empty);
        Open(Quench());
        Assert.That(_warnings, Has.Exactly(1).Contains("made again").And.Exactly(1).Contains("--resume"));
        AssertRefused(Quench("euler"), "method: rkc3 there, euler here");
        AssertRefused(Quench() with { Kind = RunKind.Preparation }, "holds a quench (this one is a preparation)");
        AssertRefused(Quench() with { Lists = [new RunList("ladder", ["-1.5", "-2.5"])] }, "ladder: number 1 is -2 there, -2.5 here");
        AssertRefused(Quench() with { Lists = [new RunList("ladder", ["-1.5"])] }, "ladder: 2 there");
        Assert.That(File.ReadAllText(PathOf("rung_01_W_-1.50.extxyz")), Is.EqualTo("rung"), "nothing was lost");

        Open(Quench() with { Lists = [new RunList("ladder", [.. Ladder, "-2.5"])] }, resumes: true);
        AssertRefused(Quench(), "ladder: 3 there");
    }

    [Test]
    public void Files_of_an_unknown_run_are_refused()
    {
        Save("rung_01_W_-1.50.extxyz", "rung");
        Assert.That(
            () => Open(Quench()),
            Throws.InstanceOf<InputException>().With.Message.Contains("rung_01_W_-1.50.extxyz").And.Message.Contains("--overwrite"));
        Save("glassmodes.json", "{ half");
        Assert.That(() => Open(Quench()), Throws.InstanceOf<InputException>().With.Message.Contains("damaged"));
        Open(Quench(), overwrites: true);
        Assert.That(Names(), Is.EqualTo(new[] { "glassmodes.json" }));
    }

    [Test]
    public void Overwriting_clears_what_is_ours_and_nothing_else()
    {
        Open(Quench());
        string[] ours =
        [
            "rung_01_W_-1.50.extxyz", "rung_100_W_0.25.extxyz", "sample.h5", "quench.checkpoint", "quench.checkpoint.previous",
            "modes.checkpoint", "start_0000/sample.h5", "start_0001/rung_02_W_-2.00.extxyz",
        ];
        string[] others =
        [
            "notes.txt", "rung_01.extxyz", "rung_01_W_-1.50.extxyz.bak", "sample.h5.old", "start_0000/notes.txt", "start_1/sample.h5",
            "sub/sample.h5", "sample_0001.extxyz", "table.csv",
        ];
        foreach (string name in ours.Concat(others))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
            Save(name, name);
        }

        Open(Quench("euler"), overwrites: true);
        Assert.That(Names(), Is.EquivalentTo(others.Append("glassmodes.json")));
        Assert.That(Directory.Exists(PathOf("start_0001")), Is.False, "it is empty");
        Assert.That(_warnings, Has.Exactly(1).Contains("cleared 9 files"));
        AssertRefused(Quench(), "method: euler there");
    }

    [Test]
    public void An_input_is_never_cleared()
    {
        Open(Quench());
        string input = Save("rung_01_W_-1.50.extxyz", "start");
        Save("sample.h5", "record");
        Assert.That(
            () => Open(Quench("euler") with { Inputs = [input] }, overwrites: true),
            Throws.InstanceOf<InputException>().With.Message.Contains("input"));
        Assert.That(Names(), Has.Length.EqualTo(3));
    }

    [Test]
    public void Parts_share_a_directory_and_clear_only_their_own_files()
    {
        RunClaim first = Part("start_0000");
        RunClaim second = Part("start_0001");
        Open(first);
        Directory.CreateDirectory(PathOf("start_0000"));
        Save("start_0000/sample.h5", "first");
        Open(second);
        Directory.CreateDirectory(PathOf("start_0001"));
        Save("start_0001/sample.h5", "second");
        Assert.That(_warnings, Is.Empty);
        Open(second, overwrites: true);
        Assert.That(Names(), Is.EqualTo(new[] { "glassmodes.json", "start_0000/sample.h5" }));

        // More starts may come behind the known ones, and a later task may know fewer.
        Open(Part("start_0002", "A", "B", "C"));
        Open(first);
        AssertRefused(Part("start_0000", "A", "X"), "starts: number 1 is another one there");
        Open(Part("start_0000", "X"), overwrites: true);
        Assert.That(Names(), Is.EqualTo(new[] { "glassmodes.json" }), "another run is cleared as a whole");
    }

    [Test]
    public void Blocks_of_samples_must_not_overlap()
    {
        Open(Preparation(0, 4));
        Open(Preparation(10, 5));
        Open(Preparation(4, 6));
        Open(Preparation(0, 2));
        AssertRefused(Preparation(2, 4), "overlap");
        AssertRefused(Preparation(0, 5), "overlap");
        Open(Preparation(10, 20));
        AssertRefused(Preparation(25, 1), "overlap");
        Assert.That(
            () => Open(Preparation(25, 1), overwrites: true),
            Throws.InstanceOf<InputException>().With.Message.Contains("overlap"),
            "a part does not clear the files of others");
        foreach (int number in new[] { 1, 5, 11, 12 })
        {
            Save($"sample_{number:d4}.data.gz", "");
            Save($"chain_{number:d4}.checkpoint", "");
        }

        Open(Preparation(10, 20), overwrites: true);
        Assert.That(
            Names(),
            Is.EqualTo(new[]
            {
                "chain_0001.checkpoint", "chain_0005.checkpoint", "glassmodes.json", "sample_0001.data.gz", "sample_0005.data.gz",
            }));
    }

    [Test]
    public void Many_processes_may_open_a_directory_at_once()
    {
        Parallel.For(0, 20, k => RunDirectory.Open(Folder, Preparation(10 * k, 10), overwrites: false, resumes: false, _ => { }).Dispose());
        Assert.That(Names(), Is.EqualTo(new[] { "glassmodes.json" }), "and no lock is left");
        for (int k = 0; k < 20; k++)
        {
            AssertRefused(Preparation((10 * k) + 1, 5), "overlap");
        }
    }

    [Test]
    public void The_lock_and_the_temporary_files_of_a_killed_run_are_removed()
    {
        string host = GlassModes.Numerics.Processes.TemporaryName.Create().Split('-')[1];
        Save(".glassmodes.lock", "");
        Save(".glassmodes-turn.lock", "");
        Save(".glassmodes.holder", $"{Environment.MachineName} process 7\nglassmodes-{host}-{int.MaxValue}-deadbeef-00000001\n");
        Directory.CreateDirectory(PathOf("start_0000"));
        Save($"start_0000/.glassmodes-{host}-{int.MaxValue}-deadbeef-00000001.tmp", "half");
        Open(Part("start_0000"));
        Assert.That(Names(), Is.EqualTo(new[] { "glassmodes.json" }));
        Assert.That(_warnings, Has.Exactly(1).Contains("1 temporary file"));
    }

    [Test]
    public void A_run_at_work_keeps_its_directory_from_all_others()
    {
        using (Hold(Quench()))
        {
            Save("rung_01_W_-1.50.extxyz", "rung");
            foreach (bool overwrites in new[] { false, true })
            {
                Assert.That(
                    () => Open(Quench(), overwrites, resumes: !overwrites),
                    Throws.InstanceOf<HeldException>().With.Message.Contains($"process {Environment.ProcessId}"));
            }

            Assert.That(() => Open(Part("start_0000")), Throws.InstanceOf<HeldException>());
            Assert.That(File.ReadAllText(PathOf("rung_01_W_-1.50.extxyz")), Is.EqualTo("rung"));
        }

        Open(Quench(), overwrites: true);
    }

    [Test]
    public void Parts_at_work_share_the_directory_and_keep_out_who_would_clear_it()
    {
        using IDisposable first = Hold(Preparation(0, 10));
        using (Hold(Preparation(10, 10)))
        {
            Assert.That(
                () => Open(Preparation(10, 5)), Throws.InstanceOf<HeldException>().With.Message.StartsWith($"sample 11 in {Folder}"));
        }

        Open(Preparation(10, 10), overwrites: true);
        Assert.That(() => Open(Preparation(0, 20) with { IsPart = false }, overwrites: true), Throws.InstanceOf<HeldException>());
    }

    [Test]
    public void A_start_at_work_is_not_cleared()
    {
        Open(Part("start_0000"));
        Directory.CreateDirectory(PathOf("start_0000"));
        Save("start_0000/rung_01_W_-1.50.extxyz", "rung");
        using (RunDirectory.HoldSample(PathOf("start_0000"), _warnings.Add, default))
        {
            Assert.That(
                () => Open(Part("start_0000"), overwrites: true),
                Throws.InstanceOf<HeldException>().With.Message.Contains("start_0000"));
        }

        Open(Part("start_0000"), overwrites: true);
        Assert.That(Names(), Is.EqualTo(new[] { "glassmodes.json" }));
    }

    [Test]
    public void A_run_within_another_one_is_refused_both_ways()
    {
        Directory.CreateDirectory(PathOf("start_0002/deep"));
        Save("start_0002/deep/glassmodes.json", "{}");
        foreach (bool overwrites in new[] { false, true })
        {
            Assert.That(
                () => Open(Part("start_0000"), overwrites),
                Throws.InstanceOf<InputException>().With.Message.Contains($"{PathOf("start_0002/deep")} holds a run of its own"));
        }

        Directory.Delete(PathOf("start_0002"), recursive: true);
        Open(Part("start_0000"));
        foreach (string within in new[] { "start_0000", "start_0000/deep/er" })
        {
            Assert.That(
                () => RunDirectory.Open(PathOf(within), Quench(), overwrites: true, resumes: false, _warnings.Add),
                Throws.InstanceOf<InputException>().With.Message.Contains($"belongs to the quench in {Folder}"));
        }

        RunDirectory.Open(PathOf("elsewhere"), Quench(), overwrites: false, resumes: false, _warnings.Add).Dispose();
    }

    [Test]
    public void A_run_that_was_moved_into_a_directory_of_this_run_is_seen_without_a_search()
    {
        Open(Part("start_0000"));
        Directory.CreateDirectory(PathOf("start_0003"));
        Save("start_0003/glassmodes.json", "{}");
        Assert.That(
            () => Open(Part("start_0000")),
            Throws.InstanceOf<InputException>().With.Message.Contains($"{PathOf("start_0003")} holds a run of its own"));
    }

    [Test]
    public void No_run_begins_in_the_directory_of_a_campaign_and_none_clears_it()
    {
        new CampaignRoot(Folder, "small", ["hot"]).Note();
        foreach (bool overwrites in new[] { false, true })
        {
            Assert.That(
                () => Open(Quench(), overwrites),
                Throws.InstanceOf<InputException>().With.Message.Contains($"{Folder} holds a campaign"));
        }

        RunDirectory.Open(PathOf("hot"), Quench() with { Kind = RunKind.State }, overwrites: false, resumes: true, _warnings.Add).Dispose();
        Assert.That(
            () => RunDirectory.Open(PathOf("status/mine"), Quench(), overwrites: false, resumes: false, _warnings.Add),
            Throws.InstanceOf<InputException>().With.Message.Contains("belongs to the campaign"));
    }

    [TestCase(""" "settings": null """)]
    [TestCase(""" "lists": null """)]
    [TestCase(""" "samples": null """)]
    [TestCase(""" "samples": [null] """)]
    [TestCase(""" "settings": { "method": null } """)]
    [TestCase(""" "lists": { "ladder": null } """)]
    [TestCase(""" "lists": { "ladder": [null] } """)]
    public void A_description_without_a_value_is_damaged(string pair)
    {
        JsonObject description = new()
        {
            ["format"] = "GlassModes run",
            ["formatVersion"] = 2,
            ["kind"] = "quench",
            ["settings"] = new JsonObject(),
            ["lists"] = new JsonObject(),
            ["samples"] = new JsonArray(),
        };
        (string name, JsonNode? value) = JsonNode.Parse($"{{{pair}}}")!.AsObject().Single();
        description[name] = value?.DeepClone();
        Save("glassmodes.json", description.ToJsonString());
        Assert.That(() => Open(Quench()), Throws.InstanceOf<InputException>().With.Message.Contains("glassmodes.json is damaged"));
    }

    private static RunClaim Quench(string method = "rkc3") =>
        new(RunKind.Quench, new Dictionary<string, string> { ["method"] = method }) { Lists = [new RunList("ladder", Ladder)] };

    private static RunClaim Part(string directory, params string[] starts) => Quench() with
    {
        Lists = [new RunList("starts", starts.Length > 0 ? starts : ["A", "B"], MayBeShorter: true, AreHashes: true)],
        Subdirectories = [directory],
        IsPart = true,
    };

    private static RunClaim Preparation(int first, int count) => new(RunKind.Preparation, new Dictionary<string, string>())
    {
        Block = new SampleBlock(first, count),
        IsPart = true,
    };

    private void Open(RunClaim claim, bool overwrites = false, bool resumes = false) =>
        Hold(claim, overwrites, resumes).Dispose();

    private IDisposable Hold(RunClaim claim, bool overwrites = false, bool resumes = false) =>
        RunDirectory.Open(Folder, claim, overwrites, resumes, _warnings.Add);

    private void AssertRefused(RunClaim claim, string reason) => Assert.That(
        () => Open(claim, resumes: true), Throws.InstanceOf<InputException>().With.Message.Contains(reason));

    private string[] Names() =>
    [
        .. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file))
            .Order(StringComparer.Ordinal),
    ];
}
