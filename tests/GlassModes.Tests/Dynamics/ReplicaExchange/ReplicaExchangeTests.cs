// Tests replica exchange where the distributions are known, and that no number of threads, ranks or stops changes a bit.

using GlassModes.Dynamics;
using GlassModes.Dynamics.ReplicaExchange;
using GlassModes.Models;
using GlassModes.Statistics;
using MathNet.Numerics.Distributions;

namespace GlassModes.Tests.Dynamics.ReplicaExchange;

public sealed class ReplicaExchangeTests
{
    private static readonly PairModel Model = KobAndersen.ForceShifted();
    private static readonly double[] Liquid = [2.0, 1.9, 1.8, 1.7, 1.6];

    /// <summary>V of g harmonic coordinates has the gamma distribution of shape g/2 and scale T, at every temperature.</summary>
    [Test]
    public void Energies_of_harmonic_wells_have_their_distribution_at_every_temperature()
    {
        const int wells = 6;
        double[] temperatures = [4, 2.4, 1.4, 0.8, 0.5];
        ReplicaExchangeSettings settings = new(temperatures, 40, 0.03) { Thermostat = new ThermostatSettings(1, 4) };
        using ReplicaExchangeRun run = new(settings, (_, _, _) => WellReplica.Harmonic(wells, 0.03), 5);
        List<double>[] energies = [.. temperatures.Select(_ => new List<double>())];
        const int every = 5;
        for (int trial = 0; trial < 30_000; trial++)
        {
            run.TakeTrial();
            for (int t = 0; t < temperatures.Length && trial > 500 && trial % every == 0; t++)
            {
                energies[t].Add(run.FindReplica(t)!.PotentialEnergy);
            }
        }

        for (int t = 0; t < temperatures.Length; t++)
        {
            double temperature = temperatures[t];
            AssertDistribution(energies[t], v => Gamma.CDF(0.5 * wells, 1 / temperature, v), $"T = {temperature}");
            Estimate mean = Estimate.Of(energies[t]);
            Assert.That(mean.Mean, Is.EqualTo(0.5 * wells * temperature).Within(6 * mean.StandardError), $"T = {temperature}");
        }

        // Acceptance of neighbours for independent energies: the mean of min(1, exp[(1/T − 1/T')(V − V')]) over both distributions.
        foreach (ExchangePair pair in run.Statistics.Pairs)
        {
            Assert.That(pair.Attempts, Is.EqualTo(15_000));
            Assert.That(pair.Acceptance, Is.EqualTo(ExactAcceptance(pair.Higher, pair.Lower, wells)).Within(0.02));
        }
    }

    /// <summary>
    /// At T = 0.06 a barrier of 17 T keeps each coordinate in its well. Exchanges carry it over, and both wells are visited equally often.
    /// </summary>
    [Test]
    public void Exchanges_carry_over_barriers_that_the_dynamics_do_not_cross()
    {
        double[] temperatures = TemperatureLadder.Geometric(0.9, 0.06, 6);
        ReplicaExchangeSettings settings = new(temperatures, 30, 0.05) { Thermostat = new ThermostatSettings(1, 4) };
        using ReplicaExchangeRun run = new(settings, (_, _, _) => WellReplica.Double(2, 0.05), 7);
        List<double>[] positions = [.. temperatures.Select(_ => new List<double>())];
        for (int trial = 0; trial < 90_000; trial++)
        {
            run.TakeTrial();
            for (int t = 0; t < temperatures.Length && trial > 1000 && trial % 30 == 0; t++)
            {
                positions[t].Add(((WellReplica)run.FindReplica(t)!).Positions[0]);
            }
        }

        for (int t = 0; t < temperatures.Length; t++)
        {
            double temperature = temperatures[t];
            double[] grid = [.. Enumerable.Range(0, 4001).Select(k => -2.5 + (k * 5.0 / 4000))];
            double[] cumulative = new double[grid.Length];
            for (int k = 1; k < grid.Length; k++)
            {
                double middle = 0.5 * (grid[k] + grid[k - 1]);
                cumulative[k] = cumulative[k - 1] + Math.Exp(-WellReplica.Well(middle) / temperature);
            }

            AssertDistribution(
                positions[t],
                x => cumulative[Math.Clamp((int)((x + 2.5) * 800), 0, 4000)] / cumulative[^1],
                $"T = {temperature}");
        }

        Assert.That(run.Statistics.RoundTrips, Is.All.GreaterThan(100));

        // Replicas diffuse: the fraction that comes from the highest temperature falls from one end to the other.
        double[] flow = [.. run.Statistics.Temperatures.Select(temperature => temperature.FractionFromHighest)];
        Assert.That((flow[0], flow[^1]), Is.EqualTo((1.0, 0.0)));
        Assert.That(flow, Is.Ordered.Descending);

        // Without exchanges the coldest replica stays where it began.
        WellReplica alone = WellReplica.Double(2, 0.05);
        NoseHooverChain thermostat = new(temperatures[^1], 2, settings.Thermostat);
        for (int k = 0; k < 1000; k++)
        {
            alone.Run(300, thermostat, default);
            Assert.That(alone.Positions[0], Is.LessThan(0));
        }
    }

