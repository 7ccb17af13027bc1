// Tests that a part of the page that cannot be shown says so, and leaves the other parts alone.

using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace GlassModes.PageTests;

public partial class BrokenPageTests
{
    private const string Message = "cannot be shown";

    [Test]
    public async Task Modes_that_cannot_be_unpacked_leave_the_figures()
    {
        await using TestPage page = await OpenBroken("modes", text => PackedRung().Replace(text, "\"data\":\"AAAA\""));
        await page.WaitForFigures();
        await Assertions.Expect(page.Page.Locator("[data-view='mode']")).ToContainTextAsync(Message);
        Assert.That(await page.Page.Locator("[data-figure='3'] .scatterlayer .point").CountAsync(), Is.EqualTo(4 * 14));
        Assert.That(page.Complaints, Has.Some.StartsWith("error: ").And.Some.Contains("mode"));
    }

    [Test]
    public async Task A_figure_without_panels_leaves_the_others_and_the_modes()
    {
        const string Start = "\"name\":\"figure_06\",\"columns\":4,";
        await using TestPage page = await OpenBroken("figure", text => text.Replace($"{Start}\"panels\"", $"{Start}\"none\""));
        await page.WaitForFigures();
        await Assertions.Expect(page.Page.Locator("[data-figure='6']")).ToContainTextAsync(Message);
        Assert.That(await page.Page.Locator("[data-figure='3'] .scatterlayer .point").CountAsync(), Is.EqualTo(4 * 14));
        Assert.That(await page.Page.Locator("[data-figure='extra'] .colorbar").CountAsync(), Is.EqualTo(1));
        await page.Redraw(() => page.Set("rung", 3));
        Assert.That(page.Complaints, Has.Some.StartsWith("error: ").And.Some.Contains("figure 6"));
    }

    [Test]
    public async Task Data_that_cannot_be_read_leave_the_scorecard()
    {
        await using TestPage page = await OpenBroken("data", text => text.Replace("id=\"report-data\">{", "id=\"report-data\">{{"));
        await Assertions.Expect(page.Page.Locator("#figures")).ToContainTextAsync(Message);
        await Assertions.Expect(page.Page.Locator("[data-view='mode']")).ToContainTextAsync(Message);
        Assert.That(await page.Page.Locator("[data-scorecard] tbody tr").CountAsync(), Is.GreaterThanOrEqualTo(3));
        Assert.That(page.Complaints, Has.Some.StartsWith("error: "));
    }

    private static async Task<TestPage> OpenBroken(string name, Func<string, string> change)
    {
        string text = await File.ReadAllTextAsync(Browser.ExampleFile);
        string changed = change(text);
        Assert.That(string.Equals(changed, text, StringComparison.Ordinal), Is.False, "the page is changed");
        string file = Path.Combine(Browser.Screenshots, $"broken-{name}.html");
        await File.WriteAllTextAsync(file, changed);
        return await Browser.Open(file);
    }

    [GeneratedRegex("\"data\":\"H4sI[^\"]*\"")]
    private static partial Regex PackedRung();
}
