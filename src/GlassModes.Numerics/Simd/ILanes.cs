// What the formula of a pair potential asks of a SIMD register of doubles, so that one formula serves every width.

namespace GlassModes.Numerics.Simd;

/// <summary>A group of doubles that are computed with at once, with the operations of which formulas are made.</summary>
/// <typeparam name="TSelf">The implementing struct.</typeparam>
public interface ILanes<TSelf> : ILaneArithmetic<TSelf, double>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>addend − left × right. The result is rounded once where the hardware has a fused operation.</summary>
    static abstract TSelf NegateMultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>
    /// 1/√value to two units in the last place, for 1e-36 &lt; value &lt; 1e36. The result is at least 1e18 for smaller values
    /// down to 1e-200.
    /// </summary>
    static abstract TSelf ReciprocalSqrt(TSelf value);

    /// <summary>Lane-wise maximum of numbers.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>
    /// The value where left &gt; right, else 0. A NaN that is not selected leaves no trace. Comparison and selection are one
    /// operation, so that AVX-512 can keep the mask where the mask was made.
    /// </summary>
    static abstract TSelf KeepWhereGreater(TSelf left, TSelf right, TSelf value);
}
