// Prints a scorecard as a table in the terminal.

using GlassModes.Figures.Scorecard;

namespace GlassModes.Runner.Output;

/// <summary>Writes a scorecard as text: a line for each statement, and the number of statements with each verdict.</summary>
internal static class ScorecardTable
{
    public static void Write(TextWriter output, PaperScorecard scorecard, string? file)
    {
        TextTable table = new("verdict", "statement", "paper", "ours", "N", "T", "samples");
        foreach (ScorecardRow row in scorecard.Rows)
        {
            table.Add(
                ScorecardText.VerdictOf(row),
                row.Statement.Key,
                row.Statement.Value,
                ScorecardText.ValueOf(row),
                ScorecardText.ParticlesOf(row),
                ScorecardText.TemperatureOf(row),
                $"{row.Samples}");
        }

        table.Write(output);
        output.WriteLine();
        output.WriteLine(ScorecardText.CountsOf(scorecard));
        if (scorecard.Rows.Any(row => row.IsDisputed))
        {
            output.WriteLine(ScorecardText.DisputeNote);
        }

        output.WriteLine(file is null
            ? "In brackets the standard error in the last digits. --out writes the statements in words, with their rules."
            : $"In brackets the standard error in the last digits. The statements in words, with their rules, are in {file}.");
    }
}
