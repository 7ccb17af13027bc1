// Compares error and cost of the methods of the flow with those of explicit Euler with the paper's step.

using GlassModes.Dynamics;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Particles;
using GlassModes.Quench;
using GlassModes.Tests;

namespace GlassModes.Validation;

[Category("Validation")]
public class QuenchCostTests
{
    private const double Reference = 1e-7;
    private static readonly PairModel Kalj = KobAndersen.ForceShifted();

    private sealed record Outcome(long Evaluations, double Error, double TimeError);

    /// <summary>
    /// All methods quench by one decade from the same snapshot. Runge-Kutta 5(4) with a tight tolerance gives the snapshot and the exact
    /// positions at the end of the decade. The error is the root mean square distance from these positions.
    /// </summary>
    [Test]
    public void Decade_by_decade_the_default_is_as_accurate_as_Euler_at_a_fraction_of_its_evaluations()
    {
        Configuration[] starts =
        [
            ConfigurationFile.Read(TestData.Reference("kalj_N1000_T2.dump")),
            .. PreparedLiquids.All.Take(7).Select(chain => chain[0].Configuration),
        ];
        (double From, double To, double Fewer, bool CompareErrors)[] decades =
            [(0, -1, 7, true), (-1, -2, 11, true), (-2, -3, 17, true), (-3, -4, 17, false)];
        QuenchOptions[] methods =
        [
            QuenchOptions.Euler(),
            new(QuenchMethodKind.Rkc3),
            new(QuenchMethodKind.Rkc2),
            new(QuenchMethodKind.Rkc2, Tolerance: 1e-3),
            new(QuenchMethodKind.RungeKutta54, Tolerance: 1e-4),
        ];
        Outcome[][][] found = Samples.Run(starts.Length, k => Decades(starts[k], Kalj, [0, .. decades.Select(d => d.To)], methods));
        for (int d = 0; d < decades.Length; d++)
        {
            (double from, double to, double fewer, bool compareErrors) = decades[d];
            TestContext.Out.WriteLine(
                $"log10 W = {from} to {to}; evaluations and error on the reference start, "
                + $"and means (errors: geometric) of {starts.Length}:");
            for (int m = 0; m < methods.Length; m++)
            {
                Outcome onReference = found[0][d][m];
                double gain = found[0][d][0].Evaluations / (double)onReference.Evaluations;
                TestContext.Out.WriteLine(
                    $"  {Name(methods[m]),-12} {onReference.Evaluations,6} {onReference.Error:e1}   1/{gain:f1};   "
                    + $"{found.Average(s => s[d][m].Evaluations),8:f0} {GeometricMean(found.Select(s => s[d][m].Error)):e1}   "
                    + $"1/{found.Average(s => s[d][0].Evaluations) / found.Average(s => s[d][m].Evaluations):f1}");
            }

            Outcome euler = found[0][d][0];
            Outcome best = found[0][d][1];
            Assert.That(best.Evaluations * fewer, Is.LessThan(euler.Evaluations), "on the reference start");
            Assert.That(found.Sum(s => s[d][1].Evaluations) * fewer, Is.LessThan(found.Sum(s => s[d][0].Evaluations)), "on average");
            if (compareErrors)
            {
                Assert.That(best.Error, Is.LessThan(euler.Error), "on the reference start");
                Assert.That(
                    GeometricMean(found.Select(s => s[d][1].Error)),
                    Is.LessThan(GeometricMean(found.Select(s => s[d][0].Error))),
                    "on average");
            }
        }
    }

    [Test]
    public void A_whole_quench_costs_a_twentieth_of_Eulers()
    {
        Configuration[] starts = [.. PreparedLiquids.All.Select(chain => chain[0].Configuration)];
        QuenchMethodKind[] methods = [QuenchMethodKind.Euler, QuenchMethodKind.Rkc3, QuenchMethodKind.Rkc2];
        double[] rungs = [0, -1, -2, -3, -5, -7];
        Ladder ladder = new(rungs.Select(w => Math.Pow(10, w)));
        Snapshot[][] found = Samples.Run(starts.Length * methods.Length, k =>
            SteepestDescent.Quench(starts[k / methods.Length], Kalj, ladder, new QuenchOptions(methods[k % methods.Length])).ToArray());
        for (int r = 0; r < rungs.Length; r++)
        {
            double[] means =
            [
                .. methods.Select((_, m) => starts.Select((_, k) => (double)found[(k * methods.Length) + m][r].ForceEvaluations).Average()),
            ];
            double[] energies =
            [
                .. methods.Select(
                    (_, m) => starts.Select((_, k) => found[(k * methods.Length) + m][r].PotentialEnergyPerParticle).Average()),
            ];
            double[] times = [.. methods.Select((_, m) => starts.Select((_, k) => found[(k * methods.Length) + m][r].Time).Average())];
            TestContext.Out.WriteLine(
                $"log10 W = {rungs[r]}: evaluations {string.Join(", ", means.Select(n => $"{n:f0}"))}; Euler's over it 1, "
                + $"{string.Join(", ", means.Skip(1).Select(n => $"{means[0] / n:f1}"))}; "
                + $"t {string.Join(", ", times.Select(t => $"{t:f3}"))}; "
                + $"V/N {string.Join(", ", energies.Select(e => $"{e:f4}"))}");
            if (rungs[r] == -7)
            {
                Assert.That(means[0] / means[1], Is.GreaterThan(20));
            }
        }
    }

