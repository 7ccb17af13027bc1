// Tests `glassmodes analyze`: tables of a directory tree of made-up samples, growth by sums, and errors in one line.

using System.Runtime.Versioning;
using System.Text.Json;
using GlassModes.Ensembles;
using GlassModes.Samples;
using GlassModes.Tests.Analysis;
using GlassModes.Tests.Ensembles;
using GlassModes.Tests.Tables;

namespace GlassModes.Tests.Runner;

public sealed class AnalyzeVerbTests : RunnerTests
{
    [Test]
    public void A_tree_of_records_becomes_tables_below_it()
    {
        Records("tree/b", 0, 6);
        Records("tree/a/large", 0, 4, particles: 2000);
        File.WriteAllText(PathOf("tree/foreign.h5"), "of another program");
        CommandResult run = CommandLine.Run("analyze", PathOf("tree"), "--json", "--save-sums").With(0);
        Assert.That(run.ErrorLine, Does.StartWith("glassmodes analyze: warning: ").And.Contains("foreign.h5").And.Contains("left out"));
        JsonElement json = run.Json;
        Assert.That(
            json.EnumerateObject().Select(field => field.Name), Is.EqualTo(new[] { "ensembles", "files", "records", "wallSeconds" }));
        Assert.That(json.GetProperty("ensembles").GetRawText(), Is.EqualTo(
            """[{"model":"kalj","particles":1000,"boxLength":20,"temperature":2,"samples":6},"""
            + """{"model":"kalj","particles":2000,"boxLength":20,"temperature":2,"samples":4}]"""));
        Assert.That(json.GetProperty("records").GetRawText(), Is.EqualTo("""{"read":10,"passedOver":0,"leftOut":1}"""));
        Assert.That(Number(json, "wallSeconds"), Is.Positive);
        string[] files =
        [
            .. json.GetProperty("files").EnumerateArray().Select(file => Path.GetRelativePath(PathOf("."), file.GetString()!)),
        ];
        Assert.That(
            files,
            Is.SupersetOf(
                new[]
                {
                    "tree/analysis/fixed_w.csv",
                    "tree/analysis/analysis.json",
                    "tree/analysis/sums_kalj_N1000_T2.h5",
                    "tree/analysis/sums_kalj_N2000_T2.h5",
                }));
        Assert.That(
            Files().Where(file => file.StartsWith("tree/analysis", StringComparison.Ordinal)), Is.EquivalentTo(files), "and no other");

        // The library makes the same tables from the same records.
        EnsembleSums[] sums =
        [
            .. new[] { (1000, 6), (2000, 4) }.Select(
                size => EnsembleSums.Of(Enumerable.Range(0, size.Item2).Select(k => Sample(k, size.Item1)))),
        ];
        TableRow.Analyse(sums).Write(Directory.CreateDirectory(PathOf("expected")).FullName);
        AssertSameTables("tree/analysis", "expected");

        // Sums among the results are not read again, and no warning names them.
        CommandResult withSums = CommandLine.Run(
            "analyze", PathOf("tree/b"), PathOf("tree/analysis"), PathOf("tree/a"), "--out", PathOf("again/deep"), "--json").With(0);
        Assert.That(withSums.Errors, Is.Empty);
        AssertSameTables("again/deep", "expected");
    }

    [Test]
    public void Damaged_records_of_any_layout_are_named_and_left_out()
    {
        Records("tree", 0, 3);
        string changed = PathOf("tree/1.h5");
        byte[] bytes = File.ReadAllBytes(changed);
        bytes[^100] ^= 1;
        File.WriteAllBytes(changed, bytes);

        // A text of an early record claims more than 2 GiB.
        string early = PathOf("tree/early.h5");
        bytes = File.ReadAllBytes(TestData.PathOf("records", "sample-version-2.h5"));
        bytes[bytes.AsSpan().IndexOf("GCOL"u8) + 27] ^= 0x80;
        File.WriteAllBytes(early, bytes);
        CommandResult run = CommandLine.Run("analyze", PathOf("tree"), "--json").With(0);
        Assert.That(run.Json.GetProperty("records").GetRawText(), Is.EqualTo("""{"read":2,"passedOver":0,"leftOut":2}"""));
        Assert.That(run.Errors, Does.Contain($"'{changed}'").And.Contains($"'{early}'"));
        Assert.That(
            CommandLine.Run("analyze", early).With(2).ErrorLine, Does.Contain($"'{early}'").And.Contains("damaged"));
    }

