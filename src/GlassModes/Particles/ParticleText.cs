// A column of words that travels with a configuration: element names, labels, truth values.

namespace GlassModes.Particles;

/// <summary>What the words of a column mean.</summary>
public enum ParticleTextKind
{
    /// <summary>Any words.</summary>
    Word,

    /// <summary>Truth values, T and F.</summary>
    TruthValue,

    /// <summary>Whole numbers of more digits than a double holds.</summary>
    WholeNumber,
}

/// <summary>One or more words for each particle under a name.</summary>
/// <param name="Name">The name of the column, without spaces.</param>
/// <param name="Kind">What the words mean.</param>
/// <param name="Values">N × Components words without white space, one particle after another.</param>
public sealed record ParticleText(string Name, ParticleTextKind Kind, IReadOnlyList<string> Values)
{
    /// <summary>Number of words for each particle.</summary>
    public int Components { get; init; } = 1;
}
