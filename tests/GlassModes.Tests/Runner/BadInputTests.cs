// Tests wrong arguments and wrong files: the exit code is 2, one line names what was found, and nothing is written.

namespace GlassModes.Tests.Runner;

public sealed class BadInputTests : RunnerTests
{
    private static readonly string[] s_dump = File.ReadAllLines(TestData.Reference("kalj_N1000_W-3.dump"));

    private static readonly TestCaseData[] s_files =
    [
        Case("missing columns", "kalj", lines => lines[8] = "ITEM: ATOMS id type x y", ":9: expected"),
        Case("NaN coordinate", "kalj", lines => lines[20] = "12 1 nan 1 1", ":21: expected"),
        Case("non-cubic box", "kalj", lines => lines[7] = "0 9.5", "cubic"),
        Case("third species", "kalj", lines => lines[9] = lines[9].Replace("1 1 ", "1 3 ", StringComparison.Ordinal), "type 3"),
        Case("two species of spheres", "harmonic", _ => { }, "type 2"),
        Case("truncated", "kalj", _ => { }, "expected"),
        Case("small box", "kalj", lines => lines[5] = lines[6] = lines[7] = "0 4.9", "2 × 2.5"),
        Case("coincident particles", "kalj", lines => lines[10] = "2" + lines[9][1..], "coincide"),
    ];

    private static readonly TestCaseData[] s_arguments =
    [
        Arguments("kalj and harmonic", "energy", "{file}", "--model", "lj"),
        Arguments("'--model'", "energy", "{file}"),
        Arguments("Required command", []),
        Arguments("no such file", "energy", "{missing}.dump", "--model", "kalj"),
        Arguments("no cutoff", "energy", "{file}", "--model", "harmonic", "--cutoff", "2"),
        Arguments("--cutoff expects", "energy", "{file}", "--model", "kalj", "--cutoff", "NaN"),
        Arguments("--cutoff expects", "energy", "{file}", "--model", "kalj", "--cutoff", "2,5"),
        Arguments("known are data", "energy", "{file}", "--model", "kalj", "--format", "pdb"),
        Arguments("a frame 5", "energy", "{file}", "--model", "kalj", "--frame", "5"),
        Arguments("a frame -9", "energy", "{file}", "--model", "kalj", "--frame", "-9"),
        Arguments("--species expects", "energy", "{file}", "--model", "kalj", "--species", "Ni,,P"),
        Arguments("--threads expects", "quench", "{file}", "--model", "kalj", "--threads", "0"),
        Arguments("--threads", "energy", "{file}", "--model", "kalj", "--threads", "1"),
        Arguments("--seed", "energy", "{file}", "--model", "kalj", "--seed", "1"),
        Arguments("--until expects", "quench", "{file}", "--model", "kalj", "--until", "inf"),
        Arguments("--until expects", "quench", "{file}", "--model", "kalj", "--until", "0"),
        Arguments("found '-1:-3'", "quench", "{file}", "--model", "kalj", "--ladder", "-1:-3"),
        Arguments("from a higher log10 W to a lower one", "quench", "{file}", "--model", "kalj", "--ladder", "-3:-1:0.5"),
        Arguments("not zero", "quench", "{file}", "--model", "kalj", "--ladder", "-1:-3:0"),
        Arguments("2.985e+11 rungs", "quench", "{file}", "--model", "kalj", "--ladder", "-1.5:-300:1e-9"),
        Arguments("10^-400", "quench", "{file}", "--model", "kalj", "--ladder", "-1.5:-400:0.5"),
        Arguments("from 1 to 4096", "quench", "{file}", "--model", "kalj", "--threads", "2147483647"),
        Arguments("a cutoff of 1E-300", "energy", "{file}", "--model", "kalj", "--cutoff", "1e-300"),
        Arguments("from 1 to 1000000", "modes", "{file}", "--model", "kalj", "--density", "2147483647"),
        Arguments(
            "2147483647", "prepare", "--model", "kalj", "--particles", "200", "--temperature", "2", "--samples", "2", "--first-sample",
            "2147483646", "--out", "{missing}"),
        Arguments("given twice", "modes", "-", "-", "--model", "kalj"),
        Arguments(
            "positive number or inf", "prepare", "--model", "kalj", "--particles", "200", "--temperature", "1e400", "--samples", "2",
            "--out", "{missing}"),
        Arguments("'rk4'", "quench", "{file}", "--model", "kalj", "--method", "rk4"),
        Arguments("--timestep expects", "quench", "{file}", "--model", "kalj", "--timestep", "1e"),
        Arguments("--out ", "quench", "{file}", "--model", "kalj", "--out", "{file}"),
        Arguments("CONFIG: expected the name of a file; found an empty one", "energy", "", "--model", "kalj"),
        Arguments("CONFIG: expected the name of a file; found an empty one", "modes", "", "--model", "kalj"),
        Arguments("CONFIG: expected the name of a file; found an empty one", "quench", "", "--model", "kalj"),
        Arguments("OUT: expected the name of a file; found an empty one", "convert", "{file}", ""),
        Arguments("exclude each other", "modes", "{file}", "--model", "kalj", "--all", "--count"),
        Arguments("2997 modes", "modes", "{file}", "--model", "kalj", "--lowest", "2998"),
        Arguments("--lowest expects", "modes", "{file}", "--model", "kalj", "--lowest", "0"),
        Arguments("no columns for modes", "modes", "{file}", "--model", "kalj", "--out", "{missing}.data"),
        Arguments("is the input file", "modes", "{file}", "--model", "kalj", "--out", "{file}"),
        Arguments("a name ending in", "convert", "{file}", "{missing}.pdb"),
        Arguments(
            "--particles expects", "prepare", "--model", "kalj", "--particles", "0", "--temperature", "2", "--samples", "1", "--out",
            "{missing}"),
        Arguments(
            "twice the cutoff", "prepare", "--model", "kalj", "--particles", "100", "--temperature", "2", "--samples", "1", "--out",
            "{missing}"),
        Arguments("needs --temperature", "prepare", "--model", "kalj", "--particles", "200", "--samples", "1", "--out", "{missing}"),
        Arguments(
            "exclude each other", "prepare", "--model", "harmonic", "--particles", "64", "--samples", "1", "--out", "{missing}",
            "--density", "1", "--packing-fraction", "0.7"),
        Arguments(
            "use --density", "prepare", "--model", "kalj", "--particles", "200", "--temperature", "2", "--samples", "1", "--out",
            "{missing}", "--packing-fraction", "0.7"),
        Arguments(
            "not a known extension", "prepare", "--model", "harmonic", "--particles", "64", "--samples", "1", "--out", "{missing}",
            "--format", "pdb"),
        Arguments("There is no file or directory", "analyze", "{missing}"),
        Arguments("not an HDF5 file", "analyze", "{file}", "--out", "{missing}"),
        Arguments("'analyze'", "analyze"),
        Arguments("--time-range expects", "analyze", "{file}", "--time-range", "-4:-1.5"),
        Arguments("found '-2:-2'", "analyze", "{file}", "--time-range", "-2:-2"),
        Arguments("--fraction-range expects", "analyze", "{file}", "--fraction-range", "-1.5:-4:0.5"),
        Arguments("--decay-range expects", "analyze", "{file}", "--decay-range", "8:5"),
        Arguments("--decay-range expects", "analyze", "{file}", "--decay-range", "0:5"),
        Arguments("--bin expects", "analyze", "{file}", "--bin", "0"),
        Arguments("twice the cutoff", "demo", "--particles", "100", "--out", "{missing}"),
    ];

