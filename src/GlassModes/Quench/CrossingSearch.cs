// Finds where a step crosses a rung.

using GlassModes.Dynamics;
using GlassModes.Forces;
using GlassModes.Numerics.Memory;
using GlassModes.Quench.Integrators;

namespace GlassModes.Quench;

/// <summary>A point on the path of a step.</summary>
/// <param name="Theta">Where, from 0 to 1.</param>
/// <param name="MeanSquaredForce">W there.</param>
/// <param name="Energy">V there.</param>
internal readonly record struct Crossing(double Theta, double MeanSquaredForce, double Energy);

/// <summary>
/// Root search for ln W(θ) = ln W_rung on the path of a step, each W a force evaluation. Evaluations within a step may make the force
/// field build a list; it is put back, so that looking does not change the way.
/// </summary>
internal sealed class CrossingSearch : IDisposable
{
    // Below this W rounding of positions begins to show in W.
    private const double RoundingShowsBelow = 1e-14;
    private const double LooserByRounding = 1e3;

    // What the search must reach where rounding keeps it from its aim.
    private const double Poorest = 1e-4;

    // How near to the rung, in ln W, the expected dip must come to be looked at.
    private const double DipMargin = 0.05;

    private readonly ForceField _field;
    private readonly IGradientFlow _flow;
    private readonly double _tolerance;
    private readonly FlowState _trial;
    private readonly AlignedBuffer<double> _listPositions;

    public CrossingSearch(ForceField field, IGradientFlow flow, double tolerance)
    {
        _field = field;
        _flow = flow;
        _tolerance = tolerance;
        _trial = new FlowState(flow.Length);
        _listPositions = new AlignedBuffer<double>(flow.Length);
    }

    /// <summary>Positions of the last crossing found.</summary>
    public ReadOnlySpan<double> Positions => _trial.Positions;

    /// <summary>
    /// Looks for a W at or below the rung within a step whose ends are both above it. Nothing is evaluated unless the parabola through
    /// ln W at three ends of steps has its minimum within the step, near the rung or below it; then a parabola through the middle of the
    /// step says where to look.
    /// </summary>
    /// <param name="rung">W of the rung.</param>
    /// <param name="timeEarlier">t at the start of the step before.</param>
    /// <param name="forceEarlier">W there.</param>
    /// <param name="before">Start of the step.</param>
    /// <param name="after">End of the step.</param>
    /// <param name="straight">Shape of the path.</param>
    /// <returns>θ of the lowest point and W there; null where it is not below the rung.</returns>
    public (double Theta, double MeanSquaredForce)? FindDip(
        double rung, double timeEarlier, double forceEarlier, FlowState before, FlowState after, bool straight)
    {
        double earlier = Math.Log(forceEarlier / rung);
        double a = Math.Log(3 * before.MeanSquare / rung);
        double b = Math.Log(3 * after.MeanSquare / rung);
        double ratio = (before.Time - timeEarlier) / (after.Time - before.Time);
        if (!(b > 0) || !(ratio > 0) || !double.IsFinite(earlier))
        {
            return null;
        }

        // ln W ≈ a + s θ + c θ² through θ = −ratio, 0, 1.
        double curvature = (b - a + ((earlier - a) / ratio)) / (1 + ratio);
        double slope = b - a - curvature;
        double theta = -slope / (2 * curvature);
        if (!(curvature > 0) || theta is not (> -0.5 and < 1.5) || a + (0.5 * slope * theta) > DipMargin)
        {
            return null;
        }

        long builds = Remember();
        double middle = Math.Log(Evaluate(0.5, before, after, straight) / rung);
        curvature = 2 * (a - (2 * middle) + b);
        slope = b - a - curvature;
        theta = curvature > 0 ? -slope / (2 * curvature) : 0.5;
        (double Theta, double Log) lowest = (0.5, middle);
        if (theta is > 0 and < 1)
        {
            double at = Math.Log(Evaluate(theta, before, after, straight) / rung);
            lowest = at < middle ? (theta, at) : lowest;
        }

        PutBack(builds);
        return lowest.Log <= 0 ? (lowest.Theta, rung * Math.Exp(lowest.Log)) : null;
    }

    /// <summary>
    /// Finds the crossing between the start of the step and the point θ = <paramref name="high"/>, where W is below the rung.
    /// </summary>
    /// <exception cref="SimulationException">Rounding keeps W from coming anywhere near the rung.</exception>
    public Crossing Locate(double rung, FlowState before, FlowState after, double high, double meanSquaredForceAtHigh, bool straight)
    {
        double tolerance = rung < RoundingShowsBelow ? LooserByRounding * _tolerance : _tolerance;
        long builds = Remember();
        RootBracket bracket = new(0, Math.Log(3 * before.MeanSquare / rung), high, Math.Log(meanSquaredForceAtHigh / rung));
        (double Theta, double Distance) best = (high, double.PositiveInfinity);
        double theta;
        double w;
        while (true)
        {
            bool exhausted = bracket.IsExhausted;
            theta = exhausted ? best.Theta : bracket.Next();
            w = Evaluate(theta, before, after, straight);
            double at = Math.Log(w / rung);
            if (Math.Abs(at) <= (exhausted ? Poorest : tolerance))
            {
                break;
            }

            if (exhausted)
            {
                throw new SimulationException(
                    $"The crossing of W = {rung:g6} at t ≈ {after.Time:g6} cannot be located to {_tolerance:g2}: "
                    + "rounding limits W here; use a larger crossing tolerance.");
            }

            best = Math.Abs(at) < best.Distance ? (theta, Math.Abs(at)) : best;
            bracket.Add(theta, at);
        }

        PutBack(builds);
        return new Crossing(theta, w, _trial.Energy);
    }

    public void Dispose()
    {
        _trial.Dispose();
        _listPositions.Dispose();
    }

    private long Remember()
    {
        _field.CopyListPositions(_listPositions.Span);
        return _field.ListBuilds;
    }

    private void PutBack(long builds)
    {
        if (_field.ListBuilds != builds)
        {
            _field.BuildList(_listPositions.Span);
        }
    }

    private double Evaluate(double theta, FlowState before, FlowState after, bool straight)
    {
        StepPath.At(theta, before, after, straight, _trial.Positions);
        _trial.Evaluate(_flow);
        return 3 * _trial.MeanSquare;
    }
}
