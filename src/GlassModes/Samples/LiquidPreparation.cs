// Prepares several liquid configurations in parallel.

using System.Globalization;
using GlassModes.Dynamics;
using GlassModes.Dynamics.ReplicaExchange;
using GlassModes.Equilibrium.Crystals;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Samples;

/// <summary>The callbacks of a preparation. Calls do not overlap.</summary>
/// <param name="OnSample">
/// Called with the number of each new sample, the sample and its values. Returns the hash of the file that was written, or no text.
/// </param>
/// <param name="OnFound">Called with the number of each sample that a checkpoint names.</param>
/// <param name="OnWarning">Called for a damaged checkpoint that is passed over.</param>
internal sealed record PreparationEvents(
    Func<int, LiquidSample, ChainSample, string> OnSample, Action<int, ChainSample>? OnFound = null, Action<string>? OnWarning = null)
{
    /// <summary>Called with what is said of the equilibration of each chain, when the chain is finished.</summary>
    public Action<LiquidJudgement>? OnJudged { get; init; }

    /// <summary>
    /// Says of a sample that a checkpoint names, by its number, whether its file is gone and needed, so that the chain has to begin again.
    /// Null where a chain never begins again.
    /// </summary>
    public Func<int, bool>? IsLost { get; init; }
}

/// <summary>Runs a <see cref="LiquidPlan"/>.</summary>
public static class LiquidPreparation
{
    /// <summary>
    /// Prepares the samples of the plan. The C chains run in parallel, where C is the smaller of the numbers of chains and samples. With
    /// the first sample F, sample F + k is number ⌊k/C⌋ of chain F + k mod C, counted from 0. Every sample is therefore a function of the
    /// plan alone and does not depend on the number of threads.
    /// </summary>
    /// <param name="plan">The configurations to prepare.</param>
    /// <param name="threads">
    /// Number of threads. The chains run in parallel. If there are more threads than chains, the chains of large systems use several
    /// threads each.
    /// </param>
    /// <param name="onSample">
    /// Called with the number and the sample as soon as a sample is ready. Calls do not overlap and come in no fixed order.
    /// </param>
    /// <param name="progress">Receives the progress of the chains. Reports do not overlap.</param>
    /// <param name="cancellation">Stops the chains.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number in the plan is outside its range.</exception>
    /// <exception cref="ModelMismatchException">The box is smaller than twice the cutoff.</exception>
    /// <exception cref="InsufficientMemoryException">The memory does not hold the liquids.</exception>
    /// <exception cref="SimulationException">The dynamics failed.</exception>
    public static void Run(
        LiquidPlan plan,
        int threads,
        Action<int, LiquidSample> onSample,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(onSample);
        PreparationEvents events = new((number, sample, _) =>
        {
            onSample(number, sample);
            return "";
        });
        Run(plan, threads, null, events, progress, cancellation);
    }

