// Several vectors side by side, one element of each in a register.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GlassModes.LinearAlgebra.Sparse;

/// <summary>A register that holds one element of each of several vectors.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
/// <typeparam name="TElement">Its element.</typeparam>
internal unsafe interface IPanel<TSelf, TElement>
    where TSelf : struct, IPanel<TSelf, TElement>
    where TElement : unmanaged
{
    /// <summary>Number of vectors.</summary>
    static abstract int Width { get; }

    /// <summary>The same number for all.</summary>
    static abstract TSelf Create(TElement value);

    static abstract TSelf Load(TElement* address);

    static abstract void Store(TSelf value, TElement* address);

    /// <summary>a b + c, rounded once where the processor can.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>A number as an element, rounded if need be.</summary>
    static abstract TElement Narrow(double value);

    /// <summary>An element as a number.</summary>
    static abstract double Widen(TElement value);
}

/// <summary>Eight vectors of doubles.</summary>
internal readonly unsafe struct Doubles8(Vector512<double> value) : IPanel<Doubles8, double>
{
    private readonly Vector512<double> _value = value;

    public static int Width => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles8 Create(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles8 Load(double* address) => new(Vector512.Load(address));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Doubles8 value, double* address) => value._value.Store(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles8 MultiplyAdd(Doubles8 a, Doubles8 b, Doubles8 c) =>
        new(Vector512.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Narrow(double value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Widen(double value) => value;
}

/// <summary>Four vectors of doubles.</summary>
internal readonly unsafe struct Doubles4(Vector256<double> value) : IPanel<Doubles4, double>
{
    private readonly Vector256<double> _value = value;

    public static int Width => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles4 Create(double value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles4 Load(double* address) => new(Vector256.Load(address));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Doubles4 value, double* address) => value._value.Store(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles4 MultiplyAdd(Doubles4 a, Doubles4 b, Doubles4 c) =>
        new(Vector256.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Narrow(double value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Widen(double value) => value;
}

/// <summary>Sixteen vectors of floats.</summary>
internal readonly unsafe struct Singles16(Vector512<float> value) : IPanel<Singles16, float>
{
    private readonly Vector512<float> _value = value;

    public static int Width => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 Create(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 Load(float* address) => new(Vector512.Load(address));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Singles16 value, float* address) => value._value.Store(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 MultiplyAdd(Singles16 a, Singles16 b, Singles16 c) =>
        new(Vector512.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Narrow(double value) => (float)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Widen(float value) => value;
}

/// <summary>Eight vectors of floats.</summary>
internal readonly unsafe struct Singles8(Vector256<float> value) : IPanel<Singles8, float>
{
    private readonly Vector256<float> _value = value;

    public static int Width => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 Create(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 Load(float* address) => new(Vector256.Load(address));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Singles8 value, float* address) => value._value.Store(address);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 MultiplyAdd(Singles8 a, Singles8 b, Singles8 c) =>
        new(Vector256.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Narrow(double value) => (float)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Widen(float value) => value;
}

/// <summary>Between vectors one after the other and panels.</summary>
internal static unsafe class Panels
{
    // Rows at a time: what is written to stays in the first-level cache while each column passes.
    private const int Rows = 128;

    /// <summary>Puts elements of columns beside each other: element k of all columns, then k + 1; zeros for columns that are not there.</summary>
    public static void Pack<TPanel, TElement>(double* columns, int count, int length, TElement* panel)
        where TPanel : struct, IPanel<TPanel, TElement>
        where TElement : unmanaged
    {
        for (int first = 0; first < length; first += Rows)
        {
            int end = Math.Min(first + Rows, length);
            for (int c = 0; c < TPanel.Width; c++)
            {
                double* column = columns + ((long)c * length);
                for (int k = first; k < end; k++)
                {
                    panel[((long)k * TPanel.Width) + c] = c < count ? TPanel.Narrow(column[k]) : default;
                }
            }
        }
    }

    /// <summary>The way back.</summary>
    public static void Unpack<TPanel, TElement>(TElement* panel, int count, int length, double* columns)
        where TPanel : struct, IPanel<TPanel, TElement>
        where TElement : unmanaged
    {
        for (int first = 0; first < length; first += Rows)
        {
            int end = Math.Min(first + Rows, length);
            for (int c = 0; c < count; c++)
            {
                double* column = columns + ((long)c * length);
                for (int k = first; k < end; k++)
                {
                    column[k] = TPanel.Widen(panel[((long)k * TPanel.Width) + c]);
                }
            }
        }
    }
}