    [Test]
    public void Tables_are_in_the_document_where_asked_for_and_ranges_in_the_tables()
    {
        Records("tree", 0, 1);
        JsonElement json = CommandLine.Run(
            "analyze", PathOf("tree"), "--out", PathOf("out"), "--json", "--tables", "--quiet", "--time-range", "-2:-2.4",
            "--fraction-range", "-2.1:-3", "--decay-range", "3:9", "--bin", "0.5").With(0).Json;
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(PathOf("out/analysis.json")));
        Assert.That(json.GetProperty("tables").GetRawText(), Is.EqualTo(file.RootElement.GetProperty("tables").GetRawText()));
        JsonElement row = json.GetProperty("tables").GetProperty("fixed_w").GetProperty("rows")[0];
        Assert.That(row.GetProperty("t_error").ValueKind, Is.EqualTo(JsonValueKind.Null), "one sample");
        Assert.That(Number(row, "t"), Is.EqualTo(Sample(0, 1000).Rungs[0].Time));
        Assert.That(
            json.GetProperty("tables").GetProperty("power_laws").GetProperty("notes")[0].GetString(),
            Is.EqualTo("W = A t^-x over log10 W = -2 to -2.4; W = C f_u^y over log10 W = -2.1 to -3."));
    }

    [Test]
    public void Tables_are_refused_without_a_document_to_put_them_in()
    {
        Records("tree", 0, 1);
        AssertRefused(["--tables", "--json"], "analyze", PathOf("tree"), "--out", PathOf("out"), "--tables");
        Assert.That(Directory.Exists(PathOf("out")), Is.False);
    }

    [Test]
    public void Growing_by_sums_gives_the_same_bytes_as_all_at_once()
    {
        Records("old", 0, 7);
        CommandLine.Run("analyze", PathOf("old"), "--save-sums", "--out", PathOf("first"), "--quiet").With(0);
        string sums = PathOf("first/sums_kalj_N1000_T2.h5");
        Records("old/more", 7, 5);
        CommandLine.Run("analyze", PathOf("old"), "--save-sums", "--out", PathOf("whole"), "--quiet").With(0);
        JsonElement grown = CommandLine.Run(
            "analyze", PathOf("old/more"), sums, "--save-sums", "--out", PathOf("grown"), "--json").With(0).Json;
        Assert.That(grown.GetProperty("records").GetRawText(), Is.EqualTo("""{"read":5,"passedOver":0,"leftOut":0}"""));
        AssertSameTables("grown", "whole");
        Assert.That(
            File.ReadAllBytes(PathOf("grown/sums_kalj_N1000_T2.h5")), Is.EqualTo(File.ReadAllBytes(PathOf("whole/sums_kalj_N1000_T2.h5"))));
        JsonElement both = CommandLine.Run("analyze", sums, PathOf("old"), "--out", PathOf("first"), "--json").With(0).Json;
        Assert.That(both.GetProperty("records").GetRawText(), Is.EqualTo("""{"read":5,"passedOver":7,"leftOut":0}"""));
        AssertSameTables("first", "whole");
    }

    [Test]
    public void The_text_has_a_line_a_rung_the_exponents_and_the_files()
    {
        Records("tree", 0, 3);
        CommandResult run = CommandLine.Run(
            "analyze", PathOf("tree/2.h5"), PathOf("tree/0.h5"), PathOf("tree"), "--out", PathOf("out")).With(0);
        Assert.That(run.Errors, Is.Empty);
        string[] lines = run.Output.Split('\n');
        Assert.That(
            Words(lines[0]), Is.EqualTo(new[] { "ensemble", "log10", "W", "samples", "t", "V/N", "f_u", "lambda_1", "P_1", "Lambda_min" }));
        RungSums[] rungs = [.. EnsembleSums.Of(Enumerable.Range(0, 3).Select(k => Sample(k, 1000))).Rungs];
        Assert.That(
            Words(lines[1])[..5],
            Is.EqualTo(new[]
            {
                "kalj_N1000_T2",
                "-2",
                "3",
                $"{rungs[0].Mean(RungScalar.Time)}",
                $"{rungs[0].Mean(RungScalar.PotentialEnergyPerParticle)}",
            }));
        Assert.That(Words(lines[3])[^1], Is.EqualTo($"{rungs[2].Mean(RungScalar.CoreEnergy)}"));
        Assert.That(lines[4], Is.Empty);
        Assert.That(
            run.Output,
            Does.Contain("  W = A t^-x  ").And.Contain("  W = C f_u^y  ").And.Contain("3 records read, 0 passed over, 0 left out"));
        Assert.That(lines, Does.Contain(PathOf("out/fixed_w.csv")).And.Contain(PathOf("out/analysis.json")));

        static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    [Test]
    public void The_text_has_lengths_and_edges_where_there_are_any()
    {
        foreach (int particles in (int[])[1000, 2000, 8000])
        {
            for (int sample = 0; sample < 32; sample++)
            {
                Directory.CreateDirectory(PathOf("sizes"));
                SampleFile.Write(PathOf($"sizes/{particles}_{sample}.h5"), PlantedEnsemble.Record(particles, sample, -1.5, -2, -2.5));
            }
        }

        CommandResult run = CommandLine.Run("analyze", PathOf("sizes"), "--json", "--tables", "--out", PathOf("out")).With(0);
        string text = CommandLine.Run("analyze", PathOf("sizes"), "--out", PathOf("out")).With(0).Output;
        Assert.That(text, Does.Contain("ln xi = c W^-a, r by given"));
        JsonElement[] edges =
        [
            .. run.Json.GetProperty("tables").GetProperty("mobility_edge").GetProperty("rows").EnumerateArray().Where(
                row => row.GetProperty("lambda_e").ValueKind == JsonValueKind.Number),
        ];
        Assert.That(edges, Is.Not.Empty);
        foreach (JsonElement edge in edges)
        {
            (double rung, double lowest, double highest) = (Number(edge, "log10_W"), Number(edge, "lowest"), Number(edge, "highest"));
            Assert.That(text, Does.Match($@"\n *kalj_T2  1000 2000 8000  +{rung:g6} .*{lowest:g4} .*{highest:g4}\n"));
        }
    }

    [Test]
    public void What_is_wrong_with_the_records_is_told_in_one_line()
    {
        Records("tree", 0, 2);
        Directory.CreateDirectory(PathOf("empty"));
        AssertRefused(["no sample record", PathOf("empty")], "analyze", PathOf("empty"));
        AssertRefused(["--bin 1E-05", "Use a width of"], "analyze", PathOf("tree"), "--bin", "1e-5", "--quiet");
        Directory.Delete(PathOf("tree/analysis"));
        AssertRefused(["no option '--bins'"], "analyze", PathOf("tree"), "--bins", "0.1");
        AssertRefused(["--out", PathOf("tree/0.h5"), "written"], "analyze", PathOf("tree"), "--out", PathOf("tree/0.h5"));
        Assert.That(Files(), Is.EqualTo(new[] { "tree/0.h5", "tree/1.h5" }));

        CommandLine.Run("analyze", PathOf("tree"), "--save-sums", "--out", PathOf("out"), "--quiet").With(0);
        string sums = PathOf("out/sums_kalj_N1000_T2.h5");
        File.Copy(sums, PathOf("copy.h5"));
        AssertRefused(
            [$"'{sums}'", $"'{PathOf("copy.h5")}'", "2 samples"], "analyze", sums, PathOf("copy.h5"), "--out", PathOf("none"));
        AssertRefused([PathOf("out"), "sums", "named"], "analyze", PathOf("out"));

        File.Copy(PathOf("tree/1.h5"), PathOf("tree/twice.h5"));
        AssertRefused(
            [$"'{PathOf("tree/1.h5")}'", $"'{PathOf("tree/twice.h5")}'", "the same sample"],
            "analyze",
            PathOf("tree"),
            "--out",
            PathOf("none"));

        SampleRecord sample = Sample(1, 1000);
        SampleFile.Write(PathOf("tree/twice.h5"), sample with { Rungs = [sample.Rungs[0], sample.Rungs[0]] });
        AssertRefused(
            [$"'{PathOf("tree/twice.h5")}' is damaged"], "analyze", PathOf("tree"), PathOf("tree/twice.h5"), "--out", PathOf("none"));
        CommandResult found = CommandLine.Run("analyze", PathOf("tree"), "--out", PathOf("some"), "--json").With(0);
        Assert.That(found.ErrorLine, Does.Contain($"left out: '{PathOf("tree/twice.h5")}' is damaged"));
        Assert.That(found.Json.GetProperty("records").GetRawText(), Is.EqualTo("""{"read":2,"passedOver":0,"leftOut":1}"""));
        Assert.That(CommandLine.Run("analyze", PathOf("tree"), "--out", PathOf("some"), "--quiet").With(0).Errors, Is.Empty);
    }

    [TestCase("INT")]
    [TestCase("TERM")]
    [Platform("Linux")]
    [UnsupportedOSPlatform("windows")]
    public void A_signal_ends_it_with_nothing_half_written(string signal)
    {
        Records("tree", 0, 400, rungs: 12);
        CommandResult run = CommandLine.InterruptAtFile(
            signal, PathOf("."), "out", "analyze", PathOf("tree"), "--out", PathOf("out"), "--json", "--quiet").With(130);
        Assert.That(run.ErrorLine, Does.StartWith("glassmodes analyze: interrupted").And.Contain("nothing was written"));
        Assert.That(run.Output, Is.Empty);
        Assert.That(Directory.EnumerateFileSystemEntries(PathOf("out")), Is.Empty);
    }

    private static void AssertRefused(string[] facts, params string[] arguments)
    {
        CommandResult run = CommandLine.Run(arguments).With(2);
        Assert.That(run.ErrorLine, Does.StartWith("glassmodes analyze: "));
        foreach (string fact in facts)
        {
            Assert.That(run.ErrorLine, Does.Contain(fact));
        }

        Assert.That(run.Output, Is.Empty);
    }

    private static SampleRecord Sample(int sample, int particles) => MadeUpSamples.Record(sample, particles, rungs: 3);

    private void Records(string directory, int first, int count, int particles = 1000, int rungs = 3)
    {
        Directory.CreateDirectory(PathOf(directory));
        for (int k = first; k < first + count; k++)
        {
            SampleFile.Write(PathOf($"{directory}/{k}.h5"), MadeUpSamples.Record(k, particles, rungs));
        }
    }

    private void AssertSameTables(string found, string expected)
    {
        string[] names =
        [
            .. Directory.EnumerateFiles(PathOf(expected)).Select(file => Path.GetFileName(file)).Where(
                name => !name.EndsWith(".h5", StringComparison.Ordinal)),
        ];
        Assert.That(names, Does.Contain("fixed_w.csv").And.Contain("analysis.json"));
        foreach (string name in names)
        {
            Assert.That(File.ReadAllBytes(PathOf($"{found}/{name}")), Is.EqualTo(File.ReadAllBytes(PathOf($"{expected}/{name}"))), name);
        }
    }
}
