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

    // The slope by weighted least squares over bins that both histograms have, and its error from the scatter over eight parts of the run.
    private static Estimate SlopeOf(List<double> hot, List<double> cold)
    {
        double whole = Slope(hot, cold);
        const int parts = 8;
        double[] slopes =
        [
            .. Enumerable.Range(0, parts).Select(part => Slope(
                hot.Where((_, k) => (long)k * parts / hot.Count != part), cold.Where((_, k) => (long)k * parts / cold.Count != part))),
        ];
        double mean = slopes.Average();
        return new Estimate(whole, Math.Sqrt((parts - 1.0) / parts * slopes.Sum(slope => (slope - mean) * (slope - mean))), parts);

        static double Slope(IEnumerable<double> hot, IEnumerable<double> cold)
        {
            const double width = 25;
            Dictionary<int, int> hots = hot.CountBy(v => (int)Math.Floor(v / width)).ToDictionary(bin => bin.Key, bin => bin.Value);
            Dictionary<int, int> colds = cold.CountBy(v => (int)Math.Floor(v / width)).ToDictionary(bin => bin.Key, bin => bin.Value);
            double weights = 0, x = 0, y = 0, xx = 0, xy = 0;
            foreach (int bin in hots.Keys.Where(bin => hots[bin] >= 20 && colds.GetValueOrDefault(bin) >= 20))
            {
                double weight = 1 / ((1.0 / hots[bin]) + (1.0 / colds[bin]));
                double place = (bin + 0.5) * width;
                double value = Math.Log((double)hots[bin] / colds[bin]);
                weights += weight;
                x += weight * place;
                y += weight * value;
                xx += weight * place * place;
                xy += weight * place * value;
            }

            return ((weights * xy) - (x * y)) / ((weights * xx) - (x * x));
        }
    }
}
