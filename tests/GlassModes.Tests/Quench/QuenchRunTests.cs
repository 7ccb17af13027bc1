// Tests the quench as a whole: methods against each other, the end, saddles, dips of W, and the saved state.

using GlassModes.Dynamics;
using GlassModes.Hessians;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Particles;
using GlassModes.Quench;

namespace GlassModes.Tests.Quench;

public class QuenchRunTests
{
    private static readonly PairModel Kalj = KobAndersen.ForceShifted();
    private static readonly PairModel Spheres = HarmonicSpheres.Create();

    [Test]
    public void The_defaults_suit_the_models()
    {
        Assert.That(QuenchMethods.DefaultFor(Kalj), Is.EqualTo(QuenchMethodKind.Rkc3));
        Assert.That(QuenchMethods.DefaultFor(Spheres), Is.EqualTo(QuenchMethodKind.RungeKutta32));
        Assert.That(Kalj.CurvatureJump, Is.InRange(1e-5, 1e-3));
        Assert.That(Spheres.CurvatureJump, Is.EqualTo(1).Within(1e-12));
    }

    [TestCase(QuenchMethodKind.Rkc2, 2e-4)]
    [TestCase(QuenchMethodKind.Rkc3, 2e-4)]
    [TestCase(QuenchMethodKind.RungeKutta32, 2e-4)]
    [TestCase(QuenchMethodKind.RungeKutta54, 1e-6)]
    public void Every_method_of_the_flow_meets_the_reference_snapshot(QuenchMethodKind method, double tolerance)
    {
        // The quench goes from W = 10^−1.5 to 10^−2 on the trajectory from which the file was taken. Time and energy are those of the
        // reference's fourth-order method.
        Configuration start = ConfigurationFile.Read(TestData.Reference("kalj_N1000_W-1.5.dump"));
        Snapshot rung = SteepestDescent.Quench(start, Kalj, new Ladder(1e-2), new QuenchOptions(method)).Single();
        Assert.That(rung.Time, Is.EqualTo(2.2641916649053786 - 1.2605045676860647).Within(tolerance));
        Assert.That(rung.PotentialEnergyPerParticle, Is.EqualTo(-6.695903838882105).Within(1e-2 * tolerance));
        Assert.That(rung.MeanSquaredForce, Is.EqualTo(1e-2).Within(1e-11));
        Assert.That(rung.Observations.DissipationError, Is.LessThan(1e-3));
        Assert.That(rung.Observations.DissipationViolations, Is.Zero);
        Assert.That(rung.Bracket.TimeBefore, Is.LessThan(rung.Time));
        Assert.That(rung.Bracket.TimeAfter, Is.GreaterThanOrEqualTo(rung.Time));
        Assert.That(rung.Bracket.MeanSquaredForceBefore, Is.GreaterThan(1e-2));
        Assert.That(rung.Bracket.MeanSquaredForceAfter, Is.LessThanOrEqualTo(1e-2));
    }

    [TestCase(QuenchMethodKind.Automatic)]
    [TestCase(QuenchMethodKind.Rkc2)]
    [TestCase(QuenchMethodKind.Fire)]
    [TestCase(QuenchMethodKind.ConjugateGradient)]
    public void A_quench_ends_in_an_inherent_structure(QuenchMethodKind method)
    {
        Configuration start = ConfigurationFile.Read(TestData.Reference("kalj_N1000_W-3.dump"));
        using QuenchRun run = new(start, Kalj, Ladder.Decades(-4, -16, 4), new QuenchOptions(method));
        List<Snapshot> rungs = [];
        while (run.Next() is { } rung)
        {
            // Forces are known only to about 1e-15 of the stiffness. The smaller W is, the larger is its relative rounding error.
            double wanted = rung.Rung.MeanSquaredForce;
            double tolerance = wanted switch { < 1e-14 => 1e-6, < 1e-10 => 1e-8, _ => 1.01e-9 };
            Assert.That(rung.MeanSquaredForce, Is.EqualTo(wanted).Within(tolerance * wanted));
            rungs.Add(rung);
        }

        Assert.That(run.Status, Is.EqualTo(QuenchStatus.LadderDone));
        Assert.That(rungs, Has.Count.EqualTo(4));
        Assert.That(rungs.Select(rung => rung.PotentialEnergyPerParticle), Is.Ordered.Descending);
        Assert.That(double.IsNaN(rungs[0].Time), Is.EqualTo(method == QuenchMethodKind.ConjugateGradient));
        Assert.That(
            double.IsNaN(rungs[0].Observations.DissipationError),
            Is.EqualTo(method is QuenchMethodKind.Fire or QuenchMethodKind.ConjugateGradient));
        using ModeSet modes = Hessian.Of(rungs[^1], Kalj).LowestModes(1);
        Assert.That(modes.UnstableCount, Is.Zero);
        Assert.That(run.FinalEigenvalue, Is.EqualTo(modes[0].Eigenvalue).Within(0.03 * modes[0].Eigenvalue));
    }

