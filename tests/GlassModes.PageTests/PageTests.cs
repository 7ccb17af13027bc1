// Tests the page as a whole in a browser: no error, no request, for everybody, at every width.

using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace GlassModes.PageTests;

public class PageTests
{
    [Test]
    public async Task The_page_is_ready_without_an_error_or_a_request()
    {
        await using TestPage page = await Browser.Open();
        await page.WaitForFigures();
        await TestContext.Out.WriteLineAsync($"ready after {page.ReadyAfter:f0} ms, {new FileInfo(Browser.ExampleFile).Length} bytes");
        Assert.That(page.Complaints, Is.Empty);
        Assert.That(new FileInfo(Browser.ExampleFile).Length, Is.LessThan(5e6));
    }

    // Scripts wait for window.ready so, and the browser then evaluates the expression again and again by a timer of the page.
    [Test]
    public async Task A_script_can_wait_for_an_expression()
    {
        await using TestPage page = await Browser.Open();
        await page.Page.EvaluateAsync("() => { setTimeout(() => { window.later = window.ready; }, 500); }");
        await page.Page.WaitForFunctionAsync("window.later === true");
        Assert.That(page.Complaints, Is.Empty);
    }

    [Test]
    public async Task The_page_has_the_scorecard_the_campaign_and_the_provenance()
    {
        await using TestPage page = await Browser.Open();
        Assert.That(await page.Page.Locator("[data-scorecard] tbody tr").CountAsync(), Is.EqualTo(3));
        Assert.That(await page.Page.Locator("[data-verdict='differs']").InnerTextAsync(), Does.Contain("differs"));
        await Assertions.Expect(page.Page.Locator("[data-scorecard] > p")).ToHaveTextAsync(
            "Of 3 statements of the paper, 1 agrees with these results, 1 differs, and 1 needs more data.");
        Assert.That(await page.Page.Locator("#campaign pre").InnerTextAsync(), Does.Contain("name = \"a<b>\""));
        Assert.That(await page.Page.Locator("[data-provenance] li").CountAsync(), Is.EqualTo(3));
    }

    [TestCase(1200)]
    [TestCase(360)]
    public async Task The_scorecard_says_N_T_samples_and_what_was_found(int width)
    {
        await using TestPage page = await Browser.Open(width: width);
        ILocator row = page.Page.Locator("[data-scorecard] [role='row']").Filter(new() { HasText = "W falls" });
        string[] cells = ["1000 2000 4000 8000", "2", "1000"];
        foreach ((string column, string text) in new[] { "N", "T", "Samples" }.Zip(cells))
        {
            await Assertions.Expect(row.Locator($"[data-column='{column}']")).ToHaveTextAsync(text);
            await Assertions.Expect(row.Locator($"[data-column='{column}'] span")).ToBeInViewportAsync(new() { Ratio = 1 });
        }

        await row.GetByText("Found, and the rule").ClickAsync();
        await Assertions.Expect(row).ToContainTextAsync("Found: x = 1.68 ± 0.03 from nine rungs.");
        await Assertions.Expect(row).ToContainTextAsync("Source: Sec. III A.");
        ILocator table = page.Page.Locator("[data-scorecard] .scroll").First;
        Assert.That(await table.EvaluateAsync<int>("place => place.scrollWidth - place.clientWidth"), Is.Zero, "no scrolling sideways");
        AxeResult result = await page.Page.RunAxe(new AxeRunContext { Include = [new AxeSelector("#scorecard")] });
        Assert.That(result.Violations.Select(Describe), Is.Empty);
        await page.Page.Locator("#scorecard").ScreenshotAsync(new() { Path = Path.Combine(Browser.Screenshots, $"scorecard-{width}.png") });
    }

    [TestCase(ColorScheme.Light, 1200)]
    [TestCase(ColorScheme.Dark, 1200)]
    [TestCase(ColorScheme.Light, 360)]
    public async Task Everybody_can_use_the_page(ColorScheme scheme, int width)
    {
        await using TestPage page = await Browser.Open(width: width, scheme: scheme);
        await page.WaitForFigures();
        await page.Page.Locator("[data-figure='3'] summary").ClickAsync();
        AxeResult result = await page.Page.RunAxe(new AxeRunContext { Exclude = [new AxeSelector(".plot")] });
        Assert.That(result.Violations.Select(Describe), Is.Empty);
        await page.Page.Locator("[data-figure='3'] summary").ClickAsync();
        await page.Keep($"{(scheme == ColorScheme.Dark ? "dark" : "light")}-{width}");
        Assert.That(page.Complaints, Is.Empty);
    }

    [Test]
    public async Task A_narrow_page_does_not_scroll_sideways()
    {
        await using TestPage page = await Browser.Open(width: 360);
        await page.WaitForFigures();
        Assert.That(await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(360));
        LocatorBoundingBoxResult canvas = (await page.Stage.Locator("canvas").BoundingBoxAsync())!;
        Assert.That(canvas.X + canvas.Width, Is.LessThanOrEqualTo(360));
    }

    [Test]
    public async Task Light_and_dark_follow_the_reader()
    {
        await using TestPage page = await Browser.Open();
        Picture light = await page.Picture();
        await page.Redraw(() => page.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark }));
        Assert.That((await page.Picture()).DifferenceFrom(light), Is.GreaterThan(0.5));
        await page.Until("document.querySelector(\"[data-figure='3'] .plot\").layout.font.color === '#e6e8ea'");
    }

    private static string Describe(AxeResultItem violation) =>
        $"{violation.Id}: {string.Join(' ', violation.Nodes.Select(node => node.Html))}";
}
