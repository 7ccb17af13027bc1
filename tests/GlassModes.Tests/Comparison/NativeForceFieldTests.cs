// Compares the C++ force field with the managed one on the reference configurations.

using GlassModes.Comparison;
using GlassModes.Forces;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Numerics.Simd;
using GlassModes.Particles;

namespace GlassModes.Tests.Comparison;

public class NativeForceFieldTests
{
    private static readonly SimdWidth[] Widths = [SimdWidth.Vector128, SimdWidth.Vector256, SimdWidth.Vector512];

    [Test]
    public void Forces_energy_and_virial_are_those_of_the_managed_kernels(
        [Values("kalj_N1000_T2.dump", "kalj_N1000_W-3.dump", "kalj_N8000_T2.dump.gz", "harmonic_N2000_W-2.dump")] string file,
        [ValueSource(nameof(Widths))] SimdWidth width)
    {
        Configuration configuration = ConfigurationFile.Read(TestData.Reference(file));
        bool soft = file.StartsWith("harmonic", StringComparison.Ordinal);
        PairModel model = soft ? HarmonicSpheres.Create() : KobAndersen.ForceShifted();
        using NativeForceField native = soft
            ? NativeForceField.OfHarmonicSpheres(configuration.Box, configuration.Species, maximumWidth: width)
            : NativeForceField.OfKobAndersen(configuration.Box, configuration.Species, maximumWidth: width);
        RequireWidth(native.Width, width);

        double[] forces = new double[3 * configuration.Count];
        double[] forcesAlone = new double[forces.Length];
        ForceSummary found = native.Compute(configuration.Positions, forces);
        native.ComputeForces(configuration.Positions, forcesAlone);
        Assert.That(forcesAlone, Is.EqualTo(forces), "forces alone are the same to the last bit");
        Assert.That(native.ListBuilds, Is.EqualTo(1));

        using ForceField managed = model.CreateForceField(configuration.Box, configuration.Species);
        double[] expected = new double[forces.Length];
        ForceSummary summary = managed.Compute(configuration.Positions, expected);
        double scale = LargestPairForce(model, configuration);
        Assert.That(LargestDifference(forces, expected), Is.LessThanOrEqualTo(1e-13 * scale));
        Assert.That(found.PotentialEnergy, Is.EqualTo(summary.PotentialEnergy).Within(1e-13 * Math.Abs(summary.PotentialEnergy)));
        Assert.That(found.Virial, Is.EqualTo(summary.Virial).Within(1e-12 * Math.Abs(summary.Virial)));
    }

    [Test]
    public void The_list_follows_particles_that_move([ValueSource(nameof(Widths))] SimdWidth width)
    {
        Configuration start = ConfigurationFile.Read(TestData.Reference("kalj_N1000_T2.dump"));
        using NativeForceField native = NativeForceField.OfKobAndersen(start.Box, start.Species, 0.2, width);
        RequireWidth(native.Width, width);
        using ForceField managed = KobAndersen.ForceShifted().CreateForceField(start.Box, start.Species, 0.0);
        double[] positions = start.Positions.ToArray();
        double[] forces = new double[positions.Length];
        double[] expected = new double[positions.Length];
        Philox random = new(3, 0);
        for (int round = 0; round < 20; round++)
        {
            native.ComputeForces(positions, forces);
            managed.ComputeForces(positions, expected);
            Assert.That(LargestDifference(forces, expected), Is.LessThanOrEqualTo(1e-12 * expected.Max(Math.Abs)), $"round {round}");
            for (int k = 0; k < positions.Length; k++)
            {
                positions[k] += 0.03 * (random.NextUniform() - 0.5);
            }

            positions[3 * round] += 0.04;
        }

        Assert.That(native.ListBuilds, Is.InRange(3, 15), "the list is neither kept for ever nor built every time");
        long builds = native.ListBuilds;
        native.BuildList(positions);
        Assert.That(native.ListBuilds, Is.EqualTo(builds + 1));
    }

