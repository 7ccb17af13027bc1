// Tests random starts: they are reproducible, have no overlaps, and have the wanted temperature.

using GlassModes.Dynamics;
using GlassModes.Models;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Tests.Dynamics;

public class InitialStateTests
{
    private static readonly PairModel Model = KobAndersen.ForceShifted();

    [Test]
    public void Pushing_apart_reports_each_step_and_has_the_same_bits_on_two_threads()
    {
        double[][] positions = new double[2][];
        List<WorkProgress> reports = [];
        for (int threads = 1; threads <= 2; threads++)
        {
            using ThreadTeam team = new(threads);
            using ParticleSystem system = InitialState.Random(Model, 5000, KobAndersen.Density, 3, 0);
            InitialState.RemoveOverlaps(system, Model, team, new DirectProgress(reports.Add));
            positions[threads - 1] = system.Positions.ToArray();
        }

        Assert.That(positions[1], Is.EqualTo(positions[0]));
        Assert.That(reports, Has.Count.GreaterThan(10));
        Assert.That(reports[0].Activity, Does.Contain("step 1"));
        Assert.That(reports.Select(report => report.Fraction), Is.All.NaN);
    }

    [Test]
    public void The_same_seed_and_sample_give_the_same_bits_and_others_do_not()
    {
        double[] Positions(ulong seed, ulong sample)
        {
            using ParticleSystem system = InitialState.Random(Model, 200, 1.2, seed, sample);
            return system.Positions.ToArray();
        }

        double[] first = Positions(1, 0);
        Assert.That(Positions(1, 0), Is.EqualTo(first));
        Assert.That(Positions(2, 0), Is.Not.EqualTo(first));
        Assert.That(Positions(1, 1), Is.Not.EqualTo(first));
    }

    [TestCase(1000, 800, 200)]
    [TestCase(2000, 1600, 400)]
    [TestCase(11, 9, 2)]
    public void A_Kob_Andersen_liquid_has_80_per_cent_A(int particles, int a, int b)
    {
        byte[] species = Model.AssignSpecies(particles);
        Assert.That(species.Count(s => s == 0), Is.EqualTo(a));
        Assert.That(species.Count(s => s == 1), Is.EqualTo(b));
    }

    [Test]
    public void Pushing_leaves_no_overlap_that_dynamics_cannot_take()
    {
        using ParticleSystem system = InitialState.Random(Model, 1000, KobAndersen.Density, 9, 3);
        InitialState.RemoveOverlaps(system, Model);
        double nearest = double.MaxValue;
        for (int i = 0; i < system.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double square = 0;
                for (int axis = 0; axis < 3; axis++)
                {
                    double d = system.Box.MinimumImage(system.Positions[(3 * i) + axis] - system.Positions[(3 * j) + axis]);
                    square += d * d;
                }

                double sigma = (system.Species[i], system.Species[j]) switch { (0, 0) => 1.0, (1, 1) => 0.88, _ => 0.8 };
                nearest = Math.Min(nearest, Math.Sqrt(square) / sigma);
            }
        }

