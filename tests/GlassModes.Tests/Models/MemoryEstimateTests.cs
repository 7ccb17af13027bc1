// Compares estimates of memory with processes that do the work, at two sizes each, and tests refusals before work begins.

using System.Text.RegularExpressions;
using GlassModes.Hessians;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Numerics.Memory;
using GlassModes.Samples;
using GlassModes.Tests.Native;

namespace GlassModes.Tests.Models;

[NonParallelizable]
public sealed partial class MemoryEstimateTests
{
    private static readonly PairModel s_model = KobAndersen.ForceShifted();

    [TestCase("dynamics", 13_824, 46_656)]
    [TestCase("quench", 13_824, 46_656)]
    [TestCase("minimum", 13_824, 46_656)]
    [TestCase("hessian", 13_824, 46_656)]
    [TestCase("davidson", 4096, 13_824)]
    public void Estimates_are_those_of_a_process(string work, int small, int large)
    {
        long measured = PeakOf(work, large) - PeakOf(work, small);
        long estimated = Estimate(work, large) - Estimate(work, small);
        TestContext.Out.WriteLine($"{work}: measured {measured / (large - small)} B a particle, estimated {estimated / (large - small)}");
        Assert.That(estimated, Is.GreaterThan(0.8 * measured).And.LessThan(1.4 * measured));
    }

    [Test]
    public void Sizes_that_cannot_fit_are_refused_with_N_and_both_numbers()
    {
        const int particles = 200_000_000;
        string available = MemorySize.Describe(MemoryBudget.Available);
        LiquidPlan plan = new(s_model, particles, KobAndersen.Density, 2, 4, Chains: 4);
        Assert.That(
            () => plan.RequireFits(),
            Throws.InstanceOf<InsufficientMemoryException>()
                .With.Message.Contains($"N = {particles}").And.Message.Match(@"needs \d+ [GT]B").And.Message.Contains(available));
        Assert.That(
            () => LiquidPreparation.Run(plan, 2, (_, _) => Assert.Fail("Nothing is prepared.")),
            Throws.InstanceOf<InsufficientMemoryException>().With.Message.Contains($"N = {particles}"));
        long mostOfIt = MemoryBudget.Available / 3 * 2;
        Assert.That(() => MemoryEstimate.Ensure(mostOfIt, 1000, "this"), Throws.Nothing);
        Assert.That(
            () => MemoryEstimate.Ensure(mostOfIt, 1000, "this", atOnce: 2),
            Throws.InstanceOf<InsufficientMemoryException>().With.Message.Contains("2 at once").And.Message.Contains("fewer threads"));
        Assert.That(
            () => MemoryEstimate.Ensure(1, int.MaxValue, "this"),
            Throws.InstanceOf<InputException>().With.Message.Contains("715827"));
    }

    [Test]
    public void All_modes_of_too_many_particles_are_refused_before_the_matrix_is_made()
    {
        // 216 N² bytes are more than the memory. The Hessian itself is small, because few particles interact.
        int particles = (int)Math.Sqrt(MemoryBudget.Available / 216.0 * 1.1);
        Random random = new(1);
        double[] positions = [.. Enumerable.Range(0, 3 * particles).Select(_ => 40 * random.NextDouble())];
        Hessian hessian = Hessian.Of(
            new GlassModes.Particles.Configuration(new GlassModes.Particles.PeriodicBox(40), new byte[particles], positions),
            HarmonicSpheres.Create());
        Assert.That(
            () => hessian.AllModes(),
            Throws.InstanceOf<InsufficientMemoryException>()
                .With.Message.Contains($"N = {particles}").And.Message.Contains(MemorySize.Describe(MemoryBudget.Available)));
    }

    private static long Estimate(string work, int particles) => work switch
    {
        "dynamics" => MemoryEstimate.Dynamics(s_model, particles, KobAndersen.Density),
        "quench" => MemoryEstimate.Quench(s_model, particles, KobAndersen.Density, endsAtMinimum: false, hasModes: false),
        "minimum" => MemoryEstimate.Quench(s_model, particles, KobAndersen.Density, endsAtMinimum: true, hasModes: false),
        "davidson" => MemoryEstimate.Davidson(particles, 33.0 * particles, 8),
        _ => MemoryEstimate.Hessian(s_model, particles, KobAndersen.Density),
    };

    private static long PeakOf(string work, int particles)
    {
        ChildResult result = Child.Start("dotnet", [typeof(Child).Assembly.Location, work, $"{particles}"]);
        Match peak = Peak().Match(result.Output);
        Assert.That(peak.Success, result.Output);
        return long.Parse(peak.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"peak (\d+)")]
    private static partial Regex Peak();
}
