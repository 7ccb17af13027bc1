// Prepares liquids and writes each liquid to a file as soon as the liquid is ready.

using System.Globalization;
using GlassModes.Dynamics;
using GlassModes.Dynamics.ReplicaExchange;
using GlassModes.Equilibrium.Crystals;
using GlassModes.Files;
using GlassModes.IO;
using GlassModes.Particles;

namespace GlassModes.Samples;

/// <summary>A prepared configuration that has been written to a file.</summary>
/// <param name="File">The file.</param>
/// <param name="PotentialEnergyPerParticle">V/N.</param>
/// <param name="Temperature">Kinetic temperature of the configuration; infinite for random positions.</param>
/// <param name="Pressure">Instantaneous pressure; NaN for random positions.</param>
/// <param name="Chain">Number of the chain of dynamics that made the configuration, from 1.</param>
/// <param name="LargestCrystal">
/// Number of particles of the largest cluster with crystalline order, by the default rule of <see cref="CrystalFinder"/>; 0 for random
/// positions.
/// </param>
public sealed record LiquidFile(
    string File, double PotentialEnergyPerParticle, double Temperature, double Pressure, int Chain, int LargestCrystal = 0)
{
    /// <summary>Whether the configuration has crystallised in part, by the default rule.</summary>
    public bool HasCrystal => CrystalRule.Default.IsCrystal(LargestCrystal);
}

/// <summary>Where the files of a preparation go.</summary>
/// <param name="Directory">The directory, which must exist.</param>
/// <param name="Extension">Extension of the files with its dot. The extension selects the file format.</param>
public sealed record LiquidStorage(string Directory, string Extension)
{
    /// <summary>
    /// Seconds of work between two checkpoints of a chain. A checkpoint is also written with each sample and at a cancellation.
    /// </summary>
    public double CheckpointInterval { get; init; } = 60;

    /// <summary>Whether to resume from the checkpoints in the directory, if they exist.</summary>
    public bool Resume { get; init; }

    /// <summary>
    /// Says of a sample, by its number, that its start is not needed any more. Its file may be gone, and is not written again then. A file
    /// that is there is right, or the chain begins again, as it does where another file is gone. Null for a preparation whose files must
    /// all stay.
    /// </summary>
    public Func<int, bool>? IsUsed { get; init; }

    /// <summary>Path of the file of a sample.</summary>
    /// <param name="number">Number of the sample, from 0. Names count from 1: sample_0001 and so on.</param>
    public string FileOf(int number) =>
        Path.Combine(Directory, string.Create(CultureInfo.InvariantCulture, $"sample_{number + 1:d4}{Extension}"));

    /// <summary>Path of the checkpoint of a chain.</summary>
    /// <param name="chain">Number of the chain, from 0. Names count from 1: chain_0001.checkpoint and so on.</param>
    public string CheckpointOf(int chain) =>
        Path.Combine(Directory, string.Create(CultureInfo.InvariantCulture, $"chain_{chain + 1:d4}.checkpoint"));

    /// <summary>Path of the file that says whether a chain was equilibrated.</summary>
    /// <param name="chain">Number of the chain, from 0. Names count from 1: equilibration_0001.json and so on.</param>
    public string JudgementOf(int chain) =>
        Path.Combine(Directory, string.Create(CultureInfo.InvariantCulture, $"equilibration_{chain + 1:d4}.json"));

    /// <summary>Removes the checkpoints of a chain, so that the chain begins anew.</summary>
    /// <param name="chain">Number of the chain, from 0.</param>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    public void Forget(int chain)
    {
        File.Delete(CheckpointOf(chain));
        File.Delete(CheckpointFile.PreviousOf(CheckpointOf(chain)));
    }
}

/// <summary>Prepares liquids by <see cref="LiquidPreparation"/> and writes the configurations to files.</summary>
public static class LiquidFiles
{
    // Positions and velocities with all digits take about so many bytes a particle. Packed ones take less than half.
    private const double TextBytes = 110;
    private const double PackedBytes = 50;

