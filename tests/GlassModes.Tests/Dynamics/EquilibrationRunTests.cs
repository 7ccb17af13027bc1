// Tests equilibrations that are stopped and resumed, and stages beyond those of the paper.

using GlassModes.Dynamics;
using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Particles;

namespace GlassModes.Tests.Dynamics;

public sealed class EquilibrationRunTests
{
    private const int Particles = 300;
    private const double Temperature = 2;
    private static readonly PairModel Model = KobAndersen.ForceShifted();

    // The NVT run is longer than two samples of the energy, and its half is no multiple of 500 steps.
    private static readonly EquilibrationProtocol Brief = new(0.005, 11.5, 3.1, 1.3);

    [Test]
    public void Liquids_have_the_bits_of_plain_dynamics()
    {
        LiquidSample[] found = [.. Liquid.Equilibrate(Model, Particles, KobAndersen.Density, Temperature, 3, 4, 1, Brief)];
        LiquidSample[] expected = [.. PlainDynamics(4, 1, 3)];
        AssertSame(found, expected);
    }

    [Test]
    public void A_run_stopped_anywhere_is_the_same_to_the_bit()
    {
        LiquidSample[] whole = [.. Liquid.Equilibrate(Model, Particles, KobAndersen.Density, Temperature, 3, 4, 0, Brief)];
        List<LiquidSample> parts = [];
        EquilibrationRun run = NewRun(3);
        int stops = 0;
        while (!run.IsFinished)
        {
            // Some calls are cancelled in the middle of a stretch of steps, others pause after one stretch.
            using CancellationTokenSource stop = new();
            if (stops % 2 == 1)
            {
                stop.CancelAfter(TimeSpan.FromMilliseconds(stops % 7));
            }

            try
            {
                if (run.Next(pauseAfter: TimeSpan.Zero, cancellation: stop.Token) is { } sample)
                {
                    parts.Add(sample);
                }
            }
            catch (OperationCanceledException)
            {
                // The run is saved where it was stopped.
            }

            run = Reload(run, 3);
            stops++;
        }

        Assert.That(stops, Is.GreaterThan(9));
        Assert.That((run.Outputs, run.Steps), Is.EqualTo((3, 3440)));
        run.Dispose();
        AssertSame(parts, whole);
    }

    [TestCase(1, 3)]
    [TestCase(2, 3)]
    [TestCase(2, 2)]
    public void A_finished_run_goes_on_with_further_samples(int first, int all)
    {
        LiquidSample[] whole = [.. Liquid.Equilibrate(Model, Particles, KobAndersen.Density, Temperature, all, 4, 0, Brief)];
        List<LiquidSample> found = [];
        EquilibrationRun run = NewRun(first);
        Collect();
        Assert.That(run.Next(), Is.Null, "finished");
        run = Reload(run, all);
        Collect();
        run.Dispose();
        AssertSame(found, whole);

        void Collect()
        {
            while (run.Next() is { } sample)
            {
                found.Add(sample);
            }
        }
    }