    [Test]
    public void A_quench_that_reaches_the_rounding_of_positions_says_so()
    {
        Configuration start = ConfigurationFile.Read(TestData.Reference("kalj_N1000_W-8.dump"));
        foreach (QuenchMethodKind method in new[] { QuenchMethodKind.Automatic, QuenchMethodKind.Fire, QuenchMethodKind.ConjugateGradient })
        {
            using QuenchRun run = new(start, Kalj, new Ladder(1e-16, 1e-40), new QuenchOptions(method, MaximumEvaluations: 100_000));
            Assert.That(run.Next()?.Rung.Log10W, Is.EqualTo(-16));
            Assert.That(run.Next(), Is.Null);
            Assert.That(run.Status, Is.EqualTo(QuenchStatus.Stalled), $"{method}");
            Assert.That(run.MeanSquaredForce, Is.InRange(0, 1e-20), $"{method}");
        }
    }

    [TestCase(QuenchMethodKind.RungeKutta54, null)]
    [TestCase(QuenchMethodKind.RungeKutta32, null)]
    [TestCase(QuenchMethodKind.Rkc3, 1e-8)]
    public void A_tolerance_below_rounding_does_not_keep_a_quench_from_its_end(QuenchMethodKind method, double? tolerance)
    {
        Configuration start = ConfigurationFile.Read(TestData.Reference("kalj_N1000_W-8.dump"));
        using QuenchRun run = new(
            start, Kalj, Ladder.Decades(-10, -16, 6), new QuenchOptions(method, Tolerance: tolerance, MaximumEvaluations: 200_000));
        Assert.That(run.Next()?.Rung.Log10W, Is.EqualTo(-10));
        Assert.That(run.Next()?.Rung.Log10W, Is.EqualTo(-16));
    }

    [Test]
    public void A_push_too_short_to_lift_W_above_the_last_rung_is_made_longer()
    {
        // A push of 1e-3 along the bending mode gives a W below this rung.
        using QuenchRun run = new(Saddle(stretch: 1e-3), Kalj, new Ladder(1e-6), new QuenchOptions(SaddleForce: 1e-5));
        Snapshot rung = run.Next()!;
        Assert.That(run.Next(), Is.Null);
        Assert.That(run.Status, Is.EqualTo(QuenchStatus.LadderDone));
        Assert.That(run.SaddleEscapes, Is.Not.Empty);
        Assert.That(run.SaddleEscapes.Select(escape => Math.Abs(escape.Push)), Has.All.InRange(1.5e-3, 0.2));
        Assert.That(3 * rung.PotentialEnergyPerParticle, Is.EqualTo(3 * Kalj.Energy(0, 0, Bond)).Within(1e-5), "a triangle");
    }

