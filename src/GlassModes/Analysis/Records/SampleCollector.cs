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
    private readonly List<ReadRecord> _vanished = [];
    private int _read;
    private int _passedOver;
    private int _leftOut;

    private SampleCollector(Action<string> warn, int leftOut) => (_warn, _leftOut) = (warn, leftOut);

    /// <summary>
    /// Reads the files of sums first and merges sums of one ensemble. Then reads the packs, and at last the sample records, and adds them
    /// to the sums. Of a pack in a directory, the sums that stand beside it are read in place of its records.
    /// </summary>
    /// <remarks>
    /// A record of a state that is in a pack of the state too is passed over. A run of a campaign that packs samples meanwhile is noticed:
    /// a record that has vanished is looked for in new packs. A record is passed over if the sums contain its sample already. A campaign
    /// that has grown can therefore be analysed from its old sums and all of its records. If the record of such a sample has rungs that the
    /// sums do not have, a warning says so. The resulting sums are the same to the last bit, whatever the order of the files. Memory: the
    /// sums, some 100 bytes for each sample, and 64 records. Time: some 3 ms for a record of N = 1000 with 12 rungs, half of it shared
    /// among the threads.
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
            collector.AddSums(file, EnsembleFile.Read(file.Path));
            Report();
        }

        collector.AddPacks([.. found.Files.Where(file => file.Kind == RecordKind.Pack)], threads, Report, cancellation);

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

        collector.LookForVanished(found.Files, threads, cancellation);
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

    private void AddSums(RecordFile file, EnsembleSums sums)
    {
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

            if (read.Problem!.SourceException is FileNotFoundException or DirectoryNotFoundException)
            {
                _vanished.Add(read);
                return;
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
        else if (_sources[(sums.Protocol, sample.Identity)] is { Kind: not RecordKind.Sums } earlier && !AreOfOneState(earlier, file))
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

    // Each pack is summed by itself, some at the same time, and added in the order of the files.
    private List<RecordFile> AddPacks(RecordFile[] packs, int threads, Action? onAdded, CancellationToken cancellation)
    {
        List<RecordFile> added = [];
        foreach (RecordFile[] files in packs.Chunk(Math.Max(1, threads)))
        {
            ReadPack[] read = new ReadPack[files.Length];
            ParallelWork.Run(files.Length, threads, (k, _) => read[k] = ReadPackOf(files[k]), cancellation);
            foreach (ReadPack pack in read)
            {
                cancellation.ThrowIfCancellationRequested();
                if (TryAddPack(pack))
                {
                    added.Add(pack.File);
                }

                onAdded?.Invoke();
            }
        }

        return added;
    }

    // A pack that was named is read itself, and not its sums.
    private static ReadPack ReadPackOf(RecordFile file)
    {
        List<string> warnings = [];
        SamplePack pack = new(file.Path);
        try
        {
            bool hasSums = !file.IsNamed && SamplePack.Find(file.Path) is not null;
            return new ReadPack(file, hasSums ? PackSums.Read(pack, warnings.Add) : PackSums.SumsOfRecords(pack), warnings, null);
        }
        catch (Exception problem) when (problem is SampleFileException or IOException or UnauthorizedAccessException)
        {
            return new ReadPack(file, [], warnings, ExceptionDispatchInfo.Capture(problem));
        }
    }

    private bool TryAddPack(ReadPack read)
    {
        read.Warnings.ForEach(_warn);
        if (read.Problem is { } problem)
        {
            if (read.File.IsNamed)
            {
                problem.Throw();
            }

            _leftOut++;
            _warn($"left out: {problem.SourceException.Message}");
            return false;
        }

        if (read.Sums.Any(sums => sums.Samples.Any(sample => _sources.ContainsKey((sums.Protocol, sample.Identity)))))
        {
            // Some samples count already.
            SamplePackFile.Read(
                read.File.Path, numbered => AddSample(new ReadRecord(read.File, numbered.Record, null)), eigenvectors: false);
        }
        else
        {
            foreach (EnsembleSums sums in read.Sums)
            {
                AddSums(read.File, sums);
                _read += sums.Samples.Count;
            }
        }

        return true;
    }

    // A record vanishes if a run packs its sample. The pack is there by then.
    private void LookForVanished(IReadOnlyList<RecordFile> known, int threads, CancellationToken cancellation)
    {
        if (_vanished.Count == 0)
        {
            return;
        }

        HashSet<string> packs = [.. known.Where(file => file.Kind == RecordKind.Pack).Select(file => file.Path)];
        string[] states = [.. _vanished.Select(read => StateOf(read.File)).Distinct()];
        RecordFile[] newPacks =
        [
            .. states.SelectMany(SamplePack.In).Where(pack => File.Exists(pack.Records) && packs.Add(pack.Records))
                .Select(pack => new RecordFile(pack.Records, RecordKind.Pack, IsNamed: false)),
        ];
        HashSet<(string State, int Number)> packed =
        [
            .. AddPacks(newPacks, threads, null, cancellation)
                .SelectMany(file => SamplePackFile.Describe(file.Path).Select(sample => (StateOf(file), sample.Number))),
        ];
        foreach (ReadRecord read in _vanished.Where(read => !packed.Contains((StateOf(read.File), NumberOf(read.File)))))
        {
            _leftOut++;
            _warn($"left out: {read.Problem!.SourceException.Message}");
        }
    }

    // A sample's own directory, and the directory of packs, are both in that of the state.
    private static string StateOf(RecordFile file) => new SamplePack(file.Path).StateDirectory;

    private static int NumberOf(RecordFile file)
    {
        string name = Path.GetFileName(Path.GetDirectoryName(file.Path)) ?? "";
        return int.TryParse(name.Split('_')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number - 1 : -1;
    }

    private static bool AreOfOneState(RecordFile first, RecordFile second) =>
        first.Kind != second.Kind && StateOf(first) == StateOf(second);

    // Sums of a pack, or why it cannot be read.
    private readonly record struct ReadPack(
        RecordFile File, IReadOnlyList<EnsembleSums> Sums, List<string> Warnings, ExceptionDispatchInfo? Problem);

    // A record, or why it cannot be read.
    private readonly record struct ReadRecord(RecordFile File, SampleRecord? Record, ExceptionDispatchInfo? Problem);
}
