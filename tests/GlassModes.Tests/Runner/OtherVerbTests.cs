// Tests `glassmodes prepare`, `convert`, `demo`, the help and the version.

using System.CommandLine;
using System.Text.Json;
using GlassModes.Dynamics;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Runner;

namespace GlassModes.Tests.Runner;

public sealed class OtherVerbTests : RunnerTests
{
    private static readonly string[] s_verbs = ["prepare", "energy", "quench", "modes", "convert", "analyze", "compare", "demo"];

    [Test]
    public void Prepare_writes_the_samples_of_the_library_at_any_number_of_threads()
    {
        CommandResult Prepare(string directory, string threads) => CommandLine.Run(
            "prepare", "--model", "kalj", "--particles", "200", "--temperature", "2", "--samples", "3", "--chains", "2", "--seed",
            "18446744073709551615",
            "--equilibrate-nvt", "1", "--equilibrate-nve", "0.5", "--interval", "0.25", "--out", PathOf(directory), "--threads", threads,
            "--json").With(0);
        JsonElement json = Prepare("one", "1").Json;
        Prepare("two", "2");
        string[] names = ["sample_0001.extxyz", "sample_0002.extxyz", "sample_0003.extxyz"];
        string[] expected =
        [
            "chain_0001.checkpoint", "chain_0001.checkpoint.previous", "chain_0002.checkpoint", "equilibration_0001.json",
            "equilibration_0002.json", "glassmodes.json", .. names,
        ];
        Assert.That(Files(), Is.EqualTo(expected.Select(name => $"one/{name}").Concat(expected.Select(name => $"two/{name}"))));
        Assert.That(
            json.GetProperty("files").EnumerateArray().Select(file => file.GetString()),
            Is.EqualTo(names.Select(name => PathOf($"one/{name}"))));
        foreach (string name in names)
        {
            Assert.That(File.ReadAllBytes(PathOf($"two/{name}")), Is.EqualTo(File.ReadAllBytes(PathOf($"one/{name}"))), name);
        }

        LiquidSample first = Liquid.Equilibrate(
            KobAndersen.ForceShifted(), 200, KobAndersen.Density, 2, 1, ulong.MaxValue, 0,
            new EquilibrationProtocol(0.005, 1, 0.5, 0.25)).First();
        Configuration written = ConfigurationFile.Read(PathOf("one/sample_0001.extxyz"));
        Assert.That(written.Velocities.ToArray(), Is.EqualTo(first.Configuration.Velocities.ToArray()));
        JsonElement sample = json.GetProperty("samples")[0];
        Assert.That(Number(sample, "potentialEnergyPerParticle"), Is.EqualTo(first.PotentialEnergyPerParticle));
        Assert.That(Number(sample, "temperature"), Is.EqualTo(first.Temperature));
        Assert.That(
            json.GetProperty("samples").EnumerateArray().Select(sampleElement => sampleElement.GetProperty("chain").GetInt32()),
            Is.EqualTo(new[] { 1, 2, 1 }));
    }

