// What a pair potential tells: v and its derivatives in r for reference and Hessians, and a SIMD form in 1/r for the force loops.

using GlassModes.Numerics.Simd;

namespace GlassModes.Potentials;

/// <summary>
/// The interaction of one pair of species: v(r) for r &lt; <see cref="Cutoff"/>, zero beyond. A small struct, given as a type
/// argument to the kernels so that its formula is compiled into their loops.
/// </summary>
public unsafe interface IPairPotential
{
    /// <summary>Range r_c in units of σ: v, v' and v'' are zero for r ≥ r_c.</summary>
    double Cutoff { get; }

    /// <summary>v(r) for 0 &lt; r &lt; r_c; the caller sees to the cutoff.</summary>
    double Energy(double r);

    /// <summary>v'(r) for 0 &lt; r &lt; r_c.</summary>
    double Derivative(double r);

    /// <summary>v''(r) for 0 &lt; r &lt; r_c.</summary>
    double SecondDerivative(double r);

    /// <summary>Number of constants that the SIMD form needs of each pair of species.</summary>
    static abstract int ConstantCount { get; }

    /// <summary>Writes the <see cref="ConstantCount"/> constants of the SIMD form.</summary>
    void WriteConstants(Span<double> constants);

    /// <summary>
    /// v'(r)/r of <c>TLanes.Width</c> pairs at once; the force on i is −(v'/r)(r_i − r_j). Allocates nothing; the caller sees to
    /// the cutoff.
    /// </summary>
    /// <param name="constants">The constants, one register after another: lanes may be pairs of different species.</param>
    /// <param name="inverseR">1/r.</param>
    /// <typeparam name="TLanes">Register type.</typeparam>
    static abstract TLanes DerivativeOverR<TLanes>(double* constants, TLanes inverseR)
        where TLanes : struct, ILanes<TLanes>;

    /// <summary>v(r) of <c>TLanes.Width</c> pairs at once.</summary>
    /// <param name="constants">The constants, one register after another.</param>
    /// <param name="r">r.</param>
    /// <param name="inverseR">1/r.</param>
    /// <typeparam name="TLanes">Register type.</typeparam>
    static abstract TLanes Energy<TLanes>(double* constants, TLanes r, TLanes inverseR)
        where TLanes : struct, ILanes<TLanes>;
}
