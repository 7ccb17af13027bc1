// Saves and restores the measures and modes of a sample in its checkpoint.

using GlassModes.Files;
using GlassModes.Hessians;
using GlassModes.IO;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Modes;
using GlassModes.Numerics.Memory;
using GlassModes.Particles;
using GlassModes.Quench;

namespace GlassModes.Samples;

/// <summary>
/// Saves and restores the measures and modes of an unfinished sample. The measures so far are stored as a sample record within the
/// checkpoint. The modes of the last rung are compared with the modes of the next rung. They have a separate file, because they can be
/// large and change only at a rung. Modes of more than a gibibyte are not stored. They are solved for again, and have the same bits on the
/// same number of threads.
/// </summary>
internal static class SampleCheckpoint
{
    private const long MostBytes = 1L << 30;

    /// <summary>
    /// Throws if a checkpoint exists and is not of finished work. A checkpoint begins with a Boolean that tells whether the work is
    /// unfinished.
    /// </summary>
    /// <param name="path">The checkpoint.</param>
    /// <param name="work">What the work is called in the error, such as "quench".</param>
    /// <exception cref="CheckpointException">The checkpoint is of unfinished work, or it cannot be read.</exception>
    public static void RequireFinished(string path, string work)
    {
        if (!CheckpointFile.Exists(path))
        {
            return;
        }

        // A checkpoint that cannot be read may be of an unfinished sample, so that the user must remove it before a new beginning.
        bool isUnfinished = true;
        CheckpointFile.Read(path, reader => isUnfinished = reader.ReadBoolean(), _ => { });
        if (isUnfinished)
        {
            throw new CheckpointException(
                $"there is the checkpoint of an unfinished {work}, {path}; go on with it (--resume), or remove it to start anew "
                + "(--overwrite)");
        }
    }

    /// <summary>Whether a checkpoint exists that can be read and is of finished work.</summary>
    public static bool IsFinished(string path)
    {
        bool isUnfinished = true;
        try
        {
            if (CheckpointFile.Exists(path))
            {
                CheckpointFile.Read(path, reader => isUnfinished = reader.ReadBoolean(), _ => { });
            }
        }
        catch (CheckpointException)
        {
            return false;
        }

        return !isUnfinished;
    }

    /// <summary>
    /// Finds a file of a rung that has changed since the sample of a checkpoint wrote it, or that an unfinished sample lacks. The files of
    /// a finished sample may be elsewhere.
    /// </summary>
    /// <returns>A sentence; null if there is none, or the checkpoint cannot be read.</returns>
    public static string? FindChangedFile(SampleStorage storage, Ladder ladder)
    {
        string? found = null;
        try
        {
            CheckpointFile.Read(
                storage.Checkpoint,
                reader =>
                {
                    bool isUnfinished = reader.ReadBoolean();
                    CheckpointIdentity.Skip(reader);
                    _ = reader.ReadDouble();
                    found = null;
                    for (int remaining = reader.ReadInt32(); remaining > 0 && found is null; remaining--)
                    {
                        found = TroubleOf(QuenchedRung.Read(reader), isUnfinished);
                    }
                },
                _ => { });
        }
        catch (CheckpointException)
        {
            return null;
        }

        return found;

        string? TroubleOf(QuenchedRung rung, bool isUnfinished)
        {
            if (rung.FileHash.Length == 0 || !ladder.Rungs.Contains(rung.Rung))
            {
                return null;
            }

            string[] files =
            [
                .. ladder.FormerFileNamesOf(rung.Rung).Prepend(ladder.FileNameOf(rung.Rung))
                    .Select(name => Path.Combine(storage.Directory, name)),
            ];
            string? file = files.FirstOrDefault(File.Exists);
            return file is null ? isUnfinished ? $"{files[0]} is gone" : null
                : FileHash.Of(file) != rung.FileHash ? $"{file} has changed since it was written" : null;
        }
    }

    /// <summary>Writes a record after the number of its bytes, which is 0 if there is no record.</summary>
    public static void WriteRecord(BinaryWriter writer, SampleRecord? record)
    {
        writer.Write(0L);
        writer.Flush();
        if (record is null)
        {
            return;
        }

        Stream stream = writer.BaseStream;
        long start = stream.Position;
        StreamPart part = new(stream, start);
        SampleFile.Write(part, record);
        long length = part.Length;
        stream.Position = start - sizeof(long);
        writer.Write(length);
        writer.Flush();
        stream.Seek(0, SeekOrigin.End);
    }

