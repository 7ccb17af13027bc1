// A quench whose rungs are kept, and which can be stopped and gone on with.

using System.Diagnostics;
using GlassModes.Files;
using GlassModes.Forces;
using GlassModes.IO;
using GlassModes.Models;
using GlassModes.Numerics.Simd;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Quench;

/// <summary>How a quench is kept.</summary>
/// <param name="Directory">An existing directory for the rungs' files and the checkpoint; null to write none.</param>
/// <param name="CheckpointInterval">Seconds of work between two checkpoints; one is also written when the quench is cancelled and when it ends.</param>
/// <param name="Resume">Whether to go on from the checkpoint in the directory, if there is one.</param>
/// <param name="Threads">Threads that a large sample is shared among; no result depends on it.</param>
public sealed record QuenchRecording(string? Directory = null, double CheckpointInterval = 60, bool Resume = false, int Threads = 1)
{
    /// <summary>Name of the checkpoint in the directory.</summary>
    public const string CheckpointName = "quench.checkpoint";

    /// <summary>The checkpoint's file; null without a directory.</summary>
    public string? Checkpoint => Directory is null ? null : Path.Combine(Directory, CheckpointName);
}

/// <summary>What came of a quench.</summary>
/// <param name="Method">The method it was done by.</param>
/// <param name="Rungs">The rungs crossed, in descending W.</param>
/// <param name="SkippedRungs">Rungs at or above the W of the start, which were never crossed.</param>
/// <param name="Status">How it ended; <see cref="QuenchStatus.Running"/> where it was cancelled.</param>
/// <param name="Observations">What it noticed.</param>
/// <param name="Rises">The stretches in which W lay above its running minimum.</param>
/// <param name="SaddleEscapes">The pushes off saddles.</param>
/// <param name="FinalEigenvalue">The lowest eigenvalue at the end where it was looked for, else NaN.</param>
/// <param name="ForceEvaluations">Force evaluations in all.</param>
/// <param name="WallSeconds">Seconds worked, those before an interruption included.</param>
/// <param name="ResumedFrom">The checkpoint it went on from; null where it began.</param>
public sealed record RecordedQuench(
    QuenchMethodKind Method,
    IReadOnlyList<RecordedRung> Rungs,
    IReadOnlyList<Rung> SkippedRungs,
    QuenchStatus Status,
    QuenchObservations Observations,
    IReadOnlyList<ForceRise> Rises,
    IReadOnlyList<SaddleEscape> SaddleEscapes,
    double FinalEigenvalue,
    long ForceEvaluations,
    double WallSeconds,
    string? ResumedFrom)
{
    /// <summary>
    /// Quenches down the ladder. Each rung's configuration is written as soon as it is crossed and appears whole or not at all;
    /// names are those of <see cref="Ladder.FileNameOf"/>. With a directory there is a checkpoint from the first interval on; a quench that goes on
    /// from it gives the same rungs, times and positions, to the last bit, as one that was never stopped. A cancelled quench is returned with the
    /// rungs it has.
    /// </summary>
    /// <param name="start">The configuration to quench.</param>
    /// <param name="model">Its model.</param>
    /// <param name="ladder">The rungs.</param>
    /// <param name="options">Settings; null for the model's default method.</param>
    /// <param name="recording">Where to keep what, and whether to go on; null to keep nothing.</param>
    /// <param name="onRung">Told of each rung once it is kept, and first of those of a checkpoint.</param>
    /// <param name="onWarning">Told of a damaged checkpoint that is passed over.</param>
    /// <param name="progress">Told where the quench stands about four times a second.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <exception cref="ModelMismatchException">The model does not fit the configuration.</exception>
    /// <exception cref="CheckpointException">
    /// The checkpoint is damaged or of another quench; or there is one of an unfinished quench and <see cref="QuenchRecording.Resume"/> was not asked for.
    /// </exception>
    /// <exception cref="Dynamics.SimulationException">The quench failed; files already written stay.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static RecordedQuench Run(
        Configuration start,
        PairModel model,
        Ladder ladder,
        QuenchOptions? options = null,
        QuenchRecording? recording = null,
        Action<RecordedRung>? onRung = null,
        Action<string>? onWarning = null,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        recording ??= new QuenchRecording();
        ArgumentOutOfRangeException.ThrowIfNegative(recording.CheckpointInterval, nameof(recording));
        using ThreadTeam team = new(start.Count < ForceField.FewestParticlesToShare ? 1 : recording.Threads);
        using QuenchRun run = new(start, model, ladder, options, team: team);
        (string Name, string Value)[] identity =
            QuenchIdentity.Of(start, model, ladder, options ?? new QuenchOptions(), run.Method, SimdHardware.Best);
        Recorder recorder = new(run, ladder, recording, identity, onRung);
        recorder.Begin(onWarning ?? (_ => { }));
        try
        {
            recorder.Follow(progress, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Told by the status; the checkpoint has been written.
        }

        return new RecordedQuench(
            run.Method,
            recorder.Rungs,
            run.SkippedRungs,
            run.Status,
            run.Observations,
            run.Rises,
            run.SaddleEscapes,
            run.FinalEigenvalue,
            run.ForceEvaluations,
            recorder.Seconds,
            recorder.ResumedFrom);
    }

    // The way of one quench: rungs to files, states to checkpoints.
    private sealed class Recorder(
        QuenchRun run, Ladder ladder, QuenchRecording recording, (string Name, string Value)[] identity, Action<RecordedRung>? onRung)
    {
        private readonly List<RecordedRung> _rungs = [];
        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private double _secondsBefore;
        private double _due = recording.CheckpointInterval;

        private const double LongestPause = 1e6;

        public IReadOnlyList<RecordedRung> Rungs => _rungs;

        public double Seconds => _secondsBefore + _clock.Elapsed.TotalSeconds;

        public string? ResumedFrom { get; private set; }

        public void Begin(Action<string> warn)
        {
            if (recording.Checkpoint is not { } path || !CheckpointFile.Exists(path))
            {
                return;
            }

            if (recording.Resume)
            {
                ResumedFrom = CheckpointFile.Read(path, Load, warn);
                _rungs.ForEach(rung => onRung?.Invoke(rung));
            }
            else
            {
                RequireFinished(path);
            }
        }

        public void Follow(IProgress<WorkProgress>? progress, CancellationToken cancellation)
        {
            while (run.Status == QuenchStatus.Running)
            {
                try
                {
                    // Without a checkpoint there is nothing to pause for.
                    TimeSpan? pause = recording.Checkpoint is null ? null : TimeSpan.FromSeconds(Math.Clamp(_due - Seconds, 0, LongestPause));
                    if (run.Next(progress, pause, cancellation) is { } snapshot)
                    {
                        Keep(snapshot);
                    }
                }
                catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
                {
                    Save();
                    throw;
                }

                // A step that failed is not saved: the state before it is.
                if (Seconds >= _due || run.Status != QuenchStatus.Running)
                {
                    Save();
                }
            }
        }

        private void Keep(Snapshot snapshot)
        {
            string? file = FileOf(snapshot.Rung);
            if (file is not null)
            {
                // Not cancelled in between: a rung that took long to reach is worth the moment of writing it.
                ConfigurationFile.Write(file, snapshot.Configuration, cancellation: CancellationToken.None);
            }

            RecordedRung rung = RecordedRung.Of(snapshot, Seconds, file);
            _rungs.Add(rung);
            onRung?.Invoke(rung);
        }

        private string? FileOf(Rung rung) => recording.Directory is null ? null : Path.Combine(recording.Directory, ladder.FileNameOf(rung));

        private void Save()
        {
            if (recording.Checkpoint is not { } path)
            {
                return;
            }

            CheckpointFile.Write(path, writer =>
            {
                writer.Write(run.Status is QuenchStatus.Running or QuenchStatus.EvaluationLimit);
                QuenchIdentity.Write(writer, identity);
                writer.Write(Seconds);
                writer.Write(_rungs.Count);
                _rungs.ForEach(rung => rung.Write(writer));
                run.Save(writer);
            });
            _due = Seconds + recording.CheckpointInterval;
        }

        private void Load(BinaryReader reader)
        {
            _ = reader.ReadBoolean();
            QuenchIdentity.Require(reader, identity);
            double seconds = reader.ReadDouble();
            _rungs.Clear();
            for (int left = reader.ReadInt32(); left > 0; left--)
            {
                _rungs.Add(RecordedRung.Read(reader, FileOf));
            }

            run.Load(reader);
            _secondsBefore = seconds;
            _due = Seconds + recording.CheckpointInterval;
        }

        private static void RequireFinished(string path)
        {
            bool unfinished = true;
            try
            {
                CheckpointFile.Read(path, reader => unfinished = reader.ReadBoolean(), _ => { });
            }
            catch (CheckpointException)
            {
                // Not even readable: whoever wants to start anew must say so by removing it.
            }

            if (unfinished)
            {
                throw new CheckpointException(
                    $"there is the checkpoint of an unfinished quench, {path}; go on with it (--resume), or remove it to start anew");
            }
        }
    }
}