    [Test]
    public void A_position_that_is_not_finite_gives_no_number([ValueSource(nameof(Widths))] SimdWidth width)
    {
        using NativeForceField native = NativeForceField.OfHarmonicSpheres(new PeriodicBox(5), [0, 0], maximumWidth: width);
        double[] forces = new double[6];
        ForceSummary summary = native.Compute([1, double.NaN, 1, 1.5, 1, 1], forces);
        Assert.That(summary, Is.EqualTo(new ForceSummary(double.NaN, double.NaN)));
        Assert.That(forces, Is.All.NaN);
    }

    [Test]
    public void Wrong_arguments_are_refused()
    {
        PairParameters sphere = new(1, 1, 1);
        PeriodicBox box = new(5);
        Assert.That(
            () => NativeForceField.OfKobAndersen(new PeriodicBox(4.99), [0, 0]),
            Throws.InstanceOf<ModelMismatchException>().With.Message.Contains("twice the largest cutoff"));
        Assert.That(
            () => NativeForceField.OfHarmonicSpheres(box, [0, 1]),
            Throws.ArgumentException.With.Message.Contains("making a force field"));
        Assert.That(
            () => NativeForceField.Create(box, [0], NativePotential.Harmonic, [sphere, sphere]),
            Throws.ArgumentException.With.Message.Contains("parameters"));
        Assert.That(
            () => NativeForceField.OfHarmonicSpheres(box, [0], maximumWidth: SimdWidth.Scalar),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        NativeForceField native = NativeForceField.OfHarmonicSpheres(box, [0, 0]);
        Assert.That(() => native.Compute(new double[9], new double[6]), Throws.ArgumentException.With.Message.Contains("positions"));
        Assert.That(() => native.Compute(new double[6], new double[9]), Throws.ArgumentException.With.Message.Contains("forces"));
        Assert.That(() => native.BuildList(new double[9]), Throws.ArgumentException.With.Message.Contains("positions"));
        native.Dispose();
        Assert.That(() => native.Compute(new double[6], new double[6]), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => native.Width, Throws.InstanceOf<ObjectDisposedException>());
    }

    [NonParallelizable] // other tests would allocate and collect at the same time
    [Test]
    public void An_evaluation_allocates_nothing_managed()
    {
        (Configuration configuration, _) = Facts.Read("kalj_N1000_T2");
        using NativeForceField native = NativeForceField.OfKobAndersen(configuration.Box, configuration.Species);
        double[] forces = new double[3 * configuration.Count];
        native.Compute(configuration.Positions, forces);
        native.BuildList(configuration.Positions);
        long allocated = Allocation.BytesOf(() =>
        {
            native.Compute(configuration.Positions, forces);
            native.BuildList(configuration.Positions);
        });
        Assert.That(allocated, Is.Zero);
    }

    // On a processor without the wanted width there is no kernel to test. The test is ignored then.
    internal static void RequireWidth(SimdWidth found, SimdWidth wanted)
    {
        if (wanted > SimdHardware.Best)
        {
            Assert.That(found, Is.LessThan(wanted));
            Assert.Ignore($"This processor has no {wanted}.");
        }

        Assert.That(found, Is.EqualTo(wanted));
    }

    internal static double LargestDifference(double[] found, double[] expected)
    {
        double largest = 0;
        for (int k = 0; k < found.Length; k++)
        {
            // Math.Max keeps a NaN, so that no NaN passes unnoticed.
            largest = Math.Max(largest, Math.Abs(found[k] - expected[k]));
        }

        return largest;
    }

    private static double LargestPairForce(PairModel model, Configuration configuration)
    {
        double largest = 0;
        for (int i = 0; i < configuration.Count; i++)
        {
            for (int j = i + 1; j < configuration.Count; j++)
            {
                double square = 0;
                for (int axis = 0; axis < 3; axis++)
                {
                    double d = configuration.Box.MinimumImage(
                        configuration.Positions[(3 * i) + axis] - configuration.Positions[(3 * j) + axis]);
                    square += d * d;
                }

                // Only near pairs can have the largest force.
                if (square < 1.5)
                {
                    largest = Math.Max(
                        largest, Math.Abs(model.Derivative(configuration.Species[i], configuration.Species[j], Math.Sqrt(square))));
                }
            }
        }

        return largest;
    }
}
