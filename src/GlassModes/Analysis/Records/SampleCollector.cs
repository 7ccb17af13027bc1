// Reads the files of an analysis, and sums the samples that the files hold.

using System.Globalization;
using System.Runtime.ExceptionServices;
using GlassModes.Ensembles;
using GlassModes.Numerics.Threading;
using GlassModes.Samples;

namespace GlassModes.Analysis.Records;

/// <summary>Reads sums and sample records, adds them up in the order of the files, and notes the file of each sample.</summary>
public sealed class SampleCollector
{
    // Enough to keep all threads busy, and few enough to need little memory.
    private const int RecordsAtOnce = 64;

    private readonly Action<string> _warn;
    private readonly Dictionary<Protocol, EnsembleSums> _ensembles = [];
    private readonly Dictionary<(Protocol Protocol, string Identity), RecordFile> _sources = [];
    private int _read;
    private int _passedOver;
    private int _leftOut;

    private SampleCollector(Action<string> warn, int leftOut) => (_warn, _leftOut) = (warn, leftOut);

    /// <summary>
    /// Reads the files of sums first and merges sums of one ensemble. Then reads the sample records and adds them to the sums.
    /// </summary>
    /// <remarks>
    /// A record is passed over if the sums contain its sample already. A campaign that has grown can therefore be analysed from its old
    /// sums and all of its records. If the record of such a sample has rungs that the sums do not have, a warning says so. The resulting
    /// sums are the same to the last bit, whatever the order of the files. Memory: the sums, some 100 bytes for each sample, and 64
    /// records. Time: some 3 ms for a record of N = 1000 with 12 rungs, half of it shared among the threads.
    /// </remarks>
    /// <param name="found">The files (<see cref="RecordFinder"/>).</param>
    /// <param name="warn">
    /// Receives a message for each record in a directory that cannot be read and is left out, and for each record with rungs that the sums
    /// do not have. Messages come in the order of the files.
    /// </param>
    /// <param name="threads">Number of threads that read records. The sums do not depend on it.</param>
    /// <param name="progress">Receives a report after each file.</param>
    /// <param name="cancellation">Stops the work between two files.</param>
    /// <exception cref="RecordFinderException">
    /// A sample is in two records or in two files of sums, and the message names both files. Or no record could be read.
    /// </exception>
    /// <exception cref="SampleFileException">A file that was named is damaged or has another version.</exception>
    /// <exception cref="IOException">A file that was named cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">There is no permission to read a file that was named.</exception>
    public static CollectedSamples Collect(
        FoundRecords found,
        Action<string> warn,
        int threads = 1,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(warn);
        SampleCollector collector = new(warn, found.LeftOut);
        int done = 0;
        foreach (RecordFile file in found.Files.Where(file => file.Kind == RecordKind.Sums))
        {
            cancellation.ThrowIfCancellationRequested();
            collector.AddSums(file);
            Report();
        }

        // Some records are read at the same time, and added in the order of the files.
        foreach (RecordFile[] files in found.Files.Where(file => file.Kind == RecordKind.Sample).Chunk(RecordsAtOnce))
        {
            ReadRecord[] records = new ReadRecord[files.Length];
            ParallelWork.Run(files.Length, threads, (k, _) => records[k] = ReadSample(files[k]), cancellation);
            foreach (ReadRecord read in records)
            {
                cancellation.ThrowIfCancellationRequested();
                collector.AddSample(read);
                Report();
            }
        }

        return collector._ensembles.Count > 0
            ? new CollectedSamples([.. collector._ensembles.Values], collector._read, collector._passedOver, collector._leftOut)
            : throw new RecordFinderException(
                $"None of the {found.Files.Count} sample records found could be read. Write them again, or name other ones.");

        void Report() =>
            progress?.Report(new WorkProgress(++done / (double)found.Files.Count, $"{done} of {found.Files.Count} files read"));
    }

    // A record that cannot be read is told in the order of the files.
    private static ReadRecord ReadSample(RecordFile file)
    {
        try
        {
            SampleRecord record = SampleFile.Read(file.Path, eigenvectors: false);
            return EnsembleSums.TroubleOf(record) is { } trouble
                ? throw new SampleFileException($"'{file.Path}' is damaged: its sample {trouble}. Write it again, or leave it out.")
                : new ReadRecord(file, record, null);
        }
        catch (Exception problem) when (problem is SampleFileException or IOException or UnauthorizedAccessException)
        {
            return new ReadRecord(file, null, ExceptionDispatchInfo.Capture(problem));
        }
    }

    private void AddSums(RecordFile file)
    {
        EnsembleSums sums = EnsembleFile.Read(file.Path);
        Protocol protocol = _ensembles.TryGetValue(sums.Protocol, out EnsembleSums? existing) ? existing.Protocol : sums.Protocol;
        SampleId[] shared = [.. sums.Samples.Where(sample => _sources.ContainsKey((protocol, sample.Identity)))];
        if (shared.Length > 0)
        {
            RecordFile earlier = _sources[(protocol, shared[0].Identity)];
            int inBoth = shared.Count(sample => _sources[(protocol, sample.Identity)] == earlier);
            throw new RecordFinderException(
                $"The sums '{earlier.Path}' and '{file.Path}' have {inBoth} sample{(inBoth > 1 ? "s" : "")} of {protocol} in common, "
                + $"sample {shared[0]} first, and a sample counts once. Leave one of the files out.");
        }

        foreach (SampleId sample in sums.Samples)
        {
            _sources.Add((protocol, sample.Identity), file);
        }

        if (existing is null)
        {
            _ensembles.Add(protocol, sums);
        }
        else
        {
            existing.Add(sums);
        }
    }

    private void AddSample(ReadRecord read)
    {
        RecordFile file = read.File;
        if (read.Record is not { } record)
        {
            if (file.IsNamed)
            {
                read.Problem!.Throw();
            }

            _leftOut++;
            _warn($"left out: {read.Problem!.SourceException.Message}");
            return;
        }

        Protocol protocol = record.Provenance.Protocol;
        SampleId sample = record.Provenance.Id;
        if (!_ensembles.TryGetValue(protocol, out EnsembleSums? sums))
        {
            sums = new EnsembleSums(protocol);
            _ensembles.Add(protocol, sums);
        }

        if (_sources.TryAdd((sums.Protocol, sample.Identity), file))
        {
            sums.Add(record);
            _read++;
        }
        else if (_sources[(sums.Protocol, sample.Identity)] is { Kind: RecordKind.Sample } earlier)
        {
            throw new RecordFinderException(
                $"'{earlier.Path}' and '{file.Path}' hold the same sample, {sample} of {protocol}, and a sample counts once. Remove one of "
                + "the files, or name fewer directories.");
        }
        else
        {
            _passedOver++;
            IReadOnlyList<double> missing = sums.RungsWithout(record);
            if (missing.Count > 0)
            {
                string sumsPath = _sources[(sums.Protocol, sample.Identity)].Path;
                _warn(string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{file.Path}' has rungs that are not in the sums '{sumsPath}' ({missing.Count}, W = {missing[0]:g4} first), "
                    + $"and is passed over; leave the sums out to count them."));
            }
        }
    }

    // A record, or why it cannot be read.
    private readonly record struct ReadRecord(RecordFile File, SampleRecord? Record, ExceptionDispatchInfo? Problem);
}
