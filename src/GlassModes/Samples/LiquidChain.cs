// Runs one chain of dynamics of a preparation, and saves its state in checkpoints.

using System.Diagnostics;
using System.Globalization;
using GlassModes.Dynamics;
using GlassModes.Dynamics.ReplicaExchange;
using GlassModes.Equilibrium.Crystals;
using GlassModes.Files;
using GlassModes.Particles;

namespace GlassModes.Samples;

/// <summary>The callbacks of a chain. The thread of the chain makes the calls, one at a time.</summary>
/// <param name="OnSample">
/// Called with the number of a sample in the chain, from 0, the sample and its values. Returns the hash of the file that was written, or no
/// text.
/// </param>
/// <param name="OnFound">Called for each sample that a checkpoint names, with its number in the chain and its values.</param>
/// <param name="OnWarning">Called for a damaged checkpoint that is passed over.</param>
/// <param name="Progress">Receives the progress of the chain.</param>
internal sealed record ChainEvents(
    Func<int, LiquidSample, ChainSample, string> OnSample,
    Action<int, ChainSample>? OnFound = null,
    Action<string>? OnWarning = null,
    IProgress<WorkProgress>? Progress = null)
{
    /// <summary>Called with what is said of the equilibration, when all samples are there.</summary>
    public Action<LiquidJudgement>? OnJudged { get; init; }

    /// <summary>
    /// Says of a sample that the checkpoint names, by its number in the chain, whether its file is gone and needed. Null where a chain
    /// never begins again.
    /// </summary>
    public Func<int, bool>? IsLost { get; init; }
}

/// <summary>The values of a sample that a checkpoint keeps.</summary>
/// <param name="PotentialEnergyPerParticle">V/N.</param>
/// <param name="Temperature">Kinetic temperature.</param>
/// <param name="Pressure">Instantaneous pressure.</param>
/// <param name="LargestCrystal">Number of particles of the largest crystal.</param>
/// <param name="FileHash">Hash of the file of the sample, by which a change of the file is noticed.</param>
internal readonly record struct ChainSample(
    double PotentialEnergyPerParticle, double Temperature, double Pressure, int LargestCrystal, string FileHash = "")
{
    /// <summary>The values of a sample whose file is not written yet.</summary>
    public static ChainSample Of(LiquidSample sample) => new(
        sample.PotentialEnergyPerParticle,
        sample.Temperature,
        sample.Pressure,
        CrystalFinder.Find(sample.Configuration).LargestCluster);
}

/// <summary>
/// One chain of dynamics, which gives several samples. A chain that is resumed from its checkpoint gives the same samples, to the last bit,
/// as a chain that was never stopped, also if it has to give more samples than before.
/// </summary>
/// <param name="plan">The preparation.</param>
/// <param name="chain">Number of the chain among all chains of the seed, from 0.</param>
/// <param name="samples">Number of samples that the chain gives.</param>
/// <param name="storage">Where the checkpoint goes; null for no checkpoints.</param>
/// <param name="ranks">The processes that share the replicas of a replica exchange; null for this one alone.</param>
internal sealed class LiquidChain(LiquidPlan plan, int chain, int samples, LiquidStorage? storage, IReplicaRanks? ranks = null)
{
    // In seconds. The interval of checkpoints may be infinite, but a TimeSpan may not.
    private const double LongestPause = 1e6;

    private readonly List<ChainSample> _samples = [];
    private LiquidJudgement? _judgement;
    private bool _hasToldJudgement;
    private readonly string? _checkpoint = storage?.CheckpointOf(chain);
    private readonly CheckpointIdentity _identity = NewIdentity(plan, chain);

    /// <summary>Runs the chain until it has given all samples.</summary>
    /// <exception cref="CheckpointException">The checkpoint cannot be used.</exception>
    /// <exception cref="OperationCanceledException">The chain was cancelled. Its state was saved.</exception>
    /// <inheritdoc cref="EquilibrationRun.Next"/>
    public void Run(ChainEvents events, int threads, CancellationToken cancellation)
    {
        using ILiquidRun run = LiquidRun.Of(plan, chain, samples, threads, ranks);
        Resume(run, events);
        if (_samples.Count >= samples)
        {
            // The progress of all chains counts this one.
            events.Progress?.Report(new WorkProgress(1, "done before"));
        }

        Stopwatch clock = Stopwatch.StartNew();
        while (_samples.Count < samples)
        {
            LiquidSample? sample;
            try
            {
                sample = run.Next(events.Progress, TimeUntilCheckpoint(clock), cancellation);
            }
            catch (OperationCanceledException)
            {
                // Also if another rank was cancelled.
                Save(run);
                throw;
            }

            if (sample is not null)
            {
                ChainSample values = ChainSample.Of(sample);
                _samples.Add(values with { FileHash = events.OnSample(_samples.Count, sample, values) });
                _judgement = run.Judge();

                // Before the checkpoint that says that the chain is finished: whoever is killed between the two finishes it again.
                TellJudgement(events);
            }

            if (sample is not null || TimeUntilCheckpoint(clock) == TimeSpan.Zero)
            {
                Save(run);
                clock.Restart();
            }
        }

        TellJudgement(events);
    }

    // Once, when all samples are there.
    private void TellJudgement(ChainEvents events)
    {
        if (_judgement is not null && _samples.Count >= samples && !_hasToldJudgement)
        {
            _hasToldJudgement = true;
            events.OnJudged?.Invoke(_judgement);
        }
    }

