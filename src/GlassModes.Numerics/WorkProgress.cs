// The record by which long work reports how far it has come.

namespace GlassModes;

/// <summary>How far long work has come. Every long operation of GlassModes takes an <see cref="IProgress{T}"/> of this record.</summary>
/// <param name="Fraction">The share of the work that is done, 0 … 1; NaN if the total is not known.</param>
/// <param name="Activity">What is being done, in a few words without a full stop.</param>
public sealed record WorkProgress(double Fraction, string Activity)
{
    /// <summary>
    /// The share of the work that an earlier run had done, which took no time of this one; null if it is that of the first report with a
    /// share. Needed where parts of the work report one after another.
    /// </summary>
    public double? FractionBefore { get; init; }
}
