// Reads and writes files of configurations. Chooses the format by the name of the file, and calls the reader or writer of the format.

using System.IO.Compression;
using GlassModes.Files;
using GlassModes.Particles;

namespace GlassModes.IO;

/// <summary>
/// Reads and writes configuration files of every <see cref="ConfigurationFormat"/>, plain or gzip. All that a format can hold survives a
/// write and a read to the last bit. Positions are never wrapped, and particles are never sorted. Types 1 … k, or species A, B, …, are
/// species indices 0 … k−1.
/// </summary>
public static class ConfigurationFile
{
    /// <summary>The name of a file that stands for standard input.</summary>
    public const string StandardInput = "-";

    internal const int RowsPerCancellationCheck = 1024;

    /// <summary>
    /// Reads one configuration. Allocates about twice the size of the configuration. The frames before the one that is asked for are read
    /// and checked too.
    /// </summary>
    /// <param name="path">The file, a pipe, or <see cref="StandardInput"/>. Data of gzip are decompressed.</param>
    /// <param name="format">The format; null for the format that the name or the content of the file shows.</param>
    /// <param name="frame">Index of the frame, from 0, or from −1 for the last frame backwards; null for the last frame.</param>
    /// <exception cref="ConfigurationFileException">
    /// The file cannot be read, is not of the format, is incomplete, holds no cubic periodic box, has a meaning that is not supported, such
    /// as other units, or has no such frame.
    /// </exception>
    public static Configuration Read(string path, ConfigurationFormat? format = null, int? frame = null) =>
        Read(path, ReadingOptions.Of(format), frame).Configuration;

    /// <summary>Reads one configuration with its number in the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Format, labels of the species, and what receives the warnings.</param>
    /// <param name="frame">Index of the frame; null for the last frame.</param>
    /// <inheritdoc cref="Read(string, ConfigurationFormat?, int?)"/>
    public static NumberedFrame Read(string path, ReadingOptions options, int? frame = null)
    {
        // A frame that is counted from the end is the first of the last frames.
        int kept = frame is < 0 ? -frame.Value : 1;
        Queue<(int Number, Configuration? Configuration)> last = new();
        int found = 0;
        bool isAtEnd = true;
        foreach (Configuration? configuration in EnumerateFrames(path, options))
        {
            if (last.Count == kept)
            {
                last.Dequeue();
            }

            last.Enqueue((found, configuration));
            if (found == frame)
            {
                isAtEnd = false;
                break;
            }

            found++;
        }

        bool exists = frame is null || (frame >= 0 ? last.Last().Number == frame : last.Count == kept);
        (int number, Configuration? wanted) = last.First();
        return exists && wanted is not null
            ? new NumberedFrame(number, wanted) { FrameCount = isAtEnd ? found : null }
            : throw new ConfigurationFileException(
                path,
                null,
                frame is null ? "a last frame with atoms" : $"a frame {frame} with atoms, counted from 0, or from the end by -1",
                !exists ? Frames(found) : found == 1 ? "0 atoms" : "a frame without atoms; choose another frame");

        static string Frames(int found) => found == 1 ? "1 frame" : $"{found} frames";
    }

    /// <summary>
    /// Reads the frames of a file, at least one. Each frame is read when the enumeration reaches it. The file is open during the
    /// enumeration. Frames without atoms are passed over.
    /// </summary>
    /// <param name="path">The file, a pipe, or <see cref="StandardInput"/>. Data of gzip are decompressed.</param>
    /// <param name="format">The format; null for the format that the name or the content of the file shows.</param>
    /// <exception cref="ConfigurationFileException">
    /// The file cannot be read for a reason of <see cref="Read(string, ConfigurationFormat?, int?)"/> (thrown by the enumeration).
    /// </exception>
    public static IEnumerable<Configuration> ReadFrames(string path, ConfigurationFormat? format = null) =>
        ReadFrames(path, ReadingOptions.Of(format)).Select(frame => frame.Configuration);