    /// <summary>The number of a chain of a plan, with all that its bits depend on, for another rank.</summary>
    public static byte[] Describe(LiquidPlan plan, int chain)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(chain);
        NewIdentity(plan, plan.FirstSample + chain).Write(writer);
        return stream.ToArray();
    }

    /// <summary>Reads the number of a chain, and compares all that its bits depend on with the plan of this rank.</summary>
    /// <exception cref="SimulationException">Something differs, so that the ranks would not simulate the same system.</exception>
    public static int RequireSame(LiquidPlan plan, byte[] description)
    {
        using BinaryReader reader = new(new MemoryStream(description));
        int chain = reader.ReadInt32();
        try
        {
            NewIdentity(plan, plan.FirstSample + chain).Require(reader);
            return chain;
        }
        catch (CheckpointException difference)
        {
            throw new SimulationException(
                $"The ranks do not do the same: {difference.Message.Split(';')[0].Replace("the checkpoint is of another", "another")}",
                "Start all ranks with the same command, on processors of one kind.");
        }
    }

    /// <summary>
    /// The samples that a checkpoint names, and whether the chain has more to do; null without a checkpoint that can be read.
    /// </summary>
    public static (IReadOnlyList<ChainSample> Samples, bool IsUnfinished)? ReadSamplesOrNull(string checkpoint)
    {
        (IReadOnlyList<ChainSample>, bool)? read = null;
        try
        {
            CheckpointFile.Read(
                checkpoint,
                reader =>
                {
                    bool isUnfinished = reader.ReadBoolean();
                    CheckpointIdentity.Skip(reader);
                    read = (ReadSamples(reader), isUnfinished);
                },
                _ => { });
            return read;
        }
        catch (CheckpointException)
        {
            return null;
        }
    }

    private TimeSpan? TimeUntilCheckpoint(Stopwatch clock) => storage is null
        ? null
        : TimeSpan.FromSeconds(Math.Clamp(storage.CheckpointInterval - clock.Elapsed.TotalSeconds, 0, LongestPause));

    private void Resume(ILiquidRun run, ChainEvents events)
    {
        if (storage is not { Resume: true } || !CheckpointFile.Exists(_checkpoint!))
        {
            return;
        }

        CheckpointFile.Read(_checkpoint!, reader => Load(reader, run, events), text => events.OnWarning?.Invoke(text));
        for (int k = 0; k < Math.Min(_samples.Count, samples); k++)
        {
            events.OnFound?.Invoke(k, _samples[k]);
        }
    }

    private void Save(ILiquidRun run)
    {
        if (_checkpoint is null)
        {
            return;
        }

        CheckpointFile.Write(_checkpoint, writer =>
        {
            writer.Write(_samples.Count < samples);
            _identity.Write(writer);
            writer.Write(_samples.Count);
            foreach (ChainSample sample in _samples)
            {
                writer.Write(sample.PotentialEnergyPerParticle);
                writer.Write(sample.Temperature);
                writer.Write(sample.Pressure);
                writer.Write(sample.LargestCrystal);
                writer.Write(sample.FileHash);
            }

            writer.Write(_judgement is not null);
            _judgement?.Save(writer);
            run.Save(writer);
        });
    }

    private void Load(BinaryReader reader, ILiquidRun run, ChainEvents events)
    {
        _ = reader.ReadBoolean();
        _identity.Require(reader);
        _samples.Clear();
        _samples.AddRange(ReadSamples(reader));
        _judgement = reader.ReadBoolean() ? LiquidJudgement.Load(reader) : null;

        // The same samples come again, to the last bit.
        if (events.IsLost is { } isLost && Enumerable.Range(0, Math.Min(_samples.Count, samples)).Any(isLost))
        {
            _samples.Clear();
            _judgement = null;
            return;
        }

        // A chain that has given more samples than are asked for now is beyond the end of the schedule. A finished one is judged again, by
        // all that it has seen: it may have been killed before it wrote that down.
        if (_samples.Count <= samples)
        {
            run.Load(reader);
            _judgement = _samples.Count > 0 ? run.Judge() : null;
        }
    }

    private static List<ChainSample> ReadSamples(BinaryReader reader)
    {
        List<ChainSample> samples = [];
        for (int remaining = reader.ReadInt32(); remaining > 0; remaining--)
        {
            samples.Add(new ChainSample(
                reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt32(), reader.ReadString()));
        }

        return samples;
    }

    private static CheckpointIdentity NewIdentity(LiquidPlan plan, int chain) => new("preparation", IdentityOf(plan, chain));

    // The number of samples is not part of the identity, because a resumed chain may give more.
    private static IEnumerable<(string Name, string Value)> IdentityOf(LiquidPlan plan, int chain)
    {
        PeriodicBox box = plan.Box;
        EquilibrationProtocol protocol = plan.Protocol ?? new EquilibrationProtocol();
        return
        [
            .. Protocol.OfLiquid(plan.Model, plan.Particles, box.Length, plan.Temperature, protocol).NamedParts(exact: true),
            ("seed", plan.Seed.ToString(CultureInfo.InvariantCulture)),
            ("chains", plan.Chains.ToString(CultureInfo.InvariantCulture)),
            ("first sample", plan.FirstSample.ToString(CultureInfo.InvariantCulture)),
            ("chain", chain.ToString(CultureInfo.InvariantCulture)),
            .. plan.NamedSettings(),
        ];
    }
}
