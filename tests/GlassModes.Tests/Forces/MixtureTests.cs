// Tests mixtures of one to twelve species. In a mixture of up to eight species, neighbours of two species can share a register.

using GlassModes.Forces;
using GlassModes.Models;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Numerics.Simd;
using GlassModes.Particles;
using GlassModes.Potentials;

namespace GlassModes.Tests.Forces;

public class MixtureTests
{
    [Test]
    public void Every_width_agrees_with_the_scalar_kernel(
        [Values(1, 2, 3, 5, 8, 9, 12)] int species,
        [Values(SimdWidth.Vector128, SimdWidth.Vector256, SimdWidth.Vector512)] SimdWidth width)
    {
        PairModel model = Mixture(species);
        Configuration gas = Gas(model, 1200);
        double[] expected = Forces(model, gas, SimdWidth.Scalar, out ForceSummary scalar);
        double[] found = Forces(model, gas, width, out ForceSummary summary);
        double scale = expected.Max(Math.Abs);
        Assert.That(found, Is.EqualTo(expected).Within(1e-13 * scale));
        Assert.That(summary.PotentialEnergy, Is.EqualTo(scalar.PotentialEnergy).Within(1e-13 * Math.Abs(scalar.PotentialEnergy)));
        Assert.That(summary.Virial, Is.EqualTo(scalar.Virial).Within(1e-13 * Math.Abs(scalar.Virial)));
    }

    [Test]
    public void Forces_alone_are_those_that_come_with_the_energy([Values] SimdWidth width)
    {
        PairModel model = Mixture(3);
        Configuration gas = Gas(model, 1200);
        double[] expected = Forces(model, gas, width, out _);
        using ForceField field = model.CreateForceField(gas.Box, gas.Species, width: width);
        double[] found = new double[expected.Length];
        field.ComputeForces(gas.Positions, found);
        Assert.That(found, Is.EqualTo(expected));
    }

    // A mixture of harmonic spheres with additive diameters. Every species has its own size.
    private static PairModel<Harmonic> Mixture(int species)
    {
        double[] diameters = [.. Enumerable.Range(0, species).Select(s => 0.8 + (0.05 * s))];
        return new PairModel<Harmonic>(
            "test",
            [.. diameters.Select(_ => 1.0 / species)],
            1.2,
            [.. diameters.SelectMany(a => diameters.Select(b => new Harmonic(1 + (a * b), a + b)))]);
    }

    private static Configuration Gas(PairModel model, int particles)
    {
        PeriodicBox box = PeriodicBox.ForDensity(particles, 1.2);
        Philox random = new(21, 0);
        double[] positions = [.. Enumerable.Range(0, 3 * particles).Select(_ => box.Length * random.NextUniform())];
        byte[] species = [.. Enumerable.Range(0, particles).Select(_ => (byte)(model.SpeciesCount * random.NextUniform()))];
        return new Configuration(box, species, positions);
    }

    private static double[] Forces(PairModel model, Configuration gas, SimdWidth width, out ForceSummary summary)
    {
        using ForceField field = model.CreateForceField(gas.Box, gas.Species, width: width);
        double[] forces = new double[3 * gas.Count];
        summary = field.Compute(gas.Positions, forces);
        return forces;
    }
}
