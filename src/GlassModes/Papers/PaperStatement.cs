// A statement of a paper as data: what it says, of which liquid, and what it claims.

namespace GlassModes.Papers;

/// <summary>A statement of a paper.</summary>
/// <param name="Key">The name by which programs know the statement, such as "time-law-high-T". The key never changes.</param>
/// <param name="Sentence">What the paper says, in our words.</param>
/// <param name="Source">The section and the figure of the paper.</param>
/// <param name="Value">The value of the paper as text.</param>
/// <param name="Liquid">The liquid.</param>
/// <param name="Claim">What the statement claims.</param>
public sealed record PaperStatement(
    string Key, string Sentence, string Source, string Value, PaperLiquid Liquid, StatedClaim Claim)
{
    /// <summary>The N of the paper, ascending.</summary>
    public IReadOnlyList<int> Particles { get; init; } = [];
}
