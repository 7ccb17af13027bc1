// Shifts a potential so that both its energy and its force vanish at the cutoff.

using System.Runtime.CompilerServices;

namespace GlassModes.Potentials;

/// <summary>
/// v(r) = v0(r) − v0(r_c) − (r − r_c) v0'(r_c) for r &lt; r_c, and 0 beyond (Shimada et al. 2024, Eq. 3; LAMMPS lj/smooth/linear for
/// Lennard-Jones). v and v' are continuous at r_c. v'' is the v0'' of the shifted potential and jumps at r_c.
/// </summary>
/// <typeparam name="T">The potential that is shifted.</typeparam>
public readonly unsafe struct ForceShifted<T> : IPairPotential
    where T : struct, IPairPotential
{
    private readonly T _inner;
    private readonly double _slope;
    private readonly double _constant;

    /// <summary>Shifts <paramref name="inner"/> at the cutoff of <paramref name="inner"/>.</summary>
    public ForceShifted(T inner)
    {
        _inner = inner;
        _slope = inner.Derivative(inner.Cutoff);
        _constant = inner.Energy(inner.Cutoff) - (inner.Cutoff * _slope);
    }

    /// <inheritdoc/>
    public double Cutoff => _inner.Cutoff;

    /// <inheritdoc/>
    public double Energy(double r) => _inner.Energy(r) - _inner.Energy(Cutoff) - ((r - Cutoff) * _slope);

    /// <inheritdoc/>
    public double Derivative(double r) => _inner.Derivative(r) - _slope;

    /// <inheritdoc/>
    public double SecondDerivative(double r) => _inner.SecondDerivative(r);

    /// <inheritdoc/>
    static int IPairPotential.ConstantCount => 2 + T.ConstantCount;

    /// <inheritdoc/>
    public void WriteConstants(Span<double> constants)
    {
        constants[0] = -_slope;
        constants[1] = -_constant;
        _inner.WriteConstants(constants[2..]);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TLanes IPairPotential.DerivativeOverR<TLanes>(double* constants, TLanes inverseR) =>
        TLanes.MultiplyAdd(
            TLanes.Load(constants), inverseR, T.DerivativeOverR(constants + (2 * TLanes.Width), inverseR));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TLanes IPairPotential.Energy<TLanes>(double* constants, TLanes r, TLanes inverseR) =>
        TLanes.MultiplyAdd(TLanes.Load(constants), r, TLanes.Load(constants + TLanes.Width))
        + T.Energy(constants + (2 * TLanes.Width), r, inverseR);
}
