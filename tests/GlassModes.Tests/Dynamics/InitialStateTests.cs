// Random starts: reproducible, without overlaps, at the temperature asked for.

using GlassModes.Dynamics;
using GlassModes.Models;
using GlassModes.Particles;

namespace GlassModes.Tests.Dynamics;

public class InitialStateTests
{
    private static readonly PairModel Model = KobAndersen.ForceShifted();

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
    public void A_liquid_depends_on_seed_and_chain_alone_and_its_samples_are_an_interval_apart()
    {
        EquilibrationProtocol brief = new(0.005, 4, 1, 0.5);
        LiquidSample[] Samples(ulong seed, int chain) =>
            [.. Liquid.Equilibrate(Model, 500, KobAndersen.Density, 2.0, 3, seed, chain, brief)];
        LiquidSample[] first = Samples(4, 1);
        LiquidSample[] again = Samples(4, 1);
        LiquidSample[] other = Samples(4, 2);
        Assert.That(first, Has.Length.EqualTo(3));
        for (int k = 0; k < 3; k++)
        {
            Assert.That(again[k].Configuration.Positions.ToArray(), Is.EqualTo(first[k].Configuration.Positions.ToArray()));
            Assert.That(other[k].Configuration.Positions.ToArray(), Is.Not.EqualTo(first[k].Configuration.Positions.ToArray()));
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
}
