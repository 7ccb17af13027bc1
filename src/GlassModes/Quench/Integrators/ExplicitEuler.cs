// Explicit Euler, the integrator of the paper.

using GlassModes.Numerics.Simd;

namespace GlassModes.Quench.Integrators;

/// <summary>Explicit Euler, x ← x + h f. The method is of first order and stable for h λ ≤ 2. It has no error estimate.</summary>
public sealed class ExplicitEuler : IFlowIntegrator
{
    /// <inheritdoc/>
    public string Name => "euler";

    /// <inheritdoc/>
    public int Order => 1;

    /// <inheritdoc/>
    public int EstimateOrder => 0;

    /// <inheritdoc/>
    public bool IsStraight => true;

    /// <inheritdoc/>
    public double LongestStableStep(double rate) => 2 / rate;

    /// <inheritdoc/>
    public double LongestStep => double.PositiveInfinity;

    /// <inheritdoc/>
    public double Attempt(IGradientFlow flow, FlowState before, double timestep, FlowState after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        VectorMath.AddScaled(before.Positions, timestep, before.Forces, after.Positions);
        after.Evaluate(flow);
        return double.NaN;
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
