// Tests on the command line that no directory mixes two runs, and what a killed or finished run leaves for the next one.

using System.Runtime.Versioning;
using System.Text.Json;
using GlassModes.IO;
using GlassModes.Particles;
using GlassModes.Runner;

namespace GlassModes.Tests.Runner;

public sealed class DirectoryRuleTests : RunnerTests
{
    private static readonly string[] Liquid =
    [
        "prepare", "--model", "kalj", "--particles", "200", "--temperature", "2", "--equilibrate-nvt", "1", "--equilibrate-nve", "0.5",
        "--interval", "0.25", "--quiet",
    ];

    [Test]
    public void Another_quench_into_the_directory_is_refused_or_clears_it()
    {
        string[] first = ["quench", Kalj("W-1.5"), "--model", "kalj", "--ladder", "-1.6:-1.8:0.1", "--out", PathOf("out"), "--quiet"];
        string[] second = ["quench", Kalj("W-3"), "--model", "kalj", "--ladder", "-3.1:-3.1:1", "--out", PathOf("out"), "--quiet"];
        CommandLine.Run(first).With(0);
        Dictionary<string, byte[]> before = Files().ToDictionary(file => file, file => File.ReadAllBytes(PathOf(file)));
        CommandResult refused = CommandLine.Run(second).With(2);
        Assert.That(refused.ErrorLine, Does.Contain(PathOf("out")).And.Contains("--overwrite").And.Contains("another directory"));
        CommandLine.Run([.. second, "--resume"]).With(2);
        CommandLine.Run([.. first, "--method", "fire"]).With(2);
        Assert.That(Files().ToDictionary(file => file, file => File.ReadAllBytes(PathOf(file))), Is.EqualTo(before), "nothing was changed");

        FileWith("out/notes.txt", "mine");
        CommandLine.Run([.. second, "--overwrite"]).With(0);
        Assert.That(
            Files(), Is.EqualTo(new[] { "out/glassmodes.json", "out/notes.txt", "out/quench.checkpoint", "out/rung_01_W_-3.10.extxyz" }));
    }

    [Test]
    public void A_finished_quench_goes_deeper_to_the_bits_of_one_quench()
    {
        string[] quench = ["quench", Kalj("W-1.5"), "--model", "kalj", "--quiet", "--json", "--until"];
        CommandLine.Run([.. quench, "1e-2", "--out", PathOf("parts")]).With(0);
        JsonElement parts = CommandLine.Run([.. quench, "3e-3", "--out", PathOf("parts"), "--resume"]).With(0).Json;
        JsonElement whole = CommandLine.Run([.. quench, "3e-3", "--out", PathOf("whole")]).With(0).Json;
        Assert.That(parts.GetProperty("forceEvaluations").GetInt64(), Is.EqualTo(whole.GetProperty("forceEvaluations").GetInt64()));
        foreach (string file in Files().Where(file => file.StartsWith("whole/rung", StringComparison.Ordinal)))
        {
            string part = file.Replace("whole", "parts", StringComparison.Ordinal);
            Assert.That(File.ReadAllBytes(PathOf(part)), Is.EqualTo(File.ReadAllBytes(PathOf(file))), file);
        }

        CommandResult refused = CommandLine.Run([.. quench, "1e-3", "--out", PathOf("parts"), "--resume"]).With(2);
        Assert.That(refused.ErrorLine, Does.Contain("ladder"), "the rung at 3e-3 would be gone");
    }

    [Test]
    public void Overlapping_tasks_of_an_array_work_side_by_side()
    {
        string file = PathOf("starts.extxyz");
        Configuration read = ConfigurationFile.Read(Kalj("W-1.5"));
        ConfigurationFile.Write(file, Enumerable.Range(0, 3).Select(k =>
        {
            double[] positions = read.Positions.ToArray();
            positions[3 * k] += 0.01;
            return new Configuration(read.Box, read.Species, positions, ids: read.Ids);
        }));
        string[] common =
            ["quench", file, "--model", "kalj", "--frames", "all", "--ladder", "-1.6:-1.6:1", "--out", PathOf("out"), "--quiet"];
        CommandLine.Run([.. common, "--starts", "0:1"]).With(0);
        CommandLine.Run([.. common, "--starts", "1:2"]).With(0);
        Assert.That(Files().Count(name => name.EndsWith(".extxyz", StringComparison.Ordinal)), Is.EqualTo(4));
        CommandResult refused = CommandLine.Run([.. common, "--starts", "1:2", "--method", "fire"]).With(2);
        Assert.That(refused.ErrorLine, Does.Contain("method"));
    }

