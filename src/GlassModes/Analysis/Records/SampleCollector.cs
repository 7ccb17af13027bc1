// From the files of an analysis to sums over the samples they hold.

using System.Globalization;
using GlassModes.Ensembles;
using GlassModes.Samples;

namespace GlassModes.Analysis.Records;

/// <summary>Reads sample records one after another, adds them to sums, and knows which file each sample is from.</summary>
public sealed class SampleCollector
{
    private readonly Action<string> _warn;
    private readonly Dictionary<Protocol, EnsembleSums> _ensembles = [];
    private readonly Dictionary<(Protocol Protocol, string Identity), RecordFile> _sources = [];
    private int _read;
    private int _passedOver;
    private int _leftOut;

    private SampleCollector(Action<string> warn, int leftOut) => (_warn, _leftOut) = (warn, leftOut);

    /// <summary>
    /// Reads sums first, and adds up sums of one ensemble; then reads the sample records and adds them.
    /// </summary>
    /// <remarks>
    /// A sample that sums contain already is passed over, so that a campaign that has grown can be analysed from its old sums and all of
    /// its records. If such a sample has rungs that the sums do not have, a warning says so. The resulting sums are the same to the last
    /// bit, whatever the order of the files. Memory: the sums, some 100 bytes for each sample, and one record. Time: some 5 ms for a record
    /// of N = 1000 with 12 rungs.
    /// </remarks>
    /// <param name="found">The files (<see cref="RecordFinder"/>).</param>
    /// <param name="warn">Told of each record found in a directory that is damaged and left out; in the order of the files.</param>
    /// <param name="progress">Told after each file.</param>
    /// <param name="cancellation">Stops, between two files.</param>
    /// <exception cref="RecordFinderException">
    /// A sample in two records or in two sums, or no sample at all: the message names both files.
    /// </exception>
    /// <exception cref="SampleFileException">A file that was named is damaged or of a later version.</exception>
    /// <exception cref="IOException">A file that was named cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file that was named must not be read.</exception>
    public static CollectedSamples Collect(
        FoundRecords found, Action<string> warn, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(warn);
        SampleCollector collector = new(warn, found.LeftOut);
        int done = 0;
        foreach (RecordFile file in found.Files.OrderBy(file => file.Kind == RecordKind.Sums ? 0 : 1))
        {
            cancellation.ThrowIfCancellationRequested();
            if (file.Kind == RecordKind.Sums)
            {
                collector.AddSums(file);
            }
            else
            {
                collector.AddSample(file);
            }

            progress?.Report(new WorkProgress(++done / (double)found.Files.Count, $"{done} of {found.Files.Count} files read"));
        }

        return collector._ensembles.Count > 0
            ? new CollectedSamples([.. collector._ensembles.Values], collector._read, collector._passedOver, collector._leftOut)
            : throw new RecordFinderException(
                $"None of the {found.Files.Count} sample records found could be read. Write them again, or name other ones.");
    }

    private void AddSums(RecordFile file)
    {
        EnsembleSums sums = EnsembleFile.Read(file.Path);
        Protocol key = _ensembles.TryGetValue(sums.Key, out EnsembleSums? own) ? own.Key : sums.Key;
        SampleId[] shared = [.. sums.Samples.Where(sample => _sources.ContainsKey((key, sample.Identity)))];
        if (shared.Length > 0)
        {
            RecordFile other = _sources[(key, shared[0].Identity)];
            int both = shared.Count(sample => _sources[(key, sample.Identity)] == other);
            throw new RecordFinderException(
                $"The sums '{other.Path}' and '{file.Path}' have {both} sample{(both > 1 ? "s" : "")} of {key} in common, "
                + $"sample {shared[0]} first, and a sample counts once. Leave one of the files out.");
        }

        foreach (SampleId sample in sums.Samples)
        {
            _sources.Add((key, sample.Identity), file);
        }

        if (own is null)
        {
            _ensembles.Add(key, sums);
        }
        else
        {
            own.Add(sums);
        }
    }

    private void AddSample(RecordFile file)
    {
        SampleRecord record;
        try
        {
            record = SampleFile.Read(file.Path, eigenvectors: false);
            if (EnsembleSums.TroubleOf(record) is { } trouble)
            {
                throw new SampleFileException($"'{file.Path}' is damaged: its sample {trouble}. Write it again, or leave it out.");
            }
        }
        catch (Exception problem) when (!file.IsNamed && problem is SampleFileException or IOException or UnauthorizedAccessException)
        {
            _leftOut++;
            _warn($"left out: {problem.Message}");
            return;
        }

        Protocol key = record.Provenance.Protocol;
        SampleId sample = record.Provenance.Id;
        if (!_ensembles.TryGetValue(key, out EnsembleSums? sums))
        {
            sums = new EnsembleSums(key);
            _ensembles.Add(key, sums);
        }

        if (_sources.TryAdd((sums.Key, sample.Identity), file))
        {
            sums.Add(record);
            _read++;
        }
        else if (_sources[(sums.Key, sample.Identity)] is { Kind: RecordKind.Sample } other)
        {
            throw new RecordFinderException(
                $"'{other.Path}' and '{file.Path}' hold the same sample, {sample} of {key}, and a sample counts once. Remove one of "
                + "the files, or name fewer directories.");
        }
        else
        {
            _passedOver++;
            IReadOnlyList<double> more = sums.RungsWithout(record);
            if (more.Count > 0)
            {
                string sumsPath = _sources[(sums.Key, sample.Identity)].Path;
                _warn(string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{file.Path}' has rungs that are not in the sums '{sumsPath}' ({more.Count}, W = {more[0]:g4} first), "
                    + $"and is passed over; leave the sums out to count them."));
            }
        }
    }
}
