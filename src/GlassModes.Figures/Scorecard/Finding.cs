// What a rule finds in results.

using GlassModes.Statistics;

namespace GlassModes.Figures.Scorecard;

/// <summary>What a rule finds in the results of one liquid.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Value">Our value with its error; NaN where there is none.</param>
/// <param name="Detail">The numbers behind the verdict, as a text.</param>
internal sealed record Finding(Verdict Verdict, FittedValue Value, string Detail)
{
    /// <summary>The samples at each judged rung of each ensemble that was used; empty if there was nothing to judge.</summary>
    public IReadOnlyList<UsedSamples> Used { get; init; } = [];

    /// <summary>The value of a finding without a value.</summary>
    public static FittedValue NoValue { get; } = new(double.NaN, double.NaN);

    /// <summary>A finding that there are not enough data.</summary>
    public static Finding Missing(string detail) => new(Verdict.NotEnoughData, NoValue, detail);

    /// <summary>The verdict of two conditions, of which at most one is met.</summary>
    public static Verdict VerdictOf(bool agrees, bool differs) =>
        agrees ? Verdict.Agrees : differs ? Verdict.Differs : Verdict.NotEnoughData;
}
