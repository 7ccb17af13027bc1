// Tests `glassmodes figures`: files, the JSON document, and errors in one line.

using System.Text.Json;
using GlassModes.Samples;
using GlassModes.Tests.Analysis;

namespace GlassModes.Tests.Runner;

[NonParallelizable] // runs the command in this process
public class FiguresVerbTests
{
    private string _directory = "";

    [OneTimeSetUp]
    public void WriteSamples()
    {
        _directory = Directory.CreateTempSubdirectory("glassmodes-figures-").FullName;
        for (int sample = 0; sample < 6; sample++)
        {
            string directory = Path.Combine(_directory, "results", $"sample_{sample:0000}");
            Directory.CreateDirectory(directory);
            SampleFile.Write(Path.Combine(directory, "sample.h5"), PlantedEnsemble.Record(1000, sample, -1.5, -2, -3, -4));
        }
    }

    [OneTimeTearDown]
    public void RemoveSamples() => Directory.Delete(_directory, recursive: true);

    [Test]
    public void Every_figure_has_its_files_or_says_what_is_missing()
    {
        string directory = Path.Combine(_directory, "all");
        CommandResult run = CommandLine.Run("figures", Path.Combine(_directory, "results"), "--out", directory, "--json").With(0);
        JsonElement document = JsonDocument.Parse(run.Output).RootElement;
        JsonElement[] figures = [.. document.GetProperty("figures").EnumerateArray()];
        Assert.That(figures.Select(figure => figure.GetProperty("number").GetInt32()), Is.EqualTo(Enumerable.Range(1, 30)));
        foreach (JsonElement figure in figures)
        {
            string[] files = [.. figure.GetProperty("files").EnumerateArray().Select(file => file.GetString()!)];
            bool isMissing = figure.GetProperty("missing").ValueKind == JsonValueKind.String;
            Assert.That(files, Has.Length.EqualTo(isMissing ? 0 : 3));
            Assert.That(files, Has.All.Matches<string>(file => File.ReadAllBytes(file!).Length > 500));
            Assert.That(figure.GetProperty("campaign").ValueKind == JsonValueKind.String, Is.EqualTo(isMissing));
        }

        string page = File.ReadAllText(document.GetProperty("page").GetString()!);
        Assert.That(page, Does.Contain("![Relaxation, T = 2](figure_03.svg)").And.Contain("no samples of the model harmonic"));
        Assert.That(figures[2].GetProperty("caption").GetString(), Does.Contain("Samples: 6."));
    }

    [Test]
    public void Only_the_figures_that_are_asked_for_are_drawn()
    {
        string directory = Path.Combine(_directory, "few");
        CommandResult run = CommandLine.Run(
            "figures", Path.Combine(_directory, "results"), "--out", directory, "--only", "3,14,03", "--style", "talk").With(0);
        Assert.That(
            Directory.EnumerateFiles(directory).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            Is.EqualTo(new[] { "figure_03.csv", "figure_03.png", "figure_03.svg" }));
        Assert.That(run.Output.Split("Relaxation, T = 2"), Has.Length.EqualTo(2));
        Assert.That(
            run.Output,
            Does.Contain("Fig. 14 is missing").And.Contain("no samples of N = 8000; at hand: N = 1000")
                .And.Contain("glassmodes run --example table1"));
    }

    [Test]
    public void Files_of_figures_that_have_no_data_any_more_are_kept_and_named()
    {
        string directory = Path.Combine(_directory, "again");
        Directory.CreateDirectory(directory);
        string left = Path.Combine(directory, "figure_14.svg");
        File.WriteAllText(left, "an earlier figure");
        CommandResult run = CommandLine.Run(
            "figures", Path.Combine(_directory, "results"), "--out", directory, "--only", "3,14").With(0);
        Assert.That(run.ErrorLine, Does.Contain("figure_14.svg in").And.Contain("is from an earlier run"));
        Assert.That(File.ReadAllText(left), Is.EqualTo("an earlier figure"));
    }

    [Test]
    public void A_style_that_does_not_exist_is_refused_with_those_that_do() => Assert.That(
        CommandLine.Run("figures", Path.Combine(_directory, "results"), "--style", "poster").With(2).ErrorLine,
        Does.Contain("--style: there is no 'poster'; known are paper, talk"));

    [TestCase("0")]
    [TestCase("31")]
    [TestCase("3,x")]
    [TestCase("3,,4")]
    public void A_number_that_no_figure_has_is_refused_before_anything_is_made(string only)
    {
        string directory = Path.Combine(_directory, "none");
        CommandResult run = CommandLine.Run("figures", Path.Combine(_directory, "results"), "--out", directory, "--only", only).With(2);
        Assert.That(run.ErrorLine, Does.Contain($"--only {only}").And.Contain("from 1 to 30"));
        Assert.That(Directory.Exists(directory), Is.False);
    }
}
