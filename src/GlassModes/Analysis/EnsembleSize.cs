// The number of samples of an ensemble.

using GlassModes.Samples;

namespace GlassModes.Analysis;

/// <summary>An ensemble and the number of its samples.</summary>
/// <param name="Protocol">The protocol of all samples.</param>
/// <param name="Samples">The number of samples.</param>
public sealed record EnsembleSize(Protocol Protocol, long Samples)
{
    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Protocol}: {Samples}");
}
