// How many samples of which ensemble results are of.

using GlassModes.Samples;

namespace GlassModes.Analysis;

/// <summary>An ensemble and the number of its samples.</summary>
/// <param name="Key">What the samples have in common.</param>
/// <param name="Samples">The number of samples.</param>
public sealed record EnsembleSize(Protocol Key, long Samples)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Key}: {Samples}");
}
