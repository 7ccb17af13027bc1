// The operations that all HDF5 files of GlassModes share: opening, errors, compression, texts and tables.

using System.Runtime.CompilerServices;
using PureHDF;
using PureHDF.Filters;

namespace GlassModes.Files;

/// <summary>Writes and reads trees of HDF5 groups. The callers know what the groups mean.</summary>
internal static class Hdf5
{
    // Size in bytes. Compression gains nothing for smaller data sets.
    private const int LeastCompressed = 4096;

    /// <summary>Writes a file under a temporary name and renames the file.</summary>
    /// <exception cref="IOException">The file cannot be written. Nothing is left behind.</exception>
    public static void Write(string path, H5File file, CancellationToken cancellation) =>
        AtomicFile.Write(path, stream => file.Write(stream), cancellation);

    /// <summary>Opens a file and reads it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Reads the root group. The file is closed afterwards.</param>
    /// <param name="refuse">Makes the exception for a file whose content cannot be read. The argument is the cause.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">The disk cannot be read.</exception>
    public static T Read<T>(string path, Func<IH5Group, T> read, Func<Exception, InputException> refuse)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream content = File.OpenRead(path);
        return Read(content, read, refuse);
    }

    /// <summary>Reads a stream. The stream is closed afterwards.</summary>
    /// <inheritdoc cref="Read{T}(string, Func{IH5Group, T}, Func{Exception, InputException})"/>
    public static T Read<T>(Stream content, Func<IH5Group, T> read, Func<Exception, InputException> refuse)
    {
        try
        {
            using IDisposable file = H5File.Open(content);
            return read((IH5Group)file);
        }
        catch (Exception problem) when (IsBadContent(problem))
        {
            throw refuse(problem);
        }
    }

    /// <summary>Makes a data set of a list. Large data sets are compressed.</summary>
    public static H5Dataset DatasetOf<T>(T[] values)
        where T : unmanaged =>
        (long)values.Length * Unsafe.SizeOf<T>() < LeastCompressed ? new H5Dataset(values) : CompressedDataset(values, (uint)values.Length);

    /// <summary>Makes a data set of a table. Large data sets are compressed.</summary>
    public static H5Dataset DatasetOf(double[,] rows) =>
        (long)rows.Length * sizeof(double) < LeastCompressed
            ? new H5Dataset(rows)
            : CompressedDataset(rows, (uint)rows.GetLength(0), (uint)rows.GetLength(1));

    /// <summary>Reads a table row by row.</summary>
    public static double[][] ReadRows(IH5Dataset dataset)
    {
        double[,] values = dataset.Read<double[,]>();
        double[][] rows = new double[values.GetLength(0)][];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = new double[values.GetLength(1)];
            for (int column = 0; column < rows[row].Length; column++)
            {
                rows[row][column] = values[row, column];
            }
        }

        return rows;
    }

    /// <summary>Makes a group with a text attribute for each entry.</summary>
    public static H5Group GroupOfTexts(IEnumerable<KeyValuePair<string, string>> texts)
    {
        H5Group group = [];
        foreach ((string name, string text) in texts)
        {
            group.Attributes[name] = text;
        }

        return group;
    }

    /// <summary>Reads the text attributes of a group by their names.</summary>
    public static Dictionary<string, string> ReadTexts(IH5Group group) =>
        group.Attributes().ToDictionary(attribute => attribute.Name, attribute => attribute.Read<string>());

    /// <summary>Reads a text attribute. Returns null if the group has no such attribute.</summary>
    public static string? ReadTextOrNull(IH5Group group, string name) =>
        group.AttributeExists(name) ? group.Attribute(name).Read<string>() : null;

    private static H5Dataset CompressedDataset(object values, params uint[] chunk) =>
        new(values, chunk, datasetCreation: new(Filters: [ShuffleFilter.Id, DeflateFilter.Id]));

    // The library reports bad content by exceptions of many types, including null references. EndOfStreamException is an IOException, but
    // means bad content too.
    private static bool IsBadContent(Exception problem) => problem is EndOfStreamException
        or not (GlassModesException or OutOfMemoryException or IOException or UnauthorizedAccessException);
}
