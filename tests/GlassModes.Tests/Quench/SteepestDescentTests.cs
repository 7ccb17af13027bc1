// Tests the quench against an exact solution, against reference trajectories, and against its identities.

using System.Text.Json;
using GlassModes.Dynamics;
using GlassModes.Forces;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Particles;
using GlassModes.Quench;

namespace GlassModes.Tests.Quench;

public class SteepestDescentTests
{
    private static readonly PairModel Kalj = KobAndersen.ForceShifted();
    private static readonly PairModel Spheres = HarmonicSpheres.Create();

    [Test]
    public void Two_overlapping_spheres_follow_the_exact_solution()
    {
        // The overlap δ obeys dδ/dt = −2δ. Therefore W = δ² = δ0² e^{−4t} and V/N = δ²/4. A step of Euler takes δ to (1 − 2Δt) δ.
        const double delta = 0.2;
        const double step = 1e-3;
        Snapshot[] rungs = [.. SteepestDescent.Quench(Pair(1 - delta), Spheres, Ladder.Decades(-2, -12, 1), QuenchOptions.Euler(step))];
        Assert.That(rungs, Has.Length.EqualTo(11));
        foreach (Snapshot rung in rungs)
        {
            double exact = Math.Log(delta * delta / rung.Rung.MeanSquaredForce) / 4;
            double euler = exact * 2 * step / -Math.Log(1 - (2 * step));
            Assert.That(rung.Time, Is.EqualTo(euler).Within(1e-6));
            Assert.That(rung.Time, Is.EqualTo(exact).Within(2 * step * exact));
            Assert.That(
                rung.PotentialEnergyPerParticle, Is.EqualTo(rung.Rung.MeanSquaredForce / 4).Within(1e-8 * rung.Rung.MeanSquaredForce));
            Assert.That(rung.MeanSquaredForce, Is.EqualTo(rung.Rung.MeanSquaredForce).Within(1e-9 * rung.Rung.MeanSquaredForce));
        }
    }

