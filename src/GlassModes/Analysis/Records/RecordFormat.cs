// Reads from the root of an HDF5 file which kind of results the file holds.

using GlassModes.Ensembles;
using GlassModes.Files;
using GlassModes.Samples;

namespace GlassModes.Analysis.Records;

/// <summary>The kind of results that a file holds.</summary>
public enum RecordKind
{
    /// <summary>A finished sample.</summary>
    Sample,

    /// <summary>Sums over samples.</summary>
    Sums,

    /// <summary>Many finished samples.</summary>
    Pack,

    /// <summary>The lowest modes of a finished sample for a page, beside the record of the sample.</summary>
    PageSample,
}

/// <summary>
/// Tells the kind of a file by the attribute "format" of its root. The whole file is compared with its checksum, in about a tenth of a
/// millisecond for a file of some kilobytes.
/// </summary>
internal static class RecordFormat
{
    /// <summary>Reads the kind of a file. A file of an early layout, which has no checksum, may still be damaged.</summary>
    /// <exception cref="RecordFinderException">
    /// The file is not an HDF5 file, is damaged, or has another format. The message has no full stop, so that the caller can continue the
    /// sentence.
    /// </exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to open the file.</exception>
    public static RecordKind KindOf(string path)
    {
        string? format = Hdf5.Read(
            path,
            root => Hdf5.ReadTextOrNull(root, Hdf5.FormatAttribute),
            cause => new RecordFinderException($"'{path}' is damaged, or not an HDF5 file: {cause.Message.TrimEnd('.')}", cause));
        return format switch
        {
            SampleFile.Format => RecordKind.Sample,
            EnsembleFile.Format => RecordKind.Sums,
            SamplePackFile.Format => RecordKind.Pack,
            PageSample.Format => RecordKind.PageSample,
            null => throw new RecordFinderException($"'{path}' is an HDF5 file of something else: its root has no text \"format\""),
            _ => throw new RecordFinderException(
                $"'{path}' is an HDF5 file of something else: its \"format\" is \"{format}\", "
                + $"none of \"{SampleFile.Format}\", \"{SamplePackFile.Format}\" and \"{EnsembleFile.Format}\""),
        };
    }
}
