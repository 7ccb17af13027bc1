// A pair potential: v(r), v'(r) and v''(r) for the reference kernel and Hessians, and v and v'/r in SIMD form for the force loops.

using GlassModes.Numerics.Simd;

namespace GlassModes.Potentials;

/// <summary>
/// The interaction of one pair of species: v(r) for r &lt; <see cref="Cutoff"/>, and zero beyond. To add a potential, implement this
/// interface by a small struct, and make a model of the struct by <c>PairModel&lt;TPotential&gt;</c>. The struct is a type argument of the
/// kernels, so that its formula is compiled into their loops. The project that declares the struct needs <c>AllowUnsafeBlocks</c>. The
/// plain form and the SIMD form must be the same function. Forces at <c>SimdWidth.Scalar</c>, which uses the plain form, are a good test.
/// </summary>
public unsafe interface IPairPotential
{
    /// <summary>Range r_c in units of σ: v, v' and v'' are zero for r ≥ r_c.</summary>
    double Cutoff { get; }

    /// <summary>v(r) for 0 &lt; r &lt; r_c. It is not called for r ≥ r_c.</summary>
    double Energy(double r);

    /// <summary>v'(r) for 0 &lt; r &lt; r_c. It is not called for r ≥ r_c.</summary>
    double Derivative(double r);

    /// <summary>v''(r) for 0 &lt; r &lt; r_c. It is not called for r ≥ r_c.</summary>
    double SecondDerivative(double r);

    /// <summary>Number of constants that the SIMD form needs of each pair of species.</summary>
    static abstract int ConstantCount { get; }

    /// <summary>Writes the <see cref="ConstantCount"/> constants of the SIMD form.</summary>
    void WriteConstants(Span<double> constants);

    /// <summary>
    /// v'(r)/r of <c>TLanes.Width</c> pairs at once. The force on i is −(v'/r)(r_i − r_j). Values of pairs with r ≥ r_c may be computed but
    /// are not used.
    /// </summary>
    /// <param name="constants">
    /// The constants of <see cref="WriteConstants"/>, one register each. Constant k of the pairs is
    /// <c>TLanes.Load(constants + k * TLanes.Width)</c>. Lanes may be pairs of different species.
    /// </param>
    /// <param name="inverseR">1/r.</param>
    /// <typeparam name="TLanes">Register type.</typeparam>
    static abstract TLanes DerivativeOverR<TLanes>(double* constants, TLanes inverseR)
        where TLanes : struct, ILanes<TLanes>;

    /// <summary>v(r) of <c>TLanes.Width</c> pairs at once.</summary>
    /// <param name="constants">The constants, as for <see cref="DerivativeOverR"/>.</param>
    /// <param name="r">The distances r.</param>
    /// <param name="inverseR">1/r.</param>
    /// <typeparam name="TLanes">Register type.</typeparam>
    static abstract TLanes Energy<TLanes>(double* constants, TLanes r, TLanes inverseR)
        where TLanes : struct, ILanes<TLanes>;
}
