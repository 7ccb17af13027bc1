// Tests the report that the program itself makes of samples: nothing in it is made up.

using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace GlassModes.PageTests;

public partial class DemonstrationTests
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    // The page shows five digits, four of them with a power of ten.
    private const double Rounding = 6e-4;

    private string _directory = "";

    [OneTimeSetUp]
    public void RunTheProgram()
    {
        _directory = Directory.CreateTempSubdirectory("glassmodes-page-").FullName;
        string[] arguments = ["demo", "--samples", "2", "--particles", "160", "--until", "3e-4", "--out", _directory, "--quiet"];
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "glassmodes.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, errors.Result);
    }

    [OneTimeTearDown]
    public void Clear() => Directory.Delete(_directory, recursive: true);

    [Test]
    public async Task The_report_of_a_demonstration_shows_its_samples()
    {
        await using TestPage page = await Browser.Open(Path.Combine(_directory, "report.html"));
        await TestContext.Out.WriteLineAsync($"ready after {page.ReadyAfter:f0} ms");
        await page.WaitForFigures();
        int figures = Directory.GetFiles(Path.Combine(_directory, "figures"), "*.csv").Length;
        Assert.That(await page.Page.Locator("[data-figure]").CountAsync(), Is.EqualTo(figures));
        Assert.That(await page.Page.Locator("[data-failed]").CountAsync(), Is.Zero);
        Assert.That(await page.Page.Locator("[data-scorecard] [data-verdict]").CountAsync(), Is.GreaterThan(10));
        await Assertions.Expect(page.Page.Locator("[data-provenance]")).ToContainTextAsync("2 samples");
        await Assertions.Expect(page.Page.Locator("#campaign pre")).ToContainTextAsync("particles = 160");
        await Assertions.Expect(page.Page.Locator("[data-control='sample'] option")).ToHaveCountAsync(2);

        Picture before = await page.Picture();
        string facts = await page.Page.Locator("[data-facts]").InnerTextAsync();
        Assert.That(before.Colourful, Is.GreaterThan(0.002));
        await page.Redraw(() => page.Set("rung", 3));
        Assert.That((await page.Picture()).DifferenceFrom(before), Is.GreaterThan(0.004));
        Assert.That(await page.Page.Locator("[data-facts]").InnerTextAsync(), Is.Not.EqualTo(facts));
        await page.Keep("demonstration");
        Assert.That(page.Complaints, Is.Empty);
    }

    [TestCase("03")]
    [TestCase("08")]
    public async Task A_point_says_the_numbers_of_the_file(string number)
    {
        string[] lines = [.. File.ReadLines(Path.Combine(_directory, "figures", $"figure_{number}.csv")).Where(line => line[0] != '#')];
        string[] names = lines[0].Split(',');
        string[][] points = [.. lines.Skip(1).Select(line => line.Split(',')).Where(cells => cells[0] == "1" && cells[2] == "data")];
        double Value(string[] cells, string name) =>
            cells[Array.IndexOf(names, name)] is { Length: > 0 } text ? double.Parse(text, CultureInfo.InvariantCulture) : double.NaN;

        await using TestPage page = await Browser.Open(Path.Combine(_directory, "report.html"));
        ILocator figure = page.Page.Locator($"[data-figure='{int.Parse(number, CultureInfo.InvariantCulture)}']");
        await figure.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(figure).ToHaveAttributeAsync("data-drawn", "");
        foreach (int k in new[] { 0, points.Length / 2, points.Length - 1 })
        {
            await page.Page.Mouse.MoveAsync(0, 0);
            await Assertions.Expect(figure.Locator(".hovertext")).ToHaveCountAsync(0);
            await figure.Locator(".scatterlayer .point").Nth(k).HoverAsync(new() { Force = true });
            ILocator hover = figure.Locator(".hovertext").First;
            await Assertions.Expect(hover).ToContainTextAsync(points[k][3]);
            string text = await hover.TextContentAsync() ?? "";
            double[] shown = [.. Numbers().Matches(text[points[k][3].Length..]).Select(match => Parse(match.Value))];
            double[] expected =
            [
                .. new[] { "x", "x_low", "x_high", "y", "y_low", "y_high" }.Select(name => Value(points[k], name)).Where(double.IsFinite),
            ];
            Assert.That(shown, Is.EqualTo(expected).Within(100 * Rounding).Percent, $"{text} is {string.Join(',', points[k])}");
        }

        Assert.That(page.Complaints, Is.Empty);
    }

    private static double Parse(string text)
    {
        string[] parts = text.Replace('−', '-').Split("×10");
        string power = parts.Length == 1 ? "0" : string.Concat(parts[1].Select(letter =>
            letter == '⁻' ? "-" : Superscripts.IndexOf(letter, StringComparison.Ordinal).ToString(CultureInfo.InvariantCulture)));
        return double.Parse(parts[0], CultureInfo.InvariantCulture) * Math.Pow(10, int.Parse(power, CultureInfo.InvariantCulture));
    }

    // A number after "= " or in the brackets of an error bar.
    [GeneratedRegex("(?<=[=\\[,] )−?[0-9.]+(×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?|(?<=\\[)−?[0-9.]+(×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?")]
    private static partial Regex Numbers();
}