    /// <summary>Reads what <see cref="WriteRecord"/> wrote: a record, or null.</summary>
    public static SampleRecord? ReadRecord(BinaryReader reader)
    {
        long length = reader.ReadInt64();
        if (length == 0)
        {
            return null;
        }

        Stream stream = reader.BaseStream;
        long start = stream.Position;
        if (length < 0 || length > stream.Length - start)
        {
            throw new EndOfStreamException($"{stream.Length - start} bytes of a record of {length}.");
        }

        SampleRecord record = SampleFile.Read(new StreamPart(stream, start, length), "the checkpoint");
        stream.Position = start + length;
        return record;
    }

    /// <summary>Saves the modes of the last rung, unless they take more than a gibibyte.</summary>
    public static void SaveModes(SampleStorage storage, RungMeasurer measurer)
    {
        if (measurer.LastModes is not { } modes || (long)modes.Count * modes.Hessian.Order * sizeof(double) > MostBytes)
        {
            return;
        }

        CheckpointFile.Write(storage.Modes, writer =>
        {
            writer.Write(measurer.Rungs.Count);
            BinaryVectors.Write(writer, modes.Hessian.Configuration.Positions);
            writer.Write(modes.Count);
            BinaryVectors.Write(writer, modes.Eigenvalues);
            for (int k = 0; k < modes.Count; k++)
            {
                BinaryVectors.Write(writer, modes[k].Vector);
            }
        });
    }

    /// <summary>Removes the saved modes of the last rung. A finished sample does not need them any more.</summary>
    public static void RemoveModes(SampleStorage storage)
    {
        File.Delete(storage.Modes);
        File.Delete(CheckpointFile.PreviousOf(storage.Modes));
    }

    /// <summary>
    /// Reads the modes of the last rung of a checkpoint. If they were not saved, they are solved for again from the configuration file of
    /// the rung.
    /// </summary>
    /// <exception cref="CheckpointException">
    /// The modes were not saved, and the configuration file of the rung is missing or has changed.
    /// </exception>
    public static ModeSet RestoreModes(
        SampleStorage storage,
        SamplePlan plan,
        SampleStart start,
        IReadOnlyList<RungMeasures> rungs,
        string fileHash,
        Action<string> warn)
    {
        ModeSet? savedModes = null;
        RungMeasures lastRung = rungs[^1];
        try
        {
            CheckpointFile.Read(storage.Modes, reader => savedModes = ReadModes(reader, plan, start.Configuration, rungs), warn);
        }
        catch (CheckpointException problem)
        {
            warn($"{problem.Message}; the modes of {lastRung.Rung} are solved for again");
        }

        if (savedModes is not null)
        {
            return savedModes;
        }

        string file = Path.Combine(storage.Directory, plan.Ladder.FileNameOf(lastRung.Rung));
        if (!File.Exists(file))
        {
            throw new CheckpointException(
                $"the modes of {lastRung.Rung} were not kept, and {file} is missing: remove the checkpoint to start anew")
            {
                IsDamage = true,
            };
        }

        if (FileHash.Of(file) != fileHash)
        {
            throw new CheckpointException(
                $"{file} has changed since the quench wrote it, and the quench would go on from its modes: put the file back, or begin "
                + "anew (--overwrite)")
            {
                IsDamage = true,
            };
        }

        using RungMeasurer measurer = new(plan);
        Hessian hessian = Hessian.Of(ConfigurationFile.Read(file), plan.Model);
        return measurer.SolveModes(hessian, plan.Modes.At(lastRung.Rung), CancellationToken.None);
    }

    private static ModeSet ReadModes(BinaryReader reader, SamplePlan plan, Configuration start, IReadOnlyList<RungMeasures> rungs)
    {
        int rungCount = reader.ReadInt32();
        if (rungCount != rungs.Count)
        {
            throw new InvalidDataException($"it holds the modes of rung {rungCount}, and the checkpoint ends with rung {rungs.Count}");
        }

        double[] positions = new double[3 * start.Count];
        BinaryVectors.Read(reader, positions);
        Hessian hessian = Hessian.Of(new Configuration(start.Box, start.Species, positions, ids: start.Ids), plan.Model);
        int count = reader.ReadInt32();
        AlignedBuffer<double> values = new(Math.Max(count, 1));
        AlignedBuffer<double> vectors = new((long)hessian.Order * Math.Max(count, 1));
        Eigenpairs pairs = new(hessian.Order, 0, count, values, vectors);
        try
        {
            BinaryVectors.Read(reader, values.Slice(0, count));
            for (int k = 0; k < count; k++)
            {
                BinaryVectors.Read(reader, vectors.Slice((long)k * hessian.Order, hessian.Order));
            }
        }
        catch
        {
            pairs.Dispose();
            throw;
        }

        return new ModeSet(hessian, pairs, count, rungs[^1].Evidence);
    }
}
