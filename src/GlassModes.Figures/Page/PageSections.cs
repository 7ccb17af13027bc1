// Writes the sections of a page: everything that a person reads, and the places of plots.

using System.Globalization;
using System.Net;
using GlassModes.Figures.Scorecard;

namespace GlassModes.Figures.Page;

/// <summary>Writes the sections of a page as HTML, each in one call.</summary>
/// <param name="writer">Where the HTML goes.</param>
internal sealed class PageSections(TextWriter writer)
{
    // So few undecided statements are shown without a click.
    private const int FewStatements = 5;

    /// <summary>The title, the summary and the links to the sections. Opens the main part of the page.</summary>
    public void WriteHeader(ReportContent content) => WriteText($"""
        <header>
        <h1>{Encode(content.Title)}</h1>
        <p class="summary">{Encode(content.Summary)}</p>
        <nav aria-label="Sections">
        <a href="#scorecard">Scorecard</a> <a href="#figures">Figures</a> <a href="#modes">Modes</a>
        <a href="#campaign">Campaign</a> <a href="#provenance">Provenance</a>
        </nav>
        </header>
        <main>
        """);

    /// <summary>The scorecard.</summary>
    public void WriteScorecard(IReadOnlyList<ReportScoreRow> rows)
    {
        OpenSection("scorecard", "Scorecard");
        if (rows.Count == 0)
        {
            WriteText("<p>The results give no statement of the paper to compare with.</p>\n</section>");
            return;
        }

        // What the results can tell comes first. The long list of what they cannot tell is folded away.
        ReportScoreRow[] decided = [.. rows.Where(row => row.Verdict != Verdict.NotEnoughData)];
        ReportScoreRow[] undecided = [.. rows.Where(row => row.Verdict == Verdict.NotEnoughData)];
        int agree = rows.Count(row => row.Verdict == Verdict.Agrees);
        int differ = rows.Count(row => row.Verdict == Verdict.Differs);
        WriteText($"""
            <div data-scorecard>
            <p>Of {rows.Count} statements of the paper, {agree} {(agree == 1 ? "agrees" : "agree")} with these results,
            {differ} {(differ == 1 ? "differs" : "differ")}, and {undecided.Length} {(undecided.Length == 1 ? "needs" : "need")} more
            data.</p>
            """);
        ScoreTable table = new(writer);
        table.Write(decided, "Statements that are decided");
        if (undecided.Length > 0)
        {
            WriteText($"<details{(decided.Length == 0 && undecided.Length <= FewStatements ? " open" : "")}>");
            string statements = undecided.Length == 1 ? "statement that needs" : "statements that need";
            WriteText($"<summary>{undecided.Length} {statements} more data</summary>");
            table.Write(undecided, "Statements that need more data");
            WriteText("</details>");
        }

        WriteText("</div>\n</section>");
    }

    /// <summary>
    /// The place of each figure with its title and caption, and the list of figures without data. A figure that exists only of other
    /// samples has a place that is hidden until these samples are chosen.
    /// </summary>
    public void WriteFigures(IReadOnlyList<Figure> figures, IReadOnlyList<Figure> others, IReadOnlyList<MissingFigure> missing)
    {
        OpenSection("figures", "Figures");
        HashSet<string> shown = [.. figures.Select(ReportData.KeyOf)];
        List<Figure> places = [.. figures];
        foreach (Figure hidden in others.Where(figure => shown.Add(ReportData.KeyOf(figure))))
        {
            places.Insert(places.FindLastIndex(figure => figure.Number < hidden.Number) + 1, hidden);
        }

        if (places.Count == 0)
        {
            WriteText("<p>The results give no figure.</p>");
        }
        else
        {
            WriteText("""
                <p class="controls" id="figure-choice"></p>
                <p class="caption" id="figure-count" role="status"></p>
                """);
        }

        foreach (Figure figure in places)
        {
            string key = Encode(ReportData.KeyOf(figure));
            WriteText($"""
                <article data-figure="{key}" aria-labelledby="figure-title-{key}"{(figures.Contains(figure) ? "" : " hidden")}>
                <h3 id="figure-title-{key}">{Encode(ReportData.TitleOf(figure))}</h3>
                <div class="figure-place"></div>
                <p class="caption">{Encode(figure.Caption)}</p>
                </article>
                """);
        }

        if (missing.Count > 0)
        {
            WriteText("<h3>Figures without data</h3>\n<ul>");
            foreach (MissingFigure figure in missing)
            {
                WriteText($"""
                    <li data-missing-figure="{Number(figure.Number)}">Figure {Number(figure.Number)}, {Encode(figure.Title)}:
                    {Encode(figure.Missing)}. The campaign <code>{Encode(figure.Campaign)}</code> gives the data.</li>
                    """);
            }

            WriteText("</ul>");
        }

        WriteText("</section>");
    }

    /// <summary>The place of the view of modes, which the program of the page fills.</summary>
    public void WriteModes(bool hasModes)
    {
        OpenSection("modes", "A mode in space");
        WriteText(hasModes
            ? """
                <p>Each sphere is a particle. The mode is an eigenvector of the Hessian, which says how the particles move together.
                Move the slider to follow the quench: W falls from left to right.</p>
                <div data-view="mode"></div>
                """
            : "<p>No sample has its lowest mode beside its record. Samples in packs are not shown: <code>pack = false</code> in a campaign "
                + "leaves samples unpacked.</p>");
        WriteText("</section>");
    }

    /// <summary>The campaign file.</summary>
    public void WriteCampaign(string campaign)
    {
        OpenSection("campaign", "Campaign");
        WriteText(campaign.Length > 0
            ? $"<pre class=\"scroll\" tabindex=\"0\" aria-label=\"Campaign file\" role=\"region\">{Encode(campaign)}</pre>"
            : "<p>The results come from no campaign.</p>");
        WriteText("</section>");
    }

    /// <summary>Where the results come from.</summary>
    public void WriteProvenance(IReadOnlyList<string> lines)
    {
        OpenSection("provenance", "Provenance");
        WriteText(lines.Count > 0
            ? $"<ul data-provenance>\n{string.Concat(lines.Select(line => $"<li>{Encode(line)}</li>\n"))}</ul>"
            : "<p>Nothing is known.</p>");
        WriteText("</section>");
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private void OpenSection(string id, string title) =>
        WriteText($"<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">{title}</h2>");

    private void WriteText(string text)
    {
        writer.Write(text.ReplaceLineEndings("\n"));
        writer.Write('\n');
    }
}
