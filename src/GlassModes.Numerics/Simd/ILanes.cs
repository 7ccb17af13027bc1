// The operations that the formula of a pair potential needs. One formula then serves every register width.

namespace GlassModes.Numerics.Simd;

/// <summary>A group of doubles that are computed with at once, with the operations that formulas need.</summary>
/// <typeparam name="TSelf">The implementing struct.</typeparam>
public interface ILanes<TSelf> : ILaneArithmetic<TSelf, double>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>addend − left × right. The result is rounded once where the hardware has a fused operation.</summary>
    static abstract TSelf NegateMultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>
    /// 1/√value with an error of at most two units in the last place, for 1e-36 &lt; value &lt; 1e36. For smaller values down to 1e-200 the
    /// result is at least 1e18.
    /// </summary>
    static abstract TSelf ReciprocalSqrt(TSelf value);

    /// <summary>Lane-wise maximum of numbers that are not NaN.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>
    /// The value where left &gt; right, else 0. A NaN that is not selected has no effect. Comparison and selection form one operation, so
    /// that AVX-512 need not move the mask.
    /// </summary>
    static abstract TSelf KeepWhereGreater(TSelf left, TSelf right, TSelf value);
}
