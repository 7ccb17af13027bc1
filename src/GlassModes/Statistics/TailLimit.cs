// Where an exponential tail begins.

namespace GlassModes.Statistics;

/// <summary>
/// The limit below which values pass a test for an exponential distribution
/// (<see cref="ExponentialTail.BestLimit(IReadOnlyList{double}, double)"/>).
/// </summary>
/// <param name="Limit">
/// The limit. If no limit passed, the lowest limit that was tried. NaN if the values are too few to try a limit.
/// </param>
/// <param name="IsExponential">Whether the values below the limit pass the test.</param>
public readonly record struct TailLimit(double Limit, bool IsExponential)
{
    /// <summary>The least number of values below a limit that can be chosen.</summary>
    public const int FewestValues = 50;

    /// <summary>The reason not to trust a fit below the limit; null if the fit can be trusted.</summary>
    public FitTrouble? Trouble => IsExponential ? null
        : double.IsNaN(Limit) ? new FitTrouble.TooFewValuesForALimit(FewestValues)
        : new FitTrouble.NotExponential();

    /// <summary>
    /// The limit, or, if there is no limit, the largest double below a value. The value, usually the median, must not count as a value
    /// below the limit.
    /// </summary>
    public double LimitOrJustBelow(double value) => double.IsNaN(Limit) ? Math.BitDecrement(value) : Limit;
}
