// Harmonic spheres: a linear spring that acts only while two spheres overlap.

using System.Runtime.CompilerServices;
using GlassModes.Numerics.Simd;

namespace GlassModes.Potentials;

/// <summary>v(r) = (ε/2)(1 − r/σ)² for r &lt; σ, and 0 beyond (Shimada et al. 2024, Eq. E1). v'' jumps from ε/σ² to 0 at contact.</summary>
public readonly unsafe struct Harmonic : IPairPotential
{
    private readonly double _epsilon;
    private readonly double _inverseSigma;

    /// <summary>Makes the potential of stiffness ε and diameter σ, both positive.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not positive.</exception>
    public Harmonic(double epsilon, double sigma)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epsilon);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sigma);
        _epsilon = epsilon;
        _inverseSigma = 1 / sigma;
        Cutoff = sigma;
    }

    /// <inheritdoc/>
    public double Cutoff { get; }

    /// <inheritdoc/>
    public double Energy(double r)
    {
        double overlap = 1 - (r * _inverseSigma);
        return 0.5 * _epsilon * overlap * overlap;
    }

    /// <inheritdoc/>
    public double Derivative(double r) => -_epsilon * _inverseSigma * (1 - (r * _inverseSigma));

    /// <inheritdoc/>
    public double SecondDerivative(double r) => _epsilon * _inverseSigma * _inverseSigma;

    /// <inheritdoc/>
    public static int ConstantCount => 3;

    /// <inheritdoc/>
    public void WriteConstants(Span<double> constants)
    {
        constants[0] = _epsilon * _inverseSigma * _inverseSigma;
        constants[1] = _epsilon * _inverseSigma;
        constants[2] = 0.5 / constants[0];
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes DerivativeOverR<TLanes>(double* constants, TLanes inverseR)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.NegateMultiplyAdd(TLanes.Load(constants + TLanes.Width), inverseR, TLanes.Load(constants));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Energy<TLanes>(double* constants, TLanes r, TLanes inverseR)
        where TLanes : struct, ILanes<TLanes>
    {
        // -v' = (ε/σ)(1 - r/σ) and v = ½ v'²/v''.
        TLanes force = TLanes.NegateMultiplyAdd(TLanes.Load(constants), r, TLanes.Load(constants + TLanes.Width));
        return TLanes.Load(constants + (2 * TLanes.Width)) * force * force;
    }
}
