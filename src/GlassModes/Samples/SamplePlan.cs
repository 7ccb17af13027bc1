// Says what is done with a start, and where the files of a sample go.

using GlassModes.Files;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Quench;

namespace GlassModes.Samples;

/// <summary>Which eigenvectors a sample record keeps.</summary>
public enum KeptVectors
{
    /// <summary>No eigenvectors. The record holds only measures.</summary>
    None,

    /// <summary>The lowest mode of each rung, with the positions.</summary>
    Lowest,

    /// <summary>
    /// All unstable modes of each rung, or the softest mode if no mode is unstable, with the positions. A mode takes 24 N bytes.
    /// </summary>
    Unstable,
}

/// <summary>Says what is done with each start: the quench, its rungs, and the modes at each rung.</summary>
/// <param name="Model">The model.</param>
/// <param name="Ladder">The rungs.</param>
public sealed record SamplePlan(PairModel Model, Ladder Ladder)
{
    /// <summary>Settings of the quench.</summary>
    public QuenchOptions Quench { get; init; } = new();

    /// <summary>Which modes are solved for at each rung. Without modes there is no record.</summary>
    public SampledModes Modes { get; init; } = SampledModes.None;

    /// <summary>Which modes of the start are solved for and measured, before the quench; null for none.</summary>
    public SampledModes? StartModes { get; init; }

    /// <summary>Whether samples have records: whether something is measured, at a rung or at the start.</summary>
    public bool HasRecord => !Modes.IsNothing || StartModes is not null;

    /// <summary>Which eigenvectors the record keeps.</summary>
    public KeptVectors Kept { get; init; } = KeptVectors.None;

    /// <summary>Options of the mode solver; null to choose the solver by the size of the system.</summary>
    public ModeOptions? Solving { get; init; }

    /// <summary>
    /// Versions of further programs and libraries for the record. The versions of GlassModes and .NET and the SIMD width are always
    /// recorded.
    /// </summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>();
}

/// <summary>Where the files of one sample go.</summary>
/// <param name="Directory">The directory of this sample alone. The directory is created.</param>
public sealed record SampleStorage(string Directory)
{
    /// <summary>Name of the checkpoint in the directory.</summary>
    public const string CheckpointName = "quench.checkpoint";

    /// <summary>Name of the file that keeps the modes of the last rung for the next one.</summary>
    public const string ModesName = "modes.checkpoint";

    /// <summary>Name of the sample record in the directory.</summary>
    public const string RecordName = "sample.h5";

    /// <summary>Whether checkpoints are written. A stopped sample without checkpoints begins anew.</summary>
    public bool HasCheckpoints { get; init; } = true;

    /// <summary>
    /// Seconds of work between two checkpoints. A checkpoint is also written at each rung with modes, at a cancellation and at the end.
    /// </summary>
    public double CheckpointInterval { get; init; } = 60;

    /// <summary>Whether to resume from the checkpoint in the directory, if a checkpoint exists.</summary>
    public bool Resume { get; init; }

    /// <summary>
    /// Whether the sample holds its directory while it is at work, so that no other process can write there. False where the caller holds
    /// it.
    /// </summary>
    public bool HoldsDirectory { get; init; } = true;

    /// <summary>Path of the checkpoint.</summary>
    public string Checkpoint => Path.Combine(Directory, CheckpointName);

    /// <summary>Path of the file with the modes of the last rung.</summary>
    public string Modes => Path.Combine(Directory, ModesName);

    /// <summary>Whether the checkpoint says that the sample is finished.</summary>
    public bool IsFinished => SampleCheckpoint.IsFinished(Checkpoint);

    /// <summary>Path of the sample record.</summary>
    public string Record => Path.Combine(Directory, RecordName);

    /// <summary>
    /// Finds a file of a rung that has changed since the sample wrote it, or that an unfinished sample lacks, by the hashes in the
    /// checkpoint. Reads all of these files.
    /// </summary>
    /// <param name="ladder">The rungs.</param>
    /// <returns>A sentence; null if there is none, or there is no checkpoint that can be read.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public string? FindChangedFile(Ladder ladder)
    {
        ArgumentNullException.ThrowIfNull(ladder);
        return SampleCheckpoint.FindChangedFile(this, ladder);
    }

    /// <summary>Removes record and checkpoints, so that the sample begins anew. Files of rungs stay until they are written again.</summary>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    public void Forget()
    {
        string[] files = [Record, Checkpoint, CheckpointFile.PreviousOf(Checkpoint), Modes, CheckpointFile.PreviousOf(Modes)];
        if (System.IO.Directory.Exists(Directory))
        {
            Array.ForEach(files, File.Delete);
        }
    }
}
