// The sample record as an HDF5 file; docs/results-format.md is its layout.

using GlassModes.Files;
using PureHDF;

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
        H5File file = SampleLayout.Of(record);

        // The library writes to and fro: the file under its temporary name is complete before it is renamed.
        AtomicFile.Write(path, stream => file.Write(stream), cancellation);
    }

    /// <summary>Reads a record.</summary>
    /// <param name="path">Where.</param>
    /// <param name="eigenvectors">Whether to read kept eigenvectors and positions too, most of a file that has them.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="SampleFileException">It is not a sample record, or of a later version.</exception>
    public static SampleRecord Read(string path, bool eigenvectors = true)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no sample record '{path}'.", path);
        }

        using FileStream content = File.OpenRead(path);
        try
        {
            using IDisposable open = H5File.Open(content);
            return SampleReader.Record(path, (IH5Group)open, eigenvectors);
        }
        catch (Exception problem) when (IsOfContent(problem))
        {
            // The library says what it finds by exceptions of many types, null references among them.
            throw new SampleFileException($"'{path}' is not a sample record, or damaged: {problem.Message} Write it again, or leave it out.", problem);
        }
    }

    /// <summary>Whether a failure to read is for what stands in the file, not for the disk: an end that comes too early is.</summary>
    internal static bool IsOfContent(Exception problem) =>
        problem is EndOfStreamException or not (SampleFileException or OutOfMemoryException or IOException or UnauthorizedAccessException);
}
