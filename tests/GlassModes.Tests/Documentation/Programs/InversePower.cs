// The pair potential of docs/library.md: a repulsive inverse power.

#pragma warning disable IDE0130 // Outside GlassModes, so that the usings shown to readers are all that a program needs.

// quoted
using GlassModes.Numerics.Simd;
using GlassModes.Potentials;
// end

namespace Documented.Programs;

// quoted
/// <summary>v(r) = ε (σ/r)¹², cut at r_c.</summary>
public readonly unsafe struct InversePower(double epsilon, double sigma, double cutoff) : IPairPotential
{
    public double Cutoff => cutoff;
    public double Energy(double r) => epsilon * Math.Pow(sigma / r, 12);
    public double Derivative(double r) => -12 * Energy(r) / r;
    public double SecondDerivative(double r) => 156 * Energy(r) / (r * r);

    // The same for several pairs at once: the constants of a pair of species, then v'/r and v as functions of 1/r.
    public static int ConstantCount => 1;
    public void WriteConstants(Span<double> constants) => constants[0] = epsilon * Math.Pow(sigma, 12);
    public static TLanes DerivativeOverR<TLanes>(double* constants, TLanes inverseR) where TLanes : struct, ILanes<TLanes> =>
        TLanes.Create(-12) * inverseR * inverseR * Energy(constants, r: default, inverseR);
    public static TLanes Energy<TLanes>(double* constants, TLanes r, TLanes inverseR) where TLanes : struct, ILanes<TLanes>
    {
        TLanes third = inverseR * inverseR * inverseR;
        return TLanes.Load(constants) * third * third * third * third;
    }
}
// end
