// The operations on a SIMD register of floats that the neighbour search needs.

namespace GlassModes.Numerics.Simd;

/// <summary>
/// A group of floats that are computed with at once, with the operations that bring selected numbers together in a search.
/// </summary>
/// <typeparam name="TSelf">The implementing struct.</typeparam>
internal unsafe interface IFloatLanes<TSelf> : ILaneArithmetic<TSelf, float>
    where TSelf : struct, IFloatLanes<TSelf>
{
    /// <summary>Stores first, first + step, first + 2 step, …: as many numbers as the register has lanes.</summary>
    static abstract void StoreSequence(uint first, uint step, uint* target);

    /// <summary>
    /// Copies source[k] to the front of target for every lane k with left &lt; right, in order. Overwrites at most one element of target
    /// for each lane.
    /// </summary>
    /// <returns>The number of elements copied.</returns>
    static abstract int StoreWhereLess(TSelf left, TSelf right, uint* source, uint* target);
}
