// `glassmodes scorecard`: holds the statements of the paper against results.

using System.CommandLine;
using GlassModes.Analysis;
using GlassModes.Figures.Scorecard;
using GlassModes.Files;
using GlassModes.Papers;
using GlassModes.Runner.Output;

namespace GlassModes.Runner.Verbs;

internal sealed class ScorecardVerb : Verb
{
    private readonly ResultsInput _results = new();
    private readonly Option<string?> _out = new("--out")
    {
        Description = "Also write the scorecard with all rules to this Markdown file",
        HelpName = "FILE",
    };

    public ScorecardVerb()
        : base(
            "scorecard",
            "Holds the statements of the paper against results: our value and error, the samples, and whether our results agree, differ, "
            + "or are not enough to tell, by a rule for each statement.",
            "glassmodes scorecard campaign --out scorecard.md")
    {
        Add(_results.Argument);
        Add(_out);
    }

    protected override int Run(ParseResult parsed, Session session)
    {
        FoundResults found = _results.Find(parsed, session);
        string? file = parsed.GetValue(_out) is { } path ? OutputPath.RequireFile("--out", path, session) : null;
        AnalysisResults results = ResultsInput.Analyse(found.Collect(session), Shimada2024.Options, session);
        PaperScorecard scorecard = PaperScorecard.Of(results);
        if (file is not null)
        {
            AtomicFile.WriteAllText(file, ScorecardMarkdown.Of(scorecard), session.Cancellation);
        }

        session.Print(ScorecardDocument.Of(scorecard, file), output => ScorecardTable.Write(output, scorecard, file));
        return ExitCode.Done;
    }
}
