// Tests the file of a page: the same content gives the same bytes, texts are escaped, and the policy names the program.

using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using GlassModes.Figures;
using GlassModes.Figures.Page;
using GlassModes.Figures.Scorecard;

namespace GlassModes.Tests.Figures.Page;

public partial class ReportPageTests
{
    [Test]
    public void The_same_content_gives_the_same_bytes()
    {
        string first = Write(Content());
        string second = Write(Content());
        Assert.That(string.Equals(second, first, StringComparison.Ordinal), Is.True);
    }

    [Test]
    public void Texts_are_escaped()
    {
        string page = Write(Content("</script><b>"));
        Assert.That(TextOf(page), Does.Contain("&lt;/script&gt;&lt;b&gt;").And.Not.Contain("<b>"));
        Assert.That(page.Split("</script>").Length, Is.EqualTo(3), "the data and the program");
    }

    [Test]
    public void The_data_have_no_number_that_JSON_lacks()
    {
        JsonElement series = Data(Write(Content())).GetProperty("figures")[0].GetProperty("panels")[0].GetProperty("series")[0];
        Assert.That(series.GetProperty("y")[1].ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(series.GetProperty("yLow")[0].GetDouble(), Is.EqualTo(1.5));
        Assert.That(series.TryGetProperty("xLow", out _), Is.False);
    }

    [Test]
    public void The_policy_allows_the_program_and_no_request()
    {
        string page = Write(Content());
        string program = page.Split("<script>")[1].Split("</script>")[0];
        string hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(program)));
        Assert.That(Policy().Match(page).Groups[1].Value, Does.StartWith("default-src 'none';").And.Contain($"script-src 'sha256-{hash}'"));
        Assert.That(TextOf(page), Does.Not.Match("<(script|link|img)[^>]*(src|href)=\"http"));
    }

    [Test]
    public void Two_figures_of_one_number_are_refused()
    {
        ReportContent content = Content();
        Assert.That(
            () => ReportPage.Write(content with { Figures = [.. content.Figures, .. content.Figures] }, Stream.Null),
            Throws.ArgumentException.With.Message.Contains("2 figures 4"));
    }

    [Test]
    public void A_figure_of_other_samples_is_written_once_with_its_texts()
    {
        FigureSubject subject = new("kalj", double.PositiveInfinity, 1000);
        Figure other = Content().Figures[0] with { Subject = subject, Number = 5, Title = "another" };
        ReportContent content = Content() with { OtherFigures = [other] };
        string page = Write(content);
        JsonElement written = Data(page).GetProperty("others")[0];
        Assert.That(written.GetProperty("title").GetString(), Is.EqualTo("Figure 5: another"));
        Assert.That(written.GetProperty("temperature").GetString(), Is.EqualTo("∞"));
        Assert.That(written.GetProperty("particles").GetInt32(), Is.EqualTo(1000));
        Assert.That(TextOf(page), Does.Match("data-figure=\"5\"[^>]* hidden>"));
        Assert.That(
            () => ReportPage.Write(content with { OtherFigures = [other, other with { Title = "again" }] }, Stream.Null),
            Throws.ArgumentException.With.Message.Contains("2 figures 5"));
    }

    [Test]
    public void A_page_without_results_says_so()
    {
        string page = Write(new ReportContent("Nothing", "Nothing at all."));
        Assert.That(
            TextOf(page), Does.Contain("The results give no figure.").And.Contain("No sample has its lowest mode beside its record."));
    }

    private static ReportContent Content(string text = "text") => new("A title", text)
    {
        Figures =
        [
            new Figure(
                "figure_04",
                text,
                text,
                [
                    new FigurePanel(
                        new FigureAxis("x", "", AxisScale.Linear),
                        new FigureAxis("y", "", AxisScale.Logarithmic),
                        [new FigureSeries(text, [FigurePoint.WithError(1, 2, 0.5), new FigurePoint(2, double.NaN)], SeriesLook.Only)],
                        []),
                ])
            { Number = 4 },
        ],
        Scorecard = [new ReportScoreRow(text, text, text, 3, Verdict.Differs, text)],
        MissingFigures = [new MissingFigure(5, text, text, text)],
        Campaign = text,
        Provenance = [text],
    };

    private static string Write(ReportContent content)
    {
        using MemoryStream stream = new();
        ReportPage.Write(content, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    // The program is 2 MB. A failed test need not show it.
    private static string TextOf(string page) => page.Split("<script type")[0];

    private static JsonElement Data(string page) =>
        JsonDocument.Parse(page.Split("id=\"report-data\">")[1].Split("</script>")[0]).RootElement;

    [GeneratedRegex("Content-Security-Policy\" content=\"([^\"]*)\"")]
    private static partial Regex Policy();
}
