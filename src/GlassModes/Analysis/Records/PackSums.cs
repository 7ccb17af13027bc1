// Writes packs of records with their sums, and reads the sums of packs.

using GlassModes.Ensembles;
using GlassModes.Files;
using GlassModes.Samples;

namespace GlassModes.Analysis.Records;

/// <summary>
/// Writes packs of records with their sums, and reads the sums of packs. Sums are exact in any order, so that the sums of packs add up to
/// those of all samples, to the last bit.
/// </summary>
public static class PackSums
{
    /// <summary>
    /// Writes the sums and then the records of a pack, and reads every record again before. The file of the records is written last. A pack
    /// whose samples are of several ensembles has no sums.
    /// </summary>
    /// <param name="pack">The pack. Its directory must exist.</param>
    /// <param name="records">The records.</param>
    /// <param name="cancellation">Stops the work before the file of the records has its name.</param>
    /// <exception cref="ArgumentException">There is no record, or a record is not that of a whole sample.</exception>
    /// <exception cref="IOException">A file cannot be written, or a record does not read as it was written.</exception>
    public static void Write(SamplePack pack, IReadOnlyList<NumberedRecord> records, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pack);
        ArgumentNullException.ThrowIfNull(records);
        using MemoryStream content = SamplePackFile.Write(records);
        cancellation.ThrowIfCancellationRequested();
        WriteSums(pack, SumsOf(records.Select(numbered => numbered.Record)), content.Length, cancellation);
        AtomicFile.Write(pack.Records, content.CopyTo, cancellation);
    }

    /// <summary>Makes the sums of a pack again from its records.</summary>
    /// <exception cref="SampleFileException">The file of the records is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static void WriteAgain(SamplePack pack, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(pack);
        WriteSums(pack, SumsOfRecords(pack), new FileInfo(pack.Records).Length, cancellation);
    }

    /// <summary>Tells what is wrong with the sums of a pack; null if they can be read in place of the records.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="samples">The samples of the pack, for one of several ensembles has no sums.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static string? TroubleOf(SamplePack pack, IReadOnlyList<PackedSample> samples)
    {
        ArgumentNullException.ThrowIfNull(pack);
        return samples.Select(sample => sample.ProtocolHash).Distinct().Skip(1).Any() ? null : ReadSums(pack).Trouble;
    }

    /// <summary>
    /// Reads the sums of a pack, or makes them from its records where the sums are missing, damaged or of another file of records.
    /// </summary>
    /// <param name="pack">The pack.</param>
    /// <param name="warn">Receives a sentence if the records had to be read.</param>
    /// <returns>The sums of each ensemble.</returns>
    /// <exception cref="SampleFileException">The records had to be read, and are damaged.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    internal static IReadOnlyList<EnsembleSums> Read(SamplePack pack, Action<string> warn)
    {
        (EnsembleSums? sums, string? trouble) = ReadSums(pack);
        if (sums is not null)
        {
            return [sums];
        }

        IReadOnlyList<EnsembleSums> made = SumsOfRecords(pack);
        if (made.Count == 1)
        {
            warn($"{trouble}; the records in '{pack.Records}' were read instead, and `glassmodes run` makes the sums again");
        }

        return made;
    }

    /// <summary>Makes the sums of the records of a pack.</summary>
    internal static IReadOnlyList<EnsembleSums> SumsOfRecords(SamplePack pack)
    {
        Dictionary<Protocol, EnsembleSums> sums = [];
        SamplePackFile.Read(pack.Records, numbered => AddTo(sums, numbered.Record), eigenvectors: false);
        return [.. sums.Values];
    }

    private static List<EnsembleSums> SumsOf(IEnumerable<SampleRecord> records)
    {
        Dictionary<Protocol, EnsembleSums> sums = [];
        foreach (SampleRecord record in records)
        {
            AddTo(sums, record);
        }

        return [.. sums.Values];
    }

    private static void AddTo(Dictionary<Protocol, EnsembleSums> ensembles, SampleRecord record)
    {
        Protocol protocol = record.Provenance.Protocol;
        if (!ensembles.TryGetValue(protocol, out EnsembleSums? sums))
        {
            sums = new EnsembleSums(protocol);
            ensembles.Add(protocol, sums);
        }

        sums.Add(record);
    }

    private static void WriteSums(SamplePack pack, IReadOnlyList<EnsembleSums> sums, long packLength, CancellationToken cancellation)
    {
        if (sums.Count == 1)
        {
            EnsembleFile.Write(pack.Sums, sums[0], packLength, cancellation);
        }
        else
        {
            File.Delete(pack.Sums);
        }
    }

    private static (EnsembleSums? Sums, string? Trouble) ReadSums(SamplePack pack)
    {
        if (!File.Exists(pack.Sums))
        {
            return (null, $"'{pack.Sums}' is missing");
        }

        try
        {
            (EnsembleSums sums, long? packLength) = EnsembleFile.ReadWithLength(pack.Sums);
            return packLength == new FileInfo(pack.Records).Length
                ? (sums, null)
                : (null, $"'{pack.Sums}' has the sums of other records than those in '{pack.Records}'");
        }
        catch (SampleFileException problem)
        {
            return (null, problem.Message.TrimEnd('.'));
        }
    }
}
