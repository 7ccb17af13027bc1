// Two doubles at a time, by SSE2 on x86-64, by NEON on Arm, or by software elsewhere.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GlassModes.Numerics.Simd;

/// <summary>Two doubles in a Vector128. Periodic coordinates are fractions of the box.</summary>
internal readonly unsafe struct Lanes128(Vector128<double> value) : IKernelLanes<Lanes128>
{
    private readonly Vector128<double> _value = value;

    public static int Width => Vector128<double>.Count;

    public static double UnitsPerBox => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double FromDouble(double value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToDouble(double value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Create(double value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Load(double* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes128 value, double* target) => value._value.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator +(Lanes128 left, Lanes128 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator -(Lanes128 left, Lanes128 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator *(Lanes128 left, Lanes128 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 MultiplyAdd(Lanes128 left, Lanes128 right, Lanes128 addend) =>
        new(Vector128.MultiplyAddEstimate(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 NegateMultiplyAdd(Lanes128 left, Lanes128 right, Lanes128 addend) =>
        new(Vector128.MultiplyAddEstimate(-left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Max(Lanes128 left, Lanes128 right) => new(Vector128.MaxNative(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 KeepWhereGreater(Lanes128 left, Lanes128 right, Lanes128 value) =>
        new(Vector128.ConditionalSelect(Vector128.GreaterThan(left._value, right._value), value._value, Vector128<double>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Lanes128 value) => Vector128.Sum(value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreCoordinates(Vector256<double> fraction, Vector256<double> remainder, double* target) =>
        (fraction + remainder).Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Difference(Lanes128 left, Lanes128 right)
    {
        Vector128<double> difference = left._value - right._value;
        return new(difference - Vector128.Round(difference));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 ReciprocalSqrt(Lanes128 value) => new(Vector128<double>.One / Vector128.Sqrt(value._value));

    public static Shuffles<Lanes128> GatherShuffles() => default;

    public static Shuffles<Lanes128> ScatterShuffles() => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gather(double* packed, uint* offset, Shuffles<Lanes128> shuffles, out Lanes128 x, out Lanes128 y, out Lanes128 z)
    {
        double* a = packed + offset[0];
        double* b = packed + offset[1];
        Vector128<double> axy = Vector128.Load(a);
        Vector128<double> bxy = Vector128.Load(b);
        if (Sse2.IsSupported)
        {
            x = new Lanes128(Sse2.UnpackLow(axy, bxy));
            y = new Lanes128(Sse2.UnpackHigh(axy, bxy));
        }
        else
        {
            x = new Lanes128(Vector128.Create(axy.GetElement(0), bxy.GetElement(0)));
            y = new Lanes128(Vector128.Create(axy.GetElement(1), bxy.GetElement(1)));
        }

        z = new Lanes128(Vector128.Create(a[2], b[2]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScatterAdd(double* packed, uint* offset, Shuffles<Lanes128> shuffles, Lanes128 x, Lanes128 y, Lanes128 z)
    {
        double* a = packed + offset[0];
        a[0] += x._value.GetElement(0);
        a[1] += y._value.GetElement(0);
        a[2] += z._value.GetElement(0);
        double* b = packed + offset[1];
        b[0] += x._value.GetElement(1);
        b[1] += y._value.GetElement(1);
        b[2] += z._value.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SubtractSums(double* particle, Lanes128 x, Lanes128 y, Lanes128 z)
    {
        particle[0] -= Sum(x);
        particle[1] -= Sum(y);
        particle[2] -= Sum(z);
    }
}
