// Finds the point at which the path of a step crosses a rung.

using GlassModes.Dynamics;
using GlassModes.Forces;
using GlassModes.Numerics.Memory;
using GlassModes.Quench.Integrators;

namespace GlassModes.Quench;

/// <summary>A point on the path of a step.</summary>
/// <param name="Theta">The place θ on the path: 0 at the start of the step, 1 at the end.</param>
/// <param name="MeanSquaredForce">W at this point.</param>
/// <param name="Energy">V at this point.</param>
internal readonly record struct Crossing(double Theta, double MeanSquaredForce, double Energy);

/// <summary>
/// Searches the path of a step for the root of ln W(θ) = ln W_rung. Each trial costs a force evaluation. A trial may make the force field
/// build a new neighbour list. The search then builds the old list again, so that a search does not change the trajectory.
/// </summary>
internal sealed class CrossingSearch : IDisposable
{
    // Below this W the rounding of positions begins to show in W. The tolerance is then larger by the factor that follows.
    private const double RoundingShowsBelow = 1e-14;
    private const double RoundingToleranceFactor = 1e3;

    // The |ln(W/W_rung)| that the search must reach where rounding keeps it from the tolerance.
    private const double PoorestTolerance = 1e-4;

    // A dip is evaluated only if its expected W lies at most this far above the rung, in ln W.
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
    /// Looks for a dip: a point with W at or below the rung within a step whose two ends are above the rung. A parabola in ln W through the
    /// starts of the last two steps and the end of the last step predicts the dip. Nothing is evaluated unless the minimum of this parabola
    /// is near the step and not far above the rung. Then the middle of the step is evaluated, and a second parabola through the middle and
    /// both ends of the step says where else to evaluate W.
    /// </summary>
    /// <param name="rung">W of the rung.</param>
    /// <param name="timeEarlier">t at the start of the step before.</param>
    /// <param name="forceEarlier">W at the start of the step before.</param>
    /// <param name="before">Start of the step.</param>
    /// <param name="after">End of the step.</param>
    /// <param name="straight">Whether the path is a straight line; otherwise a cubic.</param>
    /// <returns>θ and W of the lowest point evaluated; null where this W is above the rung.</returns>
    public (double Theta, double MeanSquaredForce)? FindDip(
        double rung, double timeEarlier, double forceEarlier, FlowState before, FlowState after, bool straight)
    {
        double logEarlier = Math.Log(forceEarlier / rung);
        double logStart = Math.Log(3 * before.MeanSquare / rung);
        double logEnd = Math.Log(3 * after.MeanSquare / rung);
        double ratio = (before.Time - timeEarlier) / (after.Time - before.Time);
        if (!(logEnd > 0) || !(ratio > 0) || !double.IsFinite(logEarlier))
        {
            return null;
        }

        // ln(W/W_rung) ≈ logStart + slope θ + curvature θ² through the known values at θ = −ratio, 0 and 1.
        double curvature = (logEnd - logStart + ((logEarlier - logStart) / ratio)) / (1 + ratio);
        double slope = logEnd - logStart - curvature;
        double theta = -slope / (2 * curvature);
        if (!(curvature > 0) || theta is not (> -0.5 and < 1.5) || logStart + (0.5 * slope * theta) > DipMargin)
        {
            return null;
        }

        long builds = RememberList();
        double logMiddle = Math.Log(Evaluate(0.5, before, after, straight) / rung);
        curvature = 2 * (logStart - (2 * logMiddle) + logEnd);
        slope = logEnd - logStart - curvature;
        theta = curvature > 0 ? -slope / (2 * curvature) : 0.5;
        (double Theta, double Log) lowest = (0.5, logMiddle);
        if (theta is > 0 and < 1)
        {
            double logAtMinimum = Math.Log(Evaluate(theta, before, after, straight) / rung);
            lowest = logAtMinimum < logMiddle ? (theta, logAtMinimum) : lowest;
        }

        RestoreList(builds);
        return lowest.Log <= 0 ? (lowest.Theta, rung * Math.Exp(lowest.Log)) : null;
    }

    /// <summary>
    /// Finds the crossing between the start of the step and the point θ = <paramref name="high"/>, where W is at or below the rung. The
    /// search ends when |ln(W/W_rung)| is within the tolerance. <see cref="Positions"/> then holds the crossing.
    /// </summary>
    /// <exception cref="SimulationException">Rounding of W keeps |ln(W/W_rung)| above 1e-4.</exception>
    public Crossing Locate(double rung, FlowState before, FlowState after, double high, double meanSquaredForceAtHigh, bool straight)
    {
        double tolerance = rung < RoundingShowsBelow ? RoundingToleranceFactor * _tolerance : _tolerance;
        long builds = RememberList();
        RootBracket bracket = new(0, Math.Log(3 * before.MeanSquare / rung), high, Math.Log(meanSquaredForceAtHigh / rung));
        (double Theta, double Distance) best = (high, double.PositiveInfinity);
        double theta;
        double w;
        while (true)
        {
            bool isExhausted = bracket.IsExhausted;
            theta = isExhausted ? best.Theta : bracket.Next();
            w = Evaluate(theta, before, after, straight);
            double logRatio = Math.Log(w / rung);
            if (Math.Abs(logRatio) <= (isExhausted ? PoorestTolerance : tolerance))
            {
                break;
            }

            if (isExhausted)
            {
                throw new SimulationException(
                    $"The crossing of W = {rung:g6} at t ≈ {after.Time:g6} cannot be located to {_tolerance:g2}: "
                    + "the rounding of the positions limits W here.",
                    "End at a larger W.");
            }

            best = Math.Abs(logRatio) < best.Distance ? (theta, Math.Abs(logRatio)) : best;
            bracket.Add(theta, logRatio);
        }

        RestoreList(builds);
        return new Crossing(theta, w, _trial.Energy);
    }

    public void Dispose()
    {
        _trial.Dispose();
        _listPositions.Dispose();
    }

    private long RememberList()
    {
        _field.CopyListPositions(_listPositions.Span);
        return _field.ListBuilds;
    }

    private void RestoreList(long builds)
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
