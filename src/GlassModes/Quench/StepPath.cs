// Computes the positions on the path within a step.

using System.Numerics;
using System.Runtime.InteropServices;
using GlassModes.Quench.Integrators;

namespace GlassModes.Quench;

/// <summary>Interpolates the positions between the two ends of a step.</summary>
internal static class StepPath
{
    /// <summary>
    /// Computes target ← x(θ), 0 ≤ θ ≤ 1. The path is the straight line x0 + θ (x1 − x0), or the cubic that has the positions and forces of
    /// both ends of a step of length h, x0 + θ²(3 − 2θ)(x1 − x0) + h θ(1 − θ)((1 − θ) f0 − θ f1).
    /// </summary>
    public static void At(double theta, FlowState before, FlowState after, bool straight, Span<double> target)
    {
        ReadOnlySpan<double> x0 = before.Positions;
        ReadOnlySpan<double> x1 = after.Positions;
        ReadOnlySpan<double> f0 = before.Forces;
        ReadOnlySpan<double> f1 = after.Forces;
        double step = straight ? 0 : after.Time - before.Time;
        double displacementWeight = straight ? theta : theta * theta * (3 - (2 * theta));
        double startForceWeight = step * theta * (1 - theta) * (1 - theta);
        double endForceWeight = -step * theta * theta * (1 - theta);
        ReadOnlySpan<Vector<double>> x0s = MemoryMarshal.Cast<double, Vector<double>>(x0);
        ReadOnlySpan<Vector<double>> x1s = MemoryMarshal.Cast<double, Vector<double>>(x1);
        ReadOnlySpan<Vector<double>> f0s = MemoryMarshal.Cast<double, Vector<double>>(f0);
        ReadOnlySpan<Vector<double>> f1s = MemoryMarshal.Cast<double, Vector<double>>(f1);
        Span<Vector<double>> targets = MemoryMarshal.Cast<double, Vector<double>>(target);
        for (int k = 0; k < targets.Length; k++)
        {
            targets[k] = x0s[k] + ((displacementWeight * (x1s[k] - x0s[k])) + ((startForceWeight * f0s[k]) + (endForceWeight * f1s[k])));
        }

        for (int k = targets.Length * Vector<double>.Count; k < target.Length; k++)
        {
            target[k] = x0[k] + ((displacementWeight * (x1[k] - x0[k])) + ((startForceWeight * f0[k]) + (endForceWeight * f1[k])));
        }
    }
}
