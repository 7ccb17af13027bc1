// Four doubles at a time, by AVX2, or as two halves by software elsewhere.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GlassModes.Numerics.Simd;

/// <summary>Four doubles in a Vector256. Periodic coordinates are fractions of the box.</summary>
internal readonly unsafe struct Lanes256(Vector256<double> value) : IKernelLanes<Lanes256>
{
    private readonly Vector256<double> _value = value;

    public Vector256<double> Value => _value;

    public static int Width => Vector256<double>.Count;

    public static double UnitsPerBox => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double FromDouble(double value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToDouble(double value) => value;

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
    public static Lanes256 MultiplyAdd(Lanes256 left, Lanes256 right, Lanes256 addend) =>
        new(Vector256.MultiplyAddEstimate(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 NegateMultiplyAdd(Lanes256 left, Lanes256 right, Lanes256 addend) =>
        // The instruction is called by name, because the compiler does not fuse the negation after it has moved the sign out of a loop.
        Fma.IsSupported
            ? new(Fma.MultiplyAddNegated(left._value, right._value, addend._value))
            : new(Vector256.MultiplyAddEstimate(-left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Max(Lanes256 left, Lanes256 right) => new(Vector256.MaxNative(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 KeepWhereGreater(Lanes256 left, Lanes256 right, Lanes256 value) =>
        new(Vector256.ConditionalSelect(Vector256.GreaterThan(left._value, right._value), value._value, Vector256<double>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Lanes256 value) => Vector256.Sum(value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreCoordinates(Vector256<double> fraction, Vector256<double> remainder, double* target) =>
        (fraction + remainder).Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Difference(Lanes256 left, Lanes256 right)
    {
        Vector256<double> difference = left._value - right._value;
        return new(difference - Vector256.Round(difference));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 ReciprocalSqrt(Lanes256 value)
    {
        if (Avx.IsSupported)
        {
            // The single-precision estimate gives twelve bits, and a series gives the rest. This takes half the time of a division.
            Vector128<float> estimate = Sse.ReciprocalSqrt(Avx.ConvertToVector128Single(value._value));
            Lanes256 polished = ReciprocalSqrtSeries.PolishElevenBits(value, new(Avx.ConvertToVector256Double(estimate)));

            // Only coincident particles have values below the range of floats. Any huge number serves for them.
            Vector256<double> inRange = Vector256.GreaterThan(value._value, Vector256.Create(1e-36));
            return new(Vector256.ConditionalSelect(inRange, polished._value, Vector256.Create(1e100)));
        }

        return new(Vector256<double>.One / Vector256.Sqrt(value._value));
    }

    public static Shuffles<Lanes256> GatherShuffles() => default;

    public static Shuffles<Lanes256> ScatterShuffles() => default;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gather(double* packed, uint* offset, Shuffles<Lanes256> shuffles, out Lanes256 x, out Lanes256 y, out Lanes256 z)
    {
        double* a = packed + offset[0];
        double* b = packed + offset[1];
        double* c = packed + offset[2];
        double* d = packed + offset[3];
        if (Avx.IsSupported)
        {
            // Each register takes 128-bit halves of two particles, so that one unpack instruction each yields x, y and z in order.
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
    public static void ScatterAdd(double* packed, uint* offset, Shuffles<Lanes256> shuffles, Lanes256 x, Lanes256 y, Lanes256 z)
    {
        if (Avx.IsSupported)
        {
            // The unused fourth double receives z again, which saves making zeros.
            Vector256<double> acxy = Avx.UnpackLow(x._value, y._value);
            Vector256<double> bdxy = Avx.UnpackHigh(x._value, y._value);
            Vector256<double> acz = Avx.UnpackLow(z._value, z._value);
            Vector256<double> bdz = Avx.UnpackHigh(z._value, z._value);
            AddToParticle(packed, offset[0], Avx.Permute2x128(acxy, acz, 0x20));
            AddToParticle(packed, offset[1], Avx.Permute2x128(bdxy, bdz, 0x20));
            AddToParticle(packed, offset[2], Avx.Permute2x128(acxy, acz, 0x31));
            AddToParticle(packed, offset[3], Avx.Permute2x128(bdxy, bdz, 0x31));
        }
        else
        {
            Lanes128.ScatterAdd(packed, offset, default, new(x._value.GetLower()), new(y._value.GetLower()), new(z._value.GetLower()));
            Lanes128.ScatterAdd(packed, offset + 2, default, new(x._value.GetUpper()), new(y._value.GetUpper()), new(z._value.GetUpper()));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SubtractSums(double* particle, Lanes256 x, Lanes256 y, Lanes256 z)
    {
        if (Avx.IsSupported)
        {
            Vector256<double> xy = Avx.HorizontalAdd(x._value, y._value);
            Vector256<double> zz = Avx.HorizontalAdd(z._value, z._value);
            AddToParticle(particle, 0, -(Avx.Permute2x128(xy, zz, 0x20) + Avx.Permute2x128(xy, zz, 0x31)));
        }
        else
        {
            particle[0] -= Sum(x);
            particle[1] -= Sum(y);
            particle[2] -= Sum(z);
        }
    }

    // Base and offset are passed separately. Both memory accesses add them at no cost, whereas their sum would be a separate instruction.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddToParticle(double* packed, nuint offset, Vector256<double> value) =>
        (Vector256.LoadAligned(packed + offset) + value).StoreAligned(packed + offset);
}
