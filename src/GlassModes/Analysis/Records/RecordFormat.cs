// What an HDF5 file says it holds, read from its root alone.

using GlassModes.Ensembles;
using GlassModes.Samples;
using PureHDF;

namespace GlassModes.Analysis.Records;

/// <summary>What a file of results holds.</summary>
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
    /// <summary>The kind of a file. That it has one does not say that all of it can be read.</summary>
    /// <exception cref="RecordFinderException">
    /// It is not HDF5, damaged, or of another format; the message is the beginning of a sentence.
    /// </exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be opened.</exception>
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
            // The library says what it finds by exceptions of many types, null references among them.
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

    // Other programs may keep a number under that name.
    private static string? TextOf(IH5Attribute attribute) =>
        attribute.Type.Class is H5DataTypeClass.String or H5DataTypeClass.VariableLength && attribute.Space.Type == H5DataspaceType.Scalar
            ? attribute.Read<string>()
            : null;
}
