// A pair potential of one's own, as docs/library.md shows it: only the public API of the library is used.

using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Potentials;

namespace GlassModes.Tests.Documentation;

/// <summary>Soft spheres, v(r) = (σ/r)¹² up to r_c: once as in a textbook, once in SIMD form with the constant σ¹².</summary>
internal readonly unsafe struct SoftSpheres(double sigma, double cutoff) : IPairPotential
{
    public double Cutoff => cutoff;

    public double Energy(double r) => Math.Pow(sigma / r, 12);

    public double Derivative(double r) => -12 * Math.Pow(sigma / r, 12) / r;

    public double SecondDerivative(double r) => 156 * Math.Pow(sigma / r, 12) / (r * r);

    public static int ConstantCount => 1;

    public void WriteConstants(Span<double> constants) => constants[0] = Math.Pow(sigma, 12);

    public static TLanes DerivativeOverR<TLanes>(double* constants, TLanes inverseR)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.Create(-12) * Energy(constants, default, inverseR) * inverseR * inverseR;

    public static TLanes Energy<TLanes>(double* constants, TLanes r, TLanes inverseR)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes inverseR3 = inverseR * inverseR * inverseR;
        return TLanes.Load(constants) * inverseR3 * inverseR3 * inverseR3 * inverseR3;
    }
}

internal static class SoftSphereMixture
{
    /// <summary>Half small, half large spheres with additive diameters; force and energy are shifted to zero at r_c = 2σ_ab.</summary>
    public static PairModel Create()
    {
        double[] diameters = [1, 1.4];
        ForceShifted<SoftSpheres>[] potentials =
        [
            .. from a in diameters
               from b in diameters
               let sigma = 0.5 * (a + b)
               select new ForceShifted<SoftSpheres>(new SoftSpheres(sigma, 2 * sigma)),
        ];
        return new PairModel<ForceShifted<SoftSpheres>>("soft spheres", [0.5, 0.5], defaultDensity: 0.5, potentials)
        {
            Diameters = diameters,
        };
    }
}