    [Test]
    public void Harmonic_spheres_cost_a_hundredth_of_Eulers()
    {
        PairModel model = HarmonicSpheres.Create();
        double[] rungs = [-1, -2, -3, -4];
        double[] fewer = [70, 130, 200, 200];
        Ladder ladder = new(rungs.Select(w => Math.Pow(10, w)));
        QuenchOptions[] methods =
            [
                QuenchOptions.Euler(),
                new(),
                new(QuenchMethodKind.RungeKutta32, Tolerance: 5e-4),
                new(QuenchMethodKind.Rkc3),
                new(QuenchMethodKind.Rkc2),
            ];
        const int samples = 6;
        (double[][] Errors, double[][] Evaluations)[] found = Samples.Run(samples, k =>
        {
            Configuration start = Liquid.Random(
                model, 2000, HarmonicSpheres.DensityOf(HarmonicSpheres.PackingFraction), 7, k).Configuration;
            Snapshot[] tight =
            [
                .. SteepestDescent.Quench(start, model, ladder, new QuenchOptions(QuenchMethodKind.RungeKutta54, Tolerance: Reference)),
            ];
            Snapshot[][] runs = [.. methods.Select(options => SteepestDescent.Quench(start, model, ladder, options).ToArray())];
            return (
                runs.Select(run => run.Zip(tight, (a, b) => Distance(a.Configuration, b.Configuration)).ToArray()).ToArray(),
                runs.Select(run => run.Select(rung => (double)rung.ForceEvaluations).ToArray()).ToArray());
        });
        for (int r = 0; r < rungs.Length; r++)
        {
            TestContext.Out.WriteLine($"log10 W = {rungs[r]}, from the random start, means of {samples} (errors: geometric):");
            double[] evaluations = [.. methods.Select((_, m) => found.Average(s => s.Evaluations[m][r]))];
            double[] errors = [.. methods.Select((_, m) => GeometricMean(found.Select(s => s.Errors[m][r])))];
            for (int m = 0; m < methods.Length; m++)
            {
                TestContext.Out.WriteLine(
                    $"  {Name(methods[m]),-12} {evaluations[m],8:f0} {errors[m]:e1}   1/{evaluations[0] / evaluations[m]:f0}");
            }

            Assert.That(evaluations[0] / evaluations[1], Is.GreaterThan(fewer[r]), $"log10 W = {rungs[r]}");
            Assert.That(errors[1], Is.LessThan(2.5 * errors[0]), "about as accurate");
        }
    }

    // Quenches decade by decade. Returns the outcomes by decade and by method.
    private static Outcome[][] Decades(Configuration start, PairModel model, double[] rungs, QuenchOptions[] methods)
    {
        QuenchOptions tight = new(QuenchMethodKind.RungeKutta54, Tolerance: Reference);
        Configuration current = SteepestDescent.Quench(start, model, new Ladder(Math.Pow(10, rungs[0])), tight).Single().Configuration;
        List<Outcome[]> outcomes = [];
        foreach (double rung in rungs.Skip(1))
        {
            Ladder ladder = new(Math.Pow(10, rung));
            Snapshot exact = SteepestDescent.Quench(current, model, ladder, tight).Single();
            outcomes.Add([.. methods.Select(options =>
            {
                Snapshot end = SteepestDescent.Quench(current, model, ladder, options).Single();
                return new Outcome(end.ForceEvaluations, Distance(end.Configuration, exact.Configuration), end.Time - exact.Time);
            })]);
            current = exact.Configuration;
        }

        return [.. outcomes];
    }

    private static string Name(QuenchOptions options) =>
        $"{QuenchMethods.NameOf(options.Method)}{(options.Tolerance is { } tolerance ? $" {tolerance:g2}" : "")}";

    private static double GeometricMean(IEnumerable<double> values) => Math.Exp(values.Average(Math.Log));

    private static double Distance(Configuration a, Configuration b)
    {
        double[] difference = a.Positions.ToArray();
        VectorMath.AddScaled(difference, -1, b.Positions, difference);
        return Math.Sqrt(VectorMath.Dot(difference, difference) / a.Count);
    }
}
