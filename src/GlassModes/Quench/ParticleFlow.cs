// The right-hand side of a quench: the forces on the particles.

using GlassModes.Forces;
using GlassModes.Quench.Integrators;

namespace GlassModes.Quench;

/// <summary>The flow dr/dt = f of one system (Shimada et al. 2024, Eq. 4, γ = 1).</summary>
internal sealed class ParticleFlow(ForceField forceField) : IGradientFlow
{
    public int Length => 3 * forceField.Count;

    public double Evaluate(ReadOnlySpan<double> positions, Span<double> forces) => forceField.Compute(positions, forces).PotentialEnergy;

    public void EvaluateForces(ReadOnlySpan<double> positions, Span<double> forces) => forceField.ComputeForces(positions, forces);
}