    [Test]
    public void A_liquid_has_the_same_bits_on_any_number_of_threads_and_ranks([Values(2, 3, 5)] int processes)
    {
        const int trials = 12;
        (byte[] state, int[] places) = RunLiquid(null, 1);
        Assert.That(places, Is.Not.EqualTo(Enumerable.Range(0, Liquid.Length)), "some exchanges are accepted");
        Assert.That(RunLiquid(null, processes).State, Is.EqualTo(state), "threads");
        (byte[] State, int[] Places)[] ranks = ThreadRanks.Run(processes, ranks => RunLiquid(ranks, 1));
        Assert.That(ranks[0].State, Is.EqualTo(state), "ranks");
        Assert.That(ranks.Select(rank => rank.Places), Is.All.EqualTo(places));

        static (byte[] State, int[] Places) RunLiquid(IReplicaRanks? ranks, int threads)
        {
            using ReplicaExchangeRun run = NewLiquid(threads, ranks);
            for (int trial = 0; trial < trials; trial++)
            {
                run.TakeTrial();
            }

            return (Save(run, ranks?.Rank ?? 0), [.. run.ReplicaAt]);
        }
    }

    [Test]
    public void A_run_stopped_anywhere_goes_on_to_the_same_bits_also_on_other_ranks()
    {
        const int trials = 10;
        using ReplicaExchangeRun whole = NewLiquid(2, null);
        for (int trial = 0; trial < trials; trial++)
        {
            whole.TakeTrial();
        }

        byte[] expected = Save(whole);
        ReplicaExchangeRun run = NewLiquid(2, null);
        int stops = 0;
        while (run.Trials < trials)
        {
            using CancellationTokenSource stop = new();
            stop.CancelAfter(TimeSpan.FromMilliseconds(stops % 3 == 0 ? 0 : 3 + (stops % 17)));
            try
            {
                run.TakeTrial(stop.Token);
            }
            catch (OperationCanceledException)
            {
                // Some replicas are before the trial now, others at it.
            }

            byte[] state = Save(run);
            run.Dispose();
            if (stops % 4 == 1)
            {
                // In between the run moves on to three ranks, and takes a trial there.
                state = ThreadRanks.Run(3, ranks =>
                {
                    using ReplicaExchangeRun part = NewLiquid(1, ranks);
                    Load(part, ranks.Rank == 0 ? state : []);
                    if (part.Trials < trials)
                    {
                        part.TakeTrial();
                    }

                    return Save(part, ranks.Rank);
                })[0];
            }

            run = NewLiquid(2, null);
            Load(run, state);
            stops++;
        }

        Assert.That(stops, Is.GreaterThan(6));
        Assert.That(Save(run), Is.EqualTo(expected));
        run.Dispose();
    }

    [Test]
    public void A_cancelled_rank_ends_the_call_of_all_and_loses_nothing()
    {
        byte[] expected = Save(After(3));
        byte[][] states = ThreadRanks.Run(2, ranks =>
        {
            using ReplicaExchangeRun run = NewLiquid(1, ranks);
            run.TakeTrial();
            using CancellationTokenSource stop = new();
            if (ranks.Rank == 1)
            {
                stop.Cancel();
            }

            Assert.That(() => run.TakeTrial(stop.Token), Throws.InstanceOf<OperationCanceledException>());
            run.TakeTrial();
            run.TakeTrial();
            return Save(run, ranks.Rank);
        });
        Assert.That(states[0], Is.EqualTo(expected));

        static ReplicaExchangeRun After(int trials)
        {
            ReplicaExchangeRun run = NewLiquid(1, null);
            for (int trial = 0; trial < trials; trial++)
            {
                run.TakeTrial();
            }

            return run;
        }
    }

    [Test]
    public void Velocities_go_with_the_temperature_and_the_thermostat_stays()
    {
        // Two replicas with equal energies exchange at every trial of their pair.
        ReplicaExchangeSettings settings = new([4, 1], 1, 1e-9);
        using ReplicaExchangeRun run = new(settings, (k, _, _) => new Still(k), 1);
        run.TakeTrial();
        Assert.That(run.ReplicaAt, Is.EqualTo(new[] { 1, 0 }));
        Assert.That(((Still)run.FindReplica(0)!).Factor, Is.EqualTo(2), "√(4/1)");
        Assert.That(((Still)run.FindReplica(1)!).Factor, Is.EqualTo(0.5));
        Assert.That(((Still)run.FindReplica(0)!).Temperatures, Is.EqualTo(new[] { 1.0 }));
        run.TakeTrial();
        Assert.That(((Still)run.FindReplica(0)!).Temperatures, Is.EqualTo(new[] { 1.0, 4.0 }), "driven by that of its new temperature");
        Assert.That(run.Statistics.Pairs.Single().Attempts, Is.EqualTo(1), "odd trials have no pair here");
    }

