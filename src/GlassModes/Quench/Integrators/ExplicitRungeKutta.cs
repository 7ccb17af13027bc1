// Embedded explicit Runge-Kutta methods, given by their coefficients.

using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Simd;

namespace GlassModes.Quench.Integrators;

/// <summary>A method of a <see cref="ButcherTableau"/>. Memory: 8n bytes a stage.</summary>
public sealed class ExplicitRungeKutta : IFlowIntegrator
{
    private readonly ButcherTableau _tableau;
    private readonly AlignedBuffer<double>[] _stages;

    /// <summary>The method for n coordinates.</summary>
    public ExplicitRungeKutta(ButcherTableau tableau, int length)
    {
        ArgumentNullException.ThrowIfNull(tableau);
        _tableau = tableau;

        // Stages 2 … s − 1, and one that gathers the error; stage 1 and stage s belong to the states.
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
                Add(timestep * row[k], Stage(k, before, after), after.Positions);
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
            Add(timestep * _tableau.Error[k], Stage(k, before, after), error);
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

    private static void Add(double factor, ReadOnlySpan<double> direction, Span<double> target)
    {
        if (factor != 0)
        {
            VectorMath.AddScaled(target, factor, direction, target);
        }
    }

    // Forces of stage k, from 0.
    private ReadOnlySpan<double> Stage(int k, FlowState before, FlowState after) =>
        k == 0 ? before.Forces : k < _stages.Length ? _stages[k - 1].Span : after.Forces;
}
