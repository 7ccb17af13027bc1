// Measures a page with a large sample. Run it on purpose: it takes a minute.

using System.Diagnostics;
using GlassModes.Figures.Page;

namespace GlassModes.PageTests;

public class LargePageTests
{
    [Test]
    [Explicit("takes a minute; its numbers are in docs/report.md")]
    public async Task A_page_with_128000_particles_is_small_and_ready_soon()
    {
        string file = Path.Combine(Browser.Screenshots, "large.html");
        ReportContent content = Example.Demonstration() with { Modes = [Example.Sample(128000, 0, modes: 1)] };
        Stopwatch watch = Stopwatch.StartNew();
        using (FileStream stream = File.Create(file))
        {
            ReportPage.Write(content, stream);
        }

        await TestContext.Out.WriteLineAsync($"written in {watch.Elapsed.TotalSeconds:f1} s, {new FileInfo(file).Length} bytes");
        await using TestPage page = await Browser.Open(file);
        await TestContext.Out.WriteLineAsync($"ready after {page.ReadyAfter:f0} ms");
        await page.Redraw(() => page.Set("rung", 11));
        await page.Keep("large");
        Assert.That(page.Complaints, Is.Empty);
        Assert.That(new FileInfo(file).Length, Is.LessThan(15e6));
    }
}