    /// <summary>
    /// Prepares the samples of the plan, with checkpoints in a directory. With several ranks this is the call of rank 0, and
    /// <see cref="Serve"/> that of the others.
    /// </summary>
    internal static void Run(
        LiquidPlan plan,
        int threads,
        LiquidStorage? storage,
        PreparationEvents events,
        IProgress<WorkProgress>? progress,
        CancellationToken cancellation,
        IReplicaRanks? ranks = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        plan.RequireFits(threads);
        int chains = plan.UsedChains;
        bool isShared = ranks is { Count: > 1 };
        Lock gate = new();
        double[] fractions = new double[chains];
        double?[] fractionsBefore = new double?[chains];
        void RunChain(int chain, CancellationToken stop)
        {
            int samples = plan.SamplesOfChain(chain);
            int SampleNumber(int place) => plan.FirstSample + chain + (place * chains);
            string AddSample(int place, LiquidSample sample, ChainSample values)
            {
                lock (gate)
                {
                    return events.OnSample(SampleNumber(place), sample, values);
                }
            }

            void CallLocked(Action action)
            {
                lock (gate)
                {
                    action();
                }
            }

            if (double.IsPositiveInfinity(plan.Temperature))
            {
                for (int place = 0; place < samples; place++)
                {
                    stop.ThrowIfCancellationRequested();
                    LiquidSample sample = Liquid.Random(plan.Model, plan.Particles, plan.Density, plan.Seed, SampleNumber(place));
                    AddSample(
                        place,
                        sample,
                        new ChainSample(sample.PotentialEnergyPerParticle, sample.Temperature, sample.Pressure, LargestCrystal: 0));
                }

                return;
            }

            ChainEvents chainEvents = new(
                AddSample,
                (place, sample) => CallLocked(() => events.OnFound?.Invoke(SampleNumber(place), sample)),
                text => CallLocked(() => events.OnWarning?.Invoke(text)),
                new ChainProgress(report => CallLocked(() =>
                {
                    // While all chains make their random starts, the share is not known.
                    fractions[chain] = double.IsNaN(report.Fraction) ? fractions[chain] : report.Fraction;
                    fractionsBefore[chain] ??= fractions[chain];
                    double whole = fractions.Any(fraction => fraction > 0) ? fractions.Average() : double.NaN;
                    progress?.Report(new WorkProgress(whole, $"chain {plan.FirstSample + chain + 1}: {report.Activity}")
                    {
                        FractionBefore = fractionsBefore.Average(fraction => fraction ?? 0),
                    });
                })))
            {
                OnJudged = judgement => CallLocked(() => events.OnJudged?.Invoke(judgement)),
                IsLost = events.IsLost is { } isLost ? place => isLost(SampleNumber(place)) : null,
            };
            LiquidChain work = new(plan, plan.FirstSample + chain, samples, storage, ranks);
            if (isShared)
            {
                ranks!.Broadcast(LiquidChain.Describe(plan, chain));
            }

            work.Run(chainEvents, isShared ? threads : Math.Max(1, threads / chains), stop);
        }

        // All ranks work on one chain after another, and all calls to other ranks come from this thread.
        ParallelWork.Run(chains, isShared ? 1 : threads, RunChain, cancellation);
    }

    /// <summary>
    /// Does the part of this rank, which is not rank 0, in the chains that rank 0 begins, until <see cref="Dismiss"/>.
    /// </summary>
    /// <param name="plan">The plan, the same at all ranks.</param>
    /// <param name="threads">Number of threads of this rank.</param>
    /// <param name="ranks">The processes that share the replicas.</param>
    /// <param name="cancellation">Stops the trial of all ranks. Rank 0 then saves its state.</param>
    /// <exception cref="SimulationException">
    /// The dynamics of this rank failed, or rank 0 has another plan or other registers. The whole run has to be ended then.
    /// </exception>
    public static void Serve(LiquidPlan plan, int threads, IReplicaRanks ranks, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(ranks);
        while (ranks.Broadcast([]) is { Length: > 0 } description)
        {
            int chain = LiquidChain.RequireSame(plan, description);
            LiquidRun.Serve(plan, plan.FirstSample + chain, plan.SamplesOfChain(chain), threads, ranks, cancellation);
        }
    }

