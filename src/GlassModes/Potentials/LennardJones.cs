// The plain 12-6 Lennard-Jones potential: cut, but neither shifted nor smoothed.

using System.Runtime.CompilerServices;
using GlassModes.Numerics.Simd;

namespace GlassModes.Potentials;

/// <summary>
/// v0(r) = 4ε[(σ/r)¹² − (σ/r)⁶] (Shimada et al. 2024, Eq. 2). The potential is cut at <see cref="Cutoff"/> with a jump in v and v'. The
/// model of the paper uses this potential inside <see cref="ForceShifted{T}"/>.
/// </summary>
public readonly unsafe struct LennardJones : IPairPotential
{
    private readonly double _fourEpsilon;
    private readonly double _sigmaSquared;

    /// <summary>Makes the potential of well depth ε, diameter σ and range r_c, all positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not positive.</exception>
    public LennardJones(double epsilon, double sigma, double cutoff)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epsilon);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sigma);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cutoff);
        _fourEpsilon = 4 * epsilon;
        _sigmaSquared = sigma * sigma;
        Cutoff = cutoff;
    }

    /// <inheritdoc/>
    public double Cutoff { get; }

    /// <inheritdoc/>
    public double Energy(double r)
    {
        double s6 = SixthPower(r);
        return _fourEpsilon * ((s6 * s6) - s6);
    }

    /// <summary>v0'(r) = −(4ε/r)[12(σ/r)¹² − 6(σ/r)⁶].</summary>
    public double Derivative(double r)
    {
        double s6 = SixthPower(r);
        return -_fourEpsilon * ((12 * s6 * s6) - (6 * s6)) / r;
    }

    /// <summary>v0''(r) = (4ε/r²)[156(σ/r)¹² − 42(σ/r)⁶].</summary>
    public double SecondDerivative(double r)
    {
        double s6 = SixthPower(r);
        return _fourEpsilon * ((156 * s6 * s6) - (42 * s6)) / (r * r);
    }

    /// <inheritdoc/>
    public static int ConstantCount => 2;

    /// <inheritdoc/>
    public void WriteConstants(Span<double> constants)
    {
        double s6 = _sigmaSquared * _sigmaSquared * _sigmaSquared;
        constants[0] = 12 * _fourEpsilon * s6 * s6;
        constants[1] = 6 * _fourEpsilon * s6;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes DerivativeOverR<TLanes>(double* constants, TLanes inverseR)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes r2 = inverseR * inverseR;
        TLanes r4 = r2 * r2;
        return r4 * r4 * TLanes.NegateMultiplyAdd(TLanes.Load(constants), r4 * r2, TLanes.Load(constants + TLanes.Width));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Energy<TLanes>(double* constants, TLanes r, TLanes inverseR)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes r2 = inverseR * inverseR;
        TLanes r6 = r2 * r2 * r2;
        TLanes attraction = TLanes.Load(constants + TLanes.Width) * TLanes.Create(1.0 / 6);
        return r6 * TLanes.MultiplyAdd(TLanes.Load(constants) * TLanes.Create(1.0 / 12), r6, TLanes.Create(0) - attraction);
    }

    private double SixthPower(double r)
    {
        double s2 = _sigmaSquared / (r * r);
        return s2 * s2 * s2;
    }
}
