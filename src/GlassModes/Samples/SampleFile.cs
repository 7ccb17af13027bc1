// The sample record as an HDF5 file; docs/results-format.md is its layout.

using GlassModes.Files;

namespace GlassModes.Samples;

/// <summary>Writes and reads <see cref="SampleRecord"/>s, one a file.</summary>
public static class SampleFile
{
    /// <summary>What the attribute "format" of a file says.</summary>
    public const string Format = "GlassModes sample";

    /// <summary>The version of the layout.</summary>
    public const long FormatVersion = 3;

    /// <summary>The earliest version that is read: what it does not hold is not there in the record.</summary>
    public const long EarliestVersion = 1;

    /// <summary>Writes a record under a temporary name, and renames it.</summary>
    /// <param name="path">Where.</param>
    /// <param name="record">What.</param>
    /// <param name="cancellation">Looked at before the file takes its name.</param>
    /// <exception cref="ArgumentException">Rungs whose profiles have different lengths.</exception>
    /// <exception cref="IOException">The file cannot be written; nothing is left behind.</exception>
    public static void Write(string path, SampleRecord record, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        Hdf5.Write(path, SampleLayout.Of(record), cancellation);
    }

    /// <summary>Writes a record to a stream, which stays open.</summary>
    /// <exception cref="ArgumentException">Rungs whose profiles have different lengths.</exception>
    internal static void Write(Stream stream, SampleRecord record) => SampleLayout.Of(record).Write(stream);

    /// <summary>Reads a record from a stream.</summary>
    /// <param name="stream">The stream, at its beginning.</param>
    /// <param name="name">What the stream is called in errors.</param>
    /// <exception cref="SampleFileException">It does not hold a sample record.</exception>
    internal static SampleRecord Read(Stream stream, string name) => Hdf5.Read(
        stream,
        file => SampleReader.Record(name, file, eigenvectors: true),
        cause => new SampleFileException($"{name} does not hold a sample record: {cause.Message}", cause));

    /// <summary>Reads a record.</summary>
    /// <param name="path">Where.</param>
    /// <param name="eigenvectors">Whether to read kept eigenvectors and positions too, most of a file that has them.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="SampleFileException">It is not a sample record, or of a later version.</exception>
    public static SampleRecord Read(string path, bool eigenvectors = true)
    {
        return Hdf5.Read(
            path,
            file => SampleReader.Record(path, file, eigenvectors),
            cause => new SampleFileException(
                $"'{path}' is not a sample record, or damaged: {cause.Message} Write it again, or leave it out.", cause));
    }
}
