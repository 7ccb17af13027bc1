// Tests that a quench saves those facts of its last step which the search for dips needs.

using GlassModes.Dynamics;
using GlassModes.Forces;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Quench;

namespace GlassModes.Tests.Quench;

public class LastStepTests
{
    private static readonly PairModel Spheres = HarmonicSpheres.Create();

    [Test]
    public void What_is_saved_says_where_the_step_before_began()
    {
        Configuration start = Liquid.Random(Spheres, 100, HarmonicSpheres.DensityOf(0.73), 3, 0).Configuration;
        using ForceField field = Spheres.CreateForceField(start.Box, start.Species);
        ParticleFlow flow = new(field);
        using QuenchMethod method = QuenchMethod.Create(QuenchMethodKind.RungeKutta32, new QuenchOptions(), Spheres, 300);
        using LastStep step = new(field, flow, 1e-10);
        start.Positions.CopyTo(step.After.Positions);
        step.After.Evaluate(flow);
        step.Restart();
        Assert.That(Findings(step), Is.EqualTo((3 * step.After.MeanSquare, 1.0, false, double.NaN, double.NaN)));
        (double time, double force) = (step.After.Time, 3 * step.After.MeanSquare);
        step.Advance(method);
        Assert.That(
            Findings(step), Is.EqualTo((3 * step.After.MeanSquare, 1.0, true, double.NaN, double.NaN)), "nothing was before the first");
        step.Advance(method);
        (double, double, bool, double, double) expected = (3 * step.After.MeanSquare, 1.0, true, time, force);
        Assert.That(Findings(step), Is.EqualTo(expected));

        // A step that has loaded the findings saves the same findings.
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        step.SaveFindings(writer);
        stream.Position = 0;
        using LastStep restored = new(field, flow, 1e-10);
        using BinaryReader reader = new(stream);
        restored.LoadFindings(reader);
        Assert.That(Findings(restored), Is.EqualTo(expected));
    }

    // Reads what a step saves: the lowest W and its place, whether a step is taken, and t and W at the beginning of the step before.
    private static (double, double, bool, double, double) Findings(LastStep step)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        step.SaveFindings(writer);
        stream.Position = 0;
        using BinaryReader reader = new(stream);
        return (reader.ReadDouble(), reader.ReadDouble(), reader.ReadBoolean(), reader.ReadDouble(), reader.ReadDouble());
    }
}
