// Improves a hardware estimate of 1/√a to full precision without the divider.

using System.Runtime.CompilerServices;

namespace GlassModes.Numerics.Simd;

/// <summary>
/// Improves an estimate y of 1/√a by a series. With e = 1 − a y², 1/√a = y (1 − e)^(−1/2) = y [1 + e/2 + 3e²/8 + 5e³/16 + 35e⁴/128 + …].
/// The last operation adds a small correction to y, so that the error stays within about a unit in the last place.
/// </summary>
internal static class ReciprocalSqrtSeries
{
    /// <summary>
    /// Improves an estimate with a relative error of 2^-11 (|e| &lt; 2^-10). The first term left out, 63e⁵/256, is below 2^-52.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes PolishElevenBits<TLanes>(TLanes a, TLanes y)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes e = TLanes.NegateMultiplyAdd(a * y, y, TLanes.Create(1));
        return SumSeries(y, e, TLanes.MultiplyAdd(e, TLanes.Create(35.0 / 128), TLanes.Create(5.0 / 16)));
    }

    /// <summary>
    /// Improves an estimate with a relative error of 2^-14 (|e| &lt; 2^-13). The first term left out, 35e⁴/128, is below 2^-53.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes PolishFourteenBits<TLanes>(TLanes a, TLanes y)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes e = TLanes.NegateMultiplyAdd(a * y, y, TLanes.Create(1));
        return SumSeries(y, e, TLanes.Create(5.0 / 16));
    }

    // Returns y + y e (1/2 + e (3/8 + e · high)).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes SumSeries<TLanes>(TLanes y, TLanes e, TLanes high)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes series = TLanes.MultiplyAdd(high, e, TLanes.Create(3.0 / 8));
        series = TLanes.MultiplyAdd(series, e, TLanes.Create(0.5));
        return TLanes.MultiplyAdd(series, y * e, y);
    }
}
