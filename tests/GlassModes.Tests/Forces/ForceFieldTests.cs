// Compares the forces of whole configurations by every kernel with LAMMPS, with each other, and with plain sums.

using GlassModes.Forces;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Numerics.RandomNumbers;
using GlassModes.Numerics.Simd;
using GlassModes.Particles;

namespace GlassModes.Tests.Forces;

public class ForceFieldTests
{
    private static readonly SimdWidth[] Widths = Enum.GetValues<SimdWidth>();

    [Test]
    public void Forces_and_energy_match_LAMMPS(
        [Values("kalj_N1000_T2.dump", "kalj_N8000_T2.dump.gz")] string file, [ValueSource(nameof(Widths))] SimdWidth width)
    {
        Configuration liquid = ConfigurationFile.Read(TestData.Reference(file));
        ReadOnlySpan<double> expected = liquid.Properties.Single(property => property.Name == "forces").Values.Span;
        double[] forces = Forces(KobAndersen.ForceShifted(), liquid, width, out _);
        double scale = Math.Sqrt(ForceField.MeanSquaredForce(expected));
        for (int k = 0; k < forces.Length; k++)
        {
            Assert.That(forces[k], Is.EqualTo(expected[k]).Within(1e-10 * Math.Max(Math.Abs(expected[k]), 1e-2 * scale)));
        }
    }

    [TestCase("kalj_N1000_T2")]
    [TestCase("kalj_N1000_W-1.5")]
    [TestCase("kalj_N1000_W-3")]
    [TestCase("kalj_N1000_W-5")]
    [TestCase("kalj_N1000_W-8")]
    [TestCase("harmonic_N2000_W-2")]
    [TestCase("harmonic_N2000_W-4")]
    public void Energy_and_W_match_the_reference_facts(string name)
    {
        (Configuration configuration, Facts facts) = Facts.Read(name);
        foreach (SimdWidth width in Widths)
        {
            double[] forces = Forces(Facts.ModelOf(name), configuration, width, out ForceSummary summary);
            double energy = summary.PotentialEnergy / configuration.Count;
            Assert.That(energy, Is.EqualTo(facts.EnergyPerParticle).Within(1e-10 * Math.Abs(facts.EnergyPerParticle)), $"{width}");

            // At W = 1e-8 each force is the difference of terms some 1e5 times larger.
            Assert.That(ForceField.MeanSquaredForce(forces), Is.EqualTo(facts.W).Within(1e-9 * facts.W), $"{width}");
        }
    }

    [Test]
    public void Every_width_agrees_with_the_scalar_kernel(
        [Values("kalj_N1000_T2", "kalj_N1000_W-8", "harmonic_N2000_W-2")] string name, [ValueSource(nameof(Widths))] SimdWidth width)
    {
        (Configuration configuration, _) = Facts.Read(name);
        PairModel model = Facts.ModelOf(name);
        double[] scalar = Forces(model, configuration, SimdWidth.Scalar, out ForceSummary expected);
        double[] simd = Forces(model, configuration, width, out ForceSummary found);
        double scale = LargestPairForce(model, configuration);
        for (int k = 0; k < simd.Length; k++)
        {
            Assert.That(simd[k], Is.EqualTo(scalar[k]).Within(1e-13 * scale));
        }

        Assert.That(found.PotentialEnergy, Is.EqualTo(expected.PotentialEnergy).Within(1e-13 * Math.Abs(expected.PotentialEnergy)));
        Assert.That(found.Virial, Is.EqualTo(expected.Virial).Within(1e-12 * Math.Abs(expected.Virial)));
    }

    [Test]
    public void Any_skin_and_any_box_gives_the_plain_sum_over_all_pairs(
        [Values(0.0, 0.05, 0.3, 1.5)] double skin, [Values(80, 300, 700)] int particles, [ValueSource(nameof(Widths))] SimdWidth width)
    {
        // The boxes range from the smallest one that holds the cutoff, which is a single cell, to boxes of several cells along an edge.
        PairModel model = KobAndersen.ForceShifted(particles < 100 ? 2.0 : 2.5);
        Configuration configuration = RandomLiquid(model, particles, seed: 5);
        using ForceField field = model.CreateForceField(configuration.Box, configuration.Species, skin, width);
        double[] forces = new double[3 * particles];
        ForceSummary summary = field.Compute(configuration.Positions, forces);
        double[] expected = PlainSum(model, configuration, out double energy, out double virial);
        double scale = expected.Max(Math.Abs);
        for (int k = 0; k < forces.Length; k++)
        {
            Assert.That(forces[k], Is.EqualTo(expected[k]).Within(2e-13 * scale));
        }

        Assert.That(summary.PotentialEnergy, Is.EqualTo(energy).Within(1e-12 * Math.Abs(energy)));
        Assert.That(summary.Virial, Is.EqualTo(virial).Within(1e-12 * Math.Abs(virial)));
    }

