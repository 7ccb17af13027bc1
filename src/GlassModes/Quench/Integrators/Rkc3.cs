// Integrates by a third-order Runge-Kutta-Chebyshev method.

using System.Numerics;
using System.Runtime.InteropServices;
using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Simd;

namespace GlassModes.Quench.Integrators;

/// <summary>
/// RKC3 adds up the stages of RKC2 with other weights, see <see cref="ChebyshevCoefficients.ThirdOrder"/>. A step of the same length takes
/// a fifth more stages than RKC2 and has a far smaller error. Stiff modes are damped more strongly and do not enlarge the error estimate.
/// Memory: 136n bytes.
/// </summary>
public sealed class Rkc3 : RungeKuttaChebyshev
{
    private readonly AlignedBuffer<double> _sum;
    private readonly AlignedBuffer<double> _error;

    /// <summary>Prepares the method for n coordinates.</summary>
    public Rkc3(int length)
        : base(length)
    {
        _sum = new AlignedBuffer<double>(length);
        _error = new AlignedBuffer<double>(length);
    }

    /// <inheritdoc/>
    public override string Name => "rkc3";

    /// <inheritdoc/>
    public override int Order => 3;

    private protected override int FewestStages => 4;

    private protected override double GuessStages(double stepTimesRate) => Math.Sqrt(stepTimesRate / 0.46);

    private protected override ChebyshevCoefficients MakeCoefficients(int stages) => ChebyshevCoefficients.ThirdOrder(stages);

    private protected override double Step(IGradientFlow flow, FlowState before, double timestep, FlowState after, ChebyshevCoefficients c)
    {
        ComputeFirstStage(timestep * c.MuTilde[1], before);
        _sum.Span.Clear();
        _error.Span.Clear();
        VectorMath.AddScaled(_sum.Span, c.Solution[1], Current.Span, _sum.Span);
        VectorMath.AddScaled(_error.Span, c.Error[1], Current.Span, _error.Span);
        for (int j = 2; j <= c.Stages; j++)
        {
            flow.EvaluateForces(Stage.Span, Forces.Span);
            SwapDifferences();
            ComputeNextStage(
                new StageWeights(c.Mu[j], c.Nu[j], timestep * c.MuTilde[j], timestep * c.GammaTilde[j]),
                c.Solution[j],
                c.Error[j],
                before);
        }

        VectorMath.AddScaled(before.Positions, 1, _sum.Span, after.Positions);
        after.Evaluate(flow);
        return Math.Sqrt(VectorMath.Dot(_error.Span, _error.Span) / before.Length);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _sum.Dispose();
            _error.Dispose();
        }

        base.Dispose(disposing);
    }

    // Computes D_j, which overwrites D_{j−2}, and Y_j = x_0 + D_j. Adds g_j D_j to the solution and e_j D_j to the error estimate.
    private void ComputeNextStage(StageWeights w, double solutionWeight, double errorWeight, FlowState before)
    {
        ReadOnlySpan<double> x = before.Positions;
        ReadOnlySpan<double> f0 = before.Forces;
        ReadOnlySpan<double> forces = Forces.Span;
        ReadOnlySpan<double> previous = Previous.Span;
        Span<double> difference = Current.Span;
        Span<double> stage = Stage.Span;
        Span<double> sum = _sum.Span;
        Span<double> error = _error.Span;
        ReadOnlySpan<Vector<double>> xs = MemoryMarshal.Cast<double, Vector<double>>(x);
        ReadOnlySpan<Vector<double>> startForces = MemoryMarshal.Cast<double, Vector<double>>(f0);
        ReadOnlySpan<Vector<double>> fs = MemoryMarshal.Cast<double, Vector<double>>(forces);
        ReadOnlySpan<Vector<double>> ps = MemoryMarshal.Cast<double, Vector<double>>(previous);
        Span<Vector<double>> ds = MemoryMarshal.Cast<double, Vector<double>>(difference);
        Span<Vector<double>> ys = MemoryMarshal.Cast<double, Vector<double>>(stage);
        Span<Vector<double>> sums = MemoryMarshal.Cast<double, Vector<double>>(sum);
        Span<Vector<double>> errors = MemoryMarshal.Cast<double, Vector<double>>(error);
        Vector<double> mu = new(w.Mu);
        Vector<double> nu = new(w.Nu);
        Vector<double> forceWeight = new(w.Force);
        Vector<double> startWeight = new(w.Start);
        Vector<double> g = new(solutionWeight);
        Vector<double> e = new(errorWeight);
        for (int k = 0; k < ys.Length; k++)
        {
            Vector<double> d = (mu * ps[k]) + (nu * ds[k]) + ((forceWeight * fs[k]) + (startWeight * startForces[k]));
            ds[k] = d;
            ys[k] = xs[k] + d;
            sums[k] += g * d;
            errors[k] += e * d;
        }

        for (int k = ys.Length * Vector<double>.Count; k < x.Length; k++)
        {
            double d = (w.Mu * previous[k]) + (w.Nu * difference[k]) + ((w.Force * forces[k]) + (w.Start * f0[k]));
            difference[k] = d;
            stage[k] = x[k] + d;
            sum[k] += solutionWeight * d;
            error[k] += errorWeight * d;
        }
    }
}