    [Test]
    public void The_state_of_another_run_is_refused()
    {
        using ReplicaExchangeRun run = NewLiquid(2, null);
        run.TakeTrial();
        byte[] state = Save(run);
        using ReplicaExchangeRun fewer = new(
            new ReplicaExchangeSettings(Liquid[1..], 60), (k, _, _) => WellReplica.Harmonic(3, 0.01), 1);
        Assert.That(() => Load(fewer, state), Throws.InstanceOf<InvalidDataException>());
        using ReplicaExchangeRun same = NewLiquid(1, null);
        Assert.That(() => Load(same, state[..^1]), Throws.InstanceOf<EndOfStreamException>());
        Assert.That(() => Load(same, [.. state, 0]), Throws.InstanceOf<InvalidDataException>());
    }

    [Test]
    public void Settings_without_meaning_are_refused()
    {
        foreach (ReplicaExchangeSettings settings in new ReplicaExchangeSettings[]
        {
            new([1]), new([1, 2]), new([1, 1]), new([1, 0]), new([double.NaN, 1]), new([2, 1], 0), new([2, 1], 5, 0),
            new([2, 1]) { Thermostat = new ThermostatSettings(0) },
        })
        {
            Assert.That(
                () => new ReplicaExchangeRun(settings, (_, _, _) => WellReplica.Harmonic(2, 0.1)), Throws.InstanceOf<ArgumentException>());
        }
    }

    private static ReplicaExchangeRun NewLiquid(int threads, IReplicaRanks? ranks)
    {
        ReplicaExchangeSettings settings = new(Liquid, 60);
        return new ReplicaExchangeRun(
            settings,
            (k, temperature, stop) => new LiquidReplica(
                Model, new RandomStart(200, KobAndersen.Density, 3, k), temperature, settings.Timestep, stop),
            3,
            threads: threads,
            ranks: ranks);
    }

    private static byte[] Save(ReplicaExchangeRun run, int rank = 0)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        run.Save(rank == 0 ? writer : null);
        return stream.ToArray();
    }

    private static void Load(ReplicaExchangeRun run, byte[] state)
    {
        using BinaryReader reader = new(new MemoryStream(state));
        run.Load(reader);
    }

    // Kolmogorov's test, at a level of 0.001 for independent samples.
    private static void AssertDistribution(List<double> samples, Func<double, double> cumulative, string what)
    {
        samples.Sort();
        double largest = 0;
        for (int k = 0; k < samples.Count; k++)
        {
            double expected = cumulative(samples[k]);
            largest = Math.Max(largest, Math.Max(expected - ((double)k / samples.Count), ((k + 1.0) / samples.Count) - expected));
        }

        TestContext.Out.WriteLine($"{what}: distance {largest * Math.Sqrt(samples.Count):f2}/√n, n = {samples.Count}");
        Assert.That(largest, Is.LessThan(1.95 / Math.Sqrt(samples.Count)), what);
    }

    private static double ExactAcceptance(double higher, double lower, int wells)
    {
        const int points = 400;
        double[] ups = Quantiles(higher);
        double[] downs = Quantiles(lower);
        return ups.Average(v => downs.Average(w => Math.Min(1, Math.Exp(((1 / higher) - (1 / lower)) * (v - w)))));

        double[] Quantiles(double temperature) =>
            [.. Enumerable.Range(0, points).Select(k => Gamma.InvCDF(0.5 * wells, 1 / temperature, (k + 0.5) / points))];
    }

    // Has no dynamics, and notes what is done to it.
    private sealed class Still(int number) : IReplica
    {
        public int Number { get; } = number;

        public double Factor { get; private set; } = 1;

        public List<double> Temperatures { get; } = [];

        public double PotentialEnergy => 0;

        public int DegreesOfFreedom => 3;

        public long Steps { get; private set; }

        public void Run(long steps, NoseHooverChain thermostat, CancellationToken cancellation)
        {
            Steps += steps;
            Temperatures.Add(thermostat.Temperature);
        }

        public void ScaleVelocities(double factor) => Factor *= factor;

        public void Save(BinaryWriter writer)
        {
        }

        public void Load(BinaryReader reader)
        {
        }

        public void Dispose()
        {
        }
    }
}
