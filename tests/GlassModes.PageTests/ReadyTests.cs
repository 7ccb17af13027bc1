// Measures how soon a page can be used.

using System.Globalization;

namespace GlassModes.PageTests;

public class ReadyTests
{
    private const int Openings = 7;

    // What docs/report.md promises is measured on an idle machine. A loaded machine may be this slow.
    private const double Patience = 8000;

    [Test]
    public async Task The_example_is_ready_soon()
    {
        const string Marks = "performance.getEntriesByType('mark').map(mark => `${mark.name} ${Math.round(mark.startTime)}`).join()";
        List<double> times = [];
        for (int k = 0; k < Openings; k++)
        {
            await using TestPage page = await Browser.Open();
            times.Add(page.ReadyAfter);
            await TestContext.Out.WriteLineAsync(await page.Page.EvaluateAsync<string>(Marks));
        }

        times.Sort();
        await TestContext.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"ready after {times[0]:f0} to {times[^1]:f0} ms, median {times[Openings / 2]:f0} ms"));
        Assert.That(times[Openings / 2], Is.GreaterThan(0).And.LessThan(Patience));
    }
}
