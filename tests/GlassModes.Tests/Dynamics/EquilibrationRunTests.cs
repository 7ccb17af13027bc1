// Tests equilibrations that are stopped and resumed, and stages beyond those of the paper.

using GlassModes.Dynamics;
using GlassModes.Forces;
using GlassModes.Hessians;
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
        using EquilibrationRun run = new(Model, new RandomStart(Particles, KobAndersen.Density, 4), schedule);
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
        using EquilibrationRun fewerSteps = new(Model, new RandomStart(Particles, KobAndersen.Density, 4), shorter);
        using EquilibrationRun fewerParticles = new(
            Model, new RandomStart(200, KobAndersen.Density, 4), Brief.ScheduleFor(Temperature, 1));
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
                () => new EquilibrationRun(Model, new RandomStart(Particles, KobAndersen.Density), schedule),
                Throws.InstanceOf<ArgumentException>());
        }
    }

    [Test]
    public void A_ramp_leads_from_one_temperature_to_the_other_and_can_be_stopped_anywhere()
    {
        EquilibrationSchedule schedule = new(
            3,
            0.005,
            [
                new EquilibrationStage(DynamicsEnsemble.Canonical, 3, 5),
                new EquilibrationStage(DynamicsEnsemble.Canonical, 3, 1.037, Outputs: 10) { EndTemperature = 1 },
                new EquilibrationStage(DynamicsEnsemble.Microcanonical, 1, 1, Outputs: 2),
            ]);
        List<LiquidSample> whole = [];
        using EquilibrationRun once = NewRun();
        while (once.Next() is { } sample)
        {
            whole.Add(sample);
        }

        // The kinetic temperature follows the thermostat with a delay of about 0.5, which is 0.1 here, and fluctuates by 0.05 T.
        Assert.That(whole[4].Temperature, Is.EqualTo(2.1).Within(0.4));
        Assert.That(whole[9].Temperature, Is.EqualTo(1.1).Within(0.3));
        List<LiquidSample> parts = [];
        EquilibrationRun run = NewRun();
        for (int stops = 0; !run.IsFinished; stops++)
        {
            using CancellationTokenSource stop = new();
            stop.CancelAfter(TimeSpan.FromMilliseconds(10 + (stops % 13)));
            try
            {
                while (run.Next(cancellation: stop.Token) is { } sample)
                {
                    parts.Add(sample);
                }
            }
            catch (OperationCanceledException)
            {
                // The run is saved in the middle of a stretch of the ramp.
            }

            run = Reload(run, NewRun());
        }

        run.Dispose();
        AssertSame(parts, [.. whole]);

        EquilibrationRun NewRun() => new(Model, new RandomStart(Particles, KobAndersen.Density, 4), schedule);
    }

    [Test]
    public void A_given_configuration_is_the_start_with_drawn_or_kept_velocities()
    {
        Configuration given = Liquid.Equilibrate(Model, Particles, KobAndersen.Density, Temperature, 1, 4, 0, Brief).Single().Configuration;
        EquilibrationSchedule newton = new(
            Temperature, 0.005, [new EquilibrationStage(DynamicsEnsemble.Microcanonical, Temperature, 0.1, Outputs: 1)]);
        using EquilibrationRun kept = new(Model, new GivenStart(given, KeepVelocities: true), newton);
        using ParticleSystem system = new(given);
        using MolecularDynamics dynamics = new(system, Model, 0.005);
        dynamics.Run(20);
        Configuration expected = system.ToConfiguration(wrapped: true);
        Configuration found = kept.Next()!.Configuration;
        Assert.That(found.Positions.SequenceEqual(expected.Positions), Is.True, "Newton's equations from the file's velocities");
        Assert.That(found.Ids.SequenceEqual(given.Ids), Is.True);

        double[][] drawn = [.. Enumerable.Range(0, 2).Select(chain =>
        {
            using EquilibrationRun run = new(Model, new GivenStart(given, Seed: 9, Chain: chain), newton);
            return run.Next()!.Configuration.Positions.ToArray();
        })];
        Assert.That(drawn[0], Is.Not.EqualTo(drawn[1]), "each chain has velocities of its own");
        Assert.That(drawn[0], Is.Not.EqualTo(expected.Positions.ToArray()));

        Configuration still = new(given.Box, given.Species, given.Positions);
        using EquilibrationRun none = new(Model, new GivenStart(still, KeepVelocities: true), newton);
        Assert.That(() => none.Next(), Throws.InstanceOf<SimulationException>().With.Message.Contains("velocities"));
    }

    [Test]
    public void An_observer_sees_each_frame_once_and_changes_nothing()
    {
        LiquidSample[] expected = [.. Liquid.Equilibrate(Model, Particles, KobAndersen.Density, Temperature, 3, 4, 0, Brief)];
        Recorder once = new();
        using EquilibrationRun whole = NewRun(3, once);
        List<LiquidSample> found = [];
        while (whole.Next() is { } sample)
        {
            found.Add(sample);
        }

        AssertSame(found, expected);
        Assert.That(once.Steps, Is.EqualTo(Enumerable.Range(1, 3440 / 37).Select(k => k * 37L)));

        Recorder recorder = new();
        EquilibrationRun run = NewRun(3, recorder);
        while (!run.IsFinished)
        {
            run.Next(pauseAfter: TimeSpan.Zero);
            recorder = new Recorder();
            run = Reload(run, NewRun(3, recorder));
        }

        run.Dispose();
        Assert.That(recorder.Steps, Is.EqualTo(once.Steps));
        Assert.That(recorder.Energies, Is.EqualTo(once.Energies), "to the bit");
    }

    [Test]
    public void Harmonic_spheres_are_equilibrated_too()
    {
        // Soft spheres at T = 0.01 are a liquid: they overlap by about a tenth of a diameter.
        PairModel spheres = HarmonicSpheres.Create();
        EquilibrationProtocol protocol = new(0.02, 100, 20, 5);
        LiquidSample[] samples = [.. Liquid.Equilibrate(spheres, 500, spheres.DefaultDensity, 0.01, 20, 2, 0, protocol)];
        Assert.That(samples.Average(sample => sample.Temperature), Is.EqualTo(0.01).Within(0.0005));

        // The mean of the squared force is the temperature times the mean curvature. 3 % is three errors of 20 samples.
        double force = 0;
        double curvature = 0;
        foreach (LiquidSample sample in samples)
        {
            using ForceField forces = spheres.CreateForceField(sample.Configuration.Box, sample.Configuration.Species);
            double[] vector = new double[3 * sample.Configuration.Count];
            forces.Compute(sample.Configuration.Positions, vector);
            force += ForceField.MeanSquaredForce(vector);
            curvature += Hessian.Of(sample.Configuration, spheres).Trace / sample.Configuration.Count;
        }

        Assert.That(force / curvature, Is.EqualTo(0.01).Within(0.0005), "configurational temperature");
    }

    [Test]
    public void The_protocol_of_the_cold_liquid_is_that_of_the_paper()
    {
        EquilibrationSchedule schedule = EquilibrationProtocol.PaperLow(100).ScheduleFor(0.45, 100);
        Assert.That(schedule.StartTemperature, Is.EqualTo(2));
        Assert.That(schedule.Stages.Select(stage => (stage.Ensemble, stage.Temperature, stage.Length)), Is.EqualTo(new[]
        {
            (DynamicsEnsemble.Canonical, 2.0, 500.0),
            (DynamicsEnsemble.Canonical, 0.45, 1e5),
            (DynamicsEnsemble.Microcanonical, 0.45, 1000.0),
            (DynamicsEnsemble.Microcanonical, 0.45, 99_000.0),
        }));
        Assert.That(schedule.Outputs, Is.EqualTo(100));
        EquilibrationProtocol cooled = EquilibrationProtocol.PaperHigh with { HotStage = new HotStage(2, 10, 300) };
        EquilibrationStage ramp = cooled.ScheduleFor(0.5, 1).Stages[1];
        Assert.That((ramp.TemperatureAt(0), ramp.TemperatureAt(0.5), ramp.TemperatureAt(1)), Is.EqualTo((2.0, 1.25, 0.5)));
        Assert.That((ramp.HasConstantTemperature, ramp.Length), Is.EqualTo((false, 300.0)));
    }

    private static EquilibrationRun NewRun(int samples, ITrajectoryObserver? observer = null) =>
        new(Model, new RandomStart(Particles, KobAndersen.Density, 4), Brief.ScheduleFor(Temperature, samples), observer: observer);

    private static EquilibrationRun Reload(EquilibrationRun run, int samples) => Reload(run, NewRun(samples));

    // Saves a run, disposes of it and loads the state into a new one.
    private static EquilibrationRun Reload(EquilibrationRun run, EquilibrationRun next)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        run.Save(writer);
        run.Dispose();
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

    private sealed class Recorder : ITrajectoryObserver
    {
        public long StepsBetweenFrames => 37;

        public List<long> Steps { get; } = [];

        public List<double> Energies { get; } = [];

        public void Observe(in TrajectoryFrame frame)
        {
            Steps.Add(frame.Step);
            Energies.Add(frame.PotentialEnergy + frame.Positions[0] + frame.Temperature);
        }

        public void Save(BinaryWriter writer)
        {
            writer.Write(Steps.Count);
            for (int k = 0; k < Steps.Count; k++)
            {
                writer.Write(Steps[k]);
                writer.Write(Energies[k]);
            }
        }

        public void Load(BinaryReader reader)
        {
            for (int remaining = reader.ReadInt32(); remaining > 0; remaining--)
            {
                Steps.Add(reader.ReadInt64());
                Energies.Add(reader.ReadDouble());
            }
        }
    }
}
