// The arithmetic of a register of floating-point numbers, whatever its width and precision.

namespace GlassModes.Numerics.Simd;

/// <summary>
/// A group of <see cref="Width"/> numbers that are computed with at once. The implementations wrap Vector128, Vector256 and Vector512 of
/// doubles or floats. They are structs with static abstract members, so that a generic loop compiled for one of them contains no call.
/// </summary>
/// <typeparam name="TSelf">The implementing struct.</typeparam>
/// <typeparam name="TElement">The number in one lane: double or float.</typeparam>
public unsafe interface ILaneArithmetic<TSelf, TElement>
    where TSelf : struct, ILaneArithmetic<TSelf, TElement>
    where TElement : unmanaged
{
    /// <summary>Number of lanes.</summary>
    static abstract int Width { get; }

    /// <summary>Converts a double to the number type of a lane, with rounding if this type is narrower.</summary>
    static abstract TElement FromDouble(double value);

    /// <summary>Converts the number of a lane to a double, exactly.</summary>
    static abstract double ToDouble(TElement value);

    /// <summary>The same value in every lane.</summary>
    static abstract TSelf Create(TElement value);

    /// <summary>Loads <see cref="Width"/> consecutive numbers, aligned or not.</summary>
    static abstract TSelf Load(TElement* source);

    /// <summary>Stores <see cref="Width"/> consecutive numbers, aligned or not.</summary>
    static abstract void Store(TSelf value, TElement* target);

    /// <summary>Lane-wise sum.</summary>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>Lane-wise difference.</summary>
    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>Lane-wise product.</summary>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>left × right + addend. The result is rounded once where the hardware has a fused operation.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);
}