    [Test]
    public void Stops_around_a_saddle_change_nothing()
    {
        Configuration start = BesideSaddle();
        Ladder ladder = new(1e-15, 1e-16, 1e-40);
        using QuenchRun whole = new(start, Kalj, ladder);
        Snapshot[] expected = [whole.Next()!, whole.Next()!];
        Assert.That(whole.Next(), Is.Null);
        QuenchRun run = new(start, Kalj, ladder);
        List<Snapshot> found = [];
        while (run.Status == QuenchStatus.Running)
        {
            if (run.Next(pauseAfter: TimeSpan.Zero) is { } rung)
            {
                found.Add(rung);
            }

            using MemoryStream stream = new();
            using BinaryWriter writer = new(stream);
            run.Save(writer);
            run.Dispose();
            run = new QuenchRun(start, Kalj, ladder);
            stream.Position = 0;
            using BinaryReader reader = new(stream);
            run.Load(reader);
        }

        Assert.That(found.Select(Numbers), Is.EqualTo(expected.Select(Numbers)));
        Assert.That(run.SaddleEscapes, Is.EqualTo(whole.SaddleEscapes).And.Not.Empty);
        Assert.That(run.Status, Is.EqualTo(whole.Status));
        Assert.That(run.MeanSquaredForce, Is.EqualTo(whole.MeanSquaredForce));
        Assert.That(run.ForceEvaluations, Is.EqualTo(whole.ForceEvaluations));
        run.Dispose();
    }

    [Test]
    public void Spheres_below_jamming_end_unjammed()
    {
        Configuration start = Liquid.Random(Spheres, 200, HarmonicSpheres.DensityOf(0.5), 3, 0).Configuration;
        foreach (QuenchMethodKind method in new[] { QuenchMethodKind.Automatic, QuenchMethodKind.Fire, QuenchMethodKind.ConjugateGradient })
        {
            using QuenchRun run = new(start, Spheres, new Ladder(1e-4, 1e-16), new QuenchOptions(method));
            int rungs = 0;
            while (run.Next() is not null)
            {
                rungs++;
            }

            // Large steps of the minimisers may open the last contact at once.
            Assert.That(run.Status, Is.EqualTo(QuenchStatus.Unjammed).Or.EqualTo(QuenchStatus.ForceFree), $"{method}");
            Assert.That(run.PotentialEnergyPerParticle, Is.LessThan(1e-12));
            Assert.That(rungs, Is.GreaterThanOrEqualTo(1));
        }
    }

    [Test]
    public void A_saddle_is_recognised_left_along_its_mode_and_recorded()
    {
        Configuration start = BesideSaddle();
        using QuenchRun staying = new(start, Kalj, new Ladder(1e-16), new QuenchOptions(QuenchMethodKind.Rkc3, EscapeSaddles: false));
        Assert.That(staying.Next(), Is.Not.Null, "the rung is crossed");
        Assert.That(staying.Next(), Is.Null);
        Assert.That(staying.Status, Is.EqualTo(QuenchStatus.Saddle));
        using ModeSet modes = Hessian.Of(Saddle(), Kalj).LowestModes(1);
        Assert.That(modes.UnstableCount, Is.EqualTo(2));
        Assert.That(staying.FinalEigenvalue, Is.EqualTo(modes[0].Eigenvalue).Within(0.03 * Math.Abs(modes[0].Eigenvalue)));

        using QuenchRun run = new(start, Kalj, new Ladder(1e-15, 1e-16));
        Snapshot[] rungs = [run.Next()!, run.Next()!];
        Assert.That(run.Next(), Is.Null);
        Assert.That(run.Status, Is.EqualTo(QuenchStatus.LadderDone));
        Assert.That(rungs[0].Observations.SaddleEscapes, Is.Zero, "first crossing, beside the saddle");
        Assert.That(rungs[1].Observations.SaddleEscapes, Is.EqualTo(run.SaddleEscapes.Count).And.Positive, "the last rung is no saddle");
        Assert.That(rungs[1].PotentialEnergyPerParticle, Is.LessThan(rungs[0].PotentialEnergyPerParticle - 1e-7), "it went down");
        SaddleEscape escape = run.SaddleEscapes[0];
        Assert.That(escape.Eigenvalue, Is.EqualTo(modes[0].Eigenvalue).Within(0.03 * Math.Abs(modes[0].Eigenvalue)));
        Assert.That(Math.Abs(escape.Push), Is.EqualTo(1e-3));
        Assert.That(escape.MeanSquaredForce, Is.LessThan(1e-16));
        using ModeSet end = Hessian.Of(rungs[1], Kalj).LowestModes(1);
        Assert.That(end[0].Eigenvalue, Is.EqualTo(0).Within(1e-6), "nothing but rotations, which residual forces turn a little");
        Assert.That(run.FinalEigenvalue, Is.EqualTo(0).Within(1e-6), "three rotations, beside the translations");
        Assert.That(3 * rungs[1].PotentialEnergyPerParticle, Is.EqualTo(3 * Kalj.Energy(0, 0, Bond)).Within(1e-12), "a triangle");
    }

