// Tests what a campaign is said to cost, against what it does cost.

using System.Text.Json;
using GlassModes.Campaigns.Plan;
using GlassModes.Campaigns.Work;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Quench;
using GlassModes.Samples;
using GlassModes.Tests.Runner;

namespace GlassModes.Tests.Campaigns;

[NonParallelizable]
public sealed class CalibrationTests : RunnerTests
{
    private const string Text =
        """
        [quench]
        until = 1e-3
        [liquid]
        equilibrate_nvt = 40
        equilibrate_nve = 10
        interval = 5
        samples_per_chain = 4
        [[states]]
        name = "a"
        model = "kalj"
        particles = 400
        temperature = 2.0
        samples = 4
        [[states]]
        name = "b"
        model = "harmonic"
        particles = 300
        samples = 2

        """;

    // A state of few samples, whose sums are small.
    private const string PackedState =
        """
        [[states]]
        name = "c"
        model = "kalj"
        particles = 1000
        temperature = 2.0
        samples = 8
        keep = { pack = true }

        """;

    [Test]
    public void Files_and_sizes_are_foretold_and_times_roughly()
    {
        string file = FileWith("small.toml", Text + PackedState);
        JsonElement foretold = CommandLine.Run("run", file, "--dry-run", "--quiet", "--json", "--workers", "2").With(0).Json;
        Assert.That(Directory.GetFileSystemEntries(Path.GetDirectoryName(file)!), Is.EqualTo(new[] { file }), "nothing is written");
        JsonElement done = CommandLine.Run("run", file, "--out", PathOf("out"), "--workers", "1", "--quiet", "--json").With(0).Json;
        foreach (JsonElement state in foretold.GetProperty("states").EnumerateArray())
        {
            string name = state.GetProperty("name").GetString()!;
            FileInfo[] files = new DirectoryInfo(PathOf($"out/{name}")).GetFiles("*", SearchOption.AllDirectories);
            Assert.That(state.GetProperty("files").GetInt32(), Is.EqualTo(files.Length).Within(Math.Max(1, 0.1 * files.Length)), name);
            Assert.That(state.GetProperty("diskBytes").GetDouble(), Is.EqualTo((double)files.Sum(one => one.Length)).Within(20).Percent);
            Assert.That(state.GetProperty("memoryBytes").GetInt64(), Is.InRange(100_000_000, 400_000_000));

            // Processor times of small samples vary, and the start of a worker belongs to one of them and not to the other.
            double spent = done.GetProperty("states").EnumerateArray().First(other => other.GetProperty("name").GetString() == name)
                .GetProperty("coreSeconds").GetDouble();
            double ratio = state.GetProperty("coreHours").GetDouble() * 3600 / spent;
            TestContext.Out.WriteLine($"{name}: foretold over spent {ratio:f2}, {spent:f2} s");
            Assert.That(ratio, Is.InRange(0.1, 10));
        }

        double total = foretold.GetProperty("coreHours").GetDouble();
        Assert.That(foretold.GetProperty("wallHours").GetDouble(), Is.EqualTo(total / 2).Within(1e-12 * total));
    }

    [Test]
    public void Packs_make_tens_of_files_of_ten_thousand_samples()
    {
        string large = Text.Replace("samples = 4", "samples = 10_000").Replace("samples = 2", "samples = 2000");
        CampaignEstimate packed = new Calibration().Estimate(CampaignFile.Parse("large.toml", large));
        CampaignEstimate plain = new Calibration().Estimate(CampaignFile.Parse("large.toml", "keep.pack = false\n" + large));
        CampaignEstimate records = new Calibration().Estimate(CampaignFile.Parse("large.toml", "keep.configurations = \"none\"\n" + large));
        Assert.That(packed.States.Select(state => state.Files), Is.EqualTo(new double[] { 66, 17 }));
        Assert.That(records.States.Select(state => state.Files), Is.EqualTo(new double[] { 46, 13 }));
        Assert.That(plain.States[0].Files, Is.GreaterThan(80_000));
        Assert.That(packed.States[0].DiskBytes / plain.States[0].DiskBytes, Is.InRange(0.4, 0.8), "compressed");
        Assert.That(records.States[0].DiskBytes / plain.States[0].DiskBytes, Is.InRange(0.01, 0.2));
    }

