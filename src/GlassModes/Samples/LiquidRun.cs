// The two ways to make liquids, dynamics at one temperature and replica exchange, as a chain sees them.

using GlassModes.Dynamics;
using GlassModes.Dynamics.ReplicaExchange;
using GlassModes.Equilibrium;
using GlassModes.Forces;
using GlassModes.Numerics.Threading;

namespace GlassModes.Samples;

/// <summary>Makes the samples of a chain one after another. Its state can be saved at any time.</summary>
internal interface ILiquidRun : IDisposable
{
    /// <inheritdoc cref="EquilibrationRun.Next"/>
    LiquidSample? Next(IProgress<WorkProgress>? progress, TimeSpan? pauseAfter, CancellationToken cancellation);

    /// <summary>Judges what was seen so far.</summary>
    LiquidJudgement Judge();

    void Save(BinaryWriter writer);

    void Load(BinaryReader reader);
}

/// <summary>Makes the run of a chain.</summary>
internal static class LiquidRun
{
    /// <param name="plan">The preparation.</param>
    /// <param name="chain">Number of the chain among all chains of the seed, from 0.</param>
    /// <param name="samples">Number of samples of the chain.</param>
    /// <param name="threads">Number of threads.</param>
    /// <param name="ranks">The processes that share the replicas of a replica exchange; null for this one alone.</param>
    public static ILiquidRun Of(LiquidPlan plan, int chain, int samples, int threads, IReplicaRanks? ranks)
    {
        EquilibrationStart start = plan.Start is { } given
            ? new GivenStart(given, plan.Seed, chain, plan.KeepVelocities)
            : new RandomStart(plan.Particles, plan.Density, plan.Seed, chain);
        EquilibrationProtocol protocol = plan.Protocol ?? new EquilibrationProtocol();
        double spacing = samples > plan.Temperatures.Count ? protocol.TimeRun(protocol.Interval) : double.NaN;
        return protocol.ReplicaExchange is { } exchange
            ? new Exchange(plan, start, exchange, protocol, samples, spacing, threads, ranks)
            : new Equilibration(plan, start, protocol.ScheduleFor(plan.Temperature, samples), spacing, threads);
    }

    /// <summary>
    /// Does the part of this rank, which is not rank 0, in the run of a chain, until rank 0 is done with it.
    /// </summary>
    public static void Serve(LiquidPlan plan, int chain, int samples, int threads, IReplicaRanks ranks, CancellationToken cancellation)
    {
        using ILiquidRun run = Of(plan, chain, samples, threads, ranks);
        ((Exchange)run).Serve(cancellation);
    }

    private sealed class Equilibration : ILiquidRun
    {
        private readonly ThreadTeam _team;
        private readonly EquilibrationMonitor _monitor;
        private readonly EquilibrationRun _run;
        private readonly int _chain;
        private readonly double _spacing;

        public Equilibration(LiquidPlan plan, EquilibrationStart start, EquilibrationSchedule schedule, double spacing, int threads)
        {
            _team = new ThreadTeam(plan.Particles < ForceField.FewestParticlesToShare ? 1 : threads);
            try
            {
                _monitor = new EquilibrationMonitor(plan.Model, start, schedule);
                _run = new EquilibrationRun(plan.Model, start, schedule, _team, _monitor);
            }
            catch
            {
                _team.Dispose();
                throw;
            }

            _chain = start.Chain;
            _spacing = spacing;
        }

        public LiquidSample? Next(IProgress<WorkProgress>? progress, TimeSpan? pauseAfter, CancellationToken cancellation) =>
            _run.Next(progress, pauseAfter, cancellation);

        public LiquidJudgement Judge()
        {
            EquilibrationRecord record = _monitor.ToRecord();
            return new LiquidJudgement(
                _chain + 1, EquilibrationVerdict.Of(record), record.Relaxation?.RelaxationTime ?? double.NaN, _spacing)
            {
                Equilibration = record,
            };
        }

        public void Save(BinaryWriter writer) => _run.Save(writer);

        public void Load(BinaryReader reader) => _run.Load(reader);

        public void Dispose()
        {
            _run.Dispose();
            _team.Dispose();
        }
    }

    private sealed class Exchange(
        LiquidPlan plan,
        EquilibrationStart start,
        ReplicaExchangeProtocol exchange,
        EquilibrationProtocol protocol,
        int samples,
        double spacing,
        int threads,
        IReplicaRanks? ranks) : ILiquidRun
    {
        private readonly ReplicaExchangeSampler _sampler = new(
            plan.Model,
            start,
            exchange.SettingsFor(protocol),
            new ReplicaSampling(
                protocol.TrialsIn(protocol.CanonicalTime),
                Math.Max(1, protocol.TrialsIn(protocol.Interval)),
                samples,
                [.. plan.Temperatures.Select(exchange.PlaceOf)]),
            threads,
            ranks);

        public LiquidSample? Next(IProgress<WorkProgress>? progress, TimeSpan? pauseAfter, CancellationToken cancellation) =>
            _sampler.Next(progress, pauseAfter, cancellation);

        public LiquidJudgement Judge()
        {
            ReplicaExchangeRecord record = ReplicaExchangeRecord.Of(_sampler.Statistics, plan.Particles);
            double trials = plan.Temperatures.Max(temperature => record.Temperatures[exchange.PlaceOf(temperature)].CorrelationTrials);
            double time = trials * exchange.StepsPerTrial * protocol.Timestep;
            return new LiquidJudgement(start.Chain + 1, record.Judge(), time, spacing, record.RoundTrips.Sum())
            {
                ReplicaExchange = record,
            };
        }

        public void Save(BinaryWriter writer) => _sampler.Save(writer);

        public void Load(BinaryReader reader) => _sampler.Load(reader);

        /// <summary>Does the part of a rank other than 0 until rank 0 is done with its run.</summary>
        public void Serve(CancellationToken cancellation) => _sampler.Serve(cancellation);

        public void Dispose() => _sampler.Dispose();
    }
}
