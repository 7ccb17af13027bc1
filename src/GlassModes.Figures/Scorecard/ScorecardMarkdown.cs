// A scorecard as a Markdown document.

using System.Text;

namespace GlassModes.Figures.Scorecard;

/// <summary>Makes a Markdown document of a scorecard: a table of the verdicts, and the rule and the numbers behind each verdict.</summary>
public static class ScorecardMarkdown
{
    /// <summary>The document, with line feeds. Allocates the text.</summary>
    public static string Of(PaperScorecard scorecard)
    {
        ArgumentNullException.ThrowIfNull(scorecard);
        StringBuilder text = new();
        void Line(string line = "") => text.Append(line).Append('\n');
        Line("# Scorecard");
        Line();
        Line(ScorecardText.CountsOf(scorecard));
        Line();
        Line(TableOf(scorecard));
        if (scorecard.Rows.Any(row => row.IsDisputed))
        {
            Line($@"\{ScorecardText.DisputeNote}");
            Line();
        }

        Line("## Rules");
        foreach (ScorecardRow row in scorecard.Rows)
        {
            Line();
            Line($"**{row.Statement.Key}** ({row.Statement.Source}): {ScorecardText.Of(row.Verdict)}.");
            Line($"{row.Statement.Sentence} {row.Rule}");
            Line($"Found: {row.Detail}.");
        }

        return text.ToString();
    }

    /// <summary>The table of the verdicts alone, with line feeds.</summary>
    private static string TableOf(PaperScorecard scorecard)
    {
        StringBuilder text = new();
        void Row(params string[] cells) => text.Append("| ").AppendJoin(" | ", cells.Select(Escaped)).Append(" |\n");
        Row("verdict", "statement", "paper", "ours", "N", "T", "samples");
        Row("---", "---", "---", "---", "---", "---", "---");
        foreach (ScorecardRow row in scorecard.Rows)
        {
            Row(
                (row.Verdict == Verdict.NotEnoughData ? ScorecardText.Of(row.Verdict) : $"**{ScorecardText.Of(row.Verdict)}**")
                    + (row.IsDisputed ? @"\*" : ""),
                row.Statement.Sentence,
                row.Statement.Value,
                ScorecardText.ValueOf(row),
                ScorecardText.ParticlesOf(row),
                ScorecardText.TemperatureOf(row),
                $"{row.Samples}");
        }

        return text.ToString();
    }

    private static string Escaped(string cell) => cell.Replace("|", "\\|", StringComparison.Ordinal);
}
