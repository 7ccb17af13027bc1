// Tests the choice of model, T and N on the page.

using GlassModes.Figures;
using GlassModes.Figures.Page;
using Microsoft.Playwright;

namespace GlassModes.PageTests;

public class ChoiceTests
{
    [Test]
    public async Task Another_temperature_shows_the_figures_of_its_samples()
    {
        await using TestPage page = await Open("temperatures");
        ILocator figure = page.Page.Locator("[data-figure='3']");
        await Assertions.Expect(figure.Locator(".scatterlayer .point")).ToHaveCountAsync(2);
        await page.Page.Locator("[data-temperature-choice]").SelectOptionAsync("0.6");
        await Assertions.Expect(figure.Locator("h3")).ToHaveTextAsync("Figure 3: Relaxation, T = 0.6");
        await Assertions.Expect(figure.Locator(".caption")).ToHaveTextAsync("The paper shows T = 2.");
        await Assertions.Expect(figure.Locator(".scatterlayer .point")).ToHaveCountAsync(6);
        await Assertions.Expect(page.Page.Locator("[data-figure='20']")).ToBeHiddenAsync();
        await Assertions.Expect(page.Page.Locator("[data-figure='1']")).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator("#figure-count")).ToContainTextAsync("1 of 5 figures");

        // A figure that the temperature of the paper lacks.
        ILocator edge = page.Page.Locator("[data-figure='7']");
        await Assertions.Expect(edge).ToBeVisibleAsync();
        await edge.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(edge.Locator(".scatterlayer .point")).ToHaveCountAsync(7);

        await page.Page.Locator("[data-temperature-choice]").SelectOptionAsync("as in the paper");
        await Assertions.Expect(figure.Locator("h3")).ToHaveTextAsync("Figure 3: Relaxation, T = 2");
        await Assertions.Expect(figure.Locator(".scatterlayer .point")).ToHaveCountAsync(2);
        await Assertions.Expect(edge).ToBeHiddenAsync();
        Assert.That(page.Complaints, Is.Empty);
    }

    [Test]
    public async Task A_model_shows_its_figures_and_its_temperatures()
    {
        await using TestPage page = await Open("models");
        await page.Page.Locator("[data-model-choice]").SelectOptionAsync("harmonic");
        await Assertions.Expect(page.Page.Locator("[data-figure='20']")).ToBeVisibleAsync();
        await Assertions.Expect(page.Page.Locator("[data-figure='3']")).ToBeHiddenAsync();
        await Assertions.Expect(page.Page.Locator("[data-temperature-choice]")).ToBeDisabledAsync();
        await Assertions.Expect(page.Page.Locator("[data-temperature-choice]")).ToHaveTextAsync("∞");
        await page.Page.Locator("[data-model-choice]").SelectOptionAsync("kalj");
        await Assertions.Expect(page.Page.Locator("[data-figure='20']")).ToBeHiddenAsync();
        string options = string.Join('|', await page.Page.Locator("[data-temperature-choice] option").AllInnerTextsAsync());
        Assert.That(options, Is.EqualTo("as in the paper|0.6|2"));
        Assert.That(page.Complaints, Is.Empty);
    }

    [Test]
    public async Task A_figure_of_one_N_shows_another_N_and_keeps_it()
    {
        await using TestPage page = await Open("sizes");
        ILocator figure = page.Page.Locator("[data-figure='8']");
        await figure.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(figure.Locator(".scatterlayer .point")).ToHaveCountAsync(3);
        await figure.Locator("summary").ClickAsync();
        await figure.Locator("[data-size-choice]").SelectOptionAsync("1000");
        await Assertions.Expect(figure.Locator(".scatterlayer .point")).ToHaveCountAsync(4);
        await Assertions.Expect(figure.Locator("tbody tr")).ToHaveCountAsync(4);
        await Assertions.Expect(figure.Locator("[data-size-choice]")).ToBeFocusedAsync();
        await page.Page.Locator("[data-temperature-choice]").SelectOptionAsync("0.6");
        await Assertions.Expect(figure.Locator(".scatterlayer .point")).ToHaveCountAsync(5);
        await page.Page.Locator("[data-temperature-choice]").SelectOptionAsync("2");
        await Assertions.Expect(figure.Locator(".scatterlayer .point")).ToHaveCountAsync(4);
        Assert.That(page.Complaints, Is.Empty);
    }

    // The number of points tells the figures apart.
    private static async Task<TestPage> Open(string name)
    {
        FigureSubject hot = new("kalj", 2);
        FigureSubject cold = new("kalj", 0.6);
        ReportContent content = new("Choices", "Figures of several samples.")
        {
            Figures =
            [
                Of(1, "Potential", "", new FigureSubject("kalj"), 8),
                Of(3, "Relaxation, T = 2", "", hot, 2),
                Of(8, "Decay", "", hot with { Particles = 8000 }, 3),
                Of(20, "Relaxation of spheres", "", new FigureSubject("harmonic", double.PositiveInfinity), 9),
            ],
            OtherFigures =
            [
                Of(3, "Relaxation, T = 0.6", "The paper shows T = 2.", cold, 6),
                Of(7, "Edge", "", cold, 7),
                Of(8, "Decay", "", cold with { Particles = 1000 }, 5),
                Of(8, "Decay", "", hot with { Particles = 1000 }, 4),
            ],
        };
        string file = Path.Combine(Browser.Screenshots, $"choices-{name}.html");
        await using (FileStream stream = File.Create(file))
        {
            ReportPage.Write(content, stream);
        }

        return await Browser.Open(file);
    }

    private static Figure Of(int number, string title, string caption, FigureSubject subject, int points) => new(
        $"figure_{number}",
        title,
        caption,
        [
            new FigurePanel(
                new FigureAxis("x", "", AxisScale.Linear),
                new FigureAxis("y", "", AxisScale.Linear),
                [new FigureSeries("a", [.. Enumerable.Range(1, points).Select(k => new FigurePoint(k, k * k))], SeriesLook.Only)],
                []),
        ])
    {
        Number = number,
        Subject = subject,
    };
}
