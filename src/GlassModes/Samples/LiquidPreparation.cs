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

/// <summary>Says which configurations to prepare, and how.</summary>
/// <param name="Model">The model.</param>
/// <param name="Particles">N.</param>
/// <param name="Density">Number density ρ.</param>
/// <param name="Temperature">Temperature T; +∞ for uniform random positions.</param>
/// <param name="Samples">Number of configurations.</param>
/// <param name="Seed">Seed of all random numbers.</param>
/// <param name="Chains">Number of independent chains of dynamics that share the samples. The paper uses one chain.</param>
/// <param name="Protocol">Times and time step of the equilibration; null for the values of the paper.</param>
/// <param name="FirstSample">
/// Number of the first sample, from 0. Plans of one seed whose numbers of samples do not overlap have no chain in common, so that they can
/// be run side by side.
/// </param>
public sealed record LiquidPlan(
    PairModel Model,
    int Particles,
    double Density,
    double Temperature,
    int Samples,
    ulong Seed = 1,
    int Chains = 1,
    EquilibrationProtocol? Protocol = null,
    int FirstSample = 0)
{
    // Larger numbers of steps are no whole numbers any more.
    private const double MostSteps = 1L << 53;

    /// <summary>
    /// The configuration with which every chain begins, instead of random positions; null for random ones. <see cref="Particles"/> and
    /// <see cref="Density"/> are its own.
    /// </summary>
    public Configuration? Start { get; init; }

    /// <summary>
    /// Whether the velocities of <see cref="Start"/> are kept. Otherwise each chain draws velocities, so that chains differ from each
    /// other.
    /// </summary>
    public bool KeepVelocities { get; init; }

    /// <summary>The box of the liquids.</summary>
    internal PeriodicBox Box => Start?.Box ?? PeriodicBox.ForDensity(Particles, Density);

    /// <summary>The start and what becomes of its velocities, as named settings; none for random positions.</summary>
    internal IEnumerable<(string Name, string Value)> NamedStart() => Start is { } start
        ?
        [
            ("start", SampleId.HashOf(start)),
            ("velocities of the start", KeepVelocities ? "kept" : "drawn"),
        ]
        : [];

    /// <summary>Number of samples of a chain of this plan, by its number in the plan from 0.</summary>
    internal int SamplesOfChain(int chain) => (Samples - chain + UsedChains - 1) / UsedChains;

    /// <summary>Largest number of samples that a chain gives.</summary>
    public int MostSamplesOfChain => (Samples + UsedChains - 1) / UsedChains;

    /// <summary>Number of chains that run: not more than samples.</summary>
    internal int UsedChains => Math.Min(Chains, Samples);

    /// <summary>Throws if the plan cannot be run. The check is fast, so that callers can make it before any work.</summary>
    /// <param name="threads">Number of threads, each of which works on one chain.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// There are fewer than two particles, or a number of the plan is out of its range.
    /// </exception>
    /// <exception cref="InputException">
    /// Numbers of the plan do not fit each other: samples would have numbers beyond 2³¹ − 1, a time is shorter than half a time step,
    /// samples of a chain have no time between them, the start is of other particles, or the temperature is none of the replica exchange.
    /// Or the density is so small or large that there is no box.
    /// </exception>
    /// <exception cref="ModelMismatchException">The box is smaller than twice the cutoff.</exception>
    /// <exception cref="InsufficientMemoryException">The memory does not hold the liquids. The message gives N and the bytes.</exception>
    public void RequireFits(int threads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Particles, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Samples);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Chains);
        ArgumentOutOfRangeException.ThrowIfNegative(FirstSample);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Density);
        if ((long)FirstSample + Samples > int.MaxValue)
        {
            throw new InputException(
                $"samples {FirstSample} to {(long)FirstSample + Samples - 1} have numbers beyond {int.MaxValue}; begin with a smaller one, "
                + "or make fewer");
        }

        if (!double.IsFinite(Particles / Density))
        {
            throw new InputException(
                FormattableString.Invariant($"a density of {Density} makes the box of {Particles} particles infinite"));
        }

        RequireTimes();
        RequireStart();
        RequireReplicas();
        Model.RequireFits(Box, []);
        int atOnce = Math.Clamp(threads, 1, Math.Max(1, Math.Min(Chains, Samples)));
        int copies = atOnce * (Protocol?.ReplicaExchange?.Temperatures.Count ?? 1);
        MemoryEstimate.Ensure(MemoryEstimate.Dynamics(Model, Particles, Density), Particles, "the dynamics of a liquid", copies);
        Model.RequireFits(Box, Start is { } start ? start.Species : Model.AssignSpecies(Particles));
    }

    private void RequireStart()
    {
        if (Start is not { } start)
        {
            return;
        }

        if (start.Count != Particles || Math.Abs((start.Count / start.Box.Volume) - Density) > 1e-9 * Density)
        {
            throw new InputException(FormattableString.Invariant(
                $"the start has {start.Count} particles at density {start.Count / start.Box.Volume:g6}, ")
                + FormattableString.Invariant($"the plan {Particles} at {Density:g6}"));
        }

        if (double.IsPositiveInfinity(Temperature))
        {
            throw new InputException("random positions have no start; leave the start out, or give a temperature");
        }

        if (KeepVelocities && start.Velocities.IsEmpty)
        {
            throw new InputException(
                "the velocities of the start are to be kept, but it has none; let them be drawn, or take another start");
        }

        if (KeepVelocities && (UsedChains > 1 || Protocol?.ReplicaExchange is not null))
        {
            throw new InputException("chains that keep the velocities of one start are all the same; take one chain, or let them be drawn");
        }
    }

    private void RequireReplicas()
    {
        if (Protocol is not { ReplicaExchange: { } exchange } protocol || double.IsPositiveInfinity(Temperature))
        {
            return;
        }

        try
        {
            exchange.SettingsFor(protocol).Require();
        }
        catch (ArgumentException problem)
        {
            throw new InputException($"the replica exchange cannot be run: {problem.Message}", problem);
        }

        if (exchange.PlaceOf(Temperature) < 0)
        {
            throw new InputException(string.Create(
                CultureInfo.InvariantCulture,
                $"T = {Temperature:r} is none of the temperatures of the replica exchange: "
                + $"{string.Join(", ", exchange.Temperatures.Select(t => t.ToString("g5", CultureInfo.InvariantCulture)))}"));
        }
    }

    private void RequireTimes()
    {
        if (double.IsPositiveInfinity(Temperature))
        {
            return;
        }

        EquilibrationProtocol times = Protocol ?? new EquilibrationProtocol();
        foreach (double time in times.Times)
        {
            if (time / times.Timestep > MostSteps)
            {
                throw new InputException(FormattableString.Invariant(
                    $"a time of {time} has {time / times.Timestep:g3} steps of {times.Timestep}, which would never end"));
            }

            if (time > 0 && times.StepsIn(time) == 0)
            {
                throw new InputException(FormattableString.Invariant(
                    $"a time of {time} has no step of {times.Timestep}; take a smaller time step, or a longer time"));
            }
        }

        if (Samples > UsedChains && times.Interval == 0)
        {
            throw new InputException(
                "samples of one chain need a time between them, or they are all the same; take an interval above 0, or one chain for each "
                + "sample");
        }
    }
}

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
                    double whole = fractions.Any(fraction => fraction > 0) ? fractions.Average() : double.NaN;
                    progress?.Report(new WorkProgress(whole, $"chain {plan.FirstSample + chain + 1}: {report.Activity}"));
                })))
            {
                OnJudged = judgement => CallLocked(() => events.OnJudged?.Invoke(judgement)),
                IsLost = events.IsLost is { } isLost ? place => isLost(SampleNumber(place)) : null,
            };
            LiquidChain work = new(plan, plan.FirstSample + chain, samples, storage, ranks);
            if (isShared)
            {
                ranks!.Broadcast(BitConverter.GetBytes(chain));
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
    /// <exception cref="SimulationException">The dynamics of this rank failed. The whole run has to be ended then.</exception>
    public static void Serve(LiquidPlan plan, int threads, IReplicaRanks ranks, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(ranks);
        for (int chain; (chain = BitConverter.ToInt32(ranks.Broadcast([]))) >= 0;)
        {
            LiquidRun.Serve(plan, plan.FirstSample + chain, plan.SamplesOfChain(chain), threads, ranks, cancellation);
        }
    }

    /// <summary>Tells the other ranks that rank 0 begins no further chain, so that their calls of <see cref="Serve"/> return.</summary>
    public static void Dismiss(IReplicaRanks ranks)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        if (ranks.Count > 1)
        {
            ranks.Broadcast(BitConverter.GetBytes(-1));
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
            plan.Temperature,
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
            [SampleStart.TemperatureKey] = Text(plan.Temperature),
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
                notes["replicas"] = exchange.Temperatures.Count.ToString(CultureInfo.InvariantCulture);
                notes["highest_temperature"] = Text(exchange.Temperatures[0]);
                notes["lowest_temperature"] = Text(exchange.Temperatures[^1]);
                notes["steps_per_trial"] = exchange.StepsPerTrial.ToString(CultureInfo.InvariantCulture);
            }

            if (plan.Start is not null)
            {
                notes["start"] = SampleId.HashOf(plan.Start);
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