    [Test]
    public void Sizes_share_a_measurement_and_grow_by_the_laws()
    {
        const string sizes =
            """
            [quench]
            until = 1e-2
            [modes]
            solve = "none"
            [[states]]
            name = "small"
            model = "harmonic"
            particles = 2000
            samples = 10
            [[states]]
            name = "large"
            model = "harmonic"
            particles = 8000
            samples = 10

            """;
        CampaignEstimate estimate = new Calibration().Estimate(CampaignFile.Parse("sizes.toml", sizes));
        (StateEstimate small, StateEstimate large) = (estimate.States[0], estimate.States[1]);
        Assert.That(large.CoreSeconds, Is.EqualTo(4 * small.CoreSeconds).Within(1e-9 * large.CoreSeconds), "without modes, as N");
        Assert.That(large.DiskBytes, Is.EqualTo(4 * small.DiskBytes).Within(1e-9 * large.DiskBytes));
        Assert.That(large.Files, Is.EqualTo(small.Files));
        Assert.That(estimate.SamplesWithin(estimate.CoreSeconds / 2), Is.EqualTo(new[] { 5, 5 }));
        Assert.That(estimate.SamplesWithin(10 * estimate.CoreSeconds), Is.EqualTo(new[] { 10, 10 }));
        Assert.That(estimate.SamplesWithin(0), Is.EqualTo(new[] { 0, 0 }));
    }

    [Test]
    public void The_cost_of_modes_grows_faster_than_the_size()
    {
        SamplePlan plan = new(HarmonicSpheres.Create(), new Ladder(1e-3)) { Modes = SampledModes.Unstable };
        double[] costs = [.. new[] { 1000, 8000, 32000 }.Select(count => SampleCost.ModeSeconds(plan, plan.Modes, count, count / 100))];
        Assert.That(costs[1] / costs[0], Is.InRange(8, 512));
        Assert.That(costs[2] / costs[1], Is.InRange(4, 64));
    }

    [Test]
    public void Lowest_modes_without_a_certificate_cost_less()
    {
        SamplePlan lowest = new(HarmonicSpheres.Create(), new Ladder(1e-3)) { Modes = SampledModes.LowestModes(1) };
        SamplePlan always = lowest with { Solving = new ModeOptions(Certification: ModeCertification.Always) };
        SamplePlan never = lowest with { Solving = new ModeOptions(Certification: ModeCertification.Never) };
        static double Cost(SamplePlan plan, int particles) => SampleCost.ModeSeconds(plan, plan.Modes, particles, 1);
        Assert.That(Cost(lowest, 32000), Is.EqualTo(Cost(never, 32000)), "above N = 20 000");
        Assert.That(Cost(lowest, 8000), Is.EqualTo(Cost(always, 8000)));
        Assert.That(Cost(always, 32000), Is.GreaterThan(10 * Cost(never, 32000)));
        Assert.That(Cost(lowest with { Modes = SampledModes.Count }, 32000), Is.EqualTo(Cost(always, 32000)).Within(1).Percent);
    }

    [TestCase("--core-hours belongs to --dry-run", "--core-hours", "3", "--out", "{out}")]
    [TestCase("run needs --out")]
    [TestCase("--core-hours expects", "--dry-run", "--core-hours", "0")]
    public void Options_that_make_no_sense_are_refused(string reason, params string[] options)
    {
        string[] arguments = [.. options.Select(option => option.Replace("{out}", PathOf("out"), StringComparison.Ordinal))];
        Assert.That(CommandLine.Run(["run", FileWith("small.toml", Text), .. arguments]).With(2).ErrorLine, Does.Contain(reason));
    }
}
