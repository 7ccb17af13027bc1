// Tests the way of users' own starts to `analyze`: several files and frames, ranges for array jobs, and records.

using System.Text.Json;
using GlassModes.IO;
using GlassModes.Particles;

namespace GlassModes.Tests.Runner;

public sealed class RecordedStartsTests : RunnerTests
{
    private const string Model = "kalj";

    [Test]
    public void Own_starts_reach_the_analysis()
    {
        string file = Frames(3);
        JsonElement json = CommandLine.Run(
            "quench", file, "--model", Model, "--frames", "all", "--ladder", "-1.6:-1.7:0.1", "--temperature", "2", "--record", "--out",
            PathOf("out"),
            "--json", "--quiet").With(0).Json;
        JsonElement[] starts = [.. json.GetProperty("starts").EnumerateArray()];
        Assert.That(
            starts.Select(start => start.GetProperty("start").GetString()), Is.EqualTo(new[] { $"{file}#0", $"{file}#1", $"{file}#2" }));
        Assert.That(starts.Select(start => start.GetProperty("rungs").GetArrayLength()), Is.All.EqualTo(2));
        Assert.That(starts.Select(start => File.Exists(start.GetProperty("record").GetString())), Is.All.True);

        JsonElement analysis = CommandLine.Run("analyze", PathOf("out"), "--json", "--quiet").With(0).Json;
        JsonElement ensemble = analysis.GetProperty("ensembles")[0];
        Assert.That((ensemble.GetProperty("samples").GetInt32(), Number(ensemble, "temperature")), Is.EqualTo((3, 2.0)));
    }

    [Test]
    public void An_array_of_jobs_makes_what_one_job_makes()
    {
        string file = Frames(2);
        string[] common =
        [
            "quench", file, "--model", Model, "--frames", "all", "--ladder", "-1.6:-1.6:1", "--record", "--count", "--quiet",
        ];
        CommandLine.Run([.. common, "--out", PathOf("whole")]).With(0);
        CommandLine.Run([.. common, "--starts", "0", "--out", PathOf("array")]).With(0);
        CommandLine.Run([.. common, "--starts", "1:5", "--out", PathOf("array")]).With(0);
        foreach (string name in new[] { "start_0000", "start_0001" })
        {
            Assert.That(
                File.ReadAllBytes(PathOf($"array/{name}/sample.h5")),
                Is.EqualTo(File.ReadAllBytes(PathOf($"whole/{name}/sample.h5"))),
                name);
        }
    }

    [Test]
    public void A_start_that_cannot_be_used_is_named_before_any_work()
    {
        string good = Frames(1);
        string bad = PathOf("bad.extxyz");
        File.WriteAllText(bad, "2\nLattice=\"20 0 0 0 20 0 0 0 20\" Properties=species:S:1:pos:R:3\nA 0 0 0\nC 1 0 0\n");
        CommandResult run = CommandLine.Run("quench", good, bad, "--model", Model, "--out", PathOf("out")).With(2);
        Assert.That(run.Errors, Does.Contain("bad.extxyz"));
        Assert.That(Directory.Exists(PathOf("out")), Is.False, "nothing was begun");
    }

    [Test]
    public void The_same_start_twice_is_one_sample()
    {
        string file = Frames(1);
        string[] common = ["quench", file, "--model", Model, "--ladder", "-1.6:-1.6:1", "--record", "--count", "--quiet", "--out"];
        CommandLine.Run([.. common, PathOf("out/one")]).With(0);
        CommandLine.Run([.. common, PathOf("out/two")]).With(0);
        Assert.That(CommandLine.Run("analyze", PathOf("out"), "--quiet").With(2).Errors, Does.Contain("hold the same sample"));
    }

    [Test]
    public void Prepared_files_bring_their_seed_number_and_temperature()
    {
        CommandLine.Run(
            "prepare", "--model", Model, "--particles", "200", "--temperature", "2", "--samples", "2", "--seed", "77", "--out",
            PathOf("liquids"),
            "--equilibrate-nvt", "0.1", "--equilibrate-nve", "0", "--interval", "0.1", "--quiet").With(0);
        string file = PathOf("liquids/sample_0002.extxyz");
        CommandLine.Run(
            "quench", file, "--model", Model, "--ladder", "2:2:1", "--record", "--count", "--out", PathOf("out"), "--quiet").With(0);
        GlassModes.Samples.SampleProvenance provenance = GlassModes.Samples.SampleFile.Read(PathOf("out/sample.h5")).Provenance;
        Assert.That((provenance.Id.Seed, provenance.Id.Number, provenance.Protocol.Temperature), Is.EqualTo((77UL, 1, 2.0)));
        Assert.That((provenance.Source.File, provenance.Source.Frame), Is.EqualTo((file, 0)));
        CommandResult refused = CommandLine.Run(
            "quench", file, "--model", Model, "--temperature", "1", "--ladder", "2:2:1", "--record", "--count", "--out", PathOf("other"),
            "--quiet").With(2);
        Assert.That(refused.Errors, Does.Contain("temperature=2"));
    }

    [TestCase("--unstable needs --record", "--unstable")]
    [TestCase("exclude each other", "--record", "--count", "--lowest", "3")]
    [TestCase("computes no eigenvectors", "--record", "--count", "--keep-eigenvectors", "lowest")]
    [TestCase("--record needs --out", "--record")]
    [TestCase("exclude each other", "--frame", "0", "--frames", "all")]
    [TestCase("expects all", "--frames", "some")]
    [TestCase("--starts expects", "--starts", "3:1")]
    [TestCase("there are 1 starts", "--starts", "7")]
    [TestCase("there is no option '--records'", "--records")]
    public void Options_that_make_no_sense_are_refused(string expected, params string[] options) =>
        Assert.That(CommandLine.Run(["quench", Frames(1), "--model", Model, .. options]).With(2).Errors, Does.Contain(expected));

    // A file of frames at W = 10^−1.5. In each frame another particle is displaced a little.
    private string Frames(int count)
    {
        string path = PathOf("starts.extxyz");
        Configuration read = ConfigurationFile.Read(TestData.Reference("kalj_N1000_W-1.5.dump"));
        ConfigurationFile.Write(path, Enumerable.Range(0, count).Select(k =>
        {
            double[] positions = read.Positions.ToArray();
            positions[3 * k] += 0.01;
            return new Configuration(read.Box, read.Species, positions, ids: read.Ids);
        }));
        return path;
    }
}
