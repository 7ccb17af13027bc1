// Where an exponential tail begins.

namespace GlassModes.Statistics;

/// <summary>
/// The limit below which values pass for exponential (<see cref="ExponentialTail.BestLimit(IReadOnlyList{double}, double)"/>).
/// </summary>
/// <param name="Limit">
/// The limit. Where no limit passed: the lowest limit that was tried. Where there are too few values to try any: NaN.
/// </param>
/// <param name="IsExponential">Whether the values below the limit pass for exponential.</param>
public readonly record struct TailLimit(double Limit, bool IsExponential)
{
    /// <summary>The number of values below a limit that are needed to choose it.</summary>
    public const int FewestValues = 50;

    /// <summary>Why a fit below the limit is not to be trusted; null if it is.</summary>
    public FitTrouble? Trouble => IsExponential ? null
        : double.IsNaN(Limit) ? new FitTrouble.TooFewValuesForALimit(FewestValues)
        : new FitTrouble.NotExponential();

    /// <summary>
    /// The limit; where there is none, the next double below a value. The value, usually the median, must not count as one below the limit.
    /// </summary>
    public double LimitOrJustBelow(double value) => double.IsNaN(Limit) ? Math.BitDecrement(value) : Limit;
}
