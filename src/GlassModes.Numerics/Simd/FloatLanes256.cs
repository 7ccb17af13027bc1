// Eight floats at a time, by AVX2.

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GlassModes.Numerics.Simd;

/// <summary>Eight floats in a Vector256.</summary>
internal readonly unsafe struct FloatLanes256(Vector256<float> value) : IFloatLanes<FloatLanes256>
{
    private readonly Vector256<float> _value = value;

    public static int Width => Vector256<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float FromDouble(double value) => (float)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToDouble(float value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes256 Create(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes256 Load(float* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(FloatLanes256 value, float* target) => value._value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSequence(uint first, uint step, uint* target) =>
        (Vector256.Create(first) + (Vector256<uint>.Indices * Vector256.Create(step))).Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes256 operator +(FloatLanes256 left, FloatLanes256 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes256 operator -(FloatLanes256 left, FloatLanes256 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes256 operator *(FloatLanes256 left, FloatLanes256 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes256 MultiplyAdd(FloatLanes256 left, FloatLanes256 right, FloatLanes256 addend) =>
        new(Vector256.MultiplyAddEstimate(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int StoreWhereLess(FloatLanes256 left, FloatLanes256 right, uint* source, uint* target)
    {
        Vector256<float> mask = Vector256.LessThan(left._value, right._value);
        uint bits = (uint)Vector256.ExtractMostSignificantBits(mask);
        if (Avx2.IsSupported)
        {
            // A table for all 256 masks gives the permutation that brings the selected lanes to the front.
            Vector256<uint> permutation = Vector256.Load(SelectedBits.FrontPermutations + (8 * bits));
            Avx2.PermuteVar8x32(Vector256.Load(source), permutation).Store(target);
            return BitOperations.PopCount(bits);
        }

        return SelectedBits.Store(bits, source, target);
    }
}