    /// <summary>Throws unless the disk holds the samples of a plan.</summary>
    /// <exception cref="IOException">The disk has less space. The message gives both numbers.</exception>
    public static void RequireSpace(LiquidPlan plan, LiquidStorage storage)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(storage);
        double bytes = storage.Extension.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? PackedBytes : TextBytes;
        DiskSpace.Ensure(
            storage.Directory,
            bytes * plan.Samples * plan.Particles,
            string.Create(
                CultureInfo.InvariantCulture, $"{plan.Samples} sample{(plan.Samples == 1 ? "" : "s")} of {plan.Particles} particles"));
    }

    /// <summary>
    /// Runs the plan and writes the files sample_0001, sample_0002, … with the velocities of each configuration, if it has velocities, and
    /// for each chain of dynamics equilibration_0001.json and so on, with what was seen of its equilibration. Each file appears complete or
    /// not at all. The state of each chain is saved in a checkpoint, from which a stopped preparation resumes to
    /// the same bits, and from which a finished one can go on with further samples. Random positions need no checkpoint: they are made
    /// again.
    /// </summary>
    /// <param name="plan">The configurations to prepare.</param>
    /// <param name="threads">
    /// Number of threads. The chains run in parallel. If there are more threads than chains, the chains of large systems use several
    /// threads each.
    /// </param>
    /// <param name="storage">Where the files go.</param>
    /// <param name="onFile">
    /// Called for each sample after its file is written, with the number of the sample (from 0) and the file. In a resumed preparation it
    /// is also called for the samples that were finished before. Calls do not overlap.
    /// </param>
    /// <param name="onWarning">
    /// Called for a damaged checkpoint that is passed over, and for what the format of the files does not keep. Calls do not overlap.
    /// </param>
    /// <param name="progress">Receives the progress of the chains. Reports do not overlap.</param>
    /// <param name="onJudged">
    /// Called with what is said of the equilibration of each chain when the chain is finished, also if it was finished before. Calls do not
    /// overlap.
    /// </param>
    /// <param name="ranks">
    /// The processes that share the replicas of a replica exchange, of which this one is rank 0; null for this one alone. The others call
    /// <see cref="LiquidPreparation.Serve"/>, and rank 0 calls <see cref="LiquidPreparation.Dismiss"/> at its end.
    /// </param>
    /// <param name="cancellation">Stops the chains. Files that are already written stay, and the checkpoints are written.</param>
    /// <exception cref="InputException">No format of configuration files has this extension.</exception>
    /// <exception cref="CheckpointException">
    /// A checkpoint is damaged or of another preparation, or the file of a finished sample is gone or has changed. Or a checkpoint is of
    /// an unfinished preparation, and <see cref="LiquidStorage.Resume"/> is false.
    /// </exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <inheritdoc cref="LiquidPreparation.Run(LiquidPlan, int, Action{int, LiquidSample}, IProgress{WorkProgress}?, CancellationToken)"/>
    public static void Run(
        LiquidPlan plan,
        int threads,
        LiquidStorage storage,
        Action<int, LiquidFile> onFile,
        Action<string>? onWarning = null,
        IProgress<WorkProgress>? progress = null,
        Action<LiquidJudgement>? onJudged = null,
        IReplicaRanks? ranks = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(storage);
        ArgumentNullException.ThrowIfNull(onFile);
        ArgumentOutOfRangeException.ThrowIfNegative(storage.CheckpointInterval, nameof(storage));
        if (!ConfigurationFormats.IsFileExtension(storage.Extension))
        {
            throw new InputException($"'{storage.Extension}' is not the extension of a configuration file.");
        }

        for (int chain = 0; chain < plan.UsedChains && !storage.Resume; chain++)
        {
            SampleCheckpoint.RequireFinished(
                storage.CheckpointOf(plan.FirstSample + chain), RunManifest.NameOf(RunKind.Preparation));
        }

        WarnOfRoundedTimes(plan, onWarning);
        bool isTold = false;
        PreparationEvents events = new(WriteSample, FindSample, onWarning)
        {
            OnJudged = Judged,
            IsLost = storage.IsUsed is { } isUsed ? k => !isUsed(k) && !File.Exists(storage.FileOf(k)) : null,
        };
        LiquidPreparation.Run(plan, threads, storage, events, progress, cancellation, ranks);

        string WriteSample(int k, LiquidSample sample, ChainSample values)
        {
            string file = storage.FileOf(k);
            Configuration configuration = LiquidPreparation.Annotate(plan, k, sample, values.LargestCrystal);
            if (!isTold && FindLosses(file, configuration) is { Length: > 0 } losses)
            {
                onWarning?.Invoke(
                    $"left out of {file} and the others, whose format has no place for it: {string.Join(", ", losses)}; extxyz keeps all");
            }

            isTold = true;
            if (MayBeGone(k, file))
            {
                Report(k, file, values);
                return "";
            }

            ConfigurationFile.Write(file, configuration, cancellation: CancellationToken.None);
            Report(k, file, values);
            return FileHash.Of(file);
        }

        void Judged(LiquidJudgement judgement)
        {
            JudgementFile.Write(storage.JudgementOf(judgement.Chain - 1), judgement);
            if (judgement.Warning is { } warning)
            {
                onWarning?.Invoke(warning);
            }

            onJudged?.Invoke(judgement);
        }

        void FindSample(int k, ChainSample sample)
        {
            string file = storage.FileOf(k);
            if (!MayBeGone(k, file))
            {
                RequireUnchanged(plan, storage, k, sample);
            }

            Report(k, file, sample);
        }

        bool MayBeGone(int k, string file) => storage.IsUsed is { } isUsed && isUsed(k) && !File.Exists(file);

        void Report(int k, string file, ChainSample sample)
        {
            LiquidFile written = new(
                file,
                sample.PotentialEnergyPerParticle,
                sample.Temperature,
                sample.Pressure,
                LiquidPreparation.ChainOf(plan, k),
                sample.LargestCrystal);
            if (written.HasCrystal)
            {
                onWarning?.Invoke(
                    $"{file}: a crystal of {sample.LargestCrystal} of {plan.Particles} particles; no liquid any more, to be left out");
            }

            onFile(k, written);
        }
    }

    /// <summary>
    /// Finds the samples of a plan whose files are there but have changed since they were written: by the hashes in the checkpoints, or for
    /// random positions by making the positions again.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="storage">Where the files are.</param>
    /// <returns>Numbers of samples. Files of a chain whose checkpoint cannot be read count as unchanged.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IReadOnlyList<int> FindChanged(LiquidPlan plan, LiquidStorage storage)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(storage);
        return
        [
            .. LiquidPreparation.FindHashes(plan, storage)
                .Where(sample => File.Exists(storage.FileOf(sample.Number)) && FileHash.Of(storage.FileOf(sample.Number)) != sample.Hash())
                .Select(sample => sample.Number),
        ];
    }

    /// <summary>Whether a chain of a plan has a checkpoint of unfinished work, so that it has yet to write or to note a sample.</summary>
    public static bool HasUnfinishedChain(LiquidPlan plan, LiquidStorage storage)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(storage);
        return Enumerable.Range(plan.FirstSample, plan.UsedChains)
            .Any(chain => LiquidChain.ReadSamplesOrNull(storage.CheckpointOf(chain)) is { IsUnfinished: true });
    }

    /// <summary>
    /// Whether a chain of a plan has checkpoints of which none can be read. Nothing then says whether the files of the chain are right.
    /// </summary>
    public static bool HasDamagedChain(LiquidPlan plan, LiquidStorage storage)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(storage);
        return Enumerable.Range(plan.FirstSample, plan.UsedChains).Select(storage.CheckpointOf)
            .Any(checkpoint => CheckpointFile.Exists(checkpoint) && LiquidChain.ReadSamplesOrNull(checkpoint) is null);
    }

    /// <summary>
    /// The numbers of the samples whose hashes are known, in no particular order: those that a checkpoint names, or all of random
    /// positions.
    /// </summary>
    public static IReadOnlyList<int> FindNamed(LiquidPlan plan, LiquidStorage storage)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(storage);
        return [.. LiquidPreparation.FindHashes(plan, storage).Select(sample => sample.Number)];
    }

    private static void WarnOfRoundedTimes(LiquidPlan plan, Action<string>? onWarning)
    {
        if (double.IsPositiveInfinity(plan.Temperature))
        {
            return;
        }

        EquilibrationProtocol times = plan.Protocol ?? new EquilibrationProtocol();
        string[] rounded =
        [
            .. times.Times.Distinct()
                .Where(time => times.TimeRun(time) != time)
                .Select(time => string.Create(CultureInfo.InvariantCulture, $"{time:r} is run as {times.TimeRun(time):g10}")),
        ];
        if (rounded.Length > 0)
        {
            string step = times.Timestep.ToString("r", CultureInfo.InvariantCulture);
            onWarning?.Invoke($"times are whole numbers of steps of {step}: {string.Join(", ", rounded)}");
        }
    }

    private static string[] FindLosses(string file, Configuration configuration) =>
        [.. ConfigurationFile.FindLosses(configuration, ConfigurationFormats.FromPath(file))];

    // The chain stands behind the sample already, and cannot make it again. A file that was not written has no hash.
    private static void RequireUnchanged(LiquidPlan plan, LiquidStorage storage, int number, ChainSample sample)
    {
        string file = storage.FileOf(number);
        bool exists = File.Exists(file);
        if (!exists || (sample.FileHash.Length > 0 && FileHash.Of(file) != sample.FileHash))
        {
            string checkpoint = storage.CheckpointOf(LiquidPreparation.ChainOf(plan, number) - 1);
            throw new CheckpointException(
                $"{file} {(exists ? "has changed since it was written" : "is gone")}, and {checkpoint} stands behind it; put the file "
                + "back, or prepare all anew (--overwrite)")
            {
                IsDamage = true,
            };
        }
    }
}
