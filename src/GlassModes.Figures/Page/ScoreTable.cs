// Writes rows of the scorecard as a table that a narrow screen shows as a list.

using System.Globalization;
using System.Net;
using GlassModes.Figures.Scorecard;

namespace GlassModes.Figures.Page;

/// <summary>
/// Writes rows of the scorecard as a table. The style sheet makes a list of it on a narrow screen, where each cell has the name of its
/// column before it. A table that is shown as a list has no rows and cells for a screen reader, unless their roles are named.
/// </summary>
/// <param name="writer">Where the HTML goes.</param>
internal sealed class ScoreTable(TextWriter writer)
{
    private static readonly string[] s_columns = ["Statement", "Verdict", "Paper", "Here", "N", "T", "Samples"];

    /// <summary>Writes a table; nothing if there is no row.</summary>
    public void Write(IReadOnlyList<ReportScoreRow> rows, string name)
    {
        if (rows.Count == 0)
        {
            return;
        }

        string head = string.Concat(s_columns.Select(column => $"<th scope=\"col\" role=\"columnheader\">{column}</th>"));
        WriteText($"""
            <div class="scroll" tabindex="0" role="region" aria-label="{name}">
            <table role="table" class="score">
            <thead role="rowgroup"><tr role="row">{head}</tr></thead>
            <tbody role="rowgroup">
            """);
        foreach (ReportScoreRow row in rows)
        {
            WriteRow(row);
        }

        WriteText("</tbody>\n</table>\n</div>");
    }

    private void WriteRow(ReportScoreRow row)
    {
        (string word, string mark, string look) = row.Verdict switch
        {
            Verdict.Agrees => ("agrees", "\u2713", "agrees"),
            Verdict.Differs => ("differs", "\u2717", "differs"),
            _ => ("not enough data", "\u2013", "unknown"),
        };
        WriteText($"""
            <tr role="row"><th scope="row" role="rowheader">{Encode(row.Statement)}
            <details class="rule"><summary>Found, and the rule</summary>
            {Note("Found", row.Detail)}{Note("Rule", row.Rule)}{Note("Source", row.Source)}</details></th>
            {Cell(1, $"<span class=\"verdict {look}\" data-verdict=\"{look}\"><span aria-hidden=\"true\">{mark}</span> {word}</span>")}
            {Cell(2, Encode(row.Paper))}{Cell(3, Encode(row.Value))}{Cell(4, Encode(row.Particles))}{Cell(5, Encode(row.Temperature))}
            {Cell(6, row.Samples.ToString(CultureInfo.InvariantCulture))}</tr>
            """);
    }

    // An empty cell of a list is left out by the style sheet.
    private static string Cell(int column, string content) =>
        $"<td role=\"cell\" data-column=\"{s_columns[column]}\">{(content.Length > 0 ? $"<span>{content}</span>" : "")}</td>";

    private static string Note(string name, string text) => text.Length > 0 ? $"<small>{name}: {Encode(text.TrimEnd('.'))}.</small>" : "";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private void WriteText(string text)
    {
        writer.Write(text.ReplaceLineEndings("\n"));
        writer.Write('\n');
    }
}
