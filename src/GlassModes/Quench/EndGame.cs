// The end of a quench: rounding, contacts that are gone.

using GlassModes.Numerics.Simd;
using GlassModes.Particles;
using GlassModes.Quench.Integrators;

namespace GlassModes.Quench;

/// <summary>Tells a quench that has arrived, or can get no further, from one that is slow.</summary>
internal sealed class EndGame(PeriodicBox box, int count) : IDisposable
{
    // Steps without a new least W, at a W that rounding alone could make.
    private const int PatienceInSteps = 200;

    // The same wherever that W might be.
    private const int LongPatienceInSteps = 20_000;

    // W below which it is worth to know what rounding makes of it.
    private const double LookBelow = 1e-16;
    private const double RoundingMargin = 100;

    // V/N over W where no contact bears load: 1/(2λ) of the softest decaying mode. A packing that bears load stays above it at this W
    // unless it is within some 1e-4 of the jamming density.
    private const double UnjammedRatio = 1e4;
    private const double UnjammedBelow = 1e-12;

    private StiffnessEstimate? _stiffness;
    private double _roundingForce = double.NaN;

    /// <summary>
    /// Whether positions no longer change, or W has not found a new minimum for 200 steps although it is no larger than what the
    /// rounding of positions makes it, 3 (λ_max x 2^−53)² within a factor of 100, x the largest coordinate; or for 20 000 steps below W =
    /// 1e-16.
    /// </summary>
    public bool HasStalled(IGradientFlow flow, FlowState before, FlowState after, RiseMonitor rises)
    {
        if (after.Positions.SequenceEqual(before.Positions))
        {
            return true;
        }

        if (rises.Least > LookBelow || rises.StepsSinceLeast < PatienceInSteps)
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

    /// <summary>Whether V vanishes with W: energy is stored in no contact. Potentials that go below zero never are.</summary>
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
