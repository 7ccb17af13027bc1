// Reads from the root of an HDF5 file which kind of results the file holds.

using GlassModes.Ensembles;
using GlassModes.Samples;
using PureHDF;

namespace GlassModes.Analysis.Records;

/// <summary>The kind of results that a file holds.</summary>
public enum RecordKind
{
    /// <summary>A finished sample.</summary>
    Sample,

    /// <summary>Sums over samples.</summary>
    Sums,
}

/// <summary>
/// Tells the kind of a file by the attribute "format" of its root, in about a tenth of a millisecond whatever the file's size.
/// </summary>
internal static class RecordFormat
{
    /// <summary>Reads the kind of a file. The rest of the file may still be damaged.</summary>
    /// <exception cref="RecordFinderException">
    /// The file is not an HDF5 file, is damaged, or has another format. The message has no full stop, so that the caller can continue the
    /// sentence.
    /// </exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to open the file.</exception>
    public static RecordKind KindOf(string path)
    {
        using FileStream stream = File.OpenRead(path);
        string? format;
        try
        {
            using IDisposable file = H5File.Open(stream);
            IH5Group root = (IH5Group)file;
            format = root.AttributeExists("format") ? TextOf(root.Attribute("format")) : null;
        }
        catch (Exception problem) when (problem is not OutOfMemoryException)
        {
            // The HDF5 library reports damage by exceptions of many types, such as NullReferenceException.
            throw new RecordFinderException($"'{path}' is not an HDF5 file, or damaged: {problem.Message.TrimEnd('.')}", problem);
        }

        return format switch
        {
            SampleFile.Format => RecordKind.Sample,
            EnsembleFile.Format => RecordKind.Sums,
            null => throw new RecordFinderException($"'{path}' is an HDF5 file of something else: its root has no text \"format\""),
            _ => throw new RecordFinderException(
                $"'{path}' is an HDF5 file of something else: its \"format\" is \"{format}\", "
                + $"neither \"{SampleFile.Format}\" nor \"{EnsembleFile.Format}\""),
        };
    }

    // The attribute "format" in a file of another program may be a number.
    private static string? TextOf(IH5Attribute attribute) =>
        attribute.Type.Class is H5DataTypeClass.String or H5DataTypeClass.VariableLength && attribute.Space.Type == H5DataspaceType.Scalar
            ? attribute.Read<string>()
            : null;
}