    [Test]
    public void Harmonic_spheres_start_at_random_at_the_packing_fraction_asked_for()
    {
        JsonElement json = CommandLine.Run(
            "prepare", "--model", "harmonic", "--particles", "64", "--samples", "1", "--packing-fraction", "0.8", "--out", PathOf("h"),
            "--format", "data", "--json").With(0).Json;
        Assert.That(json.GetProperty("samples")[0].GetProperty("temperature").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(ConfigurationFile.Read(PathOf("h/sample_0001.data")).NumberDensity, Is.EqualTo(6 * 0.8 / Math.PI).Within(1e-12));
    }

    [Test]
    public void Convert_copies_every_frame_to_the_last_bit()
    {
        string twoFrames = FileWith("two.dump", File.ReadAllText(Kalj("T2")) + File.ReadAllText(Kalj("W-3")));
        JsonElement json = CommandLine.Run("convert", twoFrames, PathOf("two.extxyz.gz"), "--json").With(0).Json;
        Assert.That(json.GetProperty("particles").GetInt32(), Is.EqualTo(1000));
        Assert.That(json.GetProperty("frames").GetInt32(), Is.EqualTo(2));
        Configuration[] before = [.. ConfigurationFile.ReadFrames(twoFrames)];
        Configuration[] after = [.. ConfigurationFile.ReadFrames(PathOf("two.extxyz.gz"))];
        for (int k = 0; k < 2; k++)
        {
            Assert.That(after[k].Positions.ToArray(), Is.EqualTo(before[k].Positions.ToArray()));
        }

        CommandResult data = CommandLine.Run("convert", twoFrames, PathOf("first.data"), "--frame", "0").With(0);
        Assert.That(data.ErrorLine, Does.Contain("warning").And.Contains("left out"));
        Assert.That(CommandLine.Run("convert", twoFrames, twoFrames).With(2).ErrorLine, Does.Contain("the input file"));
        Assert.That(CommandLine.Run("convert", twoFrames, PathOf("b.data")).With(2).ErrorLine, Does.StartWith("glassmodes convert: "));
        Assert.That(Files(), Is.EqualTo(new[] { "first.data", "two.dump", "two.extxyz.gz" }));
    }

    [TestCase("-")]
    [TestCase("/dev/stdout")]
    public void Convert_writes_to_standard_output(string output)
    {
        string file = FileWith("a.xyz", "1\nLattice=\"7 0 0 0 7 0 0 0 7\" note=5\nA 1 2 3\n");
        CommandResult dump = CommandLine.Run("convert", file, output, "--format-out", "dump").With(0);
        Assert.That(dump.Output, Does.StartWith("ITEM: TIMESTEP\n0\n").And.EndsWith("\nITEM: ATOMS id type x y z\n1 1 1 2 3\n"));
        Assert.That(dump.ErrorLine, Does.Contain("warning: left out of ").And.EndsWith(": note"));
        Assert.That(CommandLine.Run("convert", file, output).With(2).ErrorLine, Does.Contain("--format-out"));
        CommandResult json = CommandLine.Run("convert", file, output, "--format-out", "dump", "--json").With(2);
        Assert.That(json.ErrorLine, Does.Contain("--json"));
        Assert.That(Files(), Is.EqualTo(new[] { "a.xyz" }));
    }

    [Test]
    public void Demo_goes_the_whole_way()
    {
        JsonElement json = CommandLine.Run(
            "demo", "--samples", "2", "--particles", "160", "--until", "1e-2", "--out", PathOf("demo"), "--json", "--quiet").With(0).Json;
        JsonElement[] rows = [.. json.GetProperty("rows").EnumerateArray()];
        Assert.That(rows.Select(row => Number(row, "log10W")), Is.EqualTo(new[] { -1.5, -2 }).Within(1e-12));
        Assert.That(rows.Select(row => row.GetProperty("samples").GetInt32()), Is.EqualTo(new[] { 2, 2 }));
        Assert.That(rows.Select(row => Number(row, "potentialEnergyPerParticle")), Is.Ordered.Descending.And.All.InRange(-6.9, -6.2));
        Assert.That(Number(rows[0], "timeError"), Is.Positive);
        string[] sample = ["rung_01_W_-1.50.extxyz", "rung_02_W_-2.00.extxyz", "sample.h5"];
        string[] results =
        [
            .. Enumerable.Range(1, 2).Select(k => $"demo/kalj/liquids/sample_{k:d4}.extxyz"),
            .. Enumerable.Range(1, 2).SelectMany(k => sample.Select(file => $"demo/kalj/sample_{k:d4}/{file}")),
            "demo/table.csv",
        ];
        Assert.That(
            json.GetProperty("files").EnumerateArray().Select(file => Path.GetRelativePath(PathOf("."), file.GetString()!)),
            Is.EqualTo(results));
        Assert.That(Files(), Is.SupersetOf(results));

        // It is a campaign, which `status` and `run` know.
        Assert.That(CommandLine.Run("status", PathOf("demo"), "--json").With(0).Json.GetProperty("status").GetString(), Is.EqualTo("done"));
        string[] lines = File.ReadAllLines(PathOf("demo/table.csv"));
        string[] table = [.. lines.Where(line => line[0] != '#')];
        Assert.That(table, Has.Length.EqualTo(3));
        int column = Array.IndexOf(table[0].Split(','), "V_per_particle");
        Assert.That(
            double.Parse(table[1].Split(',')[column], System.Globalization.CultureInfo.InvariantCulture),
            Is.EqualTo(Number(rows[0], "potentialEnergyPerParticle")));
        Assert.That(rows[0].EnumerateObject().Select(field => field.Name), Is.EqualTo(new[]
        {
            "log10W", "samples", "time", "timeError", "potentialEnergyPerParticle", "potentialEnergyPerParticleError", "fractionUnstable",
            "fractionUnstableError",
            "lowestEigenvalue", "lowestEigenvalueError", "lowestParticipation", "lowestParticipationError", "coreEnergy", "coreEnergyError",
        }));

        // `analyze` makes the same table from the records.
        CommandLine.Run("analyze", PathOf("demo"), "--quiet").With(0);
        Assert.That(File.ReadAllBytes(PathOf("demo/analysis/fixed_w.csv")), Is.EqualTo(File.ReadAllBytes(PathOf("demo/table.csv"))));
    }

    [TestCase("prepare", true)]
    [TestCase("quench", true)]
    [TestCase("modes", true)]
    [TestCase("demo", true)]
    [TestCase("energy", false)]
    [TestCase("convert", false)]
    [TestCase("analyze", false)]
    [TestCase("compare", false)]
    public void Threads_are_an_option_only_where_a_verb_uses_them(string verb, bool expected)
    {
        Command command = CommandTree.Create().Subcommands.Single(candidate => candidate.Name == verb);
        Assert.That(command.Options.Any(option => option.Name == "--threads"), Is.EqualTo(expected));
    }

    [TestCaseSource(nameof(s_verbs))]
    public void Help_has_an_example_that_parses(string verb)
    {
        string help = CommandLine.Run(verb, "--help").With(0).Output;
        string example = help.Split('\n').Select(line => line.Trim()).First(
            line => line.StartsWith($"glassmodes {verb} ", StringComparison.Ordinal) && !line.Contains('['));
        ParseResult parsed = CommandTree.Create().Parse(example.Split(' ')[1..]);
        Assert.That(parsed.Errors, Is.Empty, example);
        Assert.That(parsed.CommandResult.Command.Name, Is.EqualTo(verb));
    }

    [Test]
    public void Version_tells_the_native_libraries_and_the_width()
    {
        string output = CommandLine.Run("--version").With(0).Output;
        Assert.That(
            output,
            Does.StartWith("glassmodes 0.").And.Contains("OpenBLAS: ").And.Contains("libglassmodes: ").And.Contains(
                "libglassmodes_ldlt: ").And.Contains("MUMPS").And.Contains("ARPACK: ").And.Contains("libarpack").And.Contains("SIMD: "));

        // The MPI that is here, or why there is none.
        Assert.That(output, Does.Match("(?m)^libglassmodes_mpi: .*MPI"));
        Assert.That(
            CommandLine.Run([("GLASSMODES_MPI", "/nowhere/libglassmodes_mpi.so")], "--version").With(0).Output,
            Does.Match("(?m)^libglassmodes_mpi: .*/nowhere/libglassmodes_mpi.so: no such file").And.Contain("SIMD: "));
    }
}
