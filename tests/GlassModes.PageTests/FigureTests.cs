// Tests the figures of the page in a browser.

using Microsoft.Playwright;

namespace GlassModes.PageTests;

public class FigureTests
{
    [Test]
    public async Task Plots_have_points_and_error_bars()
    {
        await using TestPage page = await Browser.Open();
        await page.WaitForFigures();
        ILocator figure = page.Page.Locator("[data-figure='3']");
        Assert.That(await figure.Locator(".scatterlayer .point").CountAsync(), Is.EqualTo(4 * 14));
        Assert.That(await figure.Locator(".errorbar .yerror").CountAsync(), Is.EqualTo(4 * 14));
        Assert.That(await page.Page.Locator("[data-figure='6'] .scatterlayer .point").CountAsync(), Is.EqualTo(8 * 4 * 12));
        Assert.That(await page.Page.Locator("[data-figure='extra'] .colorbar").CountAsync(), Is.EqualTo(1));
        Assert.That(await page.Page.Locator("[data-missing-figure='9']").CountAsync(), Is.EqualTo(1));
        Assert.That(page.Complaints, Is.Empty);
    }

    [Test]
    public async Task A_point_says_the_number_of_the_table()
    {
        await using TestPage page = await Browser.Open();
        ILocator figure = page.Page.Locator("[data-figure='3']");
        await figure.Locator("summary").ClickAsync();
        ILocator cells = figure.Locator("tbody tr").Nth(4).Locator("td");
        string[] expected = [await cells.Nth(0).InnerTextAsync(), await cells.Nth(1).InnerTextAsync()];
        await figure.Locator(".scatterlayer .point").Nth(4).HoverAsync(new() { Force = true });
        string text = await figure.Locator(".hovertext").First.TextContentAsync() ?? "";
        Assert.That(text, Does.Contain(expected[0]).And.Contain(expected[1]).And.Contain("N = 1000"));
        Assert.That(expected[0], Is.EqualTo("10"));
    }

    [Test]
    public async Task A_series_is_hidden_by_its_check_box()
    {
        await using TestPage page = await Browser.Open();
        ILocator figure = page.Page.Locator("[data-figure='3']");
        await figure.Locator("[data-series='N = 2000']").FocusAsync();
        await page.Page.Keyboard.PressAsync("Space");
        await Assertions.Expect(figure.Locator(".scatterlayer .point")).ToHaveCountAsync(3 * 14);
        await figure.Locator("[data-series='t⁻²']").UncheckAsync();
        await Assertions.Expect(figure.Locator(".scatterlayer .trace")).ToHaveCountAsync(4);
    }

    [Test]
    public async Task An_axis_changes_from_logarithmic_to_linear()
    {
        await using TestPage page = await Browser.Open();
        ILocator figure = page.Page.Locator("[data-figure='3']");
        string before = await figure.Locator(".ytick").AllInnerTextsAsync() is { } texts ? string.Join(' ', texts) : "";
        await figure.GetByLabel("log y").UncheckAsync();
        await page.Until("document.querySelector(\"[data-figure='3'] .plot\").layout.yaxis.type === 'linear'");
        Assert.That(string.Join(' ', await figure.Locator(".ytick").AllInnerTextsAsync()), Is.Not.EqualTo(before));
    }

    [Test]
    public async Task One_panel_and_one_figure_can_be_chosen()
    {
        await using TestPage page = await Browser.Open();
        await page.WaitForFigures();
        ILocator figure = page.Page.Locator("[data-figure='6']");
        await figure.GetByLabel("Panels").SelectOptionAsync("log₁₀ W = −2");
        await Assertions.Expect(figure.Locator(".scatterlayer .point")).ToHaveCountAsync(4 * 12);
        await page.Page.Locator("[data-figure-choice]").SelectOptionAsync("6");
        await Assertions.Expect(page.Page.Locator("[data-figure='3']")).ToBeHiddenAsync();
        await Assertions.Expect(figure).ToBeVisibleAsync();
    }

    [Test]
    public async Task A_plot_zooms_into_a_rectangle()
    {
        await using TestPage page = await Browser.Open();
        await ZoomIn(page);
        Assert.That(page.Complaints, Is.Empty);
    }

    [Test]
    public async Task A_hidden_series_leaves_the_zoom_and_another_axis_ends_it()
    {
        await using TestPage page = await Browser.Open();
        ILocator figure = page.Page.Locator("[data-figure='3']");
        const string Shown = "document.querySelector(\"[data-figure='3'] .plot\")._fullLayout.xaxis.range.join()";
        await ZoomIn(page);
        string zoomed = await page.Page.EvaluateAsync<string>(Shown);
        await figure.Locator("[data-series='N = 2000']").UncheckAsync();
        await Assertions.Expect(figure.Locator(".scatterlayer .trace")).ToHaveCountAsync(5);
        Assert.That(await page.Page.EvaluateAsync<string>(Shown), Is.EqualTo(zoomed));
        await figure.GetByLabel("log x").UncheckAsync();
        await page.Until("document.querySelector(\"[data-figure='3'] .plot\")._fullLayout.xaxis.range[1] > 1000");
        Assert.That(page.Complaints, Is.Empty);
    }

    [Test]
    public async Task An_axis_without_a_positive_number_cannot_be_logarithmic()
    {
        await using TestPage page = await Browser.Open();
        await page.WaitForFigures();
        await Assertions.Expect(page.Page.Locator("[data-figure='6']").GetByLabel("log x")).ToBeDisabledAsync();
        await Assertions.Expect(page.Page.Locator("[data-figure='6']").GetByLabel("log y")).ToBeEnabledAsync();
    }

    [Test]
    public async Task A_point_with_a_colour_says_its_value()
    {
        await using TestPage page = await Browser.Open();
        ILocator figure = page.Page.Locator("[data-figure='extra']");
        await figure.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(figure).ToHaveAttributeAsync("data-drawn", "");
        await figure.Locator(".scatterlayer .point").Nth(7).HoverAsync(new() { Force = true });
        await Assertions.Expect(figure.Locator(".hovertext").First).ToContainTextAsync("P = ");
    }

    [Test]
    public async Task A_figure_has_its_place_before_it_is_drawn()
    {
        const string Places = "[...document.querySelectorAll('article, section')].map(part => Math.round(part.offsetTop)).join()";
        await using TestPage page = await Browser.Open(script: $$"""
            let ready = false;
            Object.defineProperty(window, "ready", { get: () => ready, set: value => { window.early = {{Places}}; ready = value; } });
            """);
        await page.WaitForFigures();
        string early = await page.Page.EvaluateAsync<string>("window.early");
        Assert.That(await page.Page.EvaluateAsync<string>(Places), Is.EqualTo(early));
    }

    // Drags a rectangle over the middle of figure 3, and waits until its abscissa is zoomed.
    private static async Task ZoomIn(TestPage page)
    {
        ILocator drag = page.Page.Locator("[data-figure='3'] .nsewdrag");
        await drag.ScrollIntoViewIfNeededAsync();
        LocatorBoundingBoxResult box = (await drag.BoundingBoxAsync())!;
        await page.Page.Mouse.MoveAsync(box.X + (box.Width / 4), box.Y + (box.Height / 4));
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2), new() { Steps = 4 });
        await page.Page.Mouse.UpAsync();
        await page.Until("document.querySelector(\"[data-figure='3'] .plot\").layout.xaxis.range[1] < 2");
    }
}