        Assert.That(nearest, Is.GreaterThan(0.75));
        using MolecularDynamics dynamics = new(system, Model, 0.005);
        Assert.That(dynamics.PotentialEnergy / system.Count, Is.LessThan(5));
    }

    [Test]
    public void Velocities_have_the_temperature_exactly_and_no_momentum()
    {
        using ParticleSystem system = InitialState.Random(Model, 500, KobAndersen.Density, 1, 0);
        InitialState.DrawVelocities(system, 2.0, 7, 0);
        double squares = 0;
        foreach (double v in system.Velocities)
        {
            squares += v * v;
        }

        Assert.That(squares / ((3 * 500) - 3), Is.EqualTo(2).Within(1e-12));
        Assert.That(system.Temperature, Is.EqualTo(2).Within(1e-12));
        for (int axis = 0; axis < 3; axis++)
        {
            double sum = 0;
            for (int k = axis; k < system.Velocities.Length; k += 3)
            {
                sum += system.Velocities[k];
            }

            Assert.That(sum, Is.EqualTo(0).Within(1e-11));
        }
    }

    [Test]
    public void Velocities_know_nothing_of_positions_nor_of_other_samples()
    {
        // If two streams of random numbers were the same, numbers that are drawn in the same way would be fully correlated.
        double[] Velocities(ulong sample)
        {
            using ParticleSystem system = InitialState.Random(Model, 2000, KobAndersen.Density, 3, sample);
            InitialState.DrawVelocities(system, 1, 3, sample);
            return system.Velocities.ToArray();
        }

        double[] FromPositions(ulong sample)
        {
            using ParticleSystem system = InitialState.Random(Model, 2000, KobAndersen.Density, 3, sample);
            double[] u = [.. system.Positions.ToArray().Select(x => x / system.Box.Length)];
            return [.. Enumerable.Range(0, u.Length).Select(k =>
                Math.Sqrt(-2 * Math.Log(u[k & ~1])) * (k % 2 == 0 ? Math.Cos(2 * Math.PI * u[k | 1]) : Math.Sin(2 * Math.PI * u[k | 1])))];
        }

        double[][] draws = [Velocities(0), Velocities(1), FromPositions(0), FromPositions(1)];
        for (int a = 0; a < draws.Length; a++)
        {
            for (int b = 0; b < a; b++)
            {
                double correlation = draws[a].Zip(draws[b], (x, y) => x * y).Sum() / draws[a].Length;
                Assert.That(correlation, Is.EqualTo(0).Within(5 / Math.Sqrt(draws[a].Length)), $"{a} and {b}");
            }
        }
    }

    [Test]
    public void Overlaps_that_cannot_go_away_are_told()
    {
        using ParticleSystem dense = InitialState.Random(Model, 300, 4, 1, 0);
        Assert.That(
            () => InitialState.RemoveOverlaps(dense, KobAndersen.ForceShifted(1.2)),
            Throws.InstanceOf<SimulationException>().With.Message.Contains("density is too high"));
    }

    [Test]
    public void Samples_are_an_interval_of_Newtonian_dynamics_apart()
    {
        EquilibrationProtocol brief = new(0.005, 2, 1, 0.5);
        List<WorkProgress> reports = [];
        LiquidSample[] samples =
            [.. Liquid.Equilibrate(Model, 500, KobAndersen.Density, 2.0, 3, 4, 1, brief, new DirectProgress(reports.Add))];

        // Before the dynamics, while the random start is made, the share is not known.
        WorkProgress[] steps = [.. reports.SkipWhile(report => double.IsNaN(report.Fraction))];
        Assert.That(reports[0].Activity, Is.EqualTo("random start"));
        Assert.That(
            steps.Select(report => report.Fraction), Is.EqualTo(new[] { 0, 1, 2, 3, 3.5, 4 }.Select(time => time / 4)).Within(1e-12));
        Assert.That(steps.Select(report => report.Activity[..3]), Is.EqualTo(new[] { "NVT", "NVT", "NVT", "NVE", "NVE", "NVE" }));
        for (int k = 1; k < 3; k++)
        {
            using ParticleSystem system = new(samples[k - 1].Configuration);
            using MolecularDynamics dynamics = new(system, Model, 0.005);
            Assert.That(dynamics.PotentialEnergy / 500, Is.EqualTo(samples[k - 1].PotentialEnergyPerParticle).Within(1e-11));
            Assert.That(dynamics.Pressure, Is.EqualTo(samples[k - 1].Pressure).Within(1e-9));
            dynamics.Run(100);
            Configuration next = samples[k].Configuration;
            for (int c = 0; c < next.Positions.Length; c++)
            {
                double apart = system.Box.MinimumImage(system.Positions[c] - next.Positions[c]);
                Assert.That(apart, Is.EqualTo(0).Within(1e-7));
            }
        }
    }

    [Test]
    public void The_energy_of_the_Newtonian_run_is_the_mean_of_the_canonical_one()
    {
        // The test makes the same 4000 steps in pieces of 500. NVE is given the mean of the total energies after the last four pieces.
        using ParticleSystem system = InitialState.Random(Model, 500, KobAndersen.Density, seed: 4, sample: 1);
        InitialState.RemoveOverlaps(system, Model);
        InitialState.DrawVelocities(system, 2.0, seed: 4, sample: 1);
        using MolecularDynamics dynamics = new(system, Model, 0.005) { Thermostat = new NoseHooverChain(2.0, system.DegreesOfFreedom) };
        double[] energies = new double[8];
        for (int k = 0; k < energies.Length; k++)
        {
            dynamics.Run(500);
            energies[k] = (system.KineticEnergy + dynamics.PotentialEnergy) / 500;
        }

        double expected = energies[4..].Average();
        Assert.That(Math.Abs(energies[^1] - expected), Is.GreaterThan(0.02), "the last energy differs from the mean");

        LiquidSample sample = Liquid.Equilibrate(
            Model, 500, KobAndersen.Density, 2.0, 1, 4, 1, new EquilibrationProtocol(0.005, 20, 0.005, 0.005)).Single();
        double kinetic = 0.5 * sample.Temperature * ((3 * 500) - 3) / 500;
        Assert.That(sample.PotentialEnergyPerParticle + kinetic, Is.EqualTo(expected).Within(5e-3));
    }

    [Test]
    public void Preparations_without_meaning_are_refused()
    {
        Assert.That(() => Liquid.Equilibrate(Model, 500, 1.2, 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Liquid.Equilibrate(Model, 500, 1.2, 1, samples: 0), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Liquid.Equilibrate(Model, 500, 1.2, 1, chain: -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => new EquilibrationProtocol(0).StepsIn(1), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(new EquilibrationProtocol(0.1).StepsIn(0.3), Is.EqualTo(3), "0.3/0.1 is below 3 by rounding");
    }

    [Test]
    public void A_liquid_depends_on_seed_and_chain_alone_and_its_samples_are_an_interval_apart()
    {
        EquilibrationProtocol brief = new(0.005, 4, 1, 0.5);
        LiquidSample[] Samples(ulong seed, int chain) =>
            [.. Liquid.Equilibrate(Model, 500, KobAndersen.Density, 2.0, 3, seed, chain, brief)];
        double[] Start(int chain) => Liquid.Equilibrate(
            Model,
            500,
            KobAndersen.Density,
            2.0,
            1,
            4,
            chain,
            new EquilibrationProtocol(0.005, 0, 0)).Single().Configuration.Positions.ToArray();
        Assert.That(Start(1), Is.Not.EqualTo(Start(2)), "chains differ from the start on");
        LiquidSample[] first = Samples(4, 1);
        LiquidSample[] repeated = Samples(4, 1);
        LiquidSample[] secondChain = Samples(4, 2);
        Assert.That(first, Has.Length.EqualTo(3));
        for (int k = 0; k < 3; k++)
        {
            Assert.That(repeated[k].Configuration.Positions.ToArray(), Is.EqualTo(first[k].Configuration.Positions.ToArray()));
            Assert.That(secondChain[k].Configuration.Positions.ToArray(), Is.Not.EqualTo(first[k].Configuration.Positions.ToArray()));
            Assert.That(first[k].Configuration.Positions.ToArray(), Is.All.InRange(0, first[k].Configuration.Box.Length));
            Assert.That(first[k].Temperature, Is.EqualTo(2).Within(0.5));
        }
    }

    [Test]
    public void Harmonic_starts_are_uniform_and_at_the_packing_fraction()
    {
        LiquidSample start = Liquid.Random(HarmonicSpheres.Create(), 2000, HarmonicSpheres.DensityOf(0.73), 1, 0);
        double volumeOfSpheres = start.Configuration.Count * Math.PI / 6;
        Assert.That(volumeOfSpheres / start.Configuration.Box.Volume, Is.EqualTo(0.73).Within(1e-12));

        // Uncorrelated positions: V/N = (ρ/2) ∫ v dV = (ρ/2) 4π ∫ ½(1 − r)² r² dr = πρ/30.
        double expected = Math.PI * start.Configuration.NumberDensity / 30;
        Assert.That(start.PotentialEnergyPerParticle, Is.EqualTo(expected).Within(0.03 * expected));
    }

    private sealed class DirectProgress(Action<WorkProgress> report) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => report(value);
    }
}
