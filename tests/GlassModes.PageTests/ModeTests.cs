// Tests the view of modes in a browser: controls, keys, address, pointer, and the picture without WebGL.

using System.Globalization;
using GlassModes.Figures.Page;
using Microsoft.Playwright;

namespace GlassModes.PageTests;

public class ModeTests
{
    private const double Visible = 0.004;

    [Test]
    public async Task The_page_shows_a_mode()
    {
        await using TestPage page = await Browser.Open();
        Assert.That(await page.Stage.GetAttributeAsync("data-painter"), Is.EqualTo("webgl"));
        Assert.That((await page.Picture()).Colourful, Is.GreaterThan(0.002));
        Assert.That(await page.Page.Locator("[data-facts]").InnerTextAsync(), Does.Contain("of 1000"));
        Assert.That(await page.Page.Locator("[data-profile] .scatterlayer .point").CountAsync(), Is.GreaterThan(5));
    }

    [Test]
    public async Task The_slider_changes_the_rung_and_the_address()
    {
        await using TestPage page = await Browser.Open();
        Picture before = await page.Picture();
        await page.Set("rung", 5);
        await Assertions.Expect(page.Page.Locator("[data-rung]")).ToHaveTextAsync("log₁₀ W = −4");
        Assert.That((await page.Picture()).DifferenceFrom(before), Is.GreaterThan(Visible));
        Assert.That(page.Page.Url, Does.EndWith("#sample=1&rung=-4"));
        await page.Page.Locator("[data-control='rung']").FocusAsync();
        await page.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Page.Locator("[data-rung]")).ToHaveTextAsync("log₁₀ W = −4.5");
        Assert.That(page.Complaints, Is.Empty);
    }

    [Test]
    public async Task The_far_field_grows_along_the_rungs()
    {
        await using TestPage page = await Browser.Open();
        double before = (await page.Picture()).Colourful;
        await page.Set("rung", 11);
        await Assertions.Expect(page.Page.Locator("[data-rung]")).ToHaveTextAsync("log₁₀ W = −7");
        Assert.That((await page.Picture()).Colourful, Is.GreaterThan(1.5 * before));
    }

    [Test]
    public async Task The_address_chooses_sample_rung_and_mode()
    {
        await using TestPage page = await Browser.Open(hash: "#sample=3&rung=-4&mode=2");
        Assert.That(await page.Page.Locator("[data-rung]").InnerTextAsync(), Is.EqualTo("log₁₀ W = −4"));
        Assert.That(await page.Page.Locator("[data-control='sample']").InputValueAsync(), Is.EqualTo("2"));
        Assert.That(await page.Page.Locator("[data-control='mode']").InputValueAsync(), Is.EqualTo("1"));
        await page.Page.EvaluateAsync("location.hash = '#sample=2&rung=-6'");
        await Assertions.Expect(page.Page.Locator("[data-rung]")).ToHaveTextAsync("log₁₀ W = −6");
        Assert.That(await page.Page.Locator("[data-control='sample']").InputValueAsync(), Is.EqualTo("1"));
    }

    [TestCase("ArrowLeft")]
    [TestCase("ArrowUp")]
    [TestCase("+")]
    [TestCase("-")]
    [TestCase(".")]
    public async Task A_key_changes_the_picture(string key)
    {
        await using TestPage page = await Browser.Open();
        await page.Stage.FocusAsync();
        Picture before = await page.Picture();
        await page.Redraw(() => page.Page.Keyboard.PressAsync(key));
        Assert.That((await page.Picture()).DifferenceFrom(before), Is.GreaterThan(Visible));
        if (key != ".")
        {
            await page.Redraw(() => page.Page.Keyboard.PressAsync("Home"));
            Assert.That((await page.Picture()).DifferenceFrom(before), Is.LessThan(Visible));
        }
    }

    [Test]
    public async Task Colour_threshold_arrows_and_mode_change_the_picture()
    {
        await using TestPage page = await Browser.Open(hash: "#sample=1&rung=-4");
        Picture last = await page.Picture();
        Func<Task>[] changes =
        [
            () => page.Page.Locator("[data-control='colour']").SelectOptionAsync("energy"),
            () => page.Set("threshold", -2.5),
            () => page.Page.Locator("[data-control='arrows']").UncheckAsync(),
            () => page.Page.Locator("[data-control='mode']").SelectOptionAsync("1"),
        ];
        foreach (Func<Task> change in changes)
        {
            await page.Redraw(change);
            Picture next = await page.Picture();
            Assert.That(next.DifferenceFrom(last), Is.GreaterThan(Visible));
            last = next;
        }
    }

    [Test]
    public async Task Play_goes_through_the_rungs_and_stops_at_the_last()
    {
        await using TestPage page = await Browser.Open(hash: "#sample=1&rung=-6");
        ILocator play = page.Page.Locator("[data-control='play']");
        await play.ClickAsync();
        await Assertions.Expect(play).ToHaveTextAsync("Pause");
        await Assertions.Expect(page.Page.Locator("[data-rung]")).ToHaveTextAsync("log₁₀ W = −7");
        await Assertions.Expect(play).ToHaveTextAsync("Play");
        Assert.That(page.Page.Url, Does.EndWith("rung=-7"));
    }

    [Test]
    public async Task The_core_under_the_pointer_is_named_and_marked_in_the_profile()
    {
        await using TestPage page = await Browser.Open();
        int traces = await page.Page.Locator("[data-profile] .scatterlayer .trace").CountAsync();
        await page.Stage.HoverAsync();
        await Assertions.Expect(page.Page.Locator(".tip")).ToContainTextAsync("r = 0");
        await Assertions.Expect(page.Page.Locator("[data-profile] .scatterlayer .trace")).ToHaveCountAsync(traces + 1);
    }

    [Test]
    public async Task The_wheel_over_the_picture_scrolls_the_page()
    {
        await using TestPage page = await Browser.Open();
        await page.Stage.ScrollIntoViewIfNeededAsync();
        await page.Stage.HoverAsync();
        double before = await page.Page.EvaluateAsync<double>("scrollY");
        await page.Page.Mouse.WheelAsync(0, -300);
        await page.Until(string.Create(CultureInfo.InvariantCulture, $"scrollY < {before} - 100"));
    }

    [Test]
    public async Task Without_WebGL_a_picture_is_drawn()
    {
        await using TestPage page = await Browser.OpenWithoutWebGl();
        Assert.That(await page.Stage.GetAttributeAsync("data-painter"), Is.EqualTo("drawing"));
        Picture before = await page.Picture();
        Assert.That(before.Colourful, Is.GreaterThan(0.002));
        await page.Set("rung", 8);
        await Assertions.Expect(page.Page.Locator("[data-rung]")).ToHaveTextAsync("log₁₀ W = −5.5");
        Picture after = await page.Picture();
        Assert.That(after.DifferenceFrom(before), Is.GreaterThan(Visible));
        await page.Redraw(() => page.Page.Locator(".buttons").GetByLabel("Turn left").ClickAsync());
        Assert.That((await page.Picture()).DifferenceFrom(after), Is.GreaterThan(Visible));
        await page.Keep("without-webgl");
        Assert.That(page.Complaints, Is.Empty);
    }

    [TestCase("#sample=3&rung=-4")]
    [TestCase("#mode=2")]
    public async Task An_address_of_a_mode_scrolls_to_it(string hash)
    {
        await using TestPage page = await Browser.Open(hash: hash);
        await Assertions.Expect(page.Stage).ToBeInViewportAsync(new() { Ratio = 1 });
        await page.WaitForFigures();
        await Assertions.Expect(page.Stage).ToBeInViewportAsync(new() { Ratio = 1 });
        await page.Page.EvaluateAsync("scrollTo({ top: 0, behavior: 'instant' })");
        await Assertions.Expect(page.Stage).Not.ToBeInViewportAsync();
        await page.Page.EvaluateAsync("location.hash = '#sample=2&rung=-6&mode=2'");
        await Assertions.Expect(page.Page.Locator("[data-control='mode']")).ToHaveValueAsync("1");
        await Assertions.Expect(page.Stage).ToBeInViewportAsync(new() { Ratio = 1 });
    }

    [Test]
    public async Task The_slider_does_not_scroll_the_page()
    {
        await using TestPage page = await Browser.Open();
        await page.WaitForFigures();
        await page.Page.EvaluateAsync("scrollTo({ top: 40, behavior: 'instant' })");
        await page.Redraw(() => page.Page.EvaluateAsync(
            "const rung = document.querySelector(\"[data-control='rung']\"); rung.value = 5; rung.dispatchEvent(new Event('input'));"));
        Assert.That(await page.Page.EvaluateAsync<double>("scrollY"), Is.EqualTo(40));
    }

    [Test]
    public async Task The_pointer_may_move_while_another_sample_is_unpacked()
    {
        string file = Path.Combine(Browser.Screenshots, "short-sample.html");
        ReportContent content = Example.Demonstration();
        ModeView shorter = content.Modes[1] with { Rungs = [.. content.Modes[1].Rungs.TakeLast(3)] };
        await using (FileStream stream = File.Create(file))
        {
            ReportPage.Write(content with { Modes = [content.Modes[0], shorter] }, stream);
        }

        await using TestPage page = await Browser.Open(file, "#sample=2&rung=-7");
        await page.Redraw(() => page.Page.EvaluateAsync(
            """
            const stage = document.querySelector(".stage");
            const box = stage.getBoundingClientRect();
            const sample = document.querySelector("[data-control='sample']");
            sample.value = "0";
            sample.dispatchEvent(new Event("change"));
            stage.dispatchEvent(new PointerEvent("pointermove",
              { pointerId: 1, clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 }));
            """));
        await Assertions.Expect(page.Page.Locator("[data-rung]")).ToHaveTextAsync("log₁₀ W = −7");
        Assert.That(page.Complaints, Is.Empty);
    }

    [Test]
    public async Task The_words_at_the_pointer_go_when_the_picture_changes()
    {
        await using TestPage page = await Browser.Open();
        await page.Stage.HoverAsync();
        await Assertions.Expect(page.Page.Locator(".tip")).ToContainTextAsync("r = 0");
        await page.Stage.FocusAsync();
        await page.Redraw(() => page.Page.Keyboard.PressAsync("."));
        await Assertions.Expect(page.Page.Locator(".tip")).ToBeHiddenAsync();
    }
}
