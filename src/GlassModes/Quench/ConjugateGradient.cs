// Minimises V by nonlinear conjugate gradients with a line search on the slope.

using GlassModes.Files;
using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Simd;
using GlassModes.Quench.Integrators;

namespace GlassModes.Quench;

/// <summary>
/// Conjugate gradients with Polak and Ribière's directions d ← f + β d (Nocedal and Wright, Numerical Optimization, 2nd ed., Sec. 5.2). The
/// direction is the force again where β is negative or where d does not lead down. The line search looks for a point at which the slope
/// along the line, |f·d|, has fallen to a tenth. The search uses slopes because slopes are still accurate where differences of energies are
/// lost in rounding. No coordinate moves by more than 0.1 in a step. The method has no time: t is NaN.
/// </summary>
internal sealed class ConjugateGradient : QuenchMethod
{
    private const double SlopeLeft = 0.1;
    private const double LargestMove = 0.1;
    private const double Expansion = 2;
    private const int MostTrials = 60;

    private readonly AlignedBuffer<double> _direction;
    private double _lastStep;
    private double _lastSlope;
    private bool _startsFromForce = true;

    public ConjugateGradient(int length)
    {
        _direction = new AlignedBuffer<double>(length);
    }

    public override bool FollowsFlow => false;

    public override bool IsStraight => true;

    public override void Advance(IGradientFlow flow, FlowState before, FlowState after)
    {
        Span<double> d = _direction.Span;
        if (_startsFromForce)
        {
            before.Forces.CopyTo(d);
            _startsFromForce = false;
            _lastStep = 0;
        }

        double slope = VectorMath.Dot(before.Forces, d);
        double alpha = slope > 0 ? SearchLine(flow, before, after, slope) : 0;
        if (alpha == 0)
        {
            before.Forces.CopyTo(d);
            slope = before.MeanSquare * before.Length;
            _lastStep = 0;
            alpha = SearchLine(flow, before, after, slope);
        }

        _lastStep = alpha;
        _lastSlope = slope;

        // β = f1·(f1 − f0)/(f0·f0), with the forces f0 before and f1 after the step.
        double squareBefore = before.MeanSquare * before.Length;
        double squareAfter = after.MeanSquare * after.Length;
        double beta = squareBefore > 0
            ? Math.Max(0, (squareAfter - VectorMath.Dot(after.Forces, before.Forces)) / squareBefore)
            : 0;
        VectorMath.AddScaled(after.Forces, beta, d, d);
        after.Steps = before.Steps + 1;
        after.Time = double.NaN;
    }

    public override void Disturbed() => _startsFromForce = true;

    public override void Save(BinaryWriter writer)
    {
        BinaryVectors.Write(writer, _direction.Span);
        writer.Write(_lastStep);
        writer.Write(_lastSlope);
        writer.Write(_startsFromForce);
    }

    public override void Load(BinaryReader reader)
    {
        BinaryVectors.Read(reader, _direction.Span);
        _lastStep = reader.ReadDouble();
        _lastSlope = reader.ReadDouble();
        _startsFromForce = reader.ReadBoolean();
    }

    public override void Dispose()
    {
        _direction.Dispose();
    }

    // Finds the step α along the line. Trials go forwards until the slope f·d is small or negative. Where the slope is negative, the search
    // goes on by regula falsi (Illinois) between the last points of positive and of negative slope. Returns 0 where no trial leads down.
    private double SearchLine(IGradientFlow flow, FlowState before, FlowState after, double slope)
    {
        // To first order the first trial lowers V by α f·d, as much as the last step did. After a restart the first trial moves no
        // coordinate by more than 1e-3.
        double largestComponent = VectorMath.LargestMagnitude(_direction.Span);
        double longestStep = LargestMove / largestComponent;
        double alpha = Math.Min(longestStep, _lastStep > 0 ? _lastStep * _lastSlope / slope : 1e-3 / largestComponent);
        double low = 0;
        double slopeAtLow = slope;
        double high = double.NaN;
        double slopeAtHigh = double.NaN;
        int lastSide = 0;
        for (int trial = 0; trial < MostTrials; trial++)
        {
            double trialSlope = EvaluateSlope(flow, before, after, alpha);
            if (Math.Abs(trialSlope) <= SlopeLeft * slope || (trialSlope > 0 && alpha >= longestStep))
            {
                return alpha;
            }

            if (trialSlope > 0)
            {
                (low, slopeAtLow) = (alpha, trialSlope);
                slopeAtHigh *= lastSide == 1 ? 0.5 : 1;
                lastSide = 1;
            }
            else
            {
                // A slope that is not finite means that the trial went too far.
                (high, slopeAtHigh) = (alpha, double.IsFinite(trialSlope) ? trialSlope : double.NegativeInfinity);
                slopeAtLow *= lastSide == -1 ? 0.5 : 1;
                lastSide = -1;
            }

            alpha = double.IsNaN(high) ? Math.Min(longestStep, Expansion * alpha) : InterpolateRoot(low, slopeAtLow, high, slopeAtHigh);
            if (alpha == low || alpha == high)
            {
                break;
            }
        }

        // Rounding lets the search come no nearer. The step ends at the last trial whose slope still leads down, or does not move.
        _ = EvaluateSlope(flow, before, after, low);
        return low;
    }

    private static double InterpolateRoot(double low, double slopeAtLow, double high, double slopeAtHigh)
    {
        double middle = 0.5 * (low + high);
        double root = double.IsFinite(slopeAtHigh) ? ((low * slopeAtHigh) - (high * slopeAtLow)) / (slopeAtHigh - slopeAtLow) : middle;
        return root > low && root < high ? root : middle;
    }

    // The slope f·d at the point α of the line; NaN where the forces overflow.
    private double EvaluateSlope(IGradientFlow flow, FlowState before, FlowState after, double alpha)
    {
        VectorMath.AddScaled(before.Positions, alpha, _direction.Span, after.Positions);
        after.Evaluate(flow);
        return double.IsFinite(after.MeanSquare) ? VectorMath.Dot(after.Forces, _direction.Span) : double.NaN;
    }
}
