// What a pair potential tells: v and its derivatives in r for reference and Hessians, and a SIMD form in r² for the force loops.

using GlassModes.Simd;

namespace GlassModes.Potentials;

/// <summary>
/// The interaction of one pair of species: v(r) for r &lt; <see cref="Cutoff"/>, zero beyond. A small struct, given as a type
/// argument to the kernels so that its formula is compiled into their loops.
/// </summary>
public interface IPairPotential
{
    /// <summary>Range r_c in units of σ: v, v' and v'' are zero for r ≥ r_c.</summary>
    double Cutoff { get; }

    /// <summary>v(r) for 0 &lt; r &lt; r_c; the caller sees to the cutoff.</summary>
    double Energy(double r);

    /// <summary>v'(r) for 0 &lt; r &lt; r_c.</summary>
    double Derivative(double r);

    /// <summary>v''(r) for 0 &lt; r &lt; r_c.</summary>
    double SecondDerivative(double r);

    /// <summary>v and v'/r of <c>TLanes.Width</c> pairs at once. Allocates nothing; the caller sees to the cutoff.</summary>
    /// <param name="rSquared">r².</param>
    /// <param name="r">r.</param>
    /// <param name="inverseSquared">1/r².</param>
    /// <param name="energy">v(r).</param>
    /// <param name="derivativeOverR">v'(r)/r; the force on i is −(v'/r)(r_i − r_j).</param>
    /// <typeparam name="TLanes">Register type.</typeparam>
    void Evaluate<TLanes>(TLanes rSquared, TLanes r, TLanes inverseSquared, out TLanes energy, out TLanes derivativeOverR)
        where TLanes : struct, ILanes<TLanes>;
}
