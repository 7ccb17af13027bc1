// Tests that a campaign loses nothing: by kills at any moment, damaged files, a wrong clock and a full disk.

using System.Diagnostics;
using GlassModes.Tests.Runner;

namespace GlassModes.Tests.Campaigns;

[NonParallelizable]
[Platform("Linux")]
public sealed class CampaignKillTests : RunnerTests
{
    private const int Kills = 30;

    private const string Text =
        """
        seed = 5
        retries = 1000
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
        samples = 4
        [[states]]
        name = "spheres"
        model = "harmonic"
        particles = 200
        samples = 2
        threads = 2

        """;

    private string _place = "";
    private SortedDictionary<string, string> _whole = [];

    private string Campaign => Path.Combine(_place, "small.toml");

    [OneTimeSetUp]
    public void RunUndisturbed()
    {
        _place = Directory.CreateTempSubdirectory("glassmodes-test-").FullName;
        File.WriteAllText(Campaign, Text);
        CommandLine.Finish(Start(Path.Combine(_place, "whole"))).With(0);
        _whole = KillTrials.ResultsIn(Path.Combine(_place, "whole"));
        Assert.That(_whole.Keys.Count(file => file.EndsWith("sample.h5", StringComparison.Ordinal)), Is.EqualTo(6));
    }

    [OneTimeTearDown]
    public void RemovePlace() => Directory.Delete(_place, recursive: true);

    [Test]
    public void Kills_at_any_moment_and_flipped_bits_change_no_bit_of_the_results()
    {
        Random random = new(7);
        HashSet<string> stages = [];
        int kills = 0;
        for (int campaign = 0; kills < Kills; campaign++)
        {
            string name = $"killed{campaign}";
            Directory.CreateDirectory(PathOf(name));
            using KillTrials trials = new(() => Start(PathOf(name)), PathOf(name), random);
            while (kills < Kills && trials.Next() is { } disturbance)
            {
                kills += disturbance.What.StartsWith("flip", StringComparison.Ordinal) ? 0 : 1;
                stages.UnionWith(disturbance.Stage.Split(", "));
                TestContext.Out.WriteLine($"{disturbance.What} ({disturbance.Stage}) after {disturbance.Moment}");
            }

            trials.Finish();
            Assert.That(trials.Faults, Is.Empty);
            AssertWhole(name);
        }

        Assert.That(stages, Does.Contain("quench"));
    }

    [Test]
    public void A_kill_while_liquids_are_prepared_changes_no_bit_of_the_results()
    {
        Directory.CreateDirectory(PathOf("early"));
        using (Process run = Start(PathOf("early")))
        {
            Assert.That(
                SpinWait.SpinUntil(() => Directory.Exists(PathOf("early/hot/liquids")), TimeSpan.FromSeconds(60)), "a chain has begun");
            Assert.That(Directory.Exists(PathOf("early/hot/sample_0001")), Is.False, "no sample has begun");
            run.Kill(entireProcessTree: true);
            run.WaitForExit();
        }

        CommandLine.Finish(Start(PathOf("early"))).With(0);
        AssertWhole("early");
    }

    [Test]
    public void Only_what_is_damaged_is_done_again()
    {
        Copy("whole");
        DateTime hour = DateTime.UtcNow.AddHours(1);
        Dictionary<string, DateTime> times = [];
        foreach (string file in Directory.EnumerateFiles(PathOf("whole"), "*", SearchOption.AllDirectories))
        {
            // As if the clock had been wrong.
            times[file] = hour;
            File.SetLastWriteTimeUtc(file, hour);
        }

        string rung = Path.GetFileName(Directory.GetFiles(PathOf("whole/hot/sample_0002"), "rung_02*").Single());
        string[] damaged =
        [
            $"hot/sample_0002/{rung}", "hot/sample_0003/sample.h5", "hot/sample_0003/quench.checkpoint", "hot/liquids/sample_0001.extxyz",
            "spheres/liquids/sample_0002.extxyz", "hot/glassmodes.json", "glassmodes.copy.json", "campaign.toml",
            "status/share_1_of_1.json",
        ];
        foreach (string file in damaged)
        {
            Flip(PathOf($"whole/{file}"));
        }

        CommandResult run = CommandLine.Finish(Start(PathOf("whole"))).With(0);
        AssertWhole("whole");
        Assert.That(run.Errors, Does.Contain($"{rung} has changed since it was written; its sample is done again"));
        Assert.That(run.Errors, Does.Contain("hot/sample_0003/sample.h5").And.Contain("it is made again"));
        Assert.That(run.Errors, Does.Contain("hot/liquids/sample_0001.extxyz has changed"));
        Assert.That(run.Errors, Does.Contain("spheres/liquids/sample_0002.extxyz has changed"));
        string[] written =
        [
            .. times.Keys.Where(file => File.GetLastWriteTimeUtc(file) != hour).Select(file => Path.GetDirectoryName(file)!).Distinct()
                .Select(place => Path.GetRelativePath(PathOf("whole"), place)),
        ];
        Assert.That(written, Has.Member("hot/sample_0002").And.Member("hot/sample_0003").And.Member("hot/liquids"));
        Assert.That(written.Where(place => place.Contains("/sample_", StringComparison.Ordinal)).Count(), Is.EqualTo(2));
    }

