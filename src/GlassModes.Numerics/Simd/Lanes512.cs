// Eight doubles at a time, by AVX-512, or as two halves by software elsewhere.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GlassModes.Numerics.Simd;

/// <summary>
/// Eight doubles in a Vector512. Periodic coordinates are 64-bit integers, with 2^64 units to the box. The difference of two coordinates
/// wraps to the nearest image by itself, and is exact before it becomes a double.
/// </summary>
internal readonly unsafe struct Lanes512(Vector512<double> value) : IKernelLanes<Lanes512>
{
    private readonly Vector512<double> _value = value;

    public static int Width => Vector512<double>.Count;

    public static double UnitsPerBox => 18446744073709551616.0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double FromDouble(double value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToDouble(double value) => value;

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
    public static Lanes512 MultiplyAdd(Lanes512 left, Lanes512 right, Lanes512 addend) =>
        new(Vector512.MultiplyAddEstimate(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 NegateMultiplyAdd(Lanes512 left, Lanes512 right, Lanes512 addend) =>
        // The instruction is called by name, because the compiler does not fuse the negation after it has moved the sign out of a loop.
        Avx512F.IsSupported
            ? new(Avx512F.FusedMultiplyAddNegated(left._value, right._value, addend._value))
            : new(Vector512.MultiplyAddEstimate(-left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Max(Lanes512 left, Lanes512 right) => new(Vector512.MaxNative(left._value, right._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 KeepWhereGreater(Lanes512 left, Lanes512 right, Lanes512 value) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(left._value, right._value), value._value, Vector512<double>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Lanes512 value) => Vector512.Sum(value._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreCoordinates(Vector256<double> fraction, Vector256<double> remainder, double* target)
    {
        // A fraction of +1/2 overflows to -2^63, which is the same position.
        Vector256<double> units = Vector256.Create(UnitsPerBox);
        Vector256<long> coordinates =
            Vector256.ConvertToInt64Native(fraction * units) + Vector256.ConvertToInt64Native(remainder * units);
        coordinates.Store((long*)target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Difference(Lanes512 left, Lanes512 right) =>
        new(Vector512.ConvertToDouble(left._value.AsInt64() - right._value.AsInt64()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 ReciprocalSqrt(Lanes512 value) =>
        Avx512F.IsSupported
            ? ReciprocalSqrtSeries.PolishFourteenBits(value, new(Avx512F.ReciprocalSqrt14(value._value)))
            : new(Vector512<double>.One / Vector512.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Shuffles<Lanes512> GatherShuffles() =>
        new(CreateLaneNumbers(0, 1, 8, 9, 4, 5, 12, 13), CreateLaneNumbers(2, 3, 10, 11, 6, 7, 14, 15), default, default);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Shuffles<Lanes512> ScatterShuffles() =>
        new(
            CreateLaneNumbers(0, 1, 8, 8, 4, 5, 12, 12),
            CreateLaneNumbers(0, 1, 9, 9, 4, 5, 13, 13),
            CreateLaneNumbers(2, 3, 10, 10, 6, 7, 14, 14),
            CreateLaneNumbers(2, 3, 11, 11, 6, 7, 15, 15));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Gather(double* packed, uint* offset, Shuffles<Lanes512> shuffles, out Lanes512 x, out Lanes512 y, out Lanes512 z)
    {
        if (Avx512F.IsSupported)
        {
            Vector512<double> ae = LoadPair(packed + offset[0], packed + offset[4]);
            Vector512<double> bf = LoadPair(packed + offset[1], packed + offset[5]);
            Vector512<double> cg = LoadPair(packed + offset[2], packed + offset[6]);
            Vector512<double> dh = LoadPair(packed + offset[3], packed + offset[7]);
            Vector512<double> abXz = Avx512F.UnpackLow(ae, bf);
            Vector512<double> abY = Avx512F.UnpackHigh(ae, bf);
            Vector512<double> cdXz = Avx512F.UnpackLow(cg, dh);
            Vector512<double> cdY = Avx512F.UnpackHigh(cg, dh);
            Vector512<long> first = shuffles.A._value.AsInt64();
            Vector512<long> second = shuffles.B._value.AsInt64();
            x = new Lanes512(Avx512F.PermuteVar8x64x2(abXz, first, cdXz));
            y = new Lanes512(Avx512F.PermuteVar8x64x2(abY, first, cdY));
            z = new Lanes512(Avx512F.PermuteVar8x64x2(abXz, second, cdXz));
        }
        else
        {
            Lanes256.Gather(packed, offset, default, out Lanes256 x0, out Lanes256 y0, out Lanes256 z0);
            Lanes256.Gather(packed, offset + 4, default, out Lanes256 x1, out Lanes256 y1, out Lanes256 z1);
            x = new Lanes512(Vector512.Create(x0.Value, x1.Value));
            y = new Lanes512(Vector512.Create(y0.Value, y1.Value));
            z = new Lanes512(Vector512.Create(z0.Value, z1.Value));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ScatterAdd(double* packed, uint* offset, Shuffles<Lanes512> shuffles, Lanes512 x, Lanes512 y, Lanes512 z)
    {
        if (Avx512F.IsSupported)
        {
            // Each register holds two particles as (x, y, z, z). The unused fourth double receives z again, which saves two permutations.
            Vector512<double> even = Avx512F.UnpackLow(x._value, y._value);
            Vector512<double> odd = Avx512F.UnpackHigh(x._value, y._value);
            Vector512<double> ae = Avx512F.PermuteVar8x64x2(even, shuffles.A._value.AsInt64(), z._value);
            Vector512<double> bf = Avx512F.PermuteVar8x64x2(odd, shuffles.B._value.AsInt64(), z._value);
            Vector512<double> cg = Avx512F.PermuteVar8x64x2(even, shuffles.C._value.AsInt64(), z._value);
            Vector512<double> dh = Avx512F.PermuteVar8x64x2(odd, shuffles.D._value.AsInt64(), z._value);

            // The upper halves come first: a lower half that is the last use of a register needs no copy.
            AddToParticle(packed, offset[4], ae.GetUpper());
            AddToParticle(packed, offset[5], bf.GetUpper());
            AddToParticle(packed, offset[6], cg.GetUpper());
            AddToParticle(packed, offset[7], dh.GetUpper());
            AddToParticle(packed, offset[0], ae.GetLower());
            AddToParticle(packed, offset[1], bf.GetLower());
            AddToParticle(packed, offset[2], cg.GetLower());
            AddToParticle(packed, offset[3], dh.GetLower());
        }
        else
        {
            Lanes256.ScatterAdd(packed, offset, default, new(x._value.GetLower()), new(y._value.GetLower()), new(z._value.GetLower()));
            Lanes256.ScatterAdd(packed, offset + 4, default, new(x._value.GetUpper()), new(y._value.GetUpper()), new(z._value.GetUpper()));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SubtractSums(double* particle, Lanes512 x, Lanes512 y, Lanes512 z) =>
        Lanes256.SubtractSums(particle, AddHalves(x), AddHalves(y), AddHalves(z));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes512 CreateLaneNumbers(long a, long b, long c, long d, long e, long f, long g, long h) =>
        new(Vector512.Create(a, b, c, d, e, f, g, h).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes256 AddHalves(Lanes512 value) => new(value._value.GetUpper() + value._value.GetLower());

    // Base and offset are passed separately. Both memory accesses add them at no cost, whereas their sum would be a separate instruction.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddToParticle(double* packed, nuint offset, Vector256<double> value) =>
        (Vector256.LoadAligned(packed + offset) + value).StoreAligned(packed + offset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> LoadPair(double* lower, double* upper) =>
        Avx512F.InsertVector256(Vector256.LoadAligned(lower).ToVector512Unsafe(), Vector256.LoadAligned(upper), 1);
}
