// What a report page shows, as data. The caller fills it; ReportPage makes a page of it.

using GlassModes.Figures.Scorecard;

namespace GlassModes.Figures.Page;

/// <summary>The content of a report page.</summary>
/// <param name="Title">The title of the page.</param>
/// <param name="Summary">What the page is, in two sentences.</param>
public sealed record ReportContent(string Title, string Summary)
{
    /// <summary>The figures, in the order of the page. Their names must be distinct.</summary>
    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary>
    /// The same figures of other samples, which the reader of the page can choose by model, T and N. Each has a subject, and the number of
    /// a figure of the paper. No two have the same number and subject.
    /// </summary>
    public IReadOnlyList<Figure> OtherFigures { get; init; } = [];

    /// <summary>The figures that could not be made.</summary>
    public IReadOnlyList<MissingFigure> MissingFigures { get; init; } = [];

    /// <summary>The rows of the scorecard.</summary>
    public IReadOnlyList<ReportScoreRow> Scorecard { get; init; } = [];

    /// <summary>The text of the campaign file; empty for results without a campaign.</summary>
    public string Campaign { get; init; } = "";

    /// <summary>Where the results come from: version, date, ensembles with their numbers of samples, one fact a line.</summary>
    public IReadOnlyList<string> Provenance { get; init; } = [];

    /// <summary>The samples whose modes can be seen.</summary>
    public IReadOnlyList<ModeView> Modes { get; init; } = [];
}

/// <summary>A row of the scorecard as the page shows it.</summary>
/// <param name="Statement">What is stated, in one sentence.</param>
/// <param name="Paper">What the paper says.</param>
/// <param name="Value">What the results say, with its error.</param>
/// <param name="Samples">The number of samples behind the value.</param>
/// <param name="Verdict">Whether the two agree.</param>
/// <param name="Rule">How the verdict is found, in one sentence.</param>
public sealed record ReportScoreRow(string Statement, string Paper, string Value, long Samples, Verdict Verdict, string Rule)
{
    /// <summary>The N of the ensembles that were judged, with blanks between them; empty if no ensemble is suitable.</summary>
    public string Particles { get; init; } = "";

    /// <summary>T of these ensembles; empty if no ensemble is suitable.</summary>
    public string Temperature { get; init; } = "";

    /// <summary>The numbers behind the verdict; empty for none.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Where the paper says it; empty if not known.</summary>
    public string Source { get; init; } = "";

    /// <summary>The rows of a scorecard, in its order. Allocates the rows.</summary>
    public static IReadOnlyList<ReportScoreRow> AllOf(PaperScorecard scorecard)
    {
        ArgumentNullException.ThrowIfNull(scorecard);
        return
        [
            .. scorecard.Rows.Select(row => new ReportScoreRow(
                row.Statement.Sentence, row.Statement.Value, ScorecardText.ValueOf(row), row.Samples, row.Verdict, $"{row.Rule}")
            {
                Particles = ScorecardText.ParticlesOf(row),
                Temperature = ScorecardText.TemperatureOf(row),
                Detail = row.Detail,
                Source = row.Statement.Source,
            }),
        ];
    }
}
