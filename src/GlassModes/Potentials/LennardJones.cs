// The 12-6 Lennard-Jones potential, plain: cut, neither shifted nor smoothed.

using System.Runtime.CompilerServices;
using GlassModes.Simd;

namespace GlassModes.Potentials;

/// <summary>
/// v0(r) = 4ε[(σ/r)¹² − (σ/r)⁶] (Shimada et al. 2024, Eq. 2), cut at <see cref="Cutoff"/> with a jump in v and v'. Use it
/// inside <see cref="ForceShifted{T}"/> for the model of the paper.
/// </summary>
public readonly struct LennardJones : IPairPotential
{
    private readonly double _fourEpsilon;
    private readonly double _sigmaSquared;

    /// <summary>Well depth ε, diameter σ and range r_c (all positive).</summary>
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Evaluate<TLanes>(
        TLanes rSquared, TLanes r, TLanes inverseSquared, out TLanes energy, out TLanes derivativeOverR)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes s2 = TLanes.Create(_sigmaSquared) * inverseSquared;
        TLanes s6 = s2 * s2 * s2;
        TLanes scaled = TLanes.Create(_fourEpsilon) * s6;
        energy = TLanes.MultiplyAdd(scaled, s6, TLanes.Create(0) - scaled);
        derivativeOverR = TLanes.MultiplyAdd(s6, TLanes.Create(-12), TLanes.Create(6)) * scaled * inverseSquared;
    }

    private double SixthPower(double r)
    {
        double s2 = _sigmaSquared / (r * r);
        return s2 * s2 * s2;
    }
}
