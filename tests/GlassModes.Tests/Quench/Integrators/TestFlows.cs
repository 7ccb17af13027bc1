// Flows with known solutions.

using GlassModes.Quench.Integrators;

namespace GlassModes.Tests.Quench.Integrators;

/// <summary>The flow dx_k/dt = −λ_k x_k with given rates λ_k.</summary>
internal sealed class LinearFlow(params double[] rates) : IGradientFlow
{
    public int Length => rates.Length;

    public int Evaluations { get; private set; }

    public double Evaluate(ReadOnlySpan<double> positions, Span<double> forces)
    {
        EvaluateForces(positions, forces);
        double energy = 0;
        for (int k = 0; k < rates.Length; k++)
        {
            energy += 0.5 * rates[k] * positions[k] * positions[k];
        }

        return energy;
    }

    public void EvaluateForces(ReadOnlySpan<double> positions, Span<double> forces)
    {
        Evaluations++;
        for (int k = 0; k < rates.Length; k++)
        {
            forces[k] = -rates[k] * positions[k];
        }
    }
}

/// <summary>
/// Three independent flows in rotated coordinates: a quartic valley, dy/dt = −y³, a valley that becomes steeper, dy/dt = −sinh y, and a
/// stiff one, dy/dt = −λy. Their solutions are y(t) = y0/√(1 + 2 y0² t), tanh(y/2) = tanh(y0/2) e^{−t} and y(t) = y0 e^{−λt}.
/// </summary>
internal sealed class TurnedFlow(double stiff) : IGradientFlow
{
    // The coordinates are turned by a Householder reflection, which is orthogonal. This is the unit vector of the reflection.
    private static readonly double[] Normal = [0.48, 0.6, 0.64];

    public int Length => 3;

    public int Evaluations { get; private set; }

    public static double[] Turn(ReadOnlySpan<double> x)
    {
        double along = 2 * ((x[0] * Normal[0]) + (x[1] * Normal[1]) + (x[2] * Normal[2]));
        return [x[0] - (along * Normal[0]), x[1] - (along * Normal[1]), x[2] - (along * Normal[2])];
    }

    public double[] Solution(ReadOnlySpan<double> start, double time)
    {
        double[] y = Turn(start);
        return Turn(
        [
            y[0] / Math.Sqrt(1 + (2 * y[0] * y[0] * time)),
            2 * Math.Atanh(Math.Tanh(y[1] / 2) * Math.Exp(-time)),
            y[2] * Math.Exp(-stiff * time),
        ]);
    }

    public double Evaluate(ReadOnlySpan<double> positions, Span<double> forces)
    {
        double[] y = Turn(positions);
        EvaluateForces(positions, forces);
        return (Math.Pow(y[0], 4) / 4) + Math.Cosh(y[1]) + (0.5 * stiff * y[2] * y[2]);
    }

    public void EvaluateForces(ReadOnlySpan<double> positions, Span<double> forces)
    {
        Evaluations++;
        double[] y = Turn(positions);
        Turn([-y[0] * y[0] * y[0], -Math.Sinh(y[1]), -stiff * y[2]]).CopyTo(forces);
    }
}
