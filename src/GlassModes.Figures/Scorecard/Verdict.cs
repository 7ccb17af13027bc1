// What results say about a statement.

namespace GlassModes.Figures.Scorecard;

/// <summary>What results say about a statement of a paper.</summary>
public enum Verdict
{
    /// <summary>The results agree with the statement, and could have contradicted it.</summary>
    Agrees,

    /// <summary>The results contradict the statement by more than their errors.</summary>
    Differs,

    /// <summary>The results are too few, or their errors too large, to tell.</summary>
    NotEnoughData,
}