    [Test]
    public void Rungs_match_the_reference_trajectory_with_the_error_of_first_order()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(TestData.Reference("trajectory.json")));
        JsonElement[] tight = [.. document.RootElement.GetProperty("kalj_N1000").GetProperty("tight").EnumerateArray()];
        Snapshot[] coarse = QuenchReference(1e-4);
        Snapshot[] fine = QuenchReference(2.5e-5);
        for (int k = 0; k < 2; k++)
        {
            double time = tight[k].GetProperty("time").GetDouble();
            double energy = tight[k].GetProperty("energyPerParticle").GetDouble();
            Assert.That(coarse[k].Rung.Log10W, Is.EqualTo(tight[k].GetProperty("log10W").GetDouble()));
            Assert.That(coarse[k].Time, Is.EqualTo(time).Within(2e-3));
            Assert.That(coarse[k].PotentialEnergyPerParticle, Is.EqualTo(energy).Within(5e-4));

            // A quarter of the step gives a quarter of the error.
            Assert.That((coarse[k].Time - time) / (fine[k].Time - time), Is.EqualTo(4).Within(0.8), $"rung {k}");
            Assert.That(
                (coarse[k].PotentialEnergyPerParticle - energy) / (fine[k].PotentialEnergyPerParticle - energy),
                Is.EqualTo(4).Within(0.8),
                $"rung {k}");
        }
    }

    [Test]
    public void A_snapshots_own_W_is_the_rungs()
    {
        foreach (Snapshot rung in QuenchReference(1e-4))
        {
            using ForceField field = Kalj.CreateForceField(rung.Configuration.Box, rung.Configuration.Species, width: SimdWidth.Scalar);
            double[] forces = new double[3 * rung.Configuration.Count];
            ForceSummary summary = field.Compute(rung.Configuration.Positions, forces);
            Assert.That(
                ForceField.MeanSquaredForce(forces), Is.EqualTo(rung.Rung.MeanSquaredForce).Within(1e-8 * rung.Rung.MeanSquaredForce));
            Assert.That(summary.PotentialEnergy / rung.Configuration.Count, Is.EqualTo(rung.PotentialEnergyPerParticle).Within(1e-12));
            Assert.That(rung.Configuration.Time, Is.EqualTo(rung.Time));
        }
    }

    [Test]
    public void Each_rung_is_taken_at_its_first_downward_crossing_of_the_same_path()
    {
        // The same path without a ladder: W before each step.
        Configuration start = Liquid();
        const double step = 1e-4;
        using ForceField field = Kalj.CreateForceField(start.Box, start.Species);
        double[] positions = start.Positions.ToArray();
        double[] forces = new double[positions.Length];
        List<double> path = [];
        for (int k = 0; k < 4000; k++)
        {
            field.Compute(positions, forces);
            path.Add(ForceField.MeanSquaredForce(forces));
            for (int c = 0; c < positions.Length; c++)
            {
                positions[c] += step * forces[c];
            }
        }

        foreach (Snapshot rung in QuenchReference(step))
        {
            int first = path.FindIndex(w => w <= rung.Rung.MeanSquaredForce);
            Assert.That(rung.Time, Is.InRange((first - 1) * step, first * step), $"{rung.Rung.Log10W}");
        }
    }

    [Test]
    public void The_trajectory_does_not_depend_on_the_ladder()
    {
        Configuration start = Liquid();
        Snapshot[] sparse = [.. SteepestDescent.Quench(start, Kalj, new Ladder(1.0))];
        Snapshot[] dense = [.. SteepestDescent.Quench(start, Kalj, Ladder.Decades(3, 0, 0.1))];
        Assert.That(dense, Has.Length.EqualTo(31));
        Assert.That(dense[^1].Time, Is.EqualTo(sparse[0].Time));
        Assert.That(dense[^1].Configuration.Positions.ToArray(), Is.EqualTo(sparse[0].Configuration.Positions.ToArray()));
    }

    [Test]
    public void The_energy_falls_at_the_rate_W()
    {
        // The integral of W over the path is the drop of V/N, because d(V/N)/dt = −W. Euler's path departs from the flow by O(Δt). The
        // tolerance allows for this error.
        Configuration start = Liquid();
        using QuenchRun descent = new(start, Kalj, new Ladder(1e-3), new QuenchOptions(QuenchMethodKind.Euler, MaximumEvaluations: 1));
        double startEnergy = descent.PotentialEnergyPerParticle;
        foreach (double step in new[] { 4e-5, 2e-5 })
        {
            using QuenchRun fine = new(start, Kalj, Ladder.Decades(3.5, 0, 0.005), QuenchOptions.Euler(step));
            double integral = 0;
            double time = 0;
            double w = fine.MeanSquaredForce;
            double energy = startEnergy;
            while (fine.Next() is { } rung)
            {
                Assert.That(rung.PotentialEnergyPerParticle, Is.LessThan(energy), "V falls monotonically");
                energy = rung.PotentialEnergyPerParticle;

                // Between close rungs W is nearly exponential in time. Its mean over the time is then the logarithmic mean.
                double mean = w == rung.MeanSquaredForce ? w : (w - rung.MeanSquaredForce) / Math.Log(w / rung.MeanSquaredForce);
                integral += mean * (rung.Time - time);
                (time, w) = (rung.Time, rung.MeanSquaredForce);
            }

            double drop = startEnergy - energy;
            Assert.That(integral / drop, Is.EqualTo(1).Within(6000 * step), $"Δt = {step}");
        }
    }

    [Test]
    public void Rungs_above_the_start_are_skipped_and_named()
    {
        using QuenchRun descent = new(Pair(0.9), Spheres, new Ladder(1, 1e-1, 2e-2, 1e-3), QuenchOptions.Euler(1e-3));
        Assert.That(
            descent.SkippedRungs.Select(skipped => skipped.MeanSquaredForce),
            Is.EqualTo(new[] { 1, 1e-1, 2e-2 }),
            "W of the start is 0.01");
        Snapshot? only = descent.Next();
        Assert.That(only?.Rung.MeanSquaredForce, Is.EqualTo(1e-3));
        Assert.That(descent.Next(), Is.Null);
        Assert.That(descent.Status, Is.EqualTo(QuenchStatus.LadderDone));
    }

    [Test]
    public void A_rung_at_the_W_of_the_start_is_skipped()
    {
        Configuration pair = Pair(0.75);
        using QuenchRun before = new(pair, Spheres, new Ladder(0.01));
        double start = before.MeanSquaredForce;
        Assert.That(start, Is.EqualTo(0.0625).Within(1e-15));
        using QuenchRun descent = new(pair, Spheres, new Ladder(start, 0.01));
        Assert.That(descent.SkippedRungs.Select(skipped => skipped.MeanSquaredForce), Is.EqualTo(new[] { start }));
        Assert.That(descent.Next()?.Rung.MeanSquaredForce, Is.EqualTo(0.01));
    }

    [Test]
    public void Snapshots_keep_the_particles_identities_and_tell_the_work()
    {
        Configuration start = new(new PeriodicBox(4), [0, 0], [1, 1, 1, 1.9, 1, 1], ids: [17, 4]);
        using QuenchRun descent = new(start, Spheres, new Ladder(1e-3), QuenchOptions.Euler(1e-3));
        Snapshot? rung = descent.Next();
        Assert.That(rung?.Configuration.Ids.ToArray(), Is.EqualTo(new[] { 17, 4 }));
        Assert.That(rung?.Configuration.Species.ToArray(), Is.EqualTo(new byte[] { 0, 0 }));
        Assert.That(rung?.ForceEvaluations, Is.EqualTo(descent.ForceEvaluations).And.GreaterThan(Math.Ceiling(rung!.Time / 1e-3) + 1));
        Assert.That(rung?.Rung.Log10W, Is.EqualTo(-3));
    }

    [Test]
    public void Coincident_particles_and_meaningless_options_are_refused()
    {
        Configuration coincident = new(new PeriodicBox(6), [0, 0], [1, 1, 1, 1, 1, 1]);
        Assert.That(
            () => new QuenchRun(coincident, Kalj, new Ladder(1)),
            Throws.InstanceOf<SimulationException>().With.Message.Contains("coincide"));
        Assert.That(
            () => new QuenchRun(Pair(0.9), Spheres, new Ladder(1), QuenchOptions.Euler(0)),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => new QuenchRun(Pair(0.9), Spheres, new Ladder(1), new QuenchOptions(QuenchMethodKind.Euler, 1e-4, CrossingTolerance: 0)),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_force_free_packing_ends_at_once()
    {
        using QuenchRun descent = new(Pair(1.5), Spheres, new Ladder(1e-3));
        Assert.That(descent.Next(), Is.Null);
        Assert.That(descent.Status, Is.EqualTo(QuenchStatus.ForceFree));
    }

    [Test]
    public void A_packing_that_comes_apart_crosses_every_rung_in_its_last_step()
    {
        // A step of Δt = 0.5 takes δ to (1 − 2Δt) δ = 0. W falls from δ² to 0 in this step.
        Snapshot[] rungs =
        [
            .. SteepestDescent.Quench(
                Pair(0.75), Spheres, Ladder.Decades(-2, -20, 2), new QuenchOptions(QuenchMethodKind.Euler, 0.5, CrossingTolerance: 1e-6)),
        ];
        Assert.That(rungs, Has.Length.EqualTo(10));
        Assert.That(rungs.Select(rung => rung.Time), Is.Ordered.And.All.LessThanOrEqualTo(0.5));
    }

    [Test]
    public void Steps_below_the_rounding_of_positions_end_a_packing_without_load()
    {
        using QuenchRun descent = new(Pair(1 - 1e-9), Spheres, new Ladder(1e-30), QuenchOptions.Euler(1e-9));
        Assert.That(descent.Next(), Is.Null);
        Assert.That(descent.Status, Is.EqualTo(QuenchStatus.Unjammed));
    }

    [Test]
    public void Too_large_a_time_step_ends_with_a_clear_error() =>
        Assert.That(
            () => SteepestDescent.Quench(
                Liquid(), Kalj, new Ladder(1e-3), new QuenchOptions(QuenchMethodKind.Euler, 2e-3, MaximumEvaluations: 20_000)).Count(),
            Throws.InstanceOf<SimulationException>().With.Message.Contains("stability limit"));

    [Test]
    public void The_evaluation_limit_is_kept()
    {
        using QuenchRun descent = new(Liquid(), Kalj, new Ladder(1e-9), new QuenchOptions(QuenchMethodKind.Euler, MaximumEvaluations: 50));
        Assert.That(descent.Next(), Is.Null);
        Assert.That(descent.Status, Is.EqualTo(QuenchStatus.EvaluationLimit));
        Assert.That(descent.ForceEvaluations, Is.EqualTo(50));
    }

    [Test]
    public void A_quench_can_be_cancelled_and_gone_on_with()
    {
        using CancellationTokenSource source = new();
        using QuenchRun descent = new(Liquid(), Kalj, new Ladder(1), QuenchOptions.Euler());
        source.Cancel();
        Assert.That(() => descent.Next(cancellation: source.Token), Throws.InstanceOf<OperationCanceledException>());
        Snapshot? rung = descent.Next();
        Assert.That(rung?.Time, Is.EqualTo(QuenchReference(1e-4).Single(s => s.Rung.MeanSquaredForce == 1).Time));
    }

    [NonParallelizable] // other tests would allocate and collect at the same time
    [Test]
    public void A_step_allocates_nothing([Values] QuenchMethodKind method)
    {
        using QuenchRun descent = new(Liquid(), Kalj, new Ladder(1e-30), new QuenchOptions(method, MaximumEvaluations: 1200));
        while (descent.ForceEvaluations < 300)
        {
            descent.Next(pauseAfter: TimeSpan.Zero);
        }

        long steps = descent.Observations.Steps;

        // Rises of W are added to a list, and a new number of stages computes its coefficients. A single vector would take 24 kB.
        bool stabilised = method is QuenchMethodKind.Automatic or QuenchMethodKind.Rkc2 or QuenchMethodKind.Rkc3;
        Assert.That(Allocation.BytesOf(() => descent.Next()), Is.LessThan(stabilised ? 200_000 : 12_000), "more than fifty steps");
        Assert.That(descent.Observations.Steps - steps, Is.GreaterThan(50));
        Assert.That(descent.Status, Is.EqualTo(QuenchStatus.EvaluationLimit));
    }

    [Test]
    public void One_call_warns_of_long_steps_of_rungs_above_the_start_and_of_an_early_end()
    {
        // At T = 2 the first steps of Euler with the paper's step miss d(V/N)/dt = -W.
        List<string> warnings = [];
        _ = SteepestDescent.Quench(Liquid(), Kalj, new Ladder(1e6, 10), QuenchOptions.Euler(), warnings.Add).First();
        Assert.That(warnings, Has.Count.EqualTo(2));
        Assert.That(warnings[0], Does.Contain("d(V/N)/dt = -W").And.Match("in [0-9]+ of [0-9]+ steps"));
        Assert.That(warnings[1], Does.StartWith("1 of the rungs"));

        warnings.Clear();
        Snapshot[] rungs = [.. SteepestDescent.Quench(Liquid(), Kalj, new Ladder(10), warn: warnings.Add)];
        Assert.That((rungs.Length, warnings.Count), Is.EqualTo((1, 0)));

        rungs = [.. SteepestDescent.Quench(Liquid(), Kalj, new Ladder(1e-3), new QuenchOptions(MaximumEvaluations: 20), warnings.Add)];
        Assert.That((rungs.Length, warnings.Count), Is.EqualTo((0, 1)));
        Assert.That(warnings[0], Does.Contain("evaluationLimit"));
    }

    private static Configuration Liquid() => ConfigurationFile.Read(TestData.Reference("kalj_N1000_T2.dump"));

    private static Snapshot[] QuenchReference(double step) =>
        [.. SteepestDescent.Quench(Liquid(), Kalj, Ladder.Decades(0, -0.5), QuenchOptions.Euler(step))];

    // Two unit spheres at distance r along x, with W = (1 − r)².
    private static Configuration Pair(double r) => new(new PeriodicBox(4), [0, 0], [1, 1, 1, 1 + r, 1, 1]);
}
