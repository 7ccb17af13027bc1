// Sixteen floats at a time, by AVX-512.

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GlassModes.Numerics.Simd;

/// <summary>Sixteen floats in a Vector512.</summary>
internal readonly unsafe struct FloatLanes512(Vector512<float> value) : IFloatLanes<FloatLanes512>
{
    private readonly Vector512<float> _value = value;

    public static int Width => Vector512<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float FromDouble(double value) => (float)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToDouble(float value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes512 Create(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes512 Load(float* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(FloatLanes512 value, float* target) => value._value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSequence(uint first, uint step, uint* target) =>
        (Vector512.Create(first) + (Vector512<uint>.Indices * Vector512.Create(step))).Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes512 operator +(FloatLanes512 left, FloatLanes512 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes512 operator -(FloatLanes512 left, FloatLanes512 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes512 operator *(FloatLanes512 left, FloatLanes512 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static FloatLanes512 MultiplyAdd(FloatLanes512 left, FloatLanes512 right, FloatLanes512 addend) =>
        new(Vector512.MultiplyAddEstimate(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int StoreWhereLess(FloatLanes512 left, FloatLanes512 right, uint* source, uint* target)
    {
        uint bits = (uint)Vector512.ExtractMostSignificantBits(Vector512.LessThan(left._value, right._value));
        if (Avx512F.IsSupported)
        {
            // The comparison is repeated with its operands exchanged. The compiler would take a mask that is used twice through a vector
            // register.
            Vector512<uint> mask = Vector512.GreaterThan(right._value, left._value).AsUInt32();
            Avx512F.Compress(Vector512<uint>.Zero, mask, Vector512.Load(source)).Store(target);
            return BitOperations.PopCount(bits);
        }

        return SelectedBits.Store(bits, source, target);
    }
}
