// What is done with a start, and where its files go.

using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Quench;

namespace GlassModes.Samples;

/// <summary>Which eigenvectors a sample record keeps.</summary>
public enum KeptVectors
{
    /// <summary>None: measures alone.</summary>
    None,

    /// <summary>The lowest mode of each rung, with the positions.</summary>
    Lowest,

    /// <summary>All unstable modes of each rung (the softest where none is unstable), with the positions: 24 N bytes a mode.</summary>
    Unstable,
}

/// <summary>What is done with each start: the quench, its rungs, the modes at each rung.</summary>
/// <param name="Model">The model.</param>
/// <param name="Ladder">The rungs.</param>
public sealed record SamplePlan(PairModel Model, Ladder Ladder)
{
    /// <summary>Settings of the quench.</summary>
    public QuenchOptions Quench { get; init; } = new();

    /// <summary>Which modes are solved for at each rung. Without modes there is no record.</summary>
    public SampledModes Modes { get; init; } = SampledModes.None;

    /// <summary>Which eigenvectors the record keeps.</summary>
    public KeptVectors Kept { get; init; } = KeptVectors.None;

    /// <summary>How modes are solved for; null: by size.</summary>
    public ModeOptions? Solving { get; init; }

    /// <summary>Versions of programs and libraries for the record, beside those of GlassModes, .NET and the SIMD width.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>();
}

/// <summary>Where the files of one sample go.</summary>
/// <param name="Directory">A directory; it is created. It belongs to this sample alone.</param>
public sealed record SampleStorage(string Directory)
{
    /// <summary>Name of the checkpoint in the directory.</summary>
    public const string CheckpointName = "quench.checkpoint";

    /// <summary>Name of the file that keeps the modes of the last rung for the next one.</summary>
    public const string ModesName = "modes.checkpoint";

    /// <summary>Name of the sample record in the directory.</summary>
    public const string RecordName = "sample.h5";

    /// <summary>Whether checkpoints are written. Without them, a sample that is stopped begins anew.</summary>
    public bool HasCheckpoints { get; init; } = true;

    /// <summary>
    /// Seconds of work between two checkpoints. One is also written at each rung with modes, at a cancellation and at the end.
    /// </summary>
    public double CheckpointInterval { get; init; } = 60;

    /// <summary>Whether to go on from the checkpoint in the directory, if there is one.</summary>
    public bool Resume { get; init; }

    /// <summary>The checkpoint's file.</summary>
    public string Checkpoint => Path.Combine(Directory, CheckpointName);

    /// <summary>The file with the modes of the last rung.</summary>
    public string Modes => Path.Combine(Directory, ModesName);

    /// <summary>The record's file.</summary>
    public string Record => Path.Combine(Directory, RecordName);
}
