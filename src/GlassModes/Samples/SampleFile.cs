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
