// The statements of a paper held against results.

using GlassModes.Analysis;
using GlassModes.Papers;
using GlassModes.Statistics;

namespace GlassModes.Figures.Scorecard;

/// <summary>A statement of a paper held against results.</summary>
/// <param name="Statement">The statement.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Value">Our value with its error; NaN where there is none.</param>
/// <param name="Samples">
/// The number of samples behind the value: the smallest at any of the judged rungs of any of the used ensembles; 0 if no ensemble is
/// suitable. If there was nothing to judge, the number of samples of the smallest suitable ensemble.
/// </param>
/// <param name="Particles">The N of the used ensembles, ascending.</param>
/// <param name="Temperature">T of the used ensembles; +∞ for random positions, NaN if no ensemble is suitable.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Detail">The numbers behind the verdict, and the verdicts of other suitable ensembles, as a text.</param>
public sealed record ScorecardRow(
    PaperStatement Statement,
    Verdict Verdict,
    FittedValue Value,
    long Samples,
    IReadOnlyList<int> Particles,
    double Temperature,
    ScorecardRule Rule,
    string Detail)
{
    /// <summary>The verdicts of the other suitable ensembles, in the order in which the rule prefers them.</summary>
    public IReadOnlyList<OtherVerdict> Others { get; init; } = [];

    /// <summary>Whether another suitable ensemble decides otherwise.</summary>
    public bool IsDisputed => Others.Any(other => other.Verdict != Verdict.NotEnoughData && other.Verdict != Verdict);
}

/// <summary>The statements of a paper held against results, in the order of the paper.</summary>
/// <param name="Rows">A row for each statement.</param>
public sealed record PaperScorecard(IReadOnlyList<ScorecardRow> Rows)
{
    /// <summary>Holds statements against results. Allocates the rows; changes nothing.</summary>
    /// <param name="results">The results.</param>
    /// <param name="statements">The statements; null for those of Shimada et al. 2024.</param>
    /// <exception cref="ArgumentException">There is no rule for a statement.</exception>
    public static PaperScorecard Of(AnalysisResults results, IReadOnlyList<PaperStatement>? statements = null)
    {
        ArgumentNullException.ThrowIfNull(results);
        return new PaperScorecard([.. (statements ?? Shimada2024Statements.All).Select(statement => RowOf(results, statement))]);
    }

    /// <summary>The number of rows with a verdict.</summary>
    public int CountOf(Verdict verdict) => Rows.Count(row => row.Verdict == verdict);

    // All suitable ensembles are judged, so that a row can name those that decide otherwise.
    private static ScorecardRow RowOf(AnalysisResults results, PaperStatement statement)
    {
        StatedClaim claim = statement.Claim;
        ScorecardRule rule = ScorecardRule.Of(claim);
        IEnumerable<Evidence> evidence = rule.ComparesSizes
            ? Evidence.OfFamilies(results, statement.Liquid, claim)
            : Evidence.OfEnsembles(results, statement.Liquid, claim);
        JudgedEvidence[] all = [.. evidence.Select(candidate => new JudgedEvidence(candidate, rule.Judge(candidate)))];
        if (all.Length == 0)
        {
            return new ScorecardRow(
                statement,
                Verdict.NotEnoughData,
                Finding.NoValue,
                0,
                [],
                double.NaN,
                rule,
                MissingEvidence.Of(results, statement.Liquid, claim));
        }

        JudgedEnsembles judged = JudgedEnsembles.Of(all);
        OtherVerdict taken = judged.Taken.Summary;
        return new ScorecardRow(
            statement, judged.Verdict, taken.Value, taken.Samples, taken.Particles, taken.Temperature, rule, judged.Detail)
        {
            Others = [.. judged.Others.Select(other => other.Summary)],
        };
    }
}
