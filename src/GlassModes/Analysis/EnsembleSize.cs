// How many samples of which ensemble results are of.

using GlassModes.Samples;
using GlassModes.Ensembles;

namespace GlassModes.Analysis;

/// <summary>An ensemble and the number of its samples.</summary>
/// <param name="Key">What the samples have in common.</param>
/// <param name="Samples">How many there are.</param>
public sealed record EnsembleSize(Protocol Key, long Samples)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Key}: {Samples}");
}