    [Test]
    public void A_fall_of_W_below_a_rung_within_one_step_is_found()
    {
        // A fine run gives the least W before a rise. A rung just above this W is crossed for a moment only.
        Configuration start = ConfigurationFile.Read(TestData.Reference("kalj_N1000_W-1.5.dump"));
        using QuenchRun fine = new(start, Kalj, new Ladder(1e-2), new QuenchOptions(QuenchMethodKind.Rkc3, Tolerance: 1e-4));
        _ = fine.Next();
        ForceRise rise = fine.Rises[0];
        Assert.That(rise.PeakForce, Is.GreaterThan(1.1 * rise.LeastForce));
        double rung = rise.LeastForce * 1.00005;
        Snapshot[] found =
        [
            .. SteepestDescent.Quench(start, Kalj, new Ladder(rung), new QuenchOptions(QuenchMethodKind.Rkc3, Tolerance: 5e-4)),
        ];
        Assert.That(found[0].Time, Is.EqualTo(rise.StartTime).Within(0.02));
        Assert.That(found[0].Bracket.MeanSquaredForceAfter, Is.GreaterThan(rung), "both ends of the step lie above");
        Assert.That(found[0].MeanSquaredForce, Is.EqualTo(rung).Within(1e-9 * rung));
    }

    [Test]
    public void Rises_of_W_are_told()
    {
        Configuration start = ConfigurationFile.Read(TestData.Reference("kalj_N1000_W-1.5.dump"));
        using QuenchRun run = new(start, Kalj, new Ladder(1e-2));
        Snapshot rung = run.Next()!;
        Assert.That(run.Rises, Has.Count.EqualTo(rung.Observations.RiseCount).And.Not.Empty);
        Assert.That(
            rung.Observations.LargestRise,
            Is.EqualTo(run.Rises.Max(rise => rise.PeakForce / rise.LeastForce)).Within(1e-12).And.GreaterThan(1.5));
        foreach (ForceRise rise in run.Rises)
        {
            Assert.That(rise.StartTime, Is.LessThan(rise.PeakTime));
            Assert.That(rise.PeakTime, Is.LessThan(rise.EndTime));
        }
    }

    [Test]
    public void Steps_that_miss_the_dissipation_are_counted()
    {
        // At T = 2 the first steps of Euler with the paper's step miss d(V/N)/dt = −W by a share of hλ/2.
        Configuration start = ConfigurationFile.Read(TestData.Reference("kalj_N1000_T2.dump"));
        Snapshot paper = SteepestDescent.Quench(start, Kalj, new Ladder(10), QuenchOptions.Euler()).Single();
        Snapshot fine = SteepestDescent.Quench(start, Kalj, new Ladder(10), QuenchOptions.Euler(1e-5)).Single();
        TestContext.Out.WriteLine($"{paper.Observations} {fine.Observations}");
        Assert.That(paper.Observations.DissipationViolations, Is.InRange(1, 50));
        Assert.That(fine.Observations.DissipationViolations, Is.Zero);
        Assert.That(paper.Observations.DissipationError, Is.GreaterThan(5 * fine.Observations.DissipationError));
    }

