// What a kernel asks of a SIMD register of doubles, so that one kernel and one formula serve every width.

namespace GlassModes.Simd;

/// <summary>
/// A group of <see cref="Width"/> doubles computed with at once. The implementations wrap Vector128, Vector256 and
/// Vector512; as structs behind static abstract members they cost nothing once the kernel is compiled for them.
/// "Packed" memory holds four doubles a particle (x, y, z, unused), 32-byte aligned.
/// </summary>
/// <typeparam name="TSelf">The implementing struct.</typeparam>
public unsafe interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>Number of doubles.</summary>
    static abstract int Width { get; }

    /// <summary>The same value in every lane.</summary>
    static abstract TSelf Create(double value);

    /// <summary>Loads <see cref="Width"/> consecutive doubles, aligned or not.</summary>
    static abstract TSelf Load(double* source);

    /// <summary>Stores <see cref="Width"/> consecutive doubles, aligned or not.</summary>
    static abstract void Store(TSelf value, double* target);

    /// <summary>Lane-wise sum.</summary>
    static abstract TSelf operator +(TSelf left, TSelf right);

    /// <summary>Lane-wise difference.</summary>
    static abstract TSelf operator -(TSelf left, TSelf right);

    /// <summary>Lane-wise product.</summary>
    static abstract TSelf operator *(TSelf left, TSelf right);

    /// <summary>Lane-wise quotient.</summary>
    static abstract TSelf operator /(TSelf left, TSelf right);

    /// <summary>left × right + addend, fused where the hardware can.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>Lane-wise square root.</summary>
    static abstract TSelf Sqrt(TSelf value);

    /// <summary>Rounds to the nearest integer, ties to even.</summary>
    static abstract TSelf Round(TSelf value);

    /// <summary>Lane-wise maximum of numbers.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>A mask, all bits set where left &lt; right; never where either is NaN.</summary>
    static abstract TSelf LessThan(TSelf left, TSelf right);

    /// <summary>ifTrue where the mask is set, else ifFalse, bit by bit: a NaN that is not selected leaves no trace.</summary>
    static abstract TSelf Choose(TSelf mask, TSelf ifTrue, TSelf ifFalse);

    /// <summary>One bit a lane of a mask, lane 0 lowest.</summary>
    static abstract uint Bits(TSelf mask);

    /// <summary>Sum over the lanes.</summary>
    static abstract double Sum(TSelf value);

    /// <summary>Loads x, y and z of the packed particles index[0 … Width).</summary>
    static abstract void Gather(double* packed, int* index, out TSelf x, out TSelf y, out TSelf z);

    /// <summary>Adds (x, y, z) to the packed particles index[0 … Width), one after another: repeated indices are allowed.</summary>
    static abstract void ScatterAdd(double* packed, int* index, TSelf x, TSelf y, TSelf z);
}