    [TestCaseSource(nameof(s_files))]
    public void A_wrong_file_is_told_in_one_line(string model, string[] lines, string expected)
    {
        string file = FileWith("wrong.dump", string.Join('\n', lines) + "\n");
        CommandResult run = CommandLine.Run("quench", file, "--model", model, "--out", PathOf("out"), "--json").With(2);
        Assert.That(run.ErrorLine, Does.StartWith($"glassmodes quench: {file}").And.Contains(expected));
        Assert.That(run.Output, Is.Empty);
        Assert.That(Files(), Is.EqualTo(new[] { "wrong.dump" }));
        Assert.That(Directory.Exists(PathOf("out")), Is.False);
    }

    [Test]
    public void An_empty_file_is_told_in_one_line() => Assert.That(
        CommandLine.Run("energy", FileWith("empty.data", ""), "--model", "kalj").With(2).ErrorLine,
        Does.StartWith($"glassmodes energy: {PathOf("empty.data")}"));

    [TestCaseSource(nameof(s_arguments))]
    public void Wrong_arguments_are_told_in_one_line(string expected, string[] arguments)
    {
        string file = FileWith("good.dump", string.Join('\n', s_dump) + "\n");
        string[] actual = [.. arguments.Select(word => word
            .Replace("{file}", file, StringComparison.Ordinal).Replace("{missing}", PathOf("missing"), StringComparison.Ordinal))];
        CommandResult run = CommandLine.Run([.. actual, .. arguments.Length > 0 ? (string[])["--quiet"] : []]).With(2);
        Assert.That(run.ErrorLine, Does.StartWith("glassmodes").And.Contains(expected));
        Assert.That(run.Output, Is.Empty);
        Assert.That(Files(), Is.EqualTo(new[] { "good.dump" }));
        Assert.That(Directory.Exists(PathOf("missing")), Is.False);
    }

    private static TestCaseData Case(string name, string model, Action<string[]> damage, string expected)
    {
        string[] lines = name == "truncated" ? s_dump[..500] : [.. s_dump];
        damage(lines);
        return new TestCaseData(model, lines, expected).SetArgDisplayNames(name);
    }

    private static TestCaseData Arguments(string expected, params string[] arguments) =>
        new TestCaseData(expected, arguments).SetArgDisplayNames(arguments.Length == 0 ? "nothing" : string.Join(' ', arguments));
}
