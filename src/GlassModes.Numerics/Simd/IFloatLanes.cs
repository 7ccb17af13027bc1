// What the neighbour search asks of a SIMD register of floats.

namespace GlassModes.Numerics.Simd;

/// <summary>
/// A group of <see cref="Width"/> floats computed with at once, and the one operation that a search lives on: keeping the
/// selected. The implementations wrap Vector128, Vector256 and Vector512.
/// </summary>
/// <typeparam name="TSelf">The implementing struct.</typeparam>
internal unsafe interface IFloatLanes<TSelf>
    where TSelf : struct, IFloatLanes<TSelf>
{
    /// <summary>Number of floats.</summary>
    static abstract int Width { get; }

    /// <summary>The same value in every lane.</summary>
    static abstract TSelf Create(float value);

    /// <summary>Loads <see cref="Width"/> consecutive floats, aligned or not.</summary>
    static abstract TSelf Load(float* source);

    /// <summary>Stores <see cref="Width"/> consecutive floats, aligned or not.</summary>
    static abstract void Store(TSelf value, float* target);

    /// <summary>Stores first, first + step, first + 2 step, …, <see cref="Width"/> of them.</summary>
    static abstract void StoreSequence(uint first, uint step, uint* target);

    /// <summary>Lane-wise sum.</summary>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>Lane-wise difference.</summary>
    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>Lane-wise product.</summary>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>left × right + addend, fused where the hardware can.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>
    /// Copies source[k] to the front of target for every lane k with left &lt; right, in order, and returns their number. Up to
    /// <see cref="Width"/> elements of target are overwritten.
    /// </summary>
    static abstract int StoreWhereLess(TSelf left, TSelf right, uint* source, uint* target);
}
