// Integrates by the second-order Runge-Kutta-Chebyshev method.

using System.Numerics;
using System.Runtime.InteropServices;

namespace GlassModes.Quench.Integrators;

/// <summary>
/// RKC2, the method of Sommeijer, Shampine and Verwer (J. Comput. Appl. Math. 88, 315, 1998; doi:10.1016/S0377-0427(97)00219-7). The
/// error estimate is the one of these authors, 0.8 (x_0 − x_1) + 0.4 h (f_0 + f_1). Memory: 120n bytes.
/// </summary>
/// <param name="length">Number n of coordinates.</param>
public sealed class Rkc2(int length) : RungeKuttaChebyshev(length)
{
    /// <inheritdoc/>
    public override string Name => "rkc2";

    /// <inheritdoc/>
    public override int Order => 2;

    private protected override int FewestStages => 2;

    private protected override double GuessStages(double stepTimesRate) => Math.Sqrt(1 + (1.5 * stepTimesRate));

    private protected override ChebyshevCoefficients MakeCoefficients(int stages) => ChebyshevCoefficients.SecondOrder(stages);

    private protected override double Step(IGradientFlow flow, FlowState before, double timestep, FlowState after, ChebyshevCoefficients c)
    {
        ComputeFirstStage(timestep * c.MuTilde[1], before);
        for (int j = 2; j <= c.Stages; j++)
        {
            flow.EvaluateForces(Stage.Span, Forces.Span);
            SwapDifferences();
            ComputeNextStage(
                new StageWeights(c.Mu[j], c.Nu[j], timestep * c.MuTilde[j], timestep * c.GammaTilde[j]),
                before,
                Forces.Span,
                Previous.Span,
                Current.Span,
                j < c.Stages ? Stage.Span : after.Positions);
        }

        after.Evaluate(flow);
        return EstimateError(timestep, before.Forces, after.Forces, Current.Span);
    }

    // Computes D_j = μ_j D_{j−1} + ν_j D_{j−2} + μ̃_j h F_{j−1} + γ̃_j h F_0 and Y_j = x_0 + D_j. D_j overwrites D_{j−2}.
    private static void ComputeNextStage(
        StageWeights w,
        FlowState before,
        ReadOnlySpan<double> forces,
        ReadOnlySpan<double> previous,
        Span<double> difference,
        Span<double> stage)
    {
        ReadOnlySpan<double> x = before.Positions;
        ReadOnlySpan<double> f0 = before.Forces;
        ReadOnlySpan<Vector<double>> xs = MemoryMarshal.Cast<double, Vector<double>>(x);
        ReadOnlySpan<Vector<double>> startForces = MemoryMarshal.Cast<double, Vector<double>>(f0);
        ReadOnlySpan<Vector<double>> fs = MemoryMarshal.Cast<double, Vector<double>>(forces);
        ReadOnlySpan<Vector<double>> ps = MemoryMarshal.Cast<double, Vector<double>>(previous);
        Span<Vector<double>> ds = MemoryMarshal.Cast<double, Vector<double>>(difference);
        Span<Vector<double>> ys = MemoryMarshal.Cast<double, Vector<double>>(stage);
        Vector<double> mu = new(w.Mu);
        Vector<double> nu = new(w.Nu);
        Vector<double> forceWeight = new(w.Force);
        Vector<double> startWeight = new(w.Start);
        for (int k = 0; k < ys.Length; k++)
        {
            Vector<double> d = (mu * ps[k]) + (nu * ds[k]) + ((forceWeight * fs[k]) + (startWeight * startForces[k]));
            ds[k] = d;
            ys[k] = xs[k] + d;
        }

        for (int k = ys.Length * Vector<double>.Count; k < x.Length; k++)
        {
            difference[k] = (w.Mu * previous[k]) + (w.Nu * difference[k]) + ((w.Force * forces[k]) + (w.Start * f0[k]));
            stage[k] = x[k] + difference[k];
        }
    }

    // Root mean square of −0.8 D_s + 0.4 h (F_0 + F_s).
    private static double EstimateError(
        double timestep, ReadOnlySpan<double> f0, ReadOnlySpan<double> f1, ReadOnlySpan<double> difference)
    {
        ReadOnlySpan<Vector<double>> startForces = MemoryMarshal.Cast<double, Vector<double>>(f0);
        ReadOnlySpan<Vector<double>> endForces = MemoryMarshal.Cast<double, Vector<double>>(f1);
        ReadOnlySpan<Vector<double>> ds = MemoryMarshal.Cast<double, Vector<double>>(difference);
        Vector<double> differenceWeight = new(-0.8);
        Vector<double> forceWeight = new(0.4 * timestep);
        Vector<double> squares = Vector<double>.Zero;
        for (int k = 0; k < ds.Length; k++)
        {
            Vector<double> e = (differenceWeight * ds[k]) + (forceWeight * (startForces[k] + endForces[k]));
            squares += e * e;
        }

        double sum = Vector.Sum(squares);
        for (int k = ds.Length * Vector<double>.Count; k < difference.Length; k++)
        {
            double e = (-0.8 * difference[k]) + (0.4 * timestep * (f0[k] + f1[k]));
            sum += e * e;
        }

        return Math.Sqrt(sum / difference.Length);
    }
}
