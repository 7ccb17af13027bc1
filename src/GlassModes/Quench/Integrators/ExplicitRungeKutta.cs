// Integrates by an embedded explicit Runge-Kutta method that is given by its coefficients.

using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Simd;

namespace GlassModes.Quench.Integrators;

/// <summary>The explicit Runge-Kutta method of a <see cref="ButcherTableau"/> of s stages. Memory: 8n (s − 1) bytes.</summary>
public sealed class ExplicitRungeKutta : IFlowIntegrator
{
    private readonly ButcherTableau _tableau;
    private readonly AlignedBuffer<double>[] _stages;

    /// <summary>Prepares the method for n coordinates.</summary>
    public ExplicitRungeKutta(ButcherTableau tableau, int length)
    {
        ArgumentNullException.ThrowIfNull(tableau);
        _tableau = tableau;

        // The forces of stages 2 … s − 1, and a vector for the error. The states before and after the step hold the forces of stages 1
        // and s.
        _stages = new AlignedBuffer<double>[tableau.Error.Count - 1];
        for (int k = 0; k < _stages.Length; k++)
        {
            _stages[k] = new AlignedBuffer<double>(length);
        }
    }

    /// <inheritdoc/>
    public string Name => _tableau.Name;

    /// <inheritdoc/>
    public int Order => _tableau.Order;

    /// <inheritdoc/>
    public int EstimateOrder => _tableau.EstimateOrder;

    /// <inheritdoc/>
    public bool IsStraight => false;

    /// <inheritdoc/>
    public double LongestStableStep(double rate) => _tableau.StabilityBound / rate;

    /// <inheritdoc/>
    public double LongestStep => double.PositiveInfinity;

    /// <inheritdoc/>
    public double Attempt(IGradientFlow flow, FlowState before, double timestep, FlowState after)
    {
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        int last = _tableau.Stages.Count - 1;
        for (int stage = 0; stage <= last; stage++)
        {
            IReadOnlyList<double> row = _tableau.Stages[stage];
            before.Positions.CopyTo(after.Positions);
            for (int k = 0; k < row.Count; k++)
            {
                AddScaledUnlessZero(timestep * row[k], StageForces(k, before, after), after.Positions);
            }

            if (stage < last)
            {
                flow.EvaluateForces(after.Positions, _stages[stage].Span);
            }
            else
            {
                after.Evaluate(flow);
            }
        }

        Span<double> error = _stages[^1].Span;
        error.Clear();
        for (int k = 0; k < _tableau.Error.Count; k++)
        {
            AddScaledUnlessZero(timestep * _tableau.Error[k], StageForces(k, before, after), error);
        }

        return Math.Sqrt(VectorMath.Dot(error, error) / error.Length);
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
        foreach (AlignedBuffer<double> stage in _stages)
        {
            stage.Dispose();
        }
    }

    private static void AddScaledUnlessZero(double factor, ReadOnlySpan<double> direction, Span<double> target)
    {
        if (factor != 0)
        {
            VectorMath.AddScaled(target, factor, direction, target);
        }
    }

    // The forces of stage k, counted from 0.
    private ReadOnlySpan<double> StageForces(int k, FlowState before, FlowState after) =>
        k == 0 ? before.Forces : k < _stages.Length ? _stages[k - 1].Span : after.Forces;
}
