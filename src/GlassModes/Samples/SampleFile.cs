// Writes and reads a sample record as an HDF5 file. docs/results-format.md describes the layout.

using GlassModes.Files;

namespace GlassModes.Samples;

/// <summary>Writes and reads files that hold one <see cref="SampleRecord"/> each.</summary>
public static class SampleFile
{
    /// <summary>The value of the attribute "format" of a file.</summary>
    public const string Format = "GlassModes sample";

    /// <summary>The version of the layout that is written, and the latest version that is read.</summary>
    public const long FormatVersion = 4;

    /// <summary>
    /// The earliest version of the layout that is read. A record has no values for data that its version of the layout lacks.
    /// </summary>
    public const long EarliestVersion = 1;

    /// <summary>Writes a record with a checksum over all of its bytes under a temporary name, and renames the file.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="record">The record.</param>
    /// <param name="cancellation">Checked before the file gets its name. A cancellation leaves no file behind.</param>
    /// <exception cref="ArgumentException">A profile of a rung does not have the length that belongs to the box.</exception>
    /// <exception cref="IOException">The file cannot be written. Nothing is left behind.</exception>
    public static void Write(string path, SampleRecord record, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        Hdf5.Write(path, SampleLayout.Of(record), cancellation);
    }

    /// <summary>Writes a record to an empty stream that can be read and sought in. The stream stays open.</summary>
    /// <exception cref="ArgumentException">A profile of a rung does not have the length that belongs to the box.</exception>
    internal static void Write(Stream stream, SampleRecord record) => Hdf5.Write(stream, SampleLayout.Of(record));

    /// <summary>Reads a record from a stream.</summary>
    /// <param name="stream">The stream, at its beginning.</param>
    /// <param name="name">What the stream is called in errors.</param>
    /// <exception cref="SampleFileException">The stream does not hold a sample record.</exception>
    internal static SampleRecord Read(Stream stream, string name) => Hdf5.Read(
        stream,
        file => SampleReader.Record(name, file, eigenvectors: true),
        cause => new SampleFileException($"{name} does not hold a sample record: {cause.Message}", cause));

    /// <summary>Reads where the record of a file comes from, and no measures. The whole file is compared with its checksum first.</summary>
    /// <inheritdoc cref="Read(string, bool)"/>
    public static SampleProvenance ReadProvenance(string path) =>
        Hdf5.Read(path, file => SampleReader.Provenance(path, file), RefusalOf(path));

    /// <summary>
    /// Reads a record. The whole file is compared with its checksum first. Records of versions 1 to 3 of the layout have no checksum: of
    /// these, the headers alone are checked.
    /// </summary>
    /// <param name="path">The file to read.</param>
    /// <param name="eigenvectors">Whether to read the kept eigenvectors and positions, which make up most of a file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="SampleFileException">
    /// The file is not a sample record, is damaged or was changed, or has a version of the layout that is not read.
    /// </exception>
    public static SampleRecord Read(string path, bool eigenvectors = true) =>
        Hdf5.Read(path, file => SampleReader.Record(path, file, eigenvectors), RefusalOf(path));

    private static Func<Exception, SampleFileException> RefusalOf(string path) => cause => new SampleFileException(
        $"'{path}' is damaged, or not a sample record: {cause.Message} Write it again, or leave it out.", cause);
}
