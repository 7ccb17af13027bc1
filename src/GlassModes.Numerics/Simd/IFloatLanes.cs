// What the neighbour search asks of a SIMD register of floats.

namespace GlassModes.Numerics.Simd;

/// <summary>
/// A group of floats that are computed with at once, and the operation that a search needs: to bring selected numbers together.
/// </summary>
/// <typeparam name="TSelf">The implementing struct.</typeparam>
internal unsafe interface IFloatLanes<TSelf> : ILaneArithmetic<TSelf, float>
    where TSelf : struct, IFloatLanes<TSelf>
{
    /// <summary>Stores first, first + step, first + 2 step, …: as many numbers as there are lanes.</summary>
    static abstract void StoreSequence(uint first, uint step, uint* target);

    /// <summary>
    /// Copies source[k] to the front of target for every lane k with left &lt; right, in order. Up to one element a lane of
    /// target is overwritten.
    /// </summary>
    /// <returns>The number of elements copied.</returns>
    static abstract int StoreWhereLess(TSelf left, TSelf right, uint* source, uint* target);
}