    [Test]
    public void A_preparation_goes_on_with_further_samples_and_refuses_another_seed()
    {
        CommandLine.Run([.. Liquid, "--samples", "3", "--out", PathOf("whole")]).With(0);
        CommandLine.Run([.. Liquid, "--samples", "1", "--out", PathOf("parts")]).With(0);
        JsonElement json = CommandLine.Run([.. Liquid, "--samples", "3", "--out", PathOf("parts"), "--resume", "--json"]).With(0).Json;
        Assert.That(json.GetProperty("files").GetArrayLength(), Is.EqualTo(3));
        for (int number = 1; number <= 3; number++)
        {
            string name = $"sample_{number:d4}.extxyz";
            Assert.That(File.ReadAllBytes(PathOf($"parts/{name}")), Is.EqualTo(File.ReadAllBytes(PathOf($"whole/{name}"))));
        }

        string[] other = [.. Liquid, "--samples", "1", "--seed", "2", "--out", PathOf("parts")];
        Assert.That(CommandLine.Run(other).With(2).ErrorLine, Does.Contain("seed: 1 there, 2 here").And.Contains("--overwrite"));
        CommandLine.Run([.. other, "--overwrite"]).With(0);
        Assert.That(Files().Count(file => file.StartsWith("parts/sample", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [TestCase("INT", 130)]
    [TestCase("KILL", 137)]
    [Platform("Linux")]
    [UnsupportedOSPlatform("windows")]
    public void A_preparation_ended_by_a_signal_and_resumed_is_the_same(string signal, int exitCode)
    {
        string[] prepare =
        [
            "prepare", "--model", "kalj", "--particles", "500", "--temperature", "2", "--samples", "2", "--equilibrate-nvt", "10",
            "--equilibrate-nve", "5", "--interval", "5", "--checkpoint-interval", "0.05", "--quiet", "--out",
        ];
        CommandLine.Run([.. prepare, PathOf("whole")]).With(0);
        Directory.CreateDirectory(PathOf("parts"));
        CommandResult stopped = CommandLine.InterruptAtFile(signal, PathOf("parts"), ".previous", [.. prepare, PathOf("parts")]);
        stopped.With(exitCode);
        if (signal == "INT")
        {
            Assert.That(stopped.ErrorLine, Does.Contain("--resume"));
        }

        Assert.That(CommandLine.Run([.. prepare, PathOf("parts")]).With(2).ErrorLine, Does.Contain("--resume"));
        CommandLine.Run([.. prepare, PathOf("parts"), "--resume"]).With(0);
        foreach (string name in new[] { "sample_0001.extxyz", "sample_0002.extxyz" })
        {
            Assert.That(File.ReadAllBytes(PathOf($"parts/{name}")), Is.EqualTo(File.ReadAllBytes(PathOf($"whole/{name}"))), name);
        }
    }

    [Test]
    public void A_demonstration_of_another_seed_is_refused_or_clears_the_directory()
    {
        string[] demo = ["demo", "--samples", "1", "--particles", "160", "--until", "3e-2", "--out", PathOf("demo"), "--quiet"];
        CommandLine.Run(demo).With(0);
        string[] other = [.. demo, "--seed", "9"];
        Assert.That(CommandLine.Run(other).With(2).ErrorLine, Does.Contain("seed").And.Contains("--overwrite"));
        CommandLine.Run([.. other, "--overwrite"]).With(0);
        Assert.That(Files().Count(file => file.Contains("/liquids/sample_", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public void An_input_in_the_directory_is_not_overwritten()
    {
        CommandLine.Run("quench", Kalj("W-1.5"), "--model", "kalj", "--ladder", "-1.6:-1.6:1", "--out", PathOf("out"), "--quiet").With(0);
        string rung = PathOf("out/rung_01_W_-1.60.extxyz");
        byte[] content = File.ReadAllBytes(rung);
        CommandResult refused = CommandLine.Run(
            "quench", rung, "--model", "kalj", "--ladder", "-1.7:-1.7:1", "--out", PathOf("out"), "--overwrite", "--quiet").With(2);
        Assert.That(refused.ErrorLine, Does.Contain("input"));
        Assert.That(File.ReadAllBytes(rung), Is.EqualTo(content));
    }

    [Test]
    public void Starts_that_are_all_wrong_exit_by_2_and_some_by_1()
    {
        Configuration read = ConfigurationFile.Read(Kalj("W-1.5"));
        string Start(string name, string temperature)
        {
            ConfigurationFile.Write(
                PathOf(name), read.WithAnnotations(new Dictionary<string, string> { ["temperature"] = temperature }));
            return PathOf(name);
        }

        string[] quench = ["quench", "--model", "kalj", "--ladder", "-1.6:-1.6:1", "--temperature", "2", "--quiet"];
        string warm = Start("warm.extxyz", "3"), hot = Start("hot.extxyz", "4"), right = Start("right.extxyz", "2");
        Assert.That(CommandLine.Run([.. quench, warm, hot]).With(2).Errors, Does.Contain("temperature=3").And.Contains("temperature=4"));
        Assert.That(CommandLine.Run([.. quench, warm, right]).With(1).Errors, Does.Contain("temperature=3"));
        CommandLine.Run([.. quench, right]).With(0);
    }

    [TestCase("1e-1:1e-3:0.5", "-1:-3:0.5")]
    [TestCase("0.5:0.25:0.1", "-0.30103:-0.60206:0.1")]
    public void A_ladder_of_W_itself_is_refused_with_a_hint(string ladder, string hint)
    {
        CommandResult run = CommandLine.Run("quench", Kalj("W-1.5"), "--model", "kalj", "--ladder", ladder).With(2);
        Assert.That(run.ErrorLine, Does.Contain("log10 W").And.Contains(hint));
    }

    [Test]
    public void A_negative_step_of_the_ladder_is_taken()
    {
        JsonElement json = CommandLine.Run(
            "quench", Kalj("W-1.5"), "--model", "kalj", "--ladder", "0:-1.75:-0.875", "--json", "--quiet").With(0).Json;
        Assert.That(Number(json.GetProperty("rungs")[0], "log10W"), Is.EqualTo(-1.75));
    }

    [Test]
    public void Time_goes_on_from_a_file_that_has_one()
    {
        string[] ladder = ["--model", "kalj", "--ladder", "-1.75:-1.75:1", "--json", "--quiet"];
        Configuration read = ConfigurationFile.Read(Kalj("W-1.5"));
        ConfigurationFile.Write(
            PathOf("timed.extxyz"), new Configuration(read.Box, read.Species, read.Positions, ids: read.Ids, time: 100));
        double TimeOf(params string[] options) => Number(
            CommandLine.Run(["quench", PathOf("timed.extxyz"), .. ladder, .. options]).With(0).Json.GetProperty("rungs")[0], "time");
        Assert.That(TimeOf("--time-from-file"), Is.EqualTo(100 + TimeOf()));
        ConfigurationFile.Write(PathOf("timeless.extxyz"), new Configuration(read.Box, read.Species, read.Positions, ids: read.Ids));
        CommandResult refused = CommandLine.Run(["quench", PathOf("timeless.extxyz"), .. ladder, "--time-from-file"]).With(2);
        Assert.That(refused.ErrorLine, Does.Contain("timeless.extxyz").And.Contains("time"));
    }

    [Test]
    [Platform("Linux,MacOsX")]
    public void Convert_writes_through_a_link()
    {
        Directory.CreateDirectory(PathOf("data"));
        File.CreateSymbolicLink(PathOf("link.extxyz"), Path.Combine("data", "file.extxyz"));
        CommandLine.Run("convert", Kalj("W-1.5"), PathOf("link.extxyz")).With(0);
        Assert.That(new FileInfo(PathOf("link.extxyz")).LinkTarget, Is.EqualTo(Path.Combine("data", "file.extxyz")));
        Assert.That(ConfigurationFile.Read(PathOf("data/file.extxyz")).Count, Is.EqualTo(1000));
    }

    [Test]
    public void A_scratch_directory_that_was_made_is_removed_again()
    {
        Directory.CreateDirectory(PathOf("kept"));
        foreach (string scratch in new[] { "made/below", "kept" })
        {
            CommandLine.Run(
                "modes", Kalj("W-1.5"), "--model", "kalj", "--lowest", "1", "--scratch", PathOf(scratch), "--quiet").With(0);
        }

        Assert.That((Directory.Exists(PathOf("made")), Directory.Exists(PathOf("kept"))), Is.EqualTo((false, true)));
    }

    [TestCase(null, 4, 4)]
    [TestCase("2", 4, 2)]
    [TestCase("8", 4, 4)]
    [TestCase("0", 4, 4)]
    [TestCase("-1", 4, 4)]
    [TestCase("2(x3)", 4, 4)]
    public void Slurm_limits_the_threads(string? slurm, int cores, int expected) =>
        Assert.That(DefaultThreads.Of(slurm, cores), Is.EqualTo(expected));
}
