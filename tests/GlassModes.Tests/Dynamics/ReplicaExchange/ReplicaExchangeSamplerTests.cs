// Tests the configurations that a replica exchange hands out, and what is said of it.

using GlassModes.Dynamics;
using GlassModes.Dynamics.ReplicaExchange;
using GlassModes.Equilibrium;
using GlassModes.Models;

namespace GlassModes.Tests.Dynamics.ReplicaExchange;

public sealed class ReplicaExchangeSamplerTests
{
    private const int Particles = 200;
    private static readonly PairModel Model = KobAndersen.ForceShifted();
    private static readonly ReplicaExchangeSettings Settings = new([2.0, 1.85, 1.7, 1.55], 50);
    private static readonly ReplicaSampling Sampling = new(9, 4, 3, [2]);

    [Test]
    public void Configurations_come_when_they_should_and_are_those_of_their_temperature()
    {
        List<long> trials = [];
        using ReplicaExchangeSampler sampler = NewSampler();
        using ReplicaExchangeRun run = new(
            Settings,
            (k, temperature, stop) => new LiquidReplica(
                Model, new RandomStart(Particles, KobAndersen.Density, 6, (2 * 4) + k), temperature, Settings.Timestep, stop),
            6,
            chain: 2);
        while (sampler.Next() is { } sample)
        {
            trials.Add(sampler.Trials);
            while (run.Trials < sampler.Trials)
            {
                run.TakeTrial();
            }

            LiquidSample expected = ((LiquidReplica)run.FindReplica(2)!).ToSample();
            Assert.That(sample.Configuration.Positions.SequenceEqual(expected.Configuration.Positions), Is.True);
            Assert.That((sample.PotentialEnergyPerParticle, sample.Pressure), Is.EqualTo(
                (expected.PotentialEnergyPerParticle, expected.Pressure)));
            Assert.That(sample.Temperature, Is.EqualTo(1.7).Within(0.4));
        }

        Assert.That(trials, Is.EqualTo(new[] { 9, 13, 17 }));
        Assert.That((sampler.IsFinished, sampler.Outputs), Is.EqualTo((true, 3)));
        Assert.That(sampler.Statistics.Trials, Is.EqualTo(17 - 4), "counted from the middle of the equilibration on");
    }

    /// <summary>One exchange gives what two give that differ in the temperature of their configurations alone.</summary>
    [TestCase(1)]
    [TestCase(2)]
    public void Configurations_of_two_temperatures_come_at_the_same_trials_in_turn(int ranks)
    {
        LiquidSample[][] single = [.. new[] { 3, 1 }.Select(place => AllOf(new SingleRank(), Sampling with { Temperatures = [place] }))];
        LiquidSample[] both = ThreadRanks.Run(ranks, rank => AllOf(rank, Sampling with { Temperatures = [3, 1], Samples = 5 }))[0];
        Assert.That(
            both.Select(sample => sample.PotentialEnergyPerParticle),
            Is.EqualTo(new[] { single[0][0], single[1][0], single[0][1], single[1][1], single[0][2] }
                .Select(sample => sample.PotentialEnergyPerParticle)));
        Assert.That(both[3].Configuration.Positions.SequenceEqual(single[1][1].Configuration.Positions), Is.True);

        static LiquidSample[] AllOf(IReplicaRanks rank, ReplicaSampling sampling)
        {
            using ReplicaExchangeSampler sampler = new(
                Model, new RandomStart(Particles, KobAndersen.Density, 6, 2), Settings, sampling, 1, rank);
            List<LiquidSample> found = [];
            if (rank.Rank > 0)
            {
                sampler.Serve();
            }

            while (rank.Rank == 0 && sampler.Next() is { } sample)
            {
                found.Add(sample);
            }

            return [.. found];
        }
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void A_run_stopped_anywhere_gives_the_same_configurations_on_any_number_of_ranks(int ranks)
    {
        List<LiquidSample> whole = [];
        using ReplicaExchangeSampler once = NewSampler();
        while (once.Next() is { } sample)
        {
            whole.Add(sample);
        }

        List<LiquidSample> parts = ThreadRanks.Run(ranks, rank =>
        {
            List<LiquidSample> found = [];
            byte[] state = [];
            bool isFinished = false;
            for (int stops = 0; stops < 40; stops++)
            {
                using ReplicaExchangeSampler part = NewSampler(rank);
                if (rank.Rank > 0)
                {
                    part.Serve();
                    continue;
                }

                if (stops > 0)
                {
                    part.Load(new BinaryReader(new MemoryStream(state)));
                }

                // Some calls are cancelled within a trial, others pause after one.
                using CancellationTokenSource stop = new();
                stop.CancelAfter(TimeSpan.FromMilliseconds(stops % 2 == 1 ? 5 + stops : 10_000));
                try
                {
                    if (!isFinished && part.Next(pauseAfter: TimeSpan.Zero, cancellation: stop.Token) is { } sample)
                    {
                        found.Add(sample);
                    }
                }
                catch (OperationCanceledException)
                {
                    // The state within a trial is saved.
                }

                isFinished = part.IsFinished;
                using MemoryStream stream = new();
                part.Save(new BinaryWriter(stream));
                state = stream.ToArray();
            }

            return found;
        })[0];
        Assert.That(parts, Has.Count.EqualTo(whole.Count));
        foreach ((LiquidSample a, LiquidSample b) in parts.Zip(whole))
        {
            Assert.That(a.Configuration.Positions.SequenceEqual(b.Configuration.Positions), Is.True);
            Assert.That(a.Configuration.Velocities.SequenceEqual(b.Configuration.Velocities), Is.True);
            Assert.That(a.Configuration.Species.SequenceEqual(b.Configuration.Species), Is.True);
            Assert.That((a.PotentialEnergyPerParticle, a.Pressure), Is.EqualTo((b.PotentialEnergyPerParticle, b.Pressure)));
        }
    }

    [Test]
    public void A_short_exchange_is_not_equilibrated_and_it_is_said_why()
    {
        using ReplicaExchangeSampler sampler = NewSampler();
        while (sampler.Next() is not null)
        {
            // Only the statistics are of interest.
        }

        ReplicaExchangeRecord record = ReplicaExchangeRecord.Of(sampler.Statistics, Particles);
        Assert.That(record.Temperatures.Select(t => t.Temperature), Is.EqualTo(Settings.Temperatures));
        Assert.That(record.Temperatures[0].Energy.Blocks, Has.Count.EqualTo(13));
        Assert.That(record.Temperatures[0].Energy.Blocking.Mean, Is.EqualTo(-3.8).Within(0.5), "V a particle");
        Assert.That(record.Pairs.Sum(pair => pair.Attempts), Is.EqualTo((7 * 2) + (6 * 1)).Or.EqualTo((6 * 2) + (7 * 1)));
        EquilibrationVerdict verdict = record.Judge();
        EquilibrationReason reason = verdict.Reasons[^1];
        Assert.That((reason.Doubt, reason.Limit), Is.EqualTo((EquilibrationDoubt.FewRoundTrips, 4.0)));
        Assert.That($"{reason}", Is.EqualTo("0 of 4 replicas made a round trip"));
    }

    private static ReplicaExchangeSampler NewSampler(IReplicaRanks? ranks = null) =>
        new(Model, new RandomStart(Particles, KobAndersen.Density, 6, 2), Settings, Sampling, ranks is null ? 2 : 1, ranks);
}