    [Test]
    public void A_pause_changes_nothing([Values] QuenchMethodKind method)
    {
        Configuration start = ConfigurationFile.Read(TestData.Reference("kalj_N1000_W-1.5.dump"));
        QuenchOptions options = new(method, Tolerance: method == QuenchMethodKind.RungeKutta54 ? 1e-3 : null);
        Ladder ladder = Ladder.Decades(-1.6, -1.9, 0.1);
        using QuenchRun whole = new(start, Kalj, ladder, options);
        List<Snapshot> expected = [];
        while (whole.Next() is { } rung)
        {
            expected.Add(rung);
        }

        // Three times of four the run is stopped after one step, which happens on every machine, else after about a millisecond. Each time
        // another run continues from the saved state.
        List<Snapshot> found = [];
        QuenchRun run = new(start, Kalj, ladder, options);
        try
        {
            int stops = 0;
            while (run.Status == QuenchStatus.Running)
            {
                if (run.Next(pauseAfter: TimeSpan.FromMilliseconds(stops % 4 == 3 ? 1 : 0)) is { } rung)
                {
                    found.Add(rung);
                }

                using MemoryStream stream = new();
                using BinaryWriter writer = new(stream);
                run.Save(writer);
                run.Dispose();
                run = new QuenchRun(start, Kalj, ladder, options);
                stream.Position = 0;
                using BinaryReader reader = new(stream);
                run.Load(reader);
                Assert.That(stream.Position, Is.EqualTo(stream.Length));
                stops++;
            }

            Assert.That(stops, Is.GreaterThan(8));
            Assert.That(run.Status, Is.EqualTo(whole.Status));
            Assert.That(run.Observations, Is.EqualTo(whole.Observations));
            Assert.That(run.Rises, Is.EqualTo(whole.Rises));
        }
        finally
        {
            run.Dispose();
        }

        Assert.That(found.Select(Numbers), Is.EqualTo(expected.Select(Numbers)));
        foreach ((Snapshot a, Snapshot b) in found.Zip(expected))
        {
            Assert.That(a.Configuration.Positions.SequenceEqual(b.Configuration.Positions), Is.True, "positions to the bit");
        }
    }

    [TestCase(QuenchMethodKind.Automatic)]
    [TestCase(QuenchMethodKind.Rkc2)]
    [TestCase(QuenchMethodKind.RungeKutta32)]
    [TestCase(QuenchMethodKind.Fire)]
    [TestCase(QuenchMethodKind.ConjugateGradient)]
    public void A_start_with_overlaps_is_quenched(QuenchMethodKind method)
    {
        // Lennard-Jones particles at uniform random positions, of which two are a millionth apart: W is about 1e150.
        using ParticleSystem random = InitialState.Random(Kalj, 300, KobAndersen.Density, 4, 0);
        random.Positions[..3].CopyTo(random.Positions[3..6]);
        random.Positions[4] += 1e-6;
        using QuenchRun run = new(random.ToConfiguration(), Kalj, Ladder.Decades(140, 0, 20), new QuenchOptions(method));
        Assert.That(run.MeanSquaredForce, Is.GreaterThan(1e140));
        List<Snapshot> rungs = [];
        while (run.Next() is { } rung)
        {
            Assert.That(rung.MeanSquaredForce, Is.EqualTo(rung.Rung.MeanSquaredForce).Within(1e-8 * rung.Rung.MeanSquaredForce));
            rungs.Add(rung);
        }

        Assert.That(rungs, Has.Count.EqualTo(8));
        Assert.That(run.Status, Is.EqualTo(QuenchStatus.LadderDone));
        Assert.That(run.Observations.DissipationViolations, Is.Zero);
        Assert.That(rungs[^1].PotentialEnergyPerParticle, Is.LessThan(-5));
    }

    [Test]
    public void Particles_that_coincide_are_named()
    {
        Configuration liquid = ConfigurationFile.Read(TestData.Reference("kalj_N1000_T2.dump"));
        double[] positions = liquid.Positions.ToArray();
        positions.AsSpan(30, 3).CopyTo(positions.AsSpan(60, 3));
        Configuration coincident = new(liquid.Box, liquid.Species, positions, ids: liquid.Ids);
        Assert.That(
            () => new QuenchRun(coincident, Kalj, new Ladder(1)),
            Throws.InstanceOf<SimulationException>().With.Message.Contains(
                $"particles {liquid.Ids[10]} and {liquid.Ids[20]} coincide, r = 0"));
    }

