// Four doubles at a time: AVX2, or two halves in software elsewhere.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GlassModes.Simd;

/// <summary>Four doubles in a Vector256.</summary>
internal readonly unsafe struct Lanes256(Vector256<double> value) : ILanes<Lanes256>
{
    private readonly Vector256<double> _value = value;

    public Vector256<double> Value => _value;

    public static int Width => Vector256<double>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Create(double value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(double* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256 value, double* target) => value._value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator +(Lanes256 left, Lanes256 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(Lanes256 left, Lanes256 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator *(Lanes256 left, Lanes256 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator /(Lanes256 left, Lanes256 right) => new(left._value / right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 MultiplyAdd(Lanes256 left, Lanes256 right, Lanes256 addend) =>
        new(Vector256.MultiplyAddEstimate(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Sqrt(Lanes256 value) => new(Vector256.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Round(Lanes256 value) => new(Vector256.Round(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Max(Lanes256 left, Lanes256 right) => new(Vector256.MaxNative(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 LessThan(Lanes256 left, Lanes256 right) => new(Vector256.LessThan(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Choose(Lanes256 mask, Lanes256 ifTrue, Lanes256 ifFalse) =>
        new(Vector256.ConditionalSelect(mask._value, ifTrue._value, ifFalse._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(Lanes256 mask) => (uint)Vector256.ExtractMostSignificantBits(mask._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Lanes256 value) => Vector256.Sum(value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gather(double* packed, int* index, out Lanes256 x, out Lanes256 y, out Lanes256 z)
    {
        double* a = packed + (4L * index[0]);
        double* b = packed + (4L * index[1]);
        double* c = packed + (4L * index[2]);
        double* d = packed + (4L * index[3]);
        if (Avx.IsSupported)
        {
            // Two 128-bit halves of two particles a register, so that one unpack each yields x, y and z in order.
            Vector256<double> acxy = Vector256.Create(Vector128.Load(a), Vector128.Load(c));
            Vector256<double> bdxy = Vector256.Create(Vector128.Load(b), Vector128.Load(d));
            Vector256<double> acz = Vector256.Create(Vector128.Load(a + 2), Vector128.Load(c + 2));
            Vector256<double> bdz = Vector256.Create(Vector128.Load(b + 2), Vector128.Load(d + 2));
            x = new Lanes256(Avx.UnpackLow(acxy, bdxy));
            y = new Lanes256(Avx.UnpackHigh(acxy, bdxy));
            z = new Lanes256(Avx.UnpackLow(acz, bdz));
        }
        else
        {
            x = new Lanes256(Vector256.Create(a[0], b[0], c[0], d[0]));
            y = new Lanes256(Vector256.Create(a[1], b[1], c[1], d[1]));
            z = new Lanes256(Vector256.Create(a[2], b[2], c[2], d[2]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScatterAdd(double* packed, int* index, Lanes256 x, Lanes256 y, Lanes256 z)
    {
        if (Avx.IsSupported)
        {
            Vector256<double> acxy = Avx.UnpackLow(x._value, y._value);
            Vector256<double> bdxy = Avx.UnpackHigh(x._value, y._value);
            Vector256<double> acz = Avx.UnpackLow(z._value, Vector256<double>.Zero);
            Vector256<double> bdz = Avx.UnpackHigh(z._value, Vector256<double>.Zero);
            Add(packed, index[0], Avx.Permute2x128(acxy, acz, 0x20));
            Add(packed, index[1], Avx.Permute2x128(bdxy, bdz, 0x20));
            Add(packed, index[2], Avx.Permute2x128(acxy, acz, 0x31));
            Add(packed, index[3], Avx.Permute2x128(bdxy, bdz, 0x31));
        }
        else
        {
            Lanes128.ScatterAdd(packed, index, new(x._value.GetLower()), new(y._value.GetLower()), new(z._value.GetLower()));
            Lanes128.ScatterAdd(packed, index + 2, new(x._value.GetUpper()), new(y._value.GetUpper()), new(z._value.GetUpper()));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(double* packed, int index, Vector256<double> value)
    {
        double* f = packed + (4L * index);
        (Vector256.LoadAligned(f) + value).StoreAligned(f);
    }
}