    /// <summary>Reads the frames of a file with their numbers.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Format, labels of the species, and what receives the warnings.</param>
    /// <inheritdoc cref="ReadFrames(string, ConfigurationFormat?)"/>
    public static IEnumerable<NumberedFrame> ReadFrames(string path, ReadingOptions options)
    {
        int number = 0;
        bool isEmpty = true;
        foreach (Configuration? configuration in EnumerateFrames(path, options))
        {
            if (configuration is not null)
            {
                isEmpty = false;
                yield return new NumberedFrame(number, configuration);
            }

            number++;
        }

        if (isEmpty)
        {
            throw new ConfigurationFileException(
                path, null, "atoms", number == 1 ? "0 atoms" : $"{number} frames without atoms");
        }
    }

    /// <summary>
    /// Writes one configuration under a temporary name and renames the file. <see cref="FindLosses"/> says what a format cannot hold. A
    /// vector <c>mode</c> becomes the columns mode_x mode_y mode_z of a dump, or mode:R:3 of extended XYZ.
    /// </summary>
    /// <param name="path">The file. It is compressed if its name ends in <c>.gz</c>.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="format">The format; null to take the format from the name of the file.</param>
    /// <param name="cancellation">Stops the writing. Nothing is left behind.</param>
    /// <exception cref="ConfigurationFileException">The extension is unknown.</exception>
    /// <exception cref="InputException">The format has no place for the box, or for a property's name or number of components.</exception>
    /// <exception cref="IOException">The file cannot be written. Nothing is left behind.</exception>
    public static void Write(
        string path, Configuration configuration, ConfigurationFormat? format = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        Write(path, [configuration], format, cancellation);
    }

    /// <summary>
    /// Writes each frame when it is enumerated, and returns the number of frames. Otherwise works as for one configuration.
    /// </summary>
    /// <param name="path">
    /// The file, which is compressed if its name ends in <c>.gz</c>; a device or a pipe; or - for standard output. Devices and pipes
    /// receive the bytes as they are made.
    /// </param>
    /// <param name="frames">At least one frame; exactly one for a LAMMPS data file.</param>
    /// <param name="format">The format; null to take the format from the name of the file.</param>
    /// <param name="cancellation">Stops the writing. Nothing is left behind.</param>
    /// <exception cref="ConfigurationFileException">The extension is unknown.</exception>
    /// <exception cref="ArgumentException">There is no frame.</exception>
    /// <exception cref="InputException">The format has no place for a second frame, for the box, or for a property.</exception>
    /// <exception cref="IOException">The file cannot be written. Nothing is left behind.</exception>
    public static int Write(
        string path, IEnumerable<Configuration> frames, ConfigurationFormat? format = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(frames);
        format ??= ConfigurationFormats.FromPath(path);
        int count = 0;
        using Stream? stream = OutputStreams.Open(path);
        if (stream is null)
        {
            AtomicFile.Write(path, file => count = WriteFrames(file, path, frames, format.Value, cancellation), cancellation);
        }
        else
        {
            count = WriteFrames(stream, path, frames, format.Value, cancellation);
            stream.Flush();
        }

        return count;
    }

    /// <summary>The hash that the file of a configuration has, see <see cref="FileHash"/>. No file is written.</summary>
    internal static string HashOf(string path, Configuration configuration)
    {
        using MemoryStream content = new();
        WriteFrames(content, path, [configuration], ConfigurationFormats.FromPath(path), CancellationToken.None);
        content.Position = 0;
        return FileHash.Of(content);
    }

    private static int WriteFrames(
        Stream file, string path, IEnumerable<Configuration> frames, ConfigurationFormat format, CancellationToken cancellation)
    {
        FrameWriter writer = WriterOf(format);
        int count = 0;
        using Stream? gzip = ConfigurationFormats.IsCompressed(path)
            ? new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true)
            : null;
        var output = new TextOutput(gzip ?? file);
        foreach (Configuration frame in frames)
        {
            cancellation.ThrowIfCancellationRequested();
            writer(output, frame, count, cancellation);
            count++;
        }

