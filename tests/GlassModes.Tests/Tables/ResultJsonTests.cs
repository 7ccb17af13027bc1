// Tests all tables as one JSON document, which a parser reads back.

using System.Text;
using System.Text.Json;
using GlassModes.Analysis;
using GlassModes.Files;
using GlassModes.Tables;
using GlassModes.Tests.IO;
using GlassModes.Tests.Samples;

namespace GlassModes.Tests.Tables;

public sealed class ResultJsonTests : FileTests
{
    private static readonly ResultSet s_results = new(
        [
            new EnsembleSize(SampleRecordBuilder.Key("kalj", 1000, 9.41036028881, 2), 32),
            new EnsembleSize(SampleRecordBuilder.Key("harmonic", 500, 7.9, double.PositiveInfinity), 1),
        ],
        [
            new ResultTable(
                "fixed_w",
                "Averages at \"fixed\" W",
                ["λ < 0", "# second"],
                [
                    new ResultColumn("log10_W", "1", "log10 of W"),
                    new ResultColumn("n", "1", "a count"),
                    new ResultColumn("why", "1", "a word"),
                ],
                [
                    [0.1 + 0.2, long.MaxValue, "a, \"b\"\n# ω²"],
                    [double.NaN, default, default],
                    [double.PositiveInfinity, -1, ""],
                    [double.NegativeInfinity, 0, "x"],
                    [1e300, 0, "x"],
                ]),
            new ResultTable("empty", "Nothing", [], [new ResultColumn("Lambda_min", "epsilon/sigma^2", "Λ_min")], []),
        ]);

    [Test]
    public void The_document_holds_all_tables()
    {
        string path = PathOf("all.json");
        ResultJson.Write(path, s_results);
        byte[] bytes = File.ReadAllBytes(path);
        Assert.That((bytes[0], bytes[^1]), Is.EqualTo(((byte)'{', (byte)'\n')), "no byte order mark, and a whole line");
        Assert.That(Encoding.UTF8.GetString(bytes), Does.Contain("λ < 0").And.Contain("0.30000000000000004"), "readable, and in full");
        using JsonDocument document = JsonDocument.Parse(bytes);
        JsonElement root = document.RootElement;
        Assert.That(Names(root), Is.EqualTo(new[] { "ensembles", "tables" }));
        JsonElement[] ensembles = [.. root.GetProperty("ensembles").EnumerateArray()];
        Assert.That(ensembles.Select(ensemble => ensemble.GetRawText()), Is.EqualTo(new[]
        {
            """{"model":"kalj","particles":1000,"boxLength":9.41036028881,"temperature":2,"samples":32}""",
            """{"model":"harmonic","particles":500,"boxLength":7.9,"temperature":null,"samples":1}""",
        }));
        Assert.That(Names(root.GetProperty("tables")), Is.EqualTo(new[] { "fixed_w", "empty" }));

        JsonElement table = root.GetProperty("tables").GetProperty("fixed_w");
        Assert.That(Names(table), Is.EqualTo(new[] { "title", "notes", "columns", "rows" }));
        Assert.That(table.GetProperty("title").GetString(), Is.EqualTo("Averages at \"fixed\" W"));
        Assert.That(
            table.GetProperty("notes").EnumerateArray().Select(note => note.GetString()), Is.EqualTo(new[] { "λ < 0", "# second" }));
        Assert.That(
            table.GetProperty("columns")[0].GetRawText(), Is.EqualTo("""{"name":"log10_W","unit":"1","description":"log10 of W"}"""));
        JsonElement[] rows = [.. table.GetProperty("rows").EnumerateArray()];
        Assert.That(rows.Select(Names), Is.All.EqualTo(new[] { "log10_W", "n", "why" }), "also for empty values");
        Assert.That(rows[0].GetProperty("log10_W").GetDouble(), Is.EqualTo(0.1 + 0.2));
        Assert.That(rows[0].GetProperty("n").GetInt64(), Is.EqualTo(long.MaxValue));
        Assert.That(rows[0].GetProperty("why").GetString(), Is.EqualTo("a, \"b\"\n# ω²"), "as it is");
        Assert.That(rows[1].EnumerateObject().Select(field => field.Value.ValueKind), Is.All.EqualTo(JsonValueKind.Null));
        Assert.That(rows[2..4].Select(row => row.GetProperty("log10_W").ValueKind), Is.All.EqualTo(JsonValueKind.Null));
        Assert.That(rows[2].GetProperty("why").GetString(), Is.Empty);
        Assert.That(rows[4].GetProperty("log10_W").GetDouble(), Is.EqualTo(1e300));
        Assert.That(root.GetProperty("tables").GetProperty("empty").GetProperty("rows").GetArrayLength(), Is.Zero);
    }

    [Test]
    public void A_long_document_is_whole_and_may_be_part_of_another()
    {
        ResultTable table = ResultTable.Of("x", "X", Enumerable.Range(0, 20000)).Column("x", "1", "x", k => k / 7.0).Build();
        using MemoryStream stream = new();
        JsonFormat.Write(stream, new { Results = ResultDocument.Of(new ResultSet([], [table])) });

        using JsonDocument document = JsonDocument.Parse(stream.ToArray());
        JsonElement rows = document.RootElement.GetProperty("results").GetProperty("tables").GetProperty("x").GetProperty("rows");
        Assert.That(
            rows.EnumerateArray().Select(row => row.GetProperty("x").GetDouble()),
            Is.EqualTo(Enumerable.Range(0, 20000).Select(k => k / 7.0)));
    }

    [Test]
    public void A_set_is_written_to_a_file_a_table_and_one_for_all()
    {
        Save("fixed_w.csv", "an older one");
        IReadOnlyList<string> files = s_results.Write(Folder);
        Assert.That(files, Is.EqualTo(new[] { PathOf("fixed_w.csv"), PathOf("empty.csv"), PathOf("analysis.json") }));
        Assert.That(Directory.GetFiles(Folder), Is.EquivalentTo(files), "and nothing else is left");
        Assert.That(File.ReadAllText(files[0]), Does.StartWith("# Averages at \"fixed\" W\n"));
        Assert.That(File.ReadAllText(files[1]), Is.EqualTo("# Nothing\n# Lambda_min [epsilon/sigma^2]: Λ_min\nLambda_min\n"));
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(files[2]));
        Assert.That(() => s_results.Write(PathOf("absent")), Throws.InstanceOf<DirectoryNotFoundException>());
    }

    [Test]
    public void Tables_whose_files_some_systems_take_for_one_are_refused()
    {
        ResultTable sameNameInUpperCase = new("Fixed_W", "t", [], [new ResultColumn("x", "1", "d")], []);
        Assert.That(
            () => new ResultSet([], [.. s_results.Tables, sameNameInUpperCase]),
            Throws.ArgumentException.With.Message.Contains("more than one table fixed_w"));
    }

    [Test]
    public void An_interruption_leaves_what_was_there()
    {
        string path = Save("all.json", "old");
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.That(() => ResultJson.Write(path, s_results, source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => s_results.Write(Folder, source.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Directory.GetFiles(Folder), Is.EqualTo(new[] { path }));
        Assert.That(File.ReadAllText(path), Is.EqualTo("old"));
    }

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];
}
