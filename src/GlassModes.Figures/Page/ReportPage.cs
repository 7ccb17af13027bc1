// Writes a report as one HTML file that needs nothing else: no server, no network.

using System.Net;
using System.Text;

namespace GlassModes.Figures.Page;

/// <summary>
/// Writes the page: header, scorecard, figures, modes, campaign and provenance. Texts and tables are in the HTML. Plots and the view of
/// modes are drawn by the program of the page, whose sources are in web/. docs/report.md describes the page.
/// </summary>
public static class ReportPage
{
    /// <summary>
    /// Writes the page. The same content gives the same bytes. Allocates the packed data of one rung at a time, some 20 bytes a particle
    /// and mode, and the JSON document of the whole page.
    /// </summary>
    /// <param name="content">What the page shows.</param>
    /// <param name="stream">Where the page goes, in UTF-8. The stream stays open.</param>
    /// <exception cref="ArgumentException">Two figures have the same number or name and the same samples, or a view of modes has no
    /// rung.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void Write(ReportContent content, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(stream);
        RequireSound(content);
        string script = PageAssets.Script;
        using StreamWriter writer = new(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        WriteHead(writer, content, script);
        PageSections sections = new(writer);
        sections.WriteHeader(content);
        sections.WriteScorecard(content.Scorecard);
        sections.WriteFigures(content.Figures, content.OtherFigures, content.MissingFigures);
        sections.WriteModes(content.Modes.Count > 0);
        sections.WriteCampaign(content.Campaign);
        sections.WriteProvenance(content.Provenance);
        writer.Write("</main>\n<script type=\"application/json\" id=\"report-data\">");
        writer.Flush();
        ReportData.Write(stream, content);
        writer.Write($"</script>\n<script>{script}</script>\n</body>\n</html>\n");
    }

    private static void RequireSound(ReportContent content)
    {
        if (content.Figures.GroupBy(ReportData.KeyOf).FirstOrDefault(group => group.Count() > 1) is { } repeated)
        {
            throw new ArgumentException($"There are {repeated.Count()} figures {repeated.Key}.", nameof(content));
        }

        if (content.Figures.Where(figure => figure.Subject is not null).Concat(content.OtherFigures)
            .GroupBy(figure => (ReportData.KeyOf(figure), figure.Subject))
            .FirstOrDefault(group => group.Count() > 1 || group.Key.Subject is null) is { } same)
        {
            throw new ArgumentException(
                $"There are {same.Count()} figures {same.Key.Item1} of {same.Key.Subject?.ToString() ?? "no samples"}.", nameof(content));
        }

        if (content.Modes.FirstOrDefault(view => view.Rungs.Count == 0 || view.Rungs.Any(rung => rung.Modes.Count == 0)) is { } empty)
        {
            throw new ArgumentException($"The view of sample {empty.Sample} has no rung, or a rung without a mode.", nameof(content));
        }
    }

    // The policy forbids all requests, for what the page shows is in the page, and all programs but that of the page. 'unsafe-eval' lets
    // programs that drive a browser wait for window.ready by an expression. The page itself evaluates no text.
    private static void WriteHead(TextWriter writer, ReportContent content, string script) => writer.Write($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none';
         script-src {PageAssets.PolicySourceOf(script)} 'unsafe-eval';
         style-src 'unsafe-inline'; img-src data: blob:; form-action 'none'; base-uri 'none'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <link rel="icon" href="data:,">
        <title>{WebUtility.HtmlEncode(content.Title)}</title>
        <style>
        {PageAssets.Style}
        </style>
        </head>
        <body>

        """.ReplaceLineEndings("\n"));
}
