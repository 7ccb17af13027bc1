// Eight doubles at a time: AVX-512, or two halves in software elsewhere.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GlassModes.Simd;

/// <summary>Eight doubles in a Vector512.</summary>
internal readonly unsafe struct Lanes512(Vector512<double> value) : ILanes<Lanes512>
{
    private readonly Vector512<double> _value = value;

    public static int Width => Vector512<double>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Create(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Load(double* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes512 value, double* target) => value._value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator +(Lanes512 left, Lanes512 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator -(Lanes512 left, Lanes512 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator *(Lanes512 left, Lanes512 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator /(Lanes512 left, Lanes512 right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 MultiplyAdd(Lanes512 left, Lanes512 right, Lanes512 addend) =>
        new(Vector512.MultiplyAddEstimate(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Sqrt(Lanes512 value) => new(Vector512.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Round(Lanes512 value) => new(Vector512.Round(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Max(Lanes512 left, Lanes512 right) => new(Vector512.MaxNative(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 LessThan(Lanes512 left, Lanes512 right) => new(Vector512.LessThan(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Choose(Lanes512 mask, Lanes512 ifTrue, Lanes512 ifFalse) =>
        new(Vector512.ConditionalSelect(mask._value, ifTrue._value, ifFalse._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(Lanes512 mask) => (uint)Vector512.ExtractMostSignificantBits(mask._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Lanes512 value) => Vector512.Sum(value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gather(double* packed, int* index, out Lanes512 x, out Lanes512 y, out Lanes512 z)
    {
        if (Avx512F.IsSupported)
        {
            Vector512<double> ae = Pair(packed, index[0], index[4]);
            Vector512<double> bf = Pair(packed, index[1], index[5]);
            Vector512<double> cg = Pair(packed, index[2], index[6]);
            Vector512<double> dh = Pair(packed, index[3], index[7]);
            Vector512<double> abXz = Avx512F.UnpackLow(ae, bf);
            Vector512<double> abY = Avx512F.UnpackHigh(ae, bf);
            Vector512<double> cdXz = Avx512F.UnpackLow(cg, dh);
            Vector512<double> cdY = Avx512F.UnpackHigh(cg, dh);
            Vector512<long> first = Vector512.Create(0L, 1, 8, 9, 4, 5, 12, 13);
            Vector512<long> second = Vector512.Create(2L, 3, 10, 11, 6, 7, 14, 15);
            x = new Lanes512(Avx512F.PermuteVar8x64x2(abXz, first, cdXz));
            y = new Lanes512(Avx512F.PermuteVar8x64x2(abY, first, cdY));
            z = new Lanes512(Avx512F.PermuteVar8x64x2(abXz, second, cdXz));
        }
        else
        {
            Lanes256.Gather(packed, index, out Lanes256 x0, out Lanes256 y0, out Lanes256 z0);
            Lanes256.Gather(packed, index + 4, out Lanes256 x1, out Lanes256 y1, out Lanes256 z1);
            x = new Lanes512(Vector512.Create(x0.Value, x1.Value));
            y = new Lanes512(Vector512.Create(y0.Value, y1.Value));
            z = new Lanes512(Vector512.Create(z0.Value, z1.Value));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScatterAdd(double* packed, int* index, Lanes512 x, Lanes512 y, Lanes512 z)
    {
        Lanes256.ScatterAdd(packed, index, new(x._value.GetLower()), new(y._value.GetLower()), new(z._value.GetLower()));
        Lanes256.ScatterAdd(packed, index + 4, new(x._value.GetUpper()), new(y._value.GetUpper()), new(z._value.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Pair(double* packed, int lower, int upper) =>
        Vector256.LoadAligned(packed + (4L * lower)).ToVector512Unsafe().WithUpper(Vector256.LoadAligned(packed + (4L * upper)));
}
