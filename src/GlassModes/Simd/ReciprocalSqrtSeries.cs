// From a hardware estimate of 1/√a to full precision without the divider.

using System.Runtime.CompilerServices;

namespace GlassModes.Simd;

/// <summary>
/// One step of fifth order: with e = 1 − a y², 1/√a = y (1 − e)^(−1/2) = y [1 + e/2 + 3e²/8 + 5e³/16 + 35e⁴/128 + …]. An
/// estimate good to 2^-11 leaves |e| &lt; 2^-10 and a truncation error below 2^-52; one good to 2^-14 none that shows. The last
/// operation adds a small correction to y, so that the error stays within about a unit in the last place.
/// </summary>
internal static class ReciprocalSqrtSeries
{
    /// <summary>Polishes an estimate <paramref name="y"/> of 1/√a.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Polish<TLanes>(TLanes a, TLanes y)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes e = TLanes.NegateMultiplyAdd(a * y, y, TLanes.Create(1));
        TLanes series = TLanes.MultiplyAdd(e, TLanes.Create(35.0 / 128), TLanes.Create(5.0 / 16));
        series = TLanes.MultiplyAdd(series, e, TLanes.Create(3.0 / 8));
        series = TLanes.MultiplyAdd(series, e, TLanes.Create(0.5));
        return TLanes.MultiplyAdd(series, y * e, y);
    }
}
