// Tests replica exchange of the Kob-Andersen liquid: histograms of neighbours, plain dynamics, and LAMMPS' averages.

using GlassModes.Dynamics;
using GlassModes.Dynamics.ReplicaExchange;
using GlassModes.Equilibrium;
using GlassModes.Models;
using GlassModes.Statistics;

namespace GlassModes.Validation;

[Category("Validation")]
public class ReplicaExchangeValidation
{
    private static readonly double[] Temperatures = [1.0, 0.965, 0.93, 0.9];

    private static readonly Lazy<(List<double>[] Energies, ReplicaExchangeRecord Record)> Exchange = new(RunExchange);

    /// <summary>
    /// Canonical histograms of two temperatures have h_i/h_j ∝ exp[−(β_i − β_j)V], whatever the density of states is: ln(h_i/h_j) is a line
    /// of the slope β_j − β_i.
    /// </summary>
    [Test]
    public void Histograms_of_neighbours_differ_by_their_Boltzmann_factors()
    {
        List<double>[] energies = Exchange.Value.Energies;
        for (int pair = 0; pair + 1 < Temperatures.Length; pair++)
        {
            double expected = (1 / Temperatures[pair + 1]) - (1 / Temperatures[pair]);
            Estimate slope = SlopeOf(energies[pair], energies[pair + 1]);
            Check.Agrees($"slope of ln(h_i/h_j) at T = {Temperatures[pair]} and {Temperatures[pair + 1]}", slope, expected, 0);
        }
    }

    [Test]
    public void Means_are_those_of_plain_dynamics_and_of_LAMMPS()
    {
        IReadOnlyList<ReplicaTemperatureRecord> temperatures = Exchange.Value.Record.Temperatures;
        foreach (int t in (int[])[0, 3])
        {
            double temperature = temperatures[t].Temperature;
            Blocking exchanged = temperatures[t].Energy.Blocking;
            Estimate plain = CanonicalRun.Of(temperature, 0.005, 400).Mean(sample => sample.EnergyPerParticle);
            Check.Agrees(
                $"V/N at T = {temperature}: replica exchange against plain dynamics",
                new Estimate(exchanged.Mean, Math.Sqrt(Math.Pow(exchanged.StandardError, 2) + Math.Pow(plain.StandardError, 2)), 30),
                plain.Mean,
                0);
        }
    }

    [Test]
    public void Acceptance_is_that_of_the_overlap_of_histograms()
    {
        (List<double>[] energies, ReplicaExchangeRecord record) = Exchange.Value;
        for (int pair = 0; pair + 1 < Temperatures.Length; pair++)
        {
            double beta = (1 / Temperatures[pair]) - (1 / Temperatures[pair + 1]);

            // The mean of min(1, exp[(β_i − β_j)(V_i − V_j)]) over independent energies of both.
            double expected = energies[pair].Where((_, k) => k % 7 == 0)
                .Average(v => energies[pair + 1].Where((_, k) => k % 7 == 0).Average(w => Math.Min(1, Math.Exp(beta * (v - w)))));
            TestContext.Out.WriteLine($"acceptance {record.Pairs[pair].Acceptance:f3}, from histograms {expected:f3}");
            Assert.That(record.Pairs[pair].Acceptance, Is.EqualTo(expected).Within(0.04));
        }

        Assert.That(record.RoundTrips.Sum(), Is.GreaterThan(20));
        Assert.That(record.Judge().IsEquilibrated, Is.True, string.Join("; ", record.Judge().Reasons));
    }

    private static (List<double>[] Energies, ReplicaExchangeRecord Record) RunExchange()
    {
        const int particles = 1000;
        const int trials = 4000;
        const int equilibration = 400;
        ReplicaExchangeSettings settings = new(Temperatures, 100);
        PairModel model = KobAndersen.ForceShifted();
        using ReplicaExchangeRun run = new(
            settings,
            (k, temperature, stop) => new LiquidReplica(
                model, new RandomStart(particles, KobAndersen.Density, 77, k), temperature, settings.Timestep, stop),
            77,
            threads: Environment.ProcessorCount);
        List<double>[] energies = [.. Temperatures.Select(_ => new List<double>())];
        for (int trial = 0; trial < trials; trial++)
        {
            run.TakeTrial();
            if (trial == equilibration)
            {
                run.ClearStatistics();
            }

            for (int t = 0; trial > equilibration && t < Temperatures.Length; t++)
            {
                energies[t].Add(run.FindReplica(t)!.PotentialEnergy);
            }
        }

        return (energies, ReplicaExchangeRecord.Of(run.Statistics, particles));
    }

    // The slope of the logarithm by the likelihood that an energy is of the hot histogram, which needs no bins: logistic regression by
    // Newton's method. Its error is that of the jackknife over parts of the run much longer than correlations.
    private static Estimate SlopeOf(List<double> hot, List<double> cold)
    {
        const int parts = 20;
        double whole = Slope(hot, cold, part: -1);
        double[] slopes = [.. Enumerable.Range(0, parts).Select(part => Slope(hot, cold, part))];
        double mean = slopes.Average();
        return new Estimate(whole, Math.Sqrt((parts - 1.0) / parts * slopes.Sum(slope => (slope - mean) * (slope - mean))), parts);

        static double Slope(List<double> hot, List<double> cold, int part)
        {
            (double V, bool IsHot)[] points =
            [
                .. hot.Where((_, k) => (long)k * parts / hot.Count != part).Select(v => (v, true)),
                .. cold.Where((_, k) => (long)k * parts / cold.Count != part).Select(v => (v, false)),
            ];
            double centre = points.Average(point => point.V);
            double offset = 0;
            double slope = 0;
            for (int step = 0; step < 50; step++)
            {
                double g0 = 0, g1 = 0, h00 = 0, h01 = 0, h11 = 0;
                foreach ((double v, bool isHot) in points)
                {
                    double x = v - centre;
                    double probability = 1 / (1 + Math.Exp(-offset - (slope * x)));
                    double residue = (isHot ? 1 : 0) - probability;
                    double weight = probability * (1 - probability);
                    g0 += residue;
                    g1 += residue * x;
                    h00 += weight;
                    h01 += weight * x;
                    h11 += weight * x * x;
                }

                double determinant = (h00 * h11) - (h01 * h01);
                offset += ((h11 * g0) - (h01 * g1)) / determinant;
                slope += ((h00 * g1) - (h01 * g0)) / determinant;
            }

            return slope;
        }
    }
}
