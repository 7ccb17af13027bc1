// The register widths of the kernels. The hardware decides which kernel runs, unless a test or a comparison asks for one.

using System.Runtime.Intrinsics;

namespace GlassModes.Numerics.Simd;

/// <summary>The kernel variants, by the number of doubles that are computed with at once.</summary>
public enum SimdWidth
{
    /// <summary>The plain reference kernel, one pair at a time.</summary>
    Scalar = 1,

    /// <summary>Two doubles (SSE2, NEON).</summary>
    Vector128 = 2,

    /// <summary>Four doubles (AVX2).</summary>
    Vector256 = 4,

    /// <summary>Eight doubles (AVX-512).</summary>
    Vector512 = 8,
}

/// <summary>The SIMD width of this processor.</summary>
public static class SimdHardware
{
    /// <summary>The widest variant that this processor runs in hardware; <see cref="SimdWidth.Scalar"/> if it has no SIMD.</summary>
    public static SimdWidth Best =>
        Vector512.IsHardwareAccelerated ? SimdWidth.Vector512
        : Vector256.IsHardwareAccelerated ? SimdWidth.Vector256
        : Vector128.IsHardwareAccelerated ? SimdWidth.Vector128
        : SimdWidth.Scalar;
}
