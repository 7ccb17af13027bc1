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
    internal const int RowsPerCancellationCheck = 1024;

    /// <summary>
    /// Reads one configuration. Allocates about twice the size of the configuration. The frames before the one that is asked for are read
    /// and checked too.
    /// </summary>
    /// <param name="path">The file. It is decompressed if its name ends in <c>.gz</c>.</param>
    /// <param name="format">The format; null to take the format from the name of the file.</param>
    /// <param name="frame">Index of the frame, from 0; null for the last frame.</param>
    /// <exception cref="ConfigurationFileException">
    /// The file cannot be read, is not of the format, holds no cubic periodic box, or has no such frame.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The frame index is negative.</exception>
    public static Configuration Read(string path, ConfigurationFormat? format = null, int? frame = null)
    {
        if (frame is int index)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(frame));
        }

        Configuration? last = null;
        int found = 0;
        foreach (Configuration configuration in ReadFrames(path, format))
        {
            if (found == frame)
            {
                return configuration;
            }

            last = configuration;
            found++;
        }

        return frame is null
            ? last!
            : throw new ConfigurationFileException(
                path, null, $"a frame {frame}, counted from 0", found == 1 ? "1 frame" : $"{found} frames");
    }

    /// <summary>
    /// Reads the frames of a file, at least one. Each frame is read when the enumeration reaches it. The file is open during the
    /// enumeration. A last line without a line feed counts as complete.
    /// </summary>
    /// <param name="path">The file. It is decompressed if its name ends in <c>.gz</c>.</param>
    /// <param name="format">The format; null to take the format from the name of the file.</param>
    /// <exception cref="ConfigurationFileException">
    /// The extension is unknown (thrown at once), or the file cannot be read for a reason of <see cref="Read"/> (thrown by the
    /// enumeration).
    /// </exception>
    public static IEnumerable<Configuration> ReadFrames(string path, ConfigurationFormat? format = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return EnumerateFrames(path, ReaderOf(format ?? ConfigurationFormats.FromPath(path)));
    }

    /// <summary>
    /// Writes one configuration under a temporary name and renames the file. LAMMPS data files drop time, properties and annotations.
    /// LAMMPS dumps drop annotations. Extended XYZ files keep everything. A vector <c>mode</c> becomes the columns mode_x mode_y mode_z of
    /// a dump, or mode:R:3 of extended XYZ.
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
    /// <param name="path">The file. It is compressed if its name ends in <c>.gz</c>.</param>
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
        FrameWriter writer = WriterOf(format ?? ConfigurationFormats.FromPath(path));
        int count = 0;
        AtomicFile.Write(path, WriteFrames, cancellation);
        return count;

        void WriteFrames(Stream file)
        {
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
        }
    }

    private delegate void FrameWriter(TextOutput output, Configuration frame, int index, CancellationToken cancellation);

    private static IEnumerable<Configuration> EnumerateFrames(string path, Func<LineReader, Configuration?> readFrame)
    {
        using LineReader reader = LineReader.Open(path);
        Configuration first = ReadNext(reader, readFrame)
            ?? throw new ConfigurationFileException(path, null, "a configuration", "nothing but blank lines");
        yield return first;
        while (ReadNext(reader, readFrame) is Configuration next)
        {
            yield return next;
        }
    }

    private static Configuration? ReadNext(LineReader reader, Func<LineReader, Configuration?> readFrame)
    {
        try
        {
            return readFrame(reader);
        }
        catch (ConfigurationFileException) when (reader.IsCompressed)
        {
            // Damaged gzip data may unpack to nonsense before the damage is detected. In this case the damage is the error to report.
            reader.ReadToEnd();
            throw;
        }
    }

    private static Func<LineReader, Configuration?> ReaderOf(ConfigurationFormat format) => format switch
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
