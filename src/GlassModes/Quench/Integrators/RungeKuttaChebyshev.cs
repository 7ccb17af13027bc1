// What the Runge-Kutta-Chebyshev methods share: stages from a three-term recurrence, as many as the stiffness asks for.

using System.Numerics;
using System.Runtime.InteropServices;
using GlassModes.Numerics.Memory;

namespace GlassModes.Quench.Integrators;

/// <summary>
/// Stabilised explicit methods: s evaluations make a step that grows as s²/λ_max, where as many Euler steps make 2s/λ_max. The number of
/// stages is chosen for each step from an estimate of λ_max that is renewed every 25 steps, and where a step fails twice. Stages are kept
/// as differences D_j = Y_j − x_0, whose rounding is far below that of positions: D_j = μ_j D_{j−1} + ν_j D_{j−2} + μ̃_j h F_{j−1} + γ̃_j
/// h F_0.
/// </summary>
public abstract class RungeKuttaChebyshev : IFlowIntegrator
{
    private const int StepsBetweenEstimates = 25;
    private const int MostStages = 400;

    // The largest eigenvalue drifts between two estimates.
    private const double Margin = 1.05;

    private readonly StiffnessEstimate _stiffness;
    private readonly List<ChebyshevCoefficients?> _coefficients = [];
    private double _rate = double.NaN;
    private long _estimatedAt = -1;
    private long _triedAt = -1;
    private int _failures;

    private protected RungeKuttaChebyshev(int length)
    {
        _stiffness = new StiffnessEstimate(length);
        Forces = new AlignedBuffer<double>(length);
        Stage = new AlignedBuffer<double>(length);
        Previous = new AlignedBuffer<double>(length);
        Current = new AlignedBuffer<double>(length);
    }

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract int Order { get; }

    /// <inheritdoc/>
    public int EstimateOrder => 2;

    /// <inheritdoc/>
    public bool IsStraight => false;

    /// <inheritdoc/>
    public double LongestStep => double.IsNaN(_rate) ? double.PositiveInfinity : LongestStableStep(_rate);

    /// <summary>F_{j−1}.</summary>
    private protected AlignedBuffer<double> Forces { get; }

    /// <summary>Y_j.</summary>
    private protected AlignedBuffer<double> Stage { get; }

    /// <summary>D_{j−1}.</summary>
    private protected AlignedBuffer<double> Previous { get; private set; }

    /// <summary>D_j, and before it is computed D_{j−2}.</summary>
    private protected AlignedBuffer<double> Current { get; private set; }

    /// <inheritdoc/>
    public double LongestStableStep(double rate) => Coefficients(MostStages).StabilityBound / rate;

    /// <inheritdoc/>
    public double Attempt(IGradientFlow flow, FlowState before, double timestep, FlowState after)
    {
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        RenewEstimate(flow, before);
        ChebyshevCoefficients c = Coefficients(StagesFor(timestep * _rate));
        if (timestep * _rate > c.StabilityBound)
        {
            // The estimate of the rate has just grown.
            return double.PositiveInfinity;
        }

        return Step(flow, before, timestep, after, c);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_rate);
        writer.Write(_estimatedAt);
        writer.Write(_triedAt);
        writer.Write(_failures);
        _stiffness.Save(writer);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _rate = reader.ReadDouble();
        _estimatedAt = reader.ReadInt64();
        _triedAt = reader.ReadInt64();
        _failures = reader.ReadInt32();
        _stiffness.Load(reader);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the scratch memory.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stiffness.Dispose();
            Forces.Dispose();
            Stage.Dispose();
            Previous.Dispose();
            Current.Dispose();
        }
    }

    /// <summary>The coefficients of s stages, kept once they are made.</summary>
    internal ChebyshevCoefficients Coefficients(int stages)
    {
        while (_coefficients.Count <= stages)
        {
            _coefficients.Add(null);
        }

        return _coefficients[stages] ??= MakeCoefficients(stages);
    }

    /// <summary>As few stages as are stable at this h λ, or as many as there may be.</summary>
    internal int StagesFor(double stepTimesRate)
    {
        int stages = Math.Clamp((int)StagesBelow(stepTimesRate), FewestStages, MostStages);
        while (stages < MostStages && Coefficients(stages).StabilityBound < stepTimesRate)
        {
            stages++;
        }

        return stages;
    }

    private protected abstract int FewestStages { get; }

    // A number of stages that is hardly ever enough, from which to go up.
    private protected abstract double StagesBelow(double stepTimesRate);

    private protected abstract ChebyshevCoefficients MakeCoefficients(int stages);

    private protected abstract double Step(IGradientFlow flow, FlowState before, double timestep, FlowState after, ChebyshevCoefficients c);

    /// <summary>Before the next stage is computed.</summary>
    private protected void Shift() => (Previous, Current) = (Current, Previous);

    /// <summary>D_1 = μ̃_1 h F_0 and Y_1; D_0 = 0.</summary>
    private protected void FirstStage(double factor, FlowState before)
    {
        ReadOnlySpan<double> x = before.Positions;
        ReadOnlySpan<double> f = before.Forces;
        Span<double> difference = Current.Span;
        Span<double> stage = Stage.Span;
        ReadOnlySpan<Vector<double>> xs = MemoryMarshal.Cast<double, Vector<double>>(x);
        ReadOnlySpan<Vector<double>> fs = MemoryMarshal.Cast<double, Vector<double>>(f);
        Span<Vector<double>> ds = MemoryMarshal.Cast<double, Vector<double>>(difference);
        Span<Vector<double>> ys = MemoryMarshal.Cast<double, Vector<double>>(stage);
        for (int k = 0; k < ys.Length; k++)
        {
            ds[k] = factor * fs[k];
            ys[k] = xs[k] + ds[k];
        }

        for (int k = ys.Length * Vector<double>.Count; k < x.Length; k++)
        {
            difference[k] = factor * f[k];
            stage[k] = x[k] + difference[k];
        }

        Previous.Span.Clear();
    }

    private void RenewEstimate(IGradientFlow flow, FlowState before)
    {
        _failures = _triedAt == before.Steps ? _failures + 1 : 0;
        _triedAt = before.Steps;
        bool suspicious = _failures >= 2 && _estimatedAt != before.Steps;
        if (double.IsNaN(_rate) || suspicious || before.Steps - _estimatedAt >= StepsBetweenEstimates)
        {
            _rate = Margin * _stiffness.Measure(flow, before);
            _estimatedAt = before.Steps;
        }
    }

    private protected readonly record struct StageWeights(double Mu, double Nu, double Force, double Start);
}
