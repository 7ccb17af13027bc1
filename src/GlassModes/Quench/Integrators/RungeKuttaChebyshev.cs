// The common part of the Runge-Kutta-Chebyshev methods: stages from a three-term recurrence, and the choice of their number.

using System.Numerics;
using System.Runtime.InteropServices;
using GlassModes.Numerics.Memory;

namespace GlassModes.Quench.Integrators;

/// <summary>
/// A stabilised explicit method: s force evaluations make a step whose longest stable length grows as s²/λ_max. As many Euler steps make
/// only 2s/λ_max. The number of stages of each step is chosen from an estimate of λ_max. The estimate is renewed every 25 steps, and where
/// a step has failed twice. Stages are kept as differences D_j = Y_j − x_0, because their rounding errors are far below those of positions.
/// The differences follow the recurrence D_j = μ_j D_{j−1} + ν_j D_{j−2} + μ̃_j h F_{j−1} + γ̃_j h F_0.
/// </summary>
public abstract class RungeKuttaChebyshev : IFlowIntegrator
{
    private const int StepsBetweenEstimates = 25;
    private const int MostStages = 400;

    // The estimate of λ_max is multiplied by this factor, because λ_max drifts between two estimates.
    private const double Margin = 1.05;

    private readonly StiffnessEstimate _stiffness;
    private readonly List<ChebyshevCoefficients?> _coefficients = [];
    private double _rate = double.NaN;

    // FlowState.Steps at the last estimate and at the last attempt, and the number of failed attempts of the present step.
    private long _estimateStep = -1;
    private long _attemptStep = -1;
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

    /// <summary>The forces F_{j−1}.</summary>
    private protected AlignedBuffer<double> Forces { get; }

    /// <summary>The positions Y_j of stage j.</summary>
    private protected AlignedBuffer<double> Stage { get; }

    /// <summary>The difference D_{j−1}.</summary>
    private protected AlignedBuffer<double> Previous { get; private set; }

    /// <summary>The difference D_{j−2}, which D_j overwrites.</summary>
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
            // The renewed estimate of λ_max is larger than the one from which the step was chosen. The step is too long to be tried.
            return double.PositiveInfinity;
        }

        return Step(flow, before, timestep, after, c);
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_rate);
        writer.Write(_estimateStep);
        writer.Write(_attemptStep);
        writer.Write(_failures);
        _stiffness.Save(writer);
    }

    /// <inheritdoc/>
    public void Load(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _rate = reader.ReadDouble();
        _estimateStep = reader.ReadInt64();
        _attemptStep = reader.ReadInt64();
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

    /// <summary>Returns the coefficients of s stages. They are computed at the first call and kept.</summary>
    internal ChebyshevCoefficients Coefficients(int stages)
    {
        while (_coefficients.Count <= stages)
        {
            _coefficients.Add(null);
        }

        return _coefficients[stages] ??= MakeCoefficients(stages);
    }

    /// <summary>Returns the least number of stages that is stable at this h λ, or 400 where no number up to 400 is stable.</summary>
    internal int StagesFor(double stepTimesRate)
    {
        int stages = Math.Clamp((int)GuessStages(stepTimesRate), FewestStages, MostStages);
        while (stages < MostStages && Coefficients(stages).StabilityBound < stepTimesRate)
        {
            stages++;
        }

        return stages;
    }

    private protected abstract int FewestStages { get; }

    // Guesses a number of stages that is slightly too small as a rule. The search for the least stable number goes up from the guess.
    private protected abstract double GuessStages(double stepTimesRate);

    private protected abstract ChebyshevCoefficients MakeCoefficients(int stages);

    private protected abstract double Step(IGradientFlow flow, FlowState before, double timestep, FlowState after, ChebyshevCoefficients c);

    /// <summary>Makes the last difference the previous difference. To be called before the next stage is computed.</summary>
    private protected void SwapDifferences() => (Previous, Current) = (Current, Previous);

    /// <summary>Computes D_0 = 0, D_1 = μ̃_1 h F_0 and Y_1 = x_0 + D_1.</summary>
    /// <param name="factor">μ̃_1 h.</param>
    /// <param name="before">The state at the start of the step.</param>
    private protected void ComputeFirstStage(double factor, FlowState before)
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
        _failures = _attemptStep == before.Steps ? _failures + 1 : 0;
        _attemptStep = before.Steps;
        bool isDoubtful = _failures >= 2 && _estimateStep != before.Steps;
        if (double.IsNaN(_rate) || isDoubtful || before.Steps - _estimateStep >= StepsBetweenEstimates)
        {
            _rate = Margin * _stiffness.Measure(flow, before);
            _estimateStep = before.Steps;
        }
    }

    /// <summary>The factors of D_{j−1}, D_{j−2}, F_{j−1} and F_0 in the recurrence of D_j.</summary>
    private protected readonly record struct StageWeights(double Mu, double Nu, double Force, double Start);
}
