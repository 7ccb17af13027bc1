// The operations that force and Hessian kernels need beside arithmetic: access to particles, and periodic coordinates.

using System.Runtime.Intrinsics;

namespace GlassModes.Numerics.Simd;

/// <summary>
/// A group of doubles with the operations of the kernels. "Packed" memory holds four doubles per particle (x, y, z, unused). This memory is
/// 32-byte aligned, and particles are addressed by offsets in doubles.
/// </summary>
/// <typeparam name="TSelf">The implementing struct.</typeparam>
internal unsafe interface IKernelLanes<TSelf> : ILanes<TSelf>
    where TSelf : struct, IKernelLanes<TSelf>
{
    /// <summary>The lane numbers that <see cref="Gather"/> needs.</summary>
    static abstract Shuffles<TSelf> GatherShuffles();

    /// <summary>The lane numbers that <see cref="ScatterAdd"/> needs.</summary>
    static abstract Shuffles<TSelf> ScatterShuffles();

    /// <summary>Loads x, y and z of the packed particles that start at the doubles offset[0 … Width).</summary>
    static abstract void Gather(double* packed, uint* offset, Shuffles<TSelf> shuffles, out TSelf x, out TSelf y, out TSelf z);

    /// <summary>
    /// Adds (x, y, z) to the packed particles that start at the doubles offset[0 … Width). The particles are changed one after another, so
    /// that an offset may be repeated. The unused fourth double of a particle is overwritten with a finite number.
    /// </summary>
    static abstract void ScatterAdd(double* packed, uint* offset, Shuffles<TSelf> shuffles, TSelf x, TSelf y, TSelf z);

    /// <summary>Subtracts the sums over the lanes of x, y and z from one packed particle.</summary>
    static abstract void SubtractSums(double* particle, TSelf x, TSelf y, TSelf z);

    /// <summary>Sum over the lanes.</summary>
    static abstract double Sum(TSelf value);

    /// <summary>
    /// The value that <see cref="Difference"/> returns for a separation of one box length. Each width stores periodic coordinates in the
    /// form that gives the nearest image with the fewest operations.
    /// </summary>
    static abstract double UnitsPerBox { get; }

    /// <summary>
    /// Stores four periodic coordinates. Each is given as the sum fraction + remainder in units of the box length, with |fraction| ≤ ½.
    /// </summary>
    static abstract void StoreCoordinates(Vector256<double> fraction, Vector256<double> remainder, double* target);

    /// <summary>
    /// The nearest image of the difference left − right of two periodic coordinates, in units of L / <see cref="UnitsPerBox"/>.
    /// </summary>
    static abstract TSelf Difference(TSelf left, TSelf right);
}
