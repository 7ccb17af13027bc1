// The JSON document that `glassmodes scorecard` prints.

using GlassModes.Figures.Scorecard;

namespace GlassModes.Runner.Verbs;

/// <summary>The verdict of an ensemble that does not give the verdict of a row.</summary>
/// <param name="Particles">The N that were used.</param>
/// <param name="Temperature">T; infinite for random positions.</param>
/// <param name="Samples">The smallest number of samples at a judged rung.</param>
/// <param name="Value">Its value; NaN where there is none.</param>
/// <param name="Error">The standard error of its value; NaN where there is none.</param>
/// <param name="Verdict">The verdict on this ensemble alone.</param>
internal sealed record OtherVerdictDocument(
    IReadOnlyList<int> Particles, double Temperature, long Samples, double Value, double Error, Verdict Verdict);

/// <summary>A statement of the paper held against results.</summary>
/// <param name="Key">The name of the statement.</param>
/// <param name="Statement">What the paper says.</param>
/// <param name="Source">Where the paper says so.</param>
/// <param name="Paper">The value of the paper.</param>
/// <param name="Value">Our value; NaN where there is none.</param>
/// <param name="Error">The standard error of our value; NaN where there is none.</param>
/// <param name="Samples">The smallest number of samples at a judged rung.</param>
/// <param name="Particles">The N that were used.</param>
/// <param name="Temperature">T; infinite for random positions, NaN without an ensemble.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Rule">The rule in words.</param>
/// <param name="Detail">The numbers behind the verdict, and the other ensembles.</param>
/// <param name="Others">The other suitable ensembles and their verdicts.</param>
internal sealed record ScorecardRowDocument(
    string Key,
    string Statement,
    string Source,
    string Paper,
    double Value,
    double Error,
    long Samples,
    IReadOnlyList<int> Particles,
    double Temperature,
    Verdict Verdict,
    string Rule,
    string Detail,
    IReadOnlyList<OtherVerdictDocument> Others);

/// <summary>The document of a scorecard.</summary>
/// <param name="Rows">A row for each statement.</param>
/// <param name="File">The Markdown file that was written; null for none.</param>
internal sealed record ScorecardDocument(IReadOnlyList<ScorecardRowDocument> Rows, string? File)
{
    public static ScorecardDocument Of(PaperScorecard scorecard, string? file) => new(
        [
            .. scorecard.Rows.Select(row => new ScorecardRowDocument(
                row.Statement.Key,
                row.Statement.Sentence,
                row.Statement.Source,
                row.Statement.Value,
                row.Value.Value,
                row.Value.Error,
                row.Samples,
                row.Particles,
                row.Temperature,
                row.Verdict,
                $"{row.Rule}",
                row.Detail,
                [
                    .. row.Others.Select(other => new OtherVerdictDocument(
                        other.Particles, other.Temperature, other.Samples, other.Value.Value, other.Value.Error, other.Verdict)),
                ])),
        ],
        file);
}