        if (count == 0)
        {
            throw new ArgumentException("There is no configuration to write.", nameof(frames));
        }

        output.Flush();
        return count;
    }

    /// <summary>
    /// The names of what a format cannot hold of a configuration: columns, annotations, "time", types. Extended XYZ holds everything,
    /// LAMMPS dumps columns and the time step, LAMMPS data files types, image flags and the time step beside positions and velocities.
    /// </summary>
    public static IEnumerable<string> FindLosses(Configuration configuration, ConfigurationFormat format)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return WritingPlan.For(configuration, format).LeftOut;
    }

    /// <summary>
    /// Sentences on what has another name or number in a file of a format: columns and keys whose names have a meaning of their own there,
    /// and ids that LAMMPS does not take.
    /// </summary>
    public static IEnumerable<string> FindChanges(Configuration configuration, ConfigurationFormat format)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return WritingPlan.For(configuration, format).Changed;
    }

    private delegate void FrameWriter(TextOutput output, Configuration frame, int index, CancellationToken cancellation);

    // Frames in the order of the file; null for a frame without atoms.
    private static IEnumerable<Configuration?> EnumerateFrames(string path, ReadingOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        using LineReader reader = LineReader.Open(path, options.Warn);
        ConfigurationFormat format = options.Format ?? ConfigurationFormats.FromNameOrContent(reader);
        Func<LineReader, ReadingOptions, Frame> readFrame = ReaderOf(format);
        int number = 0;
        int firstEmpty = -1;
        bool hasAtoms = false;
        for (Frame frame = ReadNext(reader, options, readFrame); !frame.IsEnd; frame = ReadNext(reader, options, readFrame))
        {
            firstEmpty = frame.Configuration is null && firstEmpty < 0 ? number : firstEmpty;
            hasAtoms |= frame.Configuration is not null;
            if (firstEmpty >= 0 && hasAtoms)
            {
                reader.Warn($"has frames without atoms, frame {firstEmpty} first, which are passed over");
            }

            yield return frame.Configuration;
            number++;
        }

        if (number == 0)
        {
            throw new ConfigurationFileException(path, null, "a configuration", "nothing but blank lines");
        }
    }

    private static Frame ReadNext(LineReader reader, ReadingOptions options, Func<LineReader, ReadingOptions, Frame> readFrame)
    {
        try
        {
            return readFrame(reader, options);
        }
        catch (ConfigurationFileException) when (reader.IsCompressed)
        {
            // Damaged gzip data may unpack to nonsense before the damage is detected. In this case the damage is the error to report.
            reader.ReadToEnd();
            throw;
        }
    }

    private static Func<LineReader, ReadingOptions, Frame> ReaderOf(ConfigurationFormat format) => format switch
    {
        ConfigurationFormat.LammpsData => LammpsDataReader.ReadFrame,
        ConfigurationFormat.LammpsDump => LammpsDumpReader.ReadFrame,
        ConfigurationFormat.ExtendedXyz => ExtendedXyzReader.ReadFrame,
        _ => throw UnknownFormat(format),
    };

    private static FrameWriter WriterOf(ConfigurationFormat format) => format switch
    {
        ConfigurationFormat.LammpsData => LammpsDataWriter.WriteFrame,
        ConfigurationFormat.LammpsDump => LammpsDumpWriter.WriteFrame,
        ConfigurationFormat.ExtendedXyz => ExtendedXyzWriter.WriteFrame,
        _ => throw UnknownFormat(format),
    };

    private static ArgumentOutOfRangeException UnknownFormat(ConfigurationFormat format) =>
        new(nameof(format), format, "Not a configuration format.");
}