    // Without its checkpoint nothing says whether a start is right. The start here is damaged too, and its sample is still to be done.
    [TestCase(false)]
    [TestCase(true)]
    public void A_chain_whose_checkpoint_is_damaged_is_run_again_for_samples_that_are_not_done(bool hasOlderCheckpoint)
    {
        Copy("whole");
        Directory.Delete(PathOf("whole/hot/sample_0002"), recursive: true);
        string checkpoint = PathOf("whole/hot/liquids/chain_0001.checkpoint");
        Assert.That(File.Exists($"{checkpoint}.previous"), "of the sample before");
        if (!hasOlderCheckpoint)
        {
            File.Delete($"{checkpoint}.previous");
        }

        Flip(checkpoint);
        Flip(PathOf("whole/hot/liquids/sample_0002.extxyz"));
        CommandResult run = CommandLine.Finish(Start(PathOf("whole"))).With(0);
        AssertWhole("whole");
        Assert.That(
            run.Errors.Contains("chain_0001.checkpoint is damaged; the chain is run again", StringComparison.Ordinal),
            Is.EqualTo(!hasOlderCheckpoint));
    }

    [Test]
    public void A_full_disk_is_one_clear_error_and_the_same_command_goes_on_when_there_is_room()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Assert.Ignore("Only root can mount a small file system.");
        }

        Directory.CreateDirectory(PathOf("small"));
        Mount("size=300k");
        try
        {
            CommandResult full = CommandLine.Finish(Start(PathOf("small"))).With(1);
            Assert.That(full.LastErrorLine, Does.StartWith("glassmodes run: No space left on device").And.Contain("space on the disk"));
            Assert.That(full.Errors, Does.Not.Contain("tried again"), "another attempt would fail too");
            Mount("remount,size=20m");
            CommandLine.Finish(Start(PathOf("small"))).With(0);
            AssertWhole("small");
        }
        finally
        {
            using Process umount = Process.Start("umount", [PathOf("small")]);
            umount.WaitForExit();
        }

        void Mount(string options)
        {
            using Process mount = Process.Start("mount", ["-t", "tmpfs", "-o", options, "tmpfs", PathOf("small")]);
            mount.WaitForExit();
            if (mount.ExitCode != 0)
            {
                Assert.Ignore("This system does not let root mount a file system.");
            }
        }
    }

    private void AssertWhole(string name)
    {
        SortedDictionary<string, string> results = KillTrials.ResultsIn(PathOf(name));
        Assert.That(results.Keys, Is.EqualTo(_whole.Keys));
        Assert.That(results.Where(file => _whole[file.Key] != file.Value).Select(file => file.Key), Is.Empty);
    }

    private static void Flip(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        DateTime time = File.GetLastWriteTimeUtc(file);
        File.WriteAllBytes(file, bytes);
        File.SetLastWriteTimeUtc(file, time);
    }

    private void Copy(string name)
    {
        string source = Path.Combine(_place, name);
        foreach (string file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = PathOf(Path.Combine(name, Path.GetRelativePath(source, file)));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private Process Start(string directory) => CommandLine.Start([], "run", Campaign, "--out", directory, "--workers", "2");
}
