// Runs one sample: measures and writes its rungs, and saves its state in checkpoints.

using System.Diagnostics;
using System.Globalization;
using GlassModes.Files;
using GlassModes.IO;
using GlassModes.Particles;
using GlassModes.Quench;

namespace GlassModes.Samples;

/// <summary>
/// A running sample: follows its quench, measures and writes its rungs, and saves and loads checkpoints. <see cref="SampleRun"/> drives
/// this object.
/// </summary>
internal sealed class SampleDescent(
    SampleStart start,
    SamplePlan plan,
    SampleStorage? storage,
    SampleProvenance provenance,
    QuenchRun quench,
    RungMeasurer measurer,
    SampleEvents events)
{
    // In seconds. The interval of checkpoints may be infinite, but a TimeSpan may not.
    private const double LongestPause = 1e6;

    // The ladder is not part of the identity, because a resumed sample may go on below. The limit of force evaluations is not part of it
    // either, because a resumed sample may have a higher limit.
    private readonly CheckpointIdentity _identity = new("sample", IdentityOf(start, plan, provenance.Protocol));
    private readonly StartEnergy _initial = new(quench.MeanSquaredForce, quench.PotentialEnergyPerParticle);
    private readonly List<QuenchedRung> _rungs = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private double _secondsBefore;
    private double _nextCheckpoint = storage?.CheckpointInterval ?? double.PositiveInfinity;
    private string? _resumedFrom;

    private RungMeasures? _startMeasures;

    // A rung that the quench has crossed. An interruption came before its modes were solved for.
    private Snapshot? _unmeasured;

    private double Seconds => _secondsBefore + _clock.Elapsed.TotalSeconds;

    /// <summary>
    /// Loads the checkpoint if one exists and the sample is to be resumed. If the sample is not to be resumed, a checkpoint of an
    /// unfinished sample is an error.
    /// </summary>
    public void Begin()
    {
        if (storage is not { HasCheckpoints: true } || !CheckpointFile.Exists(storage.Checkpoint))
        {
            return;
        }

        if (!storage.Resume)
        {
            SampleCheckpoint.RequireFinished(storage.Checkpoint, RunManifest.NameOf(RunKind.Quench));
            return;
        }

        _resumedFrom = CheckpointFile.Read(storage.Checkpoint, LoadCheckpoint, Warn);
        FindFiles();

        // A finished sample has no further rung to compare its last modes with.
        if (quench.Status == QuenchStatus.Running && measurer.Rungs.Count > 0
            && plan.Modes.At(measurer.Rungs[^1].Rung).HasVectors)
        {
            measurer.Continue(measurer.Rungs.ToArray(), SampleCheckpoint.RestoreModes(
                storage, plan, start, measurer.Rungs, _rungs[^1].FileHash, Warn));
        }

        _rungs.ForEach(rung => events.OnRung?.Invoke(rung));
    }

    /// <summary>Runs the quench to its end and keeps every rung.</summary>
    public void Follow(CancellationToken cancellation)
    {
        if (plan.StartModes is { } wanted && _startMeasures is null)
        {
            MeasureStart(wanted, cancellation);
        }

        while (quench.Status == QuenchStatus.Running || _unmeasured is not null)
        {
            try
            {
                if (_unmeasured is { } unmeasured)
                {
                    KeepRung(unmeasured, cancellation);
                    continue;
                }

                // The quench pauses only to save a checkpoint.
                TimeSpan? pause = storage is not { HasCheckpoints: true }
                    ? null
                    : TimeSpan.FromSeconds(Math.Clamp(_nextCheckpoint - Seconds, 0, LongestPause));
                Snapshot? snapshot = quench.Next(events.Progress, pause, cancellation);
                if (snapshot is not null)
                {
                    KeepRung(snapshot, cancellation);
                }
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                SaveCheckpoint();
                throw;
            }

            // A step that fails throws past this point. The last checkpoint then has a state from before this step.
            if (Seconds >= _nextCheckpoint || quench.Status != QuenchStatus.Running)
            {
                SaveCheckpoint();
            }
        }
    }

    /// <summary>Makes the result. If the quench has ended, this also writes the file of the record and removes the saved modes.</summary>
    public SampleResult Conclude()
    {
        SampleRecord? record = plan.HasRecord ? MakeRecord() : null;
        bool isOver = quench.Status is not (QuenchStatus.Running or QuenchStatus.EvaluationLimit);
        string? file = record is not null && isOver ? storage?.Record : null;
        if (isOver && storage is not null)
        {
            // Before the record, whose presence says that nothing is left to do.
            SampleCheckpoint.RemoveModes(storage);
        }

        if (file is not null)
        {
            SampleFile.Write(file, record!, CancellationToken.None);
        }

        return new SampleResult(
            start,
            quench.Method,
            _rungs,
            quench.SkippedRungs,
            quench.Status,
            quench.Observations,
            quench.Rises,
            quench.SaddleEscapes,
            quench.FinalEigenvalue,
            quench.ForceEvaluations,
            Seconds,
            _resumedFrom)
        {
            Initial = _initial,
            Record = record,
            RecordFile = file,
        };
    }

    // The start belongs to no time of the quench, so that averages over times leave it out.
    private void MeasureStart(SampledModes wanted, CancellationToken cancellation)
    {
        events.Progress?.Report(new WorkProgress(double.NaN, "modes of the start"));
        _startMeasures = measurer.MeasureStart(
            new Snapshot(
                start.Configuration,
                new Rung(Math.Max(_initial.MeanSquaredForce, double.Epsilon)),
                _initial.MeanSquaredForce,
                double.NaN,
                _initial.PotentialEnergyPerParticle,
                0),
            wanted,
            cancellation);
        SaveCheckpoint();
    }

    private void KeepRung(Snapshot snapshot, CancellationToken cancellation)
    {
        RungMeasures? measures = null;
        if (plan.HasRecord)
        {
            // The quench does not come back to this rung. If the solver is cancelled, a resumed sample first solves for the modes of this
            // rung.
            _unmeasured = snapshot;
            events.OnModes?.Invoke(snapshot.Rung);
            measures = measurer.Add(snapshot, cancellation);
            _unmeasured = null;
        }

        string? file = FileOf(snapshot.Rung);
        if (file is not null)
        {
            // The write is not cancelled. It is short compared with the time that the quench took to reach the rung.
            ConfigurationFile.Write(file, AnnotateConfiguration(snapshot, measures), cancellation: CancellationToken.None);
        }

        QuenchedRung rung = QuenchedRung.Of(snapshot, Seconds, file) with
        {
            Measures = measures,
            FileHash = file is null ? "" : FileHash.Of(file),
        };
        _rungs.Add(rung);
        if (storage is { HasCheckpoints: true } && measures is not null)
        {
            SampleCheckpoint.SaveModes(storage, measurer);
            SaveCheckpoint();
        }

        events.OnRung?.Invoke(rung);
    }

    private Configuration AnnotateConfiguration(Snapshot snapshot, RungMeasures? measures)
    {
        Dictionary<string, string> notes = new()
        {
            ["model"] = plan.Model.Name,
            ["method"] = QuenchMethods.NameOf(quench.Method),
            [SampleStart.SeedKey] = start.Id.Seed.ToString(CultureInfo.InvariantCulture),
            [SampleStart.SampleKey] = start.Id.Number.ToString(CultureInfo.InvariantCulture),
            ["W"] = Text(snapshot.MeanSquaredForce),
            ["V_per_particle"] = Text(snapshot.PotentialEnergyPerParticle),
        };
        if (!double.IsNaN(start.Temperature))
        {
            notes[SampleStart.TemperatureKey] = double.IsPositiveInfinity(start.Temperature) ? "inf" : Text(start.Temperature);
        }

        if (start.Source.File is { } file)
        {
            notes["source"] = file;
            notes["frame"] = (start.Source.Frame ?? 0).ToString(CultureInfo.InvariantCulture);
        }

        if (measures?.Lowest is { } lowest)
        {
            notes["lambda"] = Text(lowest.Eigenvalue);
            notes["participation_ratio"] = Text(lowest.ParticipationRatio);
        }

        return snapshot.Configuration.WithProperties(measurer.LowestModeColumns()).WithAnnotations(notes);
    }

    private static string Text(double value) => value.ToString("r", CultureInfo.InvariantCulture);

    private string? FileOf(Rung rung) => storage is null ? null : Path.Combine(storage.Directory, plan.Ladder.FileNameOf(rung));

    private SampleRecord MakeRecord() => new(provenance, quench.Status, quench.SaddleEscapes.Count, measurer.Rungs)
    {
        Start = _startMeasures,
    };

    private void Warn(string text) => events.OnWarning?.Invoke(text);

    private void SaveCheckpoint()
    {
        if (storage is not { HasCheckpoints: true })
        {
            return;
        }

        bool isUnfinished = quench.Status is QuenchStatus.Running or QuenchStatus.EvaluationLimit;
        CheckpointFile.Write(storage.Checkpoint, writer =>
        {
            writer.Write(isUnfinished);
            _identity.Write(writer);
            writer.Write(Seconds);
            writer.Write(_rungs.Count);
            _rungs.ForEach(rung => rung.Write(writer));
            quench.Save(writer);
            WriteUnmeasured(writer);
            SampleCheckpoint.WriteRecord(writer, plan.HasRecord ? MakeRecord() : null);
        });
        _nextCheckpoint = Seconds + storage.CheckpointInterval;
    }

    private void LoadCheckpoint(BinaryReader reader)
    {
        _ = reader.ReadBoolean();
        _identity.Require(reader);
        double seconds = reader.ReadDouble();
        _rungs.Clear();
        for (int remaining = reader.ReadInt32(); remaining > 0; remaining--)
        {
            _rungs.Add(QuenchedRung.Read(reader));
        }

        quench.Load(reader);
        _unmeasured = ReadUnmeasured(reader);
        if (SampleCheckpoint.ReadRecord(reader) is { } record)
        {
            _startMeasures = record.Start;
            measurer.Continue(record.Rungs, null);
            for (int k = 0; k < _rungs.Count; k++)
            {
                _rungs[k] = _rungs[k] with { Measures = record.Rungs[k] };
            }
        }

        WithdrawEvaluations(quench.WithdrawnEvaluations);

        _secondsBefore = seconds;
        _nextCheckpoint = Seconds + (storage?.CheckpointInterval ?? 0);
    }

    // The last rung of the saved sample is no longer the last one. The evaluations of the check there were forgotten.
    private void WithdrawEvaluations(long evaluations)
    {
        if (evaluations == 0)
        {
            return;
        }

        if (_unmeasured is { } snapshot)
        {
            _unmeasured = snapshot with { ForceEvaluations = snapshot.ForceEvaluations - evaluations };
            return;
        }

        QuenchedRung last = _rungs[^1] with { ForceEvaluations = _rungs[^1].ForceEvaluations - evaluations };
        if (last.Measures is { } measures)
        {
            last = last with { Measures = measures with { ForceEvaluations = last.ForceEvaluations } };
            measurer.Continue([.. measurer.Rungs.SkipLast(1), last.Measures], null);
        }

        _rungs[^1] = last;
    }

    // A rung names its file only if the file exists. In a longer ladder the name of a file may have more digits than before.
    private void FindFiles()
    {
        for (int k = 0; k < _rungs.Count; k++)
        {
            string file = FileOf(_rungs[k].Rung)!;
            string directory = storage!.Directory;
            if (!File.Exists(file)
                && plan.Ladder.FormerFileNamesOf(_rungs[k].Rung).Select(name => Path.Combine(directory, name)).FirstOrDefault(File.Exists)
                    is { } former)
            {
                File.Move(former, file);
            }

            bool isGone = !File.Exists(file);
            if (isGone)
            {
                Warn($"{file} is gone; only a new quench in another directory makes it again");
            }

            _rungs[k] = _rungs[k] with { File = isGone ? null : file };
        }
    }

    private static IEnumerable<(string Name, string Value)> IdentityOf(SampleStart start, SamplePlan plan, Protocol protocol)
    {
        IEnumerable<(string Name, string Value)> parts =
            [("start", start.Id.StartHash), .. protocol.NamedParts(exact: true), ("eigenvectors kept", $"{plan.Kept}")];
        return plan.Quench.TimeFromStart ? [.. parts, ("time of the start", Text(start.Configuration.Time ?? 0))] : parts;
    }

    private void WriteUnmeasured(BinaryWriter writer)
    {
        writer.Write(_unmeasured is not null);
        if (_unmeasured is { } snapshot)
        {
            QuenchedRung.Of(snapshot, Seconds, null).Write(writer);
            BinaryVectors.Write(writer, snapshot.Configuration.Positions);
        }
    }

    private Snapshot? ReadUnmeasured(BinaryReader reader)
    {
        if (!reader.ReadBoolean())
        {
            return null;
        }

        QuenchedRung rung = QuenchedRung.Read(reader);
        Configuration initial = start.Configuration;
        double[] positions = new double[3 * initial.Count];
        BinaryVectors.Read(reader, positions);
        Configuration configuration = new(
            initial.Box, initial.Species, positions, ids: initial.Ids, time: double.IsNaN(rung.Time) ? null : rung.Time);
        return new Snapshot(
            configuration, rung.Rung, rung.MeanSquaredForce, rung.Time, rung.PotentialEnergyPerParticle, rung.ForceEvaluations)
        {
            Bracket = rung.Bracket,
            Observations = rung.Observations,
        };
    }
}
