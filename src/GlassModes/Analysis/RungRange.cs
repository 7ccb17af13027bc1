// Ranges of rungs and of distances.

namespace GlassModes.Analysis;

/// <summary>A range of log10 W, from the larger W to the smaller.</summary>
/// <param name="From">The largest log10 W.</param>
/// <param name="To">The smallest log10 W.</param>
public sealed record RungRange(double From, double To)
{
    // Rungs are rounded to 12 decimals of log10 W.
    private const double Rounding = 1e-9;

    /// <summary>The range that holds every rung.</summary>
    public static RungRange All { get; } = new(double.PositiveInfinity, double.NegativeInfinity);

    /// <summary>Whether a rung is in the range. A rung that misses an end by rounding only is in the range.</summary>
    public bool Contains(double log10W) => log10W <= From + Rounding && log10W >= To - Rounding;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"log10 W = {From:g4} to {To:g4}");
}

/// <summary>A range of distances.</summary>
/// <param name="From">The smallest r.</param>
/// <param name="To">The largest r.</param>
public sealed record DistanceRange(double From, double To);
