// What a reader finds where a frame may begin.

using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>A frame with its number in the file, counted from 0.</summary>
/// <param name="Number">The number of the frame. Frames without atoms count too.</param>
/// <param name="Configuration">The configuration.</param>
public sealed record NumberedFrame(int Number, Configuration Configuration)
{
    /// <summary>Number of frames in the file; null if the file was not read to its end.</summary>
    public int? FrameCount { get; init; }
}

/// <summary>The outcome of reading one frame: a configuration, a frame without atoms, or the end of the file.</summary>
internal readonly record struct Frame(Configuration? Configuration, bool IsEnd)
{
    /// <summary>The end of the file.</summary>
    public static readonly Frame End = new(null, true);

    /// <summary>A frame without atoms. LAMMPS writes such frames for a group that is empty at that time.</summary>
    public static readonly Frame WithoutAtoms = new(null, false);

    /// <summary>A frame with a configuration.</summary>
    public static Frame Of(Configuration configuration) => new(configuration, false);
}
