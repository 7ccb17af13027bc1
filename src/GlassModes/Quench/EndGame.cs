// Recognises the end of a quench: W falls no further because of rounding, or no contact bears load any more.

using GlassModes.Numerics.Simd;
using GlassModes.Particles;
using GlassModes.Quench.Integrators;

namespace GlassModes.Quench;

/// <summary>Decides whether a quench has ended, because it has stalled or is unjammed, or is only slow.</summary>
internal sealed class EndGame(PeriodicBox box, int count) : IDisposable
{
    // After this many steps without a new least W a quench has stalled, if rounding alone could make the present W.
    private const int PatienceInSteps = 200;

    // After this many steps without a new least W a quench has stalled, whatever rounding makes of W.
    private const int LongPatienceInSteps = 20_000;

    // A least W above this value is never a reason to stop. Rounding of the positions does not limit such a W.
    private const double LargestStalledForce = 1e-16;

    // W counts as rounding up to this multiple of the estimated rounding error of W.
    private const double RoundingMargin = 100;

    // The largest (V/N)/W of a packing in which no contact bears load. (V/N)/W is then 1/(2λ) of the softest decaying mode. A packing
    // that bears load has a larger (V/N)/W at W = UnjammedBelow, unless its density is within some 1e-4 of the jamming density.
    private const double UnjammedRatio = 1e4;
    private const double UnjammedBelow = 1e-12;

    private StiffnessEstimate? _stiffness;
    private double _roundingForce = double.NaN;

    /// <summary>
    /// Whether the quench has stalled: the positions no longer change, or the least W is at most 1e-16 and W has had no new minimum for a
    /// long time. A long time is 20 000 steps, or 200 steps where W is at most 100 times its rounding error 3 (λ_max x 2^−53)², with x the
    /// edge of the box or the largest coordinate, whichever is larger. λ_max is estimated once in a quench, by a few force evaluations.
    /// </summary>
    public bool HasStalled(IGradientFlow flow, FlowState before, FlowState after, RiseMonitor rises)
    {
        if (after.Positions.SequenceEqual(before.Positions))
        {
            return true;
        }

        if (rises.Least > LargestStalledForce || rises.StepsSinceLeast < PatienceInSteps)
        {
            return false;
        }

        if (rises.StepsSinceLeast >= LongPatienceInSteps)
        {
            return true;
        }

        if (double.IsNaN(_roundingForce))
        {
            _stiffness ??= new StiffnessEstimate(after.Length);
            double coordinate = Math.Max(box.Length, VectorMath.LargestMagnitude(after.Positions));
            double force = _stiffness.Measure(flow, after) * coordinate * Math.ScaleB(1, -53);
            _roundingForce = RoundingMargin * 3 * force * force;
        }

        return 3 * after.MeanSquare <= _roundingForce;
    }

    /// <summary>
    /// Whether V vanishes with W, because no contact stores energy: W ≤ 1e-12 and 0 ≤ V/N ≤ 1e4 W. A configuration with V &lt; 0 is never
    /// unjammed.
    /// </summary>
    public bool IsUnjammed(FlowState state)
    {
        double meanSquaredForce = 3 * state.MeanSquare;
        double energy = state.Energy / count;
        return meanSquaredForce <= UnjammedBelow && energy >= 0 && energy <= UnjammedRatio * meanSquaredForce;
    }

    public void Save(BinaryWriter writer) => writer.Write(_roundingForce);

    public void Load(BinaryReader reader) => _roundingForce = reader.ReadDouble();

    public void Dispose() => _stiffness?.Dispose();
}
