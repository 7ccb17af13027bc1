// Follows the flow dr/dt = f in steps whose length the error estimate decides.

using GlassModes.Dynamics;
using GlassModes.Numerics.Simd;
using GlassModes.Quench.Integrators;

namespace GlassModes.Quench;

/// <summary>A quench method that follows the flow by an integrator. A <see cref="StepController"/> chooses the steps.</summary>
internal sealed class AdaptiveFlow : QuenchMethod
{
    private const int MostRefusals = 60;

    // The first step is this fraction of |f|/|df/dt|, the time in which the force changes by as much as its own size.
    private const double FirstStep = 0.1;

    // df/dt is measured by a displacement along the force. The coordinate that moves most moves by this length.
    private const double Displacement = 1e-6;

    private readonly IFlowIntegrator _integrator;
    private readonly StepController _controller;

    // Rounding error of the largest coordinate. The error is measured once, because positions move little in a quench. The length of the
    // box would not do, because positions may lie outside the box.
    private double _rounding;

    public AdaptiveFlow(IFlowIntegrator integrator, double tolerance)
    {
        _integrator = integrator;
        _controller = new StepController(tolerance, integrator.EstimateOrder);
    }

    public override bool FollowsFlow => true;

    public override bool IsStraight => _integrator.IsStraight;

    public override void Advance(IGradientFlow flow, FlowState before, FlowState after)
    {
        if (_controller.Step == 0)
        {
            _controller.Step = ChooseFirstStep(flow, before, after);
            _rounding = Math.Max(VectorMath.LargestMagnitude(before.Positions), 1) * Math.ScaleB(1, -53);
        }

        double force = Math.Sqrt(before.MeanSquare);
        while (true)
        {
            _controller.Step = Math.Min(_controller.Step, _integrator.LongestStep);
            double step = _controller.Step;
            double error = _integrator.Attempt(flow, before, step, after);
            if (_controller.Accept(double.IsFinite(after.MeanSquare + after.Energy) ? error : double.NaN, force, _rounding))
            {
                after.Steps = before.Steps + 1;
                after.Time = before.Time + step;
                return;
            }

            if (_controller.Refusals > MostRefusals)
            {
                throw new SimulationException(
                    $"No step succeeds at t = {before.Time:g6}, W = {3 * before.MeanSquare:g6}: {MostRefusals} attempts down to "
                    + $"Δt = {step:g3} did not meet the tolerance; use a larger one.");
            }
        }
    }

    public override void Disturbed() => _controller.Forget();

    public override void Save(BinaryWriter writer)
    {
        _controller.Save(writer);
        writer.Write(_rounding);
        _integrator.Save(writer);
    }

    public override void Load(BinaryReader reader)
    {
        _controller.Load(reader);
        _rounding = reader.ReadDouble();
        _integrator.Load(reader);
    }

    public override void Dispose() => _integrator.Dispose();

    // FirstStep times |f|/|df/dt| along the flow. df/dt is a difference of forces.
    private static double ChooseFirstStep(IGradientFlow flow, FlowState before, FlowState scratch)
    {
        double largestForce = VectorMath.LargestMagnitude(before.Forces);
        if (largestForce == 0)
        {
            return FirstStep;
        }

        double delta = Displacement / largestForce;
        VectorMath.AddScaled(before.Positions, delta, before.Forces, scratch.Positions);
        flow.EvaluateForces(scratch.Positions, scratch.Forces);
        VectorMath.AddScaled(scratch.Forces, -1, before.Forces, scratch.Forces);
        double change = Math.Sqrt(VectorMath.Dot(scratch.Forces, scratch.Forces) / before.Length);
        return change > 0 && double.IsFinite(change) ? FirstStep * delta * Math.Sqrt(before.MeanSquare) / change : delta;
    }
}
