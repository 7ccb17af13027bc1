// The parts of a sample's checkpoint that concern modes.

using GlassModes.Files;
using GlassModes.Hessians;
using GlassModes.IO;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Modes;
using GlassModes.Numerics.Memory;
using GlassModes.Particles;
using GlassModes.Quench.Integrators;

namespace GlassModes.Samples;

/// <summary>
/// Saves and restores measures and modes. The measures so far are kept as a sample record within the checkpoint. The modes of the last
/// rung, which the next rung's modes are compared with, have a file of their own, because they can be large and change only at a rung.
/// Modes of more than a gibibyte are not kept: they are solved for again, with the same bits on as many threads.
/// </summary>
internal static class SampleCheckpoint
{
    private const long MostBytes = 1L << 30;

    /// <summary>Throws unless the checkpoint is of a sample that is over.</summary>
    /// <exception cref="CheckpointException">It is of an unfinished sample, or cannot be read.</exception>
    public static void RequireFinished(string path)
    {
        bool isUnfinished = true;
        try
        {
            CheckpointFile.Read(path, reader => isUnfinished = reader.ReadBoolean(), _ => { });
        }
        catch (CheckpointException)
        {
            // Not even readable: whoever wants to start anew must say so by removing it.
        }

        if (isUnfinished)
        {
            throw new CheckpointException(
                $"there is the checkpoint of an unfinished quench, {path}; go on with it (--resume), or remove it to start anew");
        }
    }

    /// <summary>Writes a record, or that there is none.</summary>
    public static void WriteRecord(BinaryWriter writer, SampleRecord? record)
    {
        byte[] bytes = [];
        if (record is not null)
        {
            using MemoryStream stream = new();
            SampleFile.Write(stream, record);
            bytes = stream.ToArray();
        }

        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    /// <summary>Reads what <see cref="WriteRecord"/> wrote.</summary>
    public static SampleRecord? ReadRecord(BinaryReader reader)
    {
        int length = reader.ReadInt32();
        byte[] bytes = reader.ReadBytes(length);
        if (bytes.Length != length)
        {
            throw new EndOfStreamException($"{bytes.Length} bytes of a record of {length}.");
        }

        using MemoryStream stream = new(bytes);
        return length == 0 ? null : SampleFile.Read(stream, "the checkpoint");
    }

    /// <summary>Keeps the modes of the last rung, if they are not too large.</summary>
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

    /// <summary>Removes the modes of the last rung, which a sample that is over does not need any more.</summary>
    public static void RemoveModes(SampleStorage storage)
    {
        File.Delete(storage.Modes);
        File.Delete(CheckpointFile.PreviousOf(storage.Modes));
    }

    /// <summary>The modes of the last rung of a checkpoint: as they were kept, or solved for again from the rung's file.</summary>
    /// <exception cref="CheckpointException">They were not kept, and the rung's file is gone.</exception>
    public static ModeSet RestoreModes(
        SampleStorage storage, SamplePlan plan, SampleStart start, IReadOnlyList<RungMeasures> rungs, Action<string> warn)
    {
        ModeSet? kept = null;
        RungMeasures last = rungs[^1];
        try
        {
            CheckpointFile.Read(storage.Modes, reader => kept = ReadModes(reader, plan, start.Configuration, rungs), warn);
        }
        catch (CheckpointException problem)
        {
            warn($"{problem.Message}; the modes of {last.Rung} are solved for again");
        }

        if (kept is not null)
        {
            return kept;
        }

        string file = Path.Combine(storage.Directory, plan.Ladder.FileNameOf(last.Rung));
        if (!File.Exists(file))
        {
            throw new CheckpointException(
                $"the modes of {last.Rung} were not kept, and {file} is missing: remove the checkpoint to start anew");
        }

        using RungMeasurer measurer = new(plan);
        Hessian hessian = Hessian.Of(ConfigurationFile.Read(file), plan.Model);
        return measurer.SolveModes(hessian, CancellationToken.None);
    }

    private static ModeSet ReadModes(BinaryReader reader, SamplePlan plan, Configuration start, IReadOnlyList<RungMeasures> rungs)
    {
        int place = reader.ReadInt32();
        if (place != rungs.Count)
        {
            throw new InvalidDataException($"it holds the modes of rung {place}, and the checkpoint ends with rung {rungs.Count}");
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
