// What a kernel asks of a SIMD register of doubles, so that one kernel and one formula serve every width.

using System.Runtime.Intrinsics;

namespace GlassModes.Numerics.Simd;

/// <summary>
/// A group of <see cref="Width"/> doubles computed with at once. The implementations wrap Vector128, Vector256 and
/// Vector512; as structs behind static abstract members they cost nothing once the kernel is compiled for them.
/// "Packed" memory holds four doubles a particle (x, y, z, unused), 32-byte aligned, and is addressed by offsets in doubles.
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

    /// <summary>left × right + addend, fused where the hardware can.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>addend − left × right, fused where the hardware can.</summary>
    static abstract TSelf NegateMultiplyAdd(TSelf left, TSelf right, TSelf addend);

    /// <summary>1/√value to a unit in the last place or two, for 1e-36 &lt; value &lt; 1e36; at least 1e18 for smaller ones down to 1e-200.</summary>
    static abstract TSelf ReciprocalSqrt(TSelf value);

    /// <summary>Lane-wise maximum of numbers.</summary>
    static abstract TSelf Max(TSelf left, TSelf right);

    /// <summary>
    /// The value where left &gt; right, else 0; a NaN that is not selected leaves no trace. In one operation, so that AVX-512 can
    /// keep the mask where it was made.
    /// </summary>
    static abstract TSelf KeepWhereGreater(TSelf left, TSelf right, TSelf value);

    /// <summary>What <see cref="Gather"/> wants to be handed.</summary>
    static abstract Shuffles<TSelf> GatherShuffles();

    /// <summary>What <see cref="ScatterAdd"/> wants to be handed.</summary>
    static abstract Shuffles<TSelf> ScatterShuffles();

    /// <summary>Loads x, y and z of the packed particles that start at the doubles offset[0 … Width).</summary>
    static abstract void Gather(double* packed, uint* offset, Shuffles<TSelf> shuffles, out TSelf x, out TSelf y, out TSelf z);

    /// <summary>
    /// Adds (x, y, z) to the packed particles that start at the doubles offset[0 … Width), one after another: repeated offsets
    /// are allowed. The unused fourth double of a particle is overwritten with anything finite.
    /// </summary>
    static abstract void ScatterAdd(double* packed, uint* offset, Shuffles<TSelf> shuffles, TSelf x, TSelf y, TSelf z);

    /// <summary>Subtracts the sums over the lanes of x, y and z from one packed particle.</summary>
    static abstract void SubtractSums(double* particle, TSelf x, TSelf y, TSelf z);

    /// <summary>Sum over the lanes.</summary>
    static abstract double Sum(TSelf value);

    /// <summary>
    /// What <see cref="Difference"/> returns for a separation of one box length. Periodic coordinates are held in the form that
    /// gives the nearest image for the fewest operations at this width.
    /// </summary>
    static abstract double UnitsPerBox { get; }

    /// <summary>Stores four periodic coordinates, each given as fraction + remainder of the box with |fraction| ≤ ½.</summary>
    static abstract void StoreCoordinates(Vector256<double> fraction, Vector256<double> remainder, double* target);

    /// <summary>The nearest image of left − right of two periodic coordinates, in units of L / <see cref="UnitsPerBox"/>.</summary>
    static abstract TSelf Difference(TSelf left, TSelf right);
}