    /// <summary>Tells the other ranks that rank 0 begins no further chain, so that their calls of <see cref="Serve"/> return.</summary>
    public static void Dismiss(IReplicaRanks ranks)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        if (ranks.Count > 1)
        {
            ranks.Broadcast([]);
        }
    }

    /// <summary>Makes the start of a sample from a prepared liquid.</summary>
    /// <param name="plan">The plan that the liquid was prepared by.</param>
    /// <param name="index">Number of the liquid, from 0 for all plans of one seed.</param>
    /// <param name="sample">The liquid.</param>
    public static SampleStart StartOf(LiquidPlan plan, int index, LiquidSample sample)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(sample);
        return new SampleStart(
            sample.Configuration,
            new SampleId(plan.Seed, index, SampleId.HashOf(sample.Configuration)),
            new StartSource(PreparedSamples: plan.Samples, PreparedChains: plan.Chains),
            plan.TemperatureOf(index),
            double.IsPositiveInfinity(plan.Temperature) ? null : plan.Protocol ?? new EquilibrationProtocol());
    }

    /// <summary>
    /// Copies the configuration of a liquid with the annotations that a start needs (model, seed, number, temperature), with V/N, and with
    /// what else is needed to prepare the liquid again: the protocol, the chain and the place in the chain.
    /// </summary>
    /// <param name="plan">The plan that the liquid was prepared by.</param>
    /// <param name="index">Number of the liquid, from 0 for all plans of one seed.</param>
    /// <param name="sample">The liquid.</param>
    /// <param name="largestCrystal">Number of particles of its largest crystal, which is noted where it is a crystal.</param>
    internal static Configuration Annotate(LiquidPlan plan, int index, LiquidSample sample, int largestCrystal = 0)
    {
        string Text(double value) => double.IsPositiveInfinity(value) ? "inf" : value.ToString("r", CultureInfo.InvariantCulture);
        Dictionary<string, string> notes = new()
        {
            ["model"] = plan.Model.Name,
            [SampleStart.SeedKey] = plan.Seed.ToString(CultureInfo.InvariantCulture),
            [SampleStart.SampleKey] = index.ToString(CultureInfo.InvariantCulture),
            [SampleStart.TemperatureKey] = Text(plan.TemperatureOf(index)),
            ["V_per_particle"] = Text(sample.PotentialEnergyPerParticle),
        };
        if (!double.IsPositiveInfinity(plan.Temperature))
        {
            EquilibrationProtocol protocol = plan.Protocol ?? new EquilibrationProtocol();
            notes["dynamics_timestep"] = Text(protocol.Timestep);
            notes["canonical_time"] = Text(protocol.TimeRun(protocol.CanonicalTime));
            notes["microcanonical_time"] = Text(protocol.TimeRun(protocol.MicrocanonicalTime));
            notes["time_between_samples"] = Text(protocol.TimeRun(protocol.Interval));
            if (protocol.HotStage is { } hot)
            {
                notes["hot_temperature"] = Text(hot.Temperature);
                notes["hot_time"] = Text(protocol.TimeRun(hot.Time));
                notes["cooling_time"] = Text(protocol.TimeRun(hot.CoolingTime));
            }

            if (protocol.Thermostat != new ThermostatSettings())
            {
                notes["thermostat"] = string.Create(
                    CultureInfo.InvariantCulture,
                    $"period {protocol.Thermostat.Period:r} length {protocol.Thermostat.Length} order {protocol.Thermostat.Order}");
            }

            if (protocol.ReplicaExchange is { } exchange)
            {
                notes["replica_temperatures"] = string.Join(' ', exchange.Temperatures.Select(Text));
                notes["steps_per_trial"] = exchange.StepsPerTrial.ToString(CultureInfo.InvariantCulture);
            }

            if (plan.Start is not null)
            {
                notes["start"] = SampleId.HashOf(plan.Start);
                notes["velocities_of_start"] = plan.KeepVelocities ? "kept" : "drawn";
            }

            notes["chain"] = ChainOf(plan, index).ToString(CultureInfo.InvariantCulture);
            notes["chain_sample"] = ((index - plan.FirstSample) / plan.UsedChains).ToString(CultureInfo.InvariantCulture);
        }

        if (CrystalRule.Default.IsCrystal(largestCrystal))
        {
            notes["crystalline_particles"] = largestCrystal.ToString(CultureInfo.InvariantCulture);
        }

        return sample.Configuration.WithAnnotations(notes);
    }

    /// <summary>The samples of a plan with the hashes of their files as they were written, as far as they are known.</summary>
    internal static IEnumerable<(int Number, Func<string> Hash)> FindHashes(LiquidPlan plan, LiquidStorage storage)
    {
        if (double.IsPositiveInfinity(plan.Temperature))
        {
            return Enumerable.Range(plan.FirstSample, plan.Samples).Select(number => (number, new Func<string>(() =>
            {
                LiquidSample sample = Liquid.Random(plan.Model, plan.Particles, plan.Density, plan.Seed, number);
                return ConfigurationFile.HashOf(storage.FileOf(number), Annotate(plan, number, sample));
            })));
        }

        return
            from chain in Enumerable.Range(0, plan.UsedChains)
            let samples = LiquidChain.ReadSamplesOrNull(storage.CheckpointOf(plan.FirstSample + chain))?.Samples ?? []
            from place in Enumerable.Range(0, samples.Count)
            select (plan.FirstSample + chain + (place * plan.UsedChains), new Func<string>(() => samples[place].FileHash));
    }

    /// <summary>Number of the chain of a sample, from 1.</summary>
    internal static int ChainOf(LiquidPlan plan, int number) =>
        plan.FirstSample + ((number - plan.FirstSample) % plan.UsedChains) + 1;

    // Progress<T> posts its reports to a thread pool, which may reorder them. This class reports on the calling thread.
    private sealed class ChainProgress(Action<WorkProgress> report) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => report(value);
    }
}
