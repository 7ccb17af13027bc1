// The operations that all HDF5 files of GlassModes share: opening, errors, compression, texts and tables.

using System.Runtime.CompilerServices;
using PureHDF;
using PureHDF.Filters;

namespace GlassModes.Files;

/// <summary>
/// Writes and reads trees of HDF5 groups. Every file gets a checksum over all of its bytes, which is compared before the file is read. The
/// callers know what the groups mean.
/// </summary>
internal static class Hdf5
{
    /// <summary>The attribute of the root that names what the file holds.</summary>
    public const string FormatAttribute = "format";

    /// <summary>The attribute of the root with the version of the layout.</summary>
    public const string VersionAttribute = "format_version";

    // The first version of the layouts of GlassModes in which each file has a checksum.
    private const long FirstVersionWithChecksum = 4;

    // What the formats of GlassModes begin with.
    private const string FormatPrefix = "GlassModes ";

    // The library reads in pieces of some bytes, and each piece of a file is a call of the operating system.
    private const long MostBytesInMemory = 64 << 20;

    // Size in bytes. Compression gains nothing for smaller data sets.
    private const int LeastCompressed = 4096;

    /// <summary>Writes a file with its checksum under a temporary name and renames the file.</summary>
    /// <exception cref="IOException">The file cannot be written. Nothing is left behind.</exception>
    public static void Write(string path, H5File file, CancellationToken cancellation) =>
        AtomicFile.Write(path, stream => Write(stream, file), cancellation);

    /// <summary>Writes a file with its checksum to an empty stream that can be read and sought in. The stream stays open.</summary>
    public static void Write(Stream stream, H5File file)
    {
        string placeholder = Hdf5Checksum.NewPlaceholder();
        file.Attributes[Hdf5Checksum.Attribute] = placeholder;
        file.Write(stream);
        Hdf5Checksum.Seal(stream, placeholder);
    }

    /// <summary>Opens a file, compares it with its checksum, and reads it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">Reads the root group. The file is closed afterwards.</param>
    /// <param name="refuse">
    /// Makes the exception for a file that is damaged or whose content cannot be read. The argument is the cause, whose message is a
    /// sentence.
    /// </param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">The disk cannot be read.</exception>
    public static T Read<T>(string path, Func<IH5Group, T> read, Func<Exception, InputException> refuse)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        using Stream content = file.Length <= MostBytesInMemory ? ReadIntoMemory(file) : file;
        return Read(content, read, refuse);
    }

    /// <summary>Reads a stream that can be sought in. The stream is closed afterwards.</summary>
    /// <inheritdoc cref="Read{T}(string, Func{IH5Group, T}, Func{Exception, InputException})"/>
    public static T Read<T>(Stream content, Func<IH5Group, T> read, Func<Exception, InputException> refuse)
    {
        bool hasChecksum = false;
        try
        {
            Hdf5Structure.RequireWhole(content);
            hasChecksum = Hdf5Checksum.Verify(content);
            if (!hasChecksum)
            {
                Hdf5Structure.RequireSound(content);
            }

            content.Position = 0;
            using IDisposable file = H5File.Open(content);
            IH5Group root = (IH5Group)file;
            if (!hasChecksum)
            {
                RequireEarlierLayout(root);
            }

            return read(root);
        }
        catch (Exception problem) when (IsBadContent(problem, hasChecksum))
        {
            throw refuse(problem);
        }
    }

    /// <summary>Reads what a file holds now. A file that is still being written may grow.</summary>
    public static MemoryStream ReadIntoMemory(FileStream file)
    {
        byte[] content = new byte[file.Length];
        int length = file.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        return new MemoryStream(content, 0, length, writable: false);
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

    /// <summary>
    /// Makes a data set of a table of any size whose digits do not repeat, so that compression gains nothing. Each row is stored on its
    /// own, because the library cannot write 2 GiB in one piece.
    /// </summary>
    public static H5Dataset DatasetOfRows(double[,] rows) => new(rows, [1, (uint)rows.GetLength(1)]);

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
        group.Attributes().ToDictionary(attribute => attribute.Name, ReadText);

    /// <summary>Reads a text attribute.</summary>
    public static string ReadText(IH5Attribute attribute) => attribute.Read<string?>() ?? "";

    /// <summary>
    /// Reads a data set of texts. The library gives null for some empty texts: those that stand first in a collection of the global heap,
    /// as happens once in some fifty.
    /// </summary>
    public static string[] ReadTexts(IH5Dataset dataset) => [.. dataset.Read<string?[]>().Select(text => text ?? "")];

    /// <summary>Reads a text attribute. Returns null if the group has no such attribute, or if the attribute is not one text.</summary>
    public static string? ReadTextOrNull(IH5Group group, string name)
    {
        if (!group.AttributeExists(name))
        {
            return null;
        }

        IH5Attribute attribute = group.Attribute(name);
        bool isText = attribute.Type.Class is H5DataTypeClass.String or H5DataTypeClass.VariableLength
            && attribute.Space.Type == H5DataspaceType.Scalar;
        return isText ? ReadText(attribute) : null;
    }

    private static H5Dataset CompressedDataset(object values, params uint[] chunk) =>
        new(values, chunk, datasetCreation: new(Filters: [ShuffleFilter.Id, DeflateFilter.Id]));

    // A file without a checksum is of another program or of an early layout, or its checksum is damaged.
    private static void RequireEarlierLayout(IH5Group root)
    {
        bool isOurs = ReadTextOrNull(root, FormatAttribute)?.StartsWith(FormatPrefix, StringComparison.Ordinal) ?? false;
        if (isOurs
            && (root.AttributeExists(Hdf5Checksum.Attribute)
                || (root.AttributeExists(VersionAttribute) && root.Attribute(VersionAttribute).Read<long>() >= FirstVersionWithChecksum)))
        {
            throw new InvalidDataException("its checksum is missing or damaged.");
        }
    }

    // The library reports bad content by exceptions of many types, including null references. EndOfStreamException is an IOException, but
    // means bad content too. Damaged lengths ask for memory that does not exist. In a file that agrees with its checksum, the lengths are
    // right.
    private static bool IsBadContent(Exception problem, bool hasChecksum) => problem switch
    {
        EndOfStreamException => true,
        OutOfMemoryException => !hasChecksum,
        _ => problem is not (GlassModesException or IOException or UnauthorizedAccessException),
    };
}