    [Test]
    public void Particles_on_the_faces_of_the_box_lose_no_neighbour([ValueSource(nameof(Widths))] SimdWidth width)
    {
        // A coordinate of −1e-18 wraps to L itself, which lies in no cell. The liquid is moved as a whole until three particles lie at
        // faces, one on each axis.
        PairModel model = KobAndersen.ForceShifted();
        Configuration liquid = RandomLiquid(model, 700, seed: 6);
        double[] positions = liquid.Positions.ToArray();
        for (int axis = 0; axis < 3; axis++)
        {
            double face = positions[(3 * axis) + axis];
            for (int k = axis; k < positions.Length; k += 3)
            {
                positions[k] -= face;
            }

            positions[(3 * axis) + axis] = -1e-18;
        }

        Configuration moved = new(liquid.Box, liquid.Species, positions);
        double[] found = Forces(model, moved, width, out ForceSummary summary);
        double[] expected = PlainSum(model, moved, out double energy, out _);
        double scale = expected.Max(Math.Abs);
        Assert.That(summary.PotentialEnergy, Is.EqualTo(energy).Within(1e-12 * Math.Abs(energy)));
        Assert.That(found, Is.EqualTo(expected).Within(2e-13 * scale));
    }

    [Test]
    public void Spans_of_wrong_length_and_a_negative_skin_are_refused()
    {
        PairModel model = HarmonicSpheres.Create();
        using ForceField field = model.CreateForceField(new PeriodicBox(5), [0, 0]);
        Assert.That(() => field.Compute(new double[9], new double[6]), Throws.ArgumentException.With.Message.Contains("3N = 6"));
        Assert.That(() => field.Compute(new double[6], new double[9]), Throws.ArgumentException.With.Message.Contains("forces"));
        Assert.That(() => model.CreateForceField(new PeriodicBox(5), [0, 0], -0.1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_position_that_is_not_finite_gives_no_number_and_leaves_nothing_behind(
        [Values(double.NaN, double.PositiveInfinity, double.NegativeInfinity)] double wrong,
        [Values] bool atOnce,
        [ValueSource(nameof(Widths))] SimdWidth width)
    {
        using ForceField field = HarmonicSpheres.Create().CreateForceField(new PeriodicBox(5), [0, 0, 0], width: width);
        double[] forces = new double[9];
        double[] sound = [1, 1, 1, 1.5, 1, 1, 1, 1, 1.5];
        if (!atOnce)
        {
            field.Compute(sound, forces);
        }

        ForceSummary summary = field.Compute([1, wrong, 1, 1.5, 1, 1, 1, 1, 1.5], forces);
        Assert.That(summary.PotentialEnergy, Is.NaN);
        Assert.That(summary.Virial, Is.NaN);
        Assert.That(forces, Is.All.NaN);

        double[] expected = Forces(
            HarmonicSpheres.Create(), new Configuration(new PeriodicBox(5), [0, 0, 0], sound), width, out ForceSummary fresh);
        Assert.That(field.Compute(sound, forces), Is.EqualTo(fresh));
        Assert.That(forces, Is.EqualTo(expected));
    }

    [Test]
    public void The_list_follows_particles_that_move([ValueSource(nameof(Widths))] SimdWidth width)
    {
        PairModel model = KobAndersen.ForceShifted();
        Configuration start = ConfigurationFile.Read(TestData.Reference("kalj_N1000_T2.dump"));
        using ForceField kept = model.CreateForceField(start.Box, start.Species, 0.2, width);
        double[] positions = start.Positions.ToArray();
        double[] forces = new double[positions.Length];
        Philox random = new(3, 0);
        for (int round = 0; round < 30; round++)
        {
            kept.Compute(positions, forces);
            double[] fresh = Forces(model, new Configuration(start.Box, start.Species, positions), width, out _);
            double scale = fresh.Max(Math.Abs);
            for (int k = 0; k < forces.Length; k++)
            {
                Assert.That(forces[k], Is.EqualTo(fresh[k]).Within(1e-12 * scale), $"round {round}");
            }

            // All particles move a little at random, and one particle moves fast.
            for (int k = 0; k < positions.Length; k++)
            {
                positions[k] += 0.03 * (random.NextUniform() - 0.5);
            }

            positions[3 * round] += 0.04;
        }

        Assert.That(kept.ListBuilds, Is.InRange(3, 20), "the list is neither kept for ever nor built every time");
    }

    [Test]
    public void Whole_box_lengths_change_nothing([ValueSource(nameof(Widths))] SimdWidth width)
    {
        Configuration start = ConfigurationFile.Read(TestData.Reference("kalj_N1000_W-3.dump"));
        double[] shifted = start.Positions.ToArray();
        for (int k = 0; k < shifted.Length; k++)
        {
            shifted[k] += ((k % 5) - 2) * start.Box.Length;
        }

        double[] expected = Forces(KobAndersen.ForceShifted(), start, width, out _);
        double[] found = Forces(KobAndersen.ForceShifted(), new Configuration(start.Box, start.Species, shifted), width, out _);
        for (int k = 0; k < found.Length; k++)
        {
            Assert.That(found[k], Is.EqualTo(expected[k]).Within(2e-11));
        }
    }

    [Test]
    public void Forces_are_minus_the_gradient_of_the_energy_and_sum_to_zero([ValueSource(nameof(Widths))] SimdWidth width)
    {
        (Configuration configuration, _) = Facts.Read("kalj_N1000_W-1.5");
        PairModel model = KobAndersen.ForceShifted();
        double[] forces = Forces(model, configuration, width, out _);
        for (int axis = 0; axis < 3; axis++)
        {
            double total = 0;
            for (int k = axis; k < forces.Length; k += 3)
            {
                total += forces[k];
            }

            Assert.That(total, Is.EqualTo(0).Within(1e-10));
        }

        using ForceField field = model.CreateForceField(configuration.Box, configuration.Species, width: width);
        double[] positions = configuration.Positions.ToArray();
        double[] scratch = new double[positions.Length];
        const double h = 1e-4;
        for (int k = 0; k < positions.Length; k += 301)
        {
            double EnergyAt(double displacement)
            {
                double original = positions[k];
                positions[k] += displacement;
                double energy = field.Compute(positions, scratch).PotentialEnergy;
                positions[k] = original;
                return energy;
            }

            double slope = ((8 * (EnergyAt(h) - EnergyAt(-h))) - (EnergyAt(2 * h) - EnergyAt(-2 * h))) / (12 * h);
            Assert.That(-slope, Is.EqualTo(forces[k]).Within(1e-6), $"component {k}");
        }
    }

    [Test]
    public void The_same_positions_give_the_same_bits_again([ValueSource(nameof(Widths))] SimdWidth width)
    {
        (Configuration configuration, _) = Facts.Read("kalj_N1000_T2");
        double[] first = Forces(KobAndersen.ForceShifted(), configuration, width, out ForceSummary firstSummary);
        double[] second = Forces(KobAndersen.ForceShifted(), configuration, width, out ForceSummary secondSummary);
        Assert.That(second, Is.EqualTo(first));
        Assert.That(secondSummary, Is.EqualTo(firstSummary));
    }

    [NonParallelizable] // other tests would allocate and collect at the same time
    [Test]
    public void An_evaluation_allocates_nothing([ValueSource(nameof(Widths))] SimdWidth width)
    {
        (Configuration configuration, _) = Facts.Read("kalj_N1000_T2");
        using ForceField field = KobAndersen.ForceShifted().CreateForceField(configuration.Box, configuration.Species, 0.0, width);
        double[] positions = configuration.Positions.ToArray();
        double[] forces = new double[positions.Length];
        for (int warm = 0; warm < 3; warm++)
        {
            positions[0] += 1e-3;
            field.Compute(positions, forces);
        }

        long builds = field.ListBuilds;
        long allocated = Allocation.BytesOf(() =>
        {
            for (int k = 0; k < 10; k++)
            {
                positions[0] += 1e-3;
                field.Compute(positions, forces);
            }
        });
        Assert.That(allocated, Is.Zero);
        Assert.That(field.ListBuilds - builds, Is.EqualTo(10), "with no skin every move builds the list, so that building is tested too");
    }

    [Test]
    public void Coincident_harmonic_spheres_push_nowhere_but_count([ValueSource(nameof(Widths))] SimdWidth width)
    {
        using ForceField field = HarmonicSpheres.Create().CreateForceField(new PeriodicBox(5), [0, 0], width: width);
        double[] forces = new double[6];
        ForceSummary summary = field.Compute([1, 1, 1, 1, 1, 1], forces);
        Assert.That(forces, Is.All.EqualTo(0));
        Assert.That(summary.PotentialEnergy, Is.EqualTo(0.5).Within(1e-15));
    }

    [Test]
    public void A_box_below_twice_the_cutoff_and_an_unknown_species_are_refused()
    {
        PairModel model = KobAndersen.ForceShifted();
        Assert.That(
            () => model.CreateForceField(new PeriodicBox(4.99), [0, 0]),
            Throws.InstanceOf<ModelMismatchException>().With.Message.Contains("4.99").And.Message.Contains("2.5"));
        Assert.That(
            () => model.CreateForceField(new PeriodicBox(9), [0, 2]),
            Throws.InstanceOf<ModelMismatchException>().With.Message.Contains("particle 2 is of type 3"));
        using ForceField smallest = model.CreateForceField(new PeriodicBox(5), [0, 0]);
        Assert.That(smallest.Count, Is.EqualTo(2));
    }

    private static double[] Forces(PairModel model, Configuration configuration, SimdWidth width, out ForceSummary summary)
    {
        using ForceField field = model.CreateForceField(configuration.Box, configuration.Species, width: width);
        double[] forces = new double[3 * configuration.Count];
        summary = field.Compute(configuration.Positions, forces);
        return forces;
    }

    // The largest |v'| of any pair. The rounding error of a particle's total force is measured on this scale.
    private static double LargestPairForce(PairModel model, Configuration configuration)
    {
        double largest = 0;
        ForEachPair(configuration, (i, j, _, r) =>
            largest = Math.Max(largest, Math.Abs(model.Derivative(configuration.Species[i], configuration.Species[j], r))));
        return largest;
    }

    private static double[] PlainSum(PairModel model, Configuration configuration, out double energy, out double virial)
    {
        double[] forces = new double[3 * configuration.Count];
        double energySum = 0;
        double virialSum = 0;
        ForEachPair(configuration, (i, j, d, r) =>
        {
            int a = configuration.Species[i];
            int b = configuration.Species[j];
            double derivative = model.Derivative(a, b, r);
            energySum += model.Energy(a, b, r);
            virialSum -= r * derivative;
            for (int axis = 0; axis < 3; axis++)
            {
                forces[(3 * i) + axis] -= derivative * d[axis] / r;
                forces[(3 * j) + axis] += derivative * d[axis] / r;
            }
        });
        (energy, virial) = (energySum, virialSum);
        return forces;
    }

    private static void ForEachPair(Configuration configuration, Action<int, int, double[], double> visit)
    {
        double[] d = new double[3];
        for (int i = 0; i < configuration.Count; i++)
        {
            for (int j = i + 1; j < configuration.Count; j++)
            {
                double square = 0;
                for (int axis = 0; axis < 3; axis++)
                {
                    d[axis] = configuration.Box.MinimumImage(
                        configuration.Positions[(3 * i) + axis] - configuration.Positions[(3 * j) + axis]);
                    square += d[axis] * d[axis];
                }

                visit(i, j, d, Math.Sqrt(square));
            }
        }
    }

    private static Configuration RandomLiquid(PairModel model, int particles, ulong seed)
    {
        using ParticleSystem system = GlassModes.Dynamics.InitialState.Random(model, particles, KobAndersen.Density, seed, 0);
        GlassModes.Dynamics.InitialState.RemoveOverlaps(system, model);
        return system.ToConfiguration();
    }
}
