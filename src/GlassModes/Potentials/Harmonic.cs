// Harmonic spheres: a linear spring that acts only while two spheres overlap.

using System.Runtime.CompilerServices;
using GlassModes.Simd;

namespace GlassModes.Potentials;

/// <summary>v(r) = (ε/2)(1 − r/σ)² for r &lt; σ, 0 beyond (Shimada et al. 2024, Eq. E1). v'' jumps from ε/σ² to 0 at contact.</summary>
public readonly struct Harmonic : IPairPotential
{
    private readonly double _epsilon;
    private readonly double _inverseSigma;

    /// <summary>Stiffness ε and diameter σ (both positive).</summary>
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Evaluate<TLanes>(
        TLanes rSquared, TLanes r, TLanes inverseSquared, out TLanes energy, out TLanes derivativeOverR)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes overlap = TLanes.MultiplyAdd(r, TLanes.Create(-_inverseSigma), TLanes.Create(1));
        energy = TLanes.Create(0.5 * _epsilon) * overlap * overlap;
        derivativeOverR = TLanes.Create(-_epsilon * _inverseSigma) * overlap * (r * inverseSquared);
    }
}
