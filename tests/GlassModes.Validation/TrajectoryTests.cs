// Compares Euler's method with accurate trajectories: the error is of first order in the step, at every rung and from snapshot to snapshot.

using System.Text.Json;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Particles;
using GlassModes.Quench;
using GlassModes.Tests;

namespace GlassModes.Validation;

[Category("Validation")]
public class TrajectoryTests
{
    private static readonly double[] Steps = [1e-4, 5e-5, 2.5e-5, 1.25e-5, 6.25e-6];

    [Test]
    public void The_error_of_Euler_falls_with_the_first_power_of_the_step()
    {
        Configuration start = ConfigurationFile.Read(TestData.Reference("kalj_N1000_T2.dump"));
        Snapshot[][] runs = Samples.Run(Steps.Length, k =>
            SteepestDescent.Quench(start, KobAndersen.ForceShifted(), Ladder.Decades(0, -1), QuenchOptions.Euler(Steps[k])).ToArray());
        for (int rung = 0; rung < runs[0].Length; rung++)
        {
            double log10W = runs[0][rung].Rung.Log10W;
            (double time, double energy) = Tight("kalj_N1000", log10W);
            double[] inTime = [.. runs.Select(run => run[rung].Time - time)];
            double[] inEnergy = [.. runs.Select(run => run[rung].PotentialEnergyPerParticle - energy)];
            TestContext.Out.WriteLine($"log10 W = {log10W}: error of t {Join(inTime)}, of V/N {Join(inEnergy)} at Δt = {Join(Steps)}");

            // Half the step gives half the error. At W = 0.1 the flow has enlarged the errors so much that only the finest steps
            // are in the linear regime.
            for (int k = log10W > -1 ? 1 : Steps.Length - 1; k < Steps.Length; k++)
            {
                Assert.That(inTime[k - 1] / inTime[k], Is.EqualTo(2).Within(0.4), $"t, rung {rung}");
                Assert.That(inEnergy[k - 1] / inEnergy[k], Is.EqualTo(2).Within(0.4), $"V/N, rung {rung}");
            }

            Assert.That(Math.Abs(inTime[^1]), Is.LessThan(0.2 * Math.Abs(inTime[0])));
        }
    }

    [TestCase("kalj_N1000", "W-1.5", -1.5, -2.0, null, 1e-4, 5e-4)]
    [TestCase("harmonic_N2000", "W-2", -2.0, -2.5, null, 1e-4, 5e-5)]
    [TestCase("harmonic_N2000", "W-2", -2.0, -4.0, "W-4", 1e-4, 1e-3)]
    public void From_a_reference_snapshot_the_next_rung_is_met(
        string system, string from, double start, double rung, string? to, double step, double tolerance)
    {
        Configuration snapshot = ConfigurationFile.Read(TestData.Reference($"{system}_{from}.dump"));
        PairModel model = Facts.ModelOf(system);
        Ladder ladder = new(Math.Pow(10, rung));
        Snapshot[] found = Samples.Run(
            2, k => SteepestDescent.Quench(snapshot, model, ladder, QuenchOptions.Euler(step / (k + 1))).Single());
        (double startTime, double startEnergy) = Tight(system, start);
        (double time, double energy) = Tight(system, rung);
        double[] inTime = [.. found.Select(s => (s.Time / (time - startTime)) - 1)];
        double[] inEnergy = [.. found.Select(s => (s.PotentialEnergyPerParticle - energy) / (startEnergy - energy))];
        TestContext.Out.WriteLine(
            $"{system}, log10 W = {start} → {rung}: relative error of t {Join(inTime)}, of the fall of V/N {Join(inEnergy)} "
            + $"at Δt = {step} and {step / 2}");
        Assert.That(inTime, Is.All.EqualTo(0).Within(tolerance));
        Assert.That(inEnergy, Is.All.EqualTo(0).Within(tolerance));
        if (to is not null)
        {
            Configuration expected = ConfigurationFile.Read(TestData.Reference($"{system}_{to}.dump"));
            double[] distances = [.. found.Select(s => Distance(s.Configuration, expected))];
            TestContext.Out.WriteLine($"rms distance from the reference snapshot {Join(distances)}");
            Assert.That(distances[0], Is.LessThan(1e-3));
            Assert.That(distances[0] / distances[1], Is.EqualTo(2).Within(0.4));
        }
    }

    private static (double Time, double Energy) Tight(string system, double log10W)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(TestData.Reference("trajectory.json")));
        JsonElement rung = document.RootElement.GetProperty(system).GetProperty("tight").EnumerateArray()
            .Single(r => r.GetProperty("log10W").GetDouble() == log10W);
        return (rung.GetProperty("time").GetDouble(), rung.GetProperty("energyPerParticle").GetDouble());
    }

    // The root mean square distance over particles. Particles are matched by their ids.
    private static double Distance(Configuration found, Configuration expected)
    {
        Dictionary<int, int> index = Enumerable.Range(0, found.Count).ToDictionary(i => found.Ids[i]);
        double sum = 0;
        for (int i = 0; i < expected.Count; i++)
        {
            int j = index[expected.Ids[i]];
            for (int axis = 0; axis < 3; axis++)
            {
                double d = expected.Box.MinimumImage(expected.Positions[(3 * i) + axis] - found.Positions[(3 * j) + axis]);
                sum += d * d;
            }
        }

        return Math.Sqrt(sum / expected.Count);
    }

    private static string Join(double[] values) => string.Join(", ", values.Select(value => $"{value:e1}"));
}