    [Test]
    public void A_cancelled_call_before_the_first_step_loses_nothing()
    {
        using EquilibrationRun run = NewRun(1);
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.That(() => run.Next(cancellation: stop.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That((run.Steps, run.IsFinished), Is.EqualTo((0L, false)));
        using EquilibrationRun resumed = Reload(run, 1);
        LiquidSample expected = Liquid.Equilibrate(Model, Particles, KobAndersen.Density, Temperature, 1, 4, 0, Brief).Single();
        AssertSame([resumed.Next()!], [expected]);
    }

    [Test]
    public void Stages_of_constant_temperature_give_configurations_too()
    {
        // The liquid is heated. Each stage gives configurations of its temperature in the mean.
        EquilibrationSchedule schedule = new(
            1,
            0.005,
            [
                new EquilibrationStage(DynamicsEnsemble.Canonical, 1, 5),
                new EquilibrationStage(DynamicsEnsemble.Canonical, 1, 0.5, Outputs: 20),
                new EquilibrationStage(DynamicsEnsemble.Canonical, 4, 5),
                new EquilibrationStage(DynamicsEnsemble.Canonical, 4, 0.5, Outputs: 20),
            ]);
        using EquilibrationRun run = new(Model, Particles, KobAndersen.Density, schedule, 4);
        List<double> temperatures = [];
        while (run.Next() is { } sample)
        {
            temperatures.Add(sample.Temperature);
        }

        // The kinetic temperature of 300 particles fluctuates by 5 %, its mean over 20 configurations by 1 to 2 %.
        Assert.That(temperatures, Has.Count.EqualTo(40));
        Assert.That(temperatures[..20].Average(), Is.EqualTo(1).Within(0.1));
        Assert.That(temperatures[20..].Average(), Is.EqualTo(4).Within(0.4));
        Assert.That(run.Steps, Is.EqualTo((long)Math.Round(schedule.Length / schedule.Timestep)));
    }

    [Test]
    public void The_state_of_another_run_is_refused()
    {
        using EquilibrationRun run = NewRun(1);
        run.Next();
        using MemoryStream stream = new();
        run.Save(new BinaryWriter(stream));
        EquilibrationSchedule shorter = new EquilibrationProtocol(0.005, 11.5, 1, 1).ScheduleFor(Temperature, 1);
        using EquilibrationRun fewerSteps = new(Model, Particles, KobAndersen.Density, shorter, 4);
        using EquilibrationRun fewerParticles = new(Model, 200, KobAndersen.Density, Brief.ScheduleFor(Temperature, 1), 4);
        foreach (EquilibrationRun other in new[] { fewerSteps, fewerParticles })
        {
            stream.Position = 0;
            Assert.That(() => other.Load(new BinaryReader(stream)), Throws.InstanceOf<InvalidDataException>());
        }

        byte[] cut = stream.ToArray()[..^1];
        using EquilibrationRun same = NewRun(1);
        Assert.That(() => same.Load(new BinaryReader(new MemoryStream(cut))), Throws.InstanceOf<EndOfStreamException>());
    }

    [Test]
    public void Schedules_without_meaning_are_refused()
    {
        EquilibrationStage stage = new(DynamicsEnsemble.Canonical, 1, 1);
        EquilibrationSchedule[] wrong =
        [
            new(0, 0.005, [stage]), new(1, 0, [stage]), new(1, 0.005, [stage with { Temperature = 0 }]),
            new(1, 0.005, [stage with { Interval = -1 }]), new(1, 0.005, [stage with { Outputs = -1 }]), new(1, 0.005, []),
        ];
        foreach (EquilibrationSchedule schedule in wrong)
        {
            Assert.That(
                () => new EquilibrationRun(Model, Particles, KobAndersen.Density, schedule), Throws.InstanceOf<ArgumentException>());
        }
    }

    private static EquilibrationRun NewRun(int samples) =>
        new(Model, Particles, KobAndersen.Density, Brief.ScheduleFor(Temperature, samples), seed: 4, chain: 0);

    // Saves a run, disposes of it and loads the state into a new one.
    private static EquilibrationRun Reload(EquilibrationRun run, int samples)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        run.Save(writer);
        run.Dispose();
        EquilibrationRun next = NewRun(samples);
        stream.Position = 0;
        using BinaryReader reader = new(stream);
        next.Load(reader);
        Assert.That(stream.Position, Is.EqualTo(stream.Length));
        return next;
    }

    // The steps of an equilibration, written down once more: the second half of NVT is sampled every 500 steps, and NVE has its mean
    // energy.
    private static IEnumerable<LiquidSample> PlainDynamics(ulong seed, int chain, int samples)
    {
        using ParticleSystem system = InitialState.Random(Model, Particles, KobAndersen.Density, seed, (ulong)chain);
        InitialState.RemoveOverlaps(system, Model);
        InitialState.DrawVelocities(system, Temperature, seed, (ulong)chain);
        using MolecularDynamics dynamics = new(system, Model, Brief.Timestep);
        dynamics.Thermostat = new NoseHooverChain(Temperature, system.DegreesOfFreedom);
        long steps = Brief.StepsIn(Brief.CanonicalTime);
        List<double> energies = [];
        dynamics.Run(steps / 2);
        for (long left = steps - (steps / 2); left > 0; left -= 500)
        {
            dynamics.Run(Math.Min(left, 500));
            energies.Add(system.KineticEnergy + dynamics.PotentialEnergy);
        }

        dynamics.Thermostat = null;
        double sum = 0;
        energies.ForEach(energy => sum += energy);
        double kinetic = (sum / energies.Count) - dynamics.PotentialEnergy;
        VectorMath.Scale(Math.Sqrt(kinetic / system.KineticEnergy), system.Velocities);
        for (int sample = 0; sample < samples; sample++)
        {
            dynamics.Run(Brief.StepsIn(sample == 0 ? Brief.MicrocanonicalTime : Brief.Interval));
            yield return new LiquidSample(
                system.ToConfiguration(wrapped: true), dynamics.PotentialEnergy / Particles, system.Temperature, dynamics.Pressure);
        }
    }

    private static void AssertSame(IReadOnlyList<LiquidSample> found, LiquidSample[] expected)
    {
        Assert.That(found, Has.Count.EqualTo(expected.Length));
        foreach ((LiquidSample a, LiquidSample b) in found.Zip(expected))
        {
            Assert.That(
                (a.PotentialEnergyPerParticle, a.Temperature, a.Pressure),
                Is.EqualTo((b.PotentialEnergyPerParticle, b.Temperature, b.Pressure)));
            Assert.That(a.Configuration.Positions.SequenceEqual(b.Configuration.Positions), Is.True, "positions to the bit");
            Assert.That(a.Configuration.Velocities.SequenceEqual(b.Configuration.Velocities), Is.True, "velocities to the bit");
        }
    }
}
