// Permutations that stay in registers throughout a loop.

namespace GlassModes.Numerics.Simd;

/// <summary>
/// Up to four registers of lane numbers for the transposition between packed particles and lanes. They are made before a loop and passed to
/// the operations in the loop. Otherwise the compiler would load these constants again in every turn (measured: a tenth of the loop that
/// adds the forces). Widths that need no lane numbers leave the registers empty.
/// </summary>
/// <typeparam name="TLanes">Register type.</typeparam>
internal readonly struct Shuffles<TLanes>(TLanes a, TLanes b, TLanes c, TLanes d)
    where TLanes : struct
{
    /// <summary>The first register.</summary>
    public TLanes A { get; } = a;

    /// <summary>The second register.</summary>
    public TLanes B { get; } = b;

    /// <summary>The third register.</summary>
    public TLanes C { get; } = c;

    /// <summary>The fourth register.</summary>
    public TLanes D { get; } = d;
}
