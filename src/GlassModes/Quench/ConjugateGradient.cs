// Nonlinear conjugate gradients with a line search on the slope.

using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Simd;
using GlassModes.Quench.Integrators;

namespace GlassModes.Quench;

/// <summary>
/// Polak and Ribière's directions, restarted where β is negative or the direction does not lead down (Nocedal and Wright,
/// Numerical Optimization, 2nd ed., Sec. 5.2). The line search looks for a point where the slope along the line, f·d, has fallen to a
/// tenth;
/// slopes are exact where energies are already rounding. No coordinate moves by more than 0.1 in a step. There is no time: t is NaN.
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
    private bool _fresh = true;

    public ConjugateGradient(int length)
    {
        _direction = new AlignedBuffer<double>(length);
    }

    public override bool FollowsFlow => false;

    public override bool IsStraight => true;

    public override void Advance(IGradientFlow flow, FlowState before, FlowState after)
    {
        Span<double> d = _direction.Span;
        if (_fresh)
        {
            before.Forces.CopyTo(d);
            _fresh = false;
            _lastStep = 0;
        }

        double slope = VectorMath.Dot(before.Forces, d);
        double alpha = slope > 0 ? Search(flow, before, after, slope) : 0;
        if (alpha == 0)
        {
            before.Forces.CopyTo(d);
            slope = before.MeanSquare * before.Length;
            _lastStep = 0;
            alpha = Search(flow, before, after, slope);
        }

        _lastStep = alpha;
        _lastSlope = slope;

        // β = f1·(f1 − f0)/f0·f0.
        double square = before.MeanSquare * before.Length;
        double next = after.MeanSquare * after.Length;
        double beta = square > 0 ? Math.Max(0, (next - VectorMath.Dot(after.Forces, before.Forces)) / square) : 0;
        VectorMath.AddScaled(after.Forces, beta, d, d);
        after.Steps = before.Steps + 1;
        after.Time = double.NaN;
    }

    public override void Disturbed() => _fresh = true;

    public override void Save(BinaryWriter writer)
    {
        BinaryVectors.Write(writer, _direction.Span);
        writer.Write(_lastStep);
        writer.Write(_lastSlope);
        writer.Write(_fresh);
    }

    public override void Load(BinaryReader reader)
    {
        BinaryVectors.Read(reader, _direction.Span);
        _lastStep = reader.ReadDouble();
        _lastSlope = reader.ReadDouble();
        _fresh = reader.ReadBoolean();
    }

    public override void Dispose()
    {
        _direction.Dispose();
    }

    // Forwards until the slope is small or has turned, then between the last two points by regula falsi (Illinois).
    private double Search(IGradientFlow flow, FlowState before, FlowState after, double slope)
    {
        // As large a fall as in the step before, to first order; the very first moves by a thousandth.
        double largest = VectorMath.LargestMagnitude(_direction.Span);
        double longest = LargestMove / largest;
        double alpha = Math.Min(longest, _lastStep > 0 ? _lastStep * _lastSlope / slope : 1e-3 / largest);
        double low = 0;
        double atLow = slope;
        double high = double.NaN;
        double atHigh = double.NaN;
        int side = 0;
        for (int trial = 0; trial < MostTrials; trial++)
        {
            double at = Evaluate(flow, before, after, alpha);
            if (Math.Abs(at) <= SlopeLeft * slope || (at > 0 && alpha >= longest))
            {
                return alpha;
            }

            if (at > 0)
            {
                (low, atLow) = (alpha, at);
                atHigh *= side == 1 ? 0.5 : 1;
                side = 1;
            }
            else
            {
                // Not finite counts as too far.
                (high, atHigh) = (alpha, double.IsFinite(at) ? at : double.NegativeInfinity);
                atLow *= side == -1 ? 0.5 : 1;
                side = -1;
            }

            alpha = double.IsNaN(high) ? Math.Min(longest, Expansion * alpha) : Between(low, atLow, high, atHigh);
            if (alpha == low || alpha == high)
            {
                break;
            }
        }

        // Rounding: the best point that still leads down, if it leads anywhere.
        _ = Evaluate(flow, before, after, low);
        return low;
    }

    private static double Between(double low, double atLow, double high, double atHigh)
    {
        double root = double.IsFinite(atHigh) ? ((low * atHigh) - (high * atLow)) / (atHigh - atLow) : 0.5 * (low + high);
        return root > low && root < high ? root : 0.5 * (low + high);
    }

    // The slope at a point of the line.
    private double Evaluate(IGradientFlow flow, FlowState before, FlowState after, double alpha)
    {
        VectorMath.AddScaled(before.Positions, alpha, _direction.Span, after.Positions);
        after.Evaluate(flow);
        return double.IsFinite(after.MeanSquare) ? VectorMath.Dot(after.Forces, _direction.Span) : double.NaN;
    }
}
