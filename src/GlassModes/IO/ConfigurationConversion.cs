// Copies configurations from one file format to another.

using GlassModes.Files;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>The outcome of a conversion.</summary>
/// <param name="Particles">N of the last frame.</param>
/// <param name="Frames">Number of frames.</param>
/// <param name="Dropped">Names of the columns and annotations, and "time", that the format of the output cannot hold.</param>
public sealed record ConversionResult(int Particles, int Frames, IReadOnlyList<string> Dropped)
{
    /// <summary>Sentences on what has another name or number in the output.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];
}

/// <summary>Converts files between the formats of <see cref="ConfigurationFile"/>.</summary>
public static class ConfigurationConversion
{
    /// <summary>
    /// Copies every frame, or one frame that is asked for. Holds one frame in memory. The output appears complete or not at all.
    /// </summary>
    /// <param name="input">The file to read.</param>
    /// <param name="output">The file to write.</param>
    /// <param name="options">How the input is read.</param>
    /// <param name="outputFormat">Format of the output; null to take the format from the name of the file.</param>
    /// <param name="frame">Index of the frame to copy, from 0, or from −1 for the last frame backwards; null for all frames.</param>
    /// <param name="cancellation">Stops the conversion. Nothing is left behind.</param>
    /// <exception cref="ConfigurationFileException">The input cannot be read, or an extension is unknown.</exception>
    /// <exception cref="InputException">Input and output are the same file, or the frames do not fit the format of the output.</exception>
    /// <exception cref="IOException">The output cannot be written.</exception>
    public static ConversionResult Run(
        string input,
        string output,
        ReadingOptions? options = null,
        ConfigurationFormat? outputFormat = null,
        int? frame = null,
        CancellationToken cancellation = default)
    {
        options ??= new ReadingOptions();
        ConfigurationFormat target = outputFormat ?? ConfigurationFormats.FromPath(output);
        if (!OutputStreams.IsNamed(output) && RealPath.AreSame(input, output))
        {
            throw new InputException($"The output '{output}' is the input file; give it another name.");
        }

        int particles = 0;
        HashSet<string> dropped = [];
        HashSet<string> changed = [];
        IEnumerable<Configuration> Frames()
        {
            IEnumerable<NumberedFrame> frames = frame is null
                ? ConfigurationFile.ReadFrames(input, options)
                : [ConfigurationFile.Read(input, options, frame)];
            foreach ((_, Configuration configuration) in frames)
            {
                particles = configuration.Count;
                WritingPlan plan = WritingPlan.For(configuration, target);
                dropped.UnionWith(plan.LeftOut);
                changed.UnionWith(plan.Changed);
                yield return configuration;
            }
        }

        int count = ConfigurationFile.Write(output, Frames(), target, cancellation);
        return new ConversionResult(particles, count, [.. dropped]) { Changed = [.. changed] };
    }
}
