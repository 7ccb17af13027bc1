// Follows the flow dr/dt = f in steps of one fixed length.

using GlassModes.Quench.Integrators;

namespace GlassModes.Quench;

/// <summary>A quench method that follows the flow by an integrator with a fixed step Δt. t is the number of steps times Δt.</summary>
internal sealed class FixedStepFlow(IFlowIntegrator integrator, double timestep) : QuenchMethod
{
    public override bool FollowsFlow => true;

    public override bool IsStraight => integrator.IsStraight;

    public override void Advance(IGradientFlow flow, FlowState before, FlowState after)
    {
        _ = integrator.Attempt(flow, before, timestep, after);
        after.Steps = before.Steps + 1;
        after.Time = after.Steps * timestep;
    }

    public override void Disturbed()
    {
    }

    public override void Save(BinaryWriter writer) => integrator.Save(writer);

    public override void Load(BinaryReader reader) => integrator.Load(reader);

    public override void Dispose() => integrator.Dispose();
}
