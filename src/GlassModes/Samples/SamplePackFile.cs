// Writes and reads many sample records in one HDF5 file. docs/results-format.md describes the layout.

using System.Globalization;
using GlassModes.Files;
using PureHDF;

namespace GlassModes.Samples;

/// <summary>What a pack says of one of its samples.</summary>
/// <param name="Number">Number of the sample within its state, from 0.</param>
/// <param name="Rungs">Number of rungs that the sample was asked for.</param>
/// <param name="HasStart">Whether the start was measured.</param>
/// <param name="ProtocolHash">Hash of the protocol. Samples of one ensemble have the same one.</param>
public sealed record PackedSample(int Number, int Rungs, bool HasStart, string ProtocolHash);

/// <summary>A record with the number of its sample within its state, from 0.</summary>
/// <param name="Number">The number.</param>
/// <param name="Record">The record.</param>
public readonly record struct NumberedRecord(int Number, SampleRecord Record);

/// <summary>
/// Writes and reads files of many records: a group for each sample, sample_0001 and so on, with the content of the sample's own file.
/// </summary>
public static class SamplePackFile
{
    /// <summary>The value of the attribute "format" of a file.</summary>
    public const string Format = "GlassModes samples";

    /// <summary>The version of the layout. There are no files of earlier versions.</summary>
    public const long FormatVersion = 4;

    private const string GroupPrefix = "sample_";

    // Larger files are read from the disk piece by piece, which is slow, but takes little memory.
    private const long MostBytesInMemory = 1L << 30;

    /// <summary>
    /// Writes records to memory, with a checksum over all bytes. Then reads every record again and compares it with the one that was
    /// written.
    /// </summary>
    /// <exception cref="ArgumentException">A profile of a rung does not have the length that belongs to the box.</exception>
    /// <exception cref="IOException">A record does not read as it was written.</exception>
    internal static MemoryStream Write(IReadOnlyList<NumberedRecord> records)
    {
        H5File file = [];
        foreach ((int number, SampleRecord record) in records)
        {
            file[string.Create(CultureInfo.InvariantCulture, $"{GroupPrefix}{number + 1:d4}")] = SampleLayout.Of(record);
        }

        file.Attributes[Hdf5.FormatAttribute] = Format;
        file.Attributes[Hdf5.VersionAttribute] = FormatVersion;
        MemoryStream content = new();
        Hdf5.Write(content, file);
        RequireSame(content, records);
        content.Position = 0;
        return content;
    }

    private static void RequireSame(MemoryStream content, IReadOnlyList<NumberedRecord> records)
    {
        int next = 0;
        _ = ReadGroups(
            new MemoryStream(content.GetBuffer(), 0, (int)content.Length, writable: false),
            "the new pack",
            (name, number, group) => records[next].Number == number
                && BytesOf(SampleReader.Record(name, group, eigenvectors: true)).SequenceEqual(BytesOf(records[next++].Record))
                ? number
                : throw new IOException($"The record {name} of a new pack does not read as it was written. Its sample is left unpacked."));
        if (next < records.Count)
        {
            throw new IOException($"A new pack has {next} records of {records.Count}. Their samples are left unpacked.");
        }
    }

    private static byte[] BytesOf(SampleRecord record)
    {
        using MemoryStream stream = new();
        SampleFile.Write(stream, record);
        return stream.ToArray();
    }

    /// <summary>Reads the records one by one. The whole file is compared with its checksum first.</summary>
    /// <param name="path">The file.</param>
    /// <param name="onRecord">Called for each record, in the order of the numbers.</param>
    /// <param name="eigenvectors">Whether to read the kept eigenvectors and positions.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="SampleFileException">The file is no pack of records, is damaged, or has a version that is not read.</exception>
    public static void Read(string path, Action<NumberedRecord> onRecord, bool eigenvectors = true)
    {
        ArgumentNullException.ThrowIfNull(onRecord);
        ReadGroups(path, (name, number, group) =>
        {
            onRecord(new NumberedRecord(number, SampleReader.Record($"{path}: {name}", group, eigenvectors)));
            return true;
        });
    }

    /// <summary>Tells which samples a file has, without reading their measures. The whole file is compared with its checksum.</summary>
    /// <inheritdoc cref="Read"/>
    public static IReadOnlyList<PackedSample> Describe(string path) => ReadGroups(path, (_, number, group) => new PackedSample(
        number,
        group.Dataset("provenance/ladder").Read<double[]>().Length,
        group.LinkExists(SampleLayout.StartGroup),
        Hdf5.ReadText(group.Group("provenance/protocol").Attribute("hash"))));

    private static T[] ReadGroups<T>(string path, Func<string, int, IH5Group, T> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        using Stream content = file.Length > MostBytesInMemory ? file : Hdf5.ReadIntoMemory(file);
        return ReadGroups(content, path, read);
    }

    private static T[] ReadGroups<T>(Stream content, string path, Func<string, int, IH5Group, T> read) => Hdf5.Read(
        content,
        root => ReadAll(path, root, read),
        cause => new SampleFileException($"'{path}' is damaged, or not a pack of sample records: {cause.Message}", cause));

    private static T[] ReadAll<T>(string path, IH5Group root, Func<string, int, IH5Group, T> read)
    {
        if (Hdf5.ReadTextOrNull(root, Hdf5.FormatAttribute) != Format)
        {
            throw new SampleFileException(
                $"'{path}' is an HDF5 file, but no pack of sample records: its attribute \"format\" is not \"{Format}\".");
        }

        long version = root.Attribute(Hdf5.VersionAttribute).Read<long>();
        return version != FormatVersion
            ? throw new SampleFileException(
                $"'{path}' has version {version} of the layout; this program reads version {FormatVersion}. Use the program that wrote it.")
            :
            [
                .. root.Children().OfType<IH5Group>().Where(group => group.Name.StartsWith(GroupPrefix, StringComparison.Ordinal))
                    .Select(group => (
                        Number: int.Parse(group.Name.AsSpan(GroupPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture) - 1,
                        Group: group))
                    .OrderBy(named => named.Number)
                    .Select(named => read(named.Group.Name, named.Number, named.Group)),
            ];
    }
}
