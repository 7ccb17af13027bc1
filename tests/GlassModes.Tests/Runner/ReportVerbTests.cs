// Tests `glassmodes report`: a quench that keeps eigenvectors becomes a page that shows its modes.

using System.Text.Json;

namespace GlassModes.Tests.Runner;

public sealed class ReportVerbTests : RunnerTests
{
    [Test]
    public void A_sample_becomes_a_page_with_its_modes()
    {
        string liquids = PathOf("liquids");
        CommandLine.Run(
            "prepare", "--model", "harmonic", "--particles", "200", "--samples", "1", "--seed", "3", "--out", liquids).With(0);
        CommandLine.Run(
            "quench", Path.Combine(liquids, "sample_0001.extxyz"), "--model", "harmonic", "--ladder", "-2:-3:0.5", "--record",
            "--keep-eigenvectors", "lowest", "--out", PathOf("run")).With(0);
        string file = PathOf("page.html");
        JsonElement json = CommandLine.Run("report", PathOf("run"), "--out", file, "--json").With(0).Json;
        string page = File.ReadAllText(file);
        JsonElement modes = JsonDocument.Parse(page.Split("id=\"report-data\">")[1].Split("</script>")[0]).RootElement.GetProperty("modes");
        Assert.That(json.GetProperty("file").GetString(), Is.EqualTo(file));
        Assert.That(json.GetProperty("bytes").GetInt64(), Is.EqualTo(new FileInfo(file).Length));
        Assert.That(modes.GetArrayLength(), Is.EqualTo(1));
        Assert.That(modes[0].GetProperty("rungs").GetArrayLength(), Is.EqualTo(3));
        Assert.That(page, Does.Contain("data-missing-figure").And.Contain("N = 200"));
    }

    [Test]
    public void A_directory_without_records_is_an_error_and_leaves_no_page()
    {
        Directory.CreateDirectory(PathOf("empty"));
        CommandLine.Run("report", PathOf("empty"), "--out", PathOf("page.html")).With(2);
        Assert.That(File.Exists(PathOf("page.html")), Is.False);
    }
}
