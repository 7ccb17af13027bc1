// Permutations that stay in registers throughout a loop.

namespace GlassModes.Numerics.Simd;

/// <summary>
/// Up to four registers of lane numbers for the transposition between packed particles and lanes. They are made before a loop and
/// handed in: the compiler would load such constants anew in every turn (measured: a tenth of the loop that adds the forces). Widths
/// that need no lane numbers leave them empty.
/// </summary>
/// <typeparam name="TLanes">Register type.</typeparam>
internal readonly struct Shuffles<TLanes>(TLanes a, TLanes b, TLanes c, TLanes d)
    where TLanes : struct
{
    /// <summary>The first.</summary>
    public TLanes A { get; } = a;

    /// <summary>The second.</summary>
    public TLanes B { get; } = b;

    /// <summary>The third.</summary>
    public TLanes C { get; } = c;

    /// <summary>The fourth.</summary>
    public TLanes D { get; } = d;
}