    [Test]
    public void A_random_start_is_a_function_of_seed_and_sample_alone()
    {
        // Positions come from Philox4x32-10 (see PhiloxTests) with the stream 256 · sample. A coordinate takes 52 bits of two words, so
        // that starts are the same on every machine.
        double density = HarmonicSpheres.DensityOf(HarmonicSpheres.PackingFraction);
        Configuration start = Liquid.Random(Spheres, 100, density, seed: 12345, sample: 7).Configuration;
        Configuration repeated = Liquid.Random(Spheres, 100, density, seed: 12345, sample: 7).Configuration;
        Assert.That(repeated.Positions.ToArray(), Is.EqualTo(start.Positions.ToArray()));
        GlassModes.Numerics.RandomNumbers.Philox random = new(12345, 7 << 8);
        double length = start.Box.Length;
        Assert.That(length, Is.EqualTo(Math.Cbrt(100 / density)).Within(1).Ulps);
        Assert.That(start.Positions.ToArray(), Is.EqualTo(Enumerable.Range(0, 300).Select(_ => length * random.NextUniform())));
        Assert.That(start.Positions.ToArray().Select(x => x / length), Is.All.InRange(0, 1));
        Configuration nextSample = Liquid.Random(Spheres, 100, density, seed: 12345, sample: 8).Configuration;
        Assert.That(nextSample.Positions[0], Is.Not.EqualTo(start.Positions[0]));
    }

    [TestCase(-1)]
    [TestCase(0)]
    [TestCase(double.NaN)]
    public void Settings_that_make_no_sense_are_refused(double value)
    {
        Configuration start = ConfigurationFile.Read(TestData.Reference("kalj_N1000_W-8.dump"));
        QuenchOptions[] wrong =
            [new(Timestep: value), new(Tolerance: value), new(CrossingTolerance: value), new(SaddleForce: value)];
        foreach (QuenchOptions options in wrong)
        {
            Assert.That(() => new QuenchRun(start, Kalj, new Ladder(1e-9), options), Throws.InstanceOf<ArgumentOutOfRangeException>());
        }
    }

    private static (double, double, double, double, long, CrossingBracket, QuenchObservations) Numbers(Snapshot s) =>
        (s.Rung.MeanSquaredForce, s.MeanSquaredForce, s.Time, s.PotentialEnergyPerParticle, s.ForceEvaluations, s.Bracket, s.Observations);

    // Three A particles in a row, at the distance at which all forces are zero. Bending lowers the energy, in two directions.
    private static Configuration Saddle(double stretch = 0)
    {
        (double near, double far) = (1, 1.3);
        for (int k = 0; k < 100; k++)
        {
            double middle = 0.5 * (near + far);
            double slope = Kalj.Derivative(0, 0, middle) + Kalj.Derivative(0, 0, 2 * middle);
            (near, far) = slope < 0 ? (middle, far) : (near, middle);
        }

        double[] along = [0.36, 0.48, 0.8];
        double[] positions = [.. Enumerable.Range(-1, 3).SelectMany(place => along.Select(n => 5 + (place * (near + stretch) * n)))];
        return new Configuration(new PeriodicBox(10), new byte[3], positions);
    }

    // The distance at which v' = 0, by Newton's method.
    private static double Bond
    {
        get
        {
            double r = 1.12;
            for (int k = 0; k < 20; k++)
            {
                r -= Kalj.Derivative(0, 0, r) / Kalj.SecondDerivative(0, 0, r);
            }

            return r;
        }
    }

    // A start beside the saddle. W falls through the rungs before rounding errors have grown along the unstable modes.
    internal static Configuration BesideSaddle() => Saddle(stretch: 1e-8);
}
