// Packs finished samples of a state, and takes samples out of their packs again.

using GlassModes.Analysis.Records;
using GlassModes.Campaigns.Plan;
using GlassModes.Files;
using GlassModes.Samples;

namespace GlassModes.Campaigns.Store;

/// <summary>A pack whose records can be read.</summary>
/// <param name="Pack">Its files.</param>
/// <param name="Samples">Its samples.</param>
internal sealed record WholePack(SamplePack Pack, IReadOnlyList<PackedSample> Samples);

/// <summary>
/// The packs of a state. A pack is made in this order: the archive, the sums, the records, and then the files of the samples are removed. A
/// pack with records is whole: whoever finds one finishes the removal. A pack without records is taken apart: whoever finds one has the
/// files of its samples still, or takes them out of the archive.
/// </summary>
/// <param name="files">The files of the state.</param>
/// <param name="state">The state.</param>
internal sealed class PackStore(StateFiles files, CampaignState state)
{
    /// <summary>Packs samples whose records are whole, and removes their files.</summary>
    /// <param name="samples">The samples, in the order of their numbers.</param>
    /// <param name="cancellation">Stops the work. What is missing is done by the next run.</param>
    /// <exception cref="SampleFileException">A record is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public void Pack(IReadOnlyList<int> samples, CancellationToken cancellation)
    {
        SamplePack pack = SamplePack.Of(files.Root, samples[0]);
        Directory.CreateDirectory(Path.GetDirectoryName(pack.Records)!);

        // An earlier attempt may have come as far as the removal. Some files are in the pack alone then.
        if (!File.Exists(pack.Records))
        {
            foreach (int sample in samples)
            {
                cancellation.ThrowIfCancellationRequested();
                files.KeepModesForPage(sample);
            }

            Write(pack, samples, cancellation);
        }

        RequireSamples(pack, samples);
        foreach (int sample in samples)
        {
            cancellation.ThrowIfCancellationRequested();
            files.Remove(sample);
        }
    }

    private void Write(SamplePack pack, IReadOnlyList<int> samples, CancellationToken cancellation)
    {
        if (state.Kept.Configurations)
        {
            SampleArchive.Write(pack.Archive, files.Root, [.. samples.SelectMany(files.Of)], cancellation);
        }

        NumberedRecord[] records = new NumberedRecord[samples.Count];
        for (int k = 0; k < records.Length; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            records[k] = new NumberedRecord(samples[k], SampleFile.Read(RecordOf(samples[k])));
        }

        PackSums.Write(pack, records, cancellation);
    }

    // The files of the samples are removed only if the pack reads as it was meant.
    private static void RequireSamples(SamplePack pack, IReadOnlyList<int> samples)
    {
        if (!SamplePackFile.Describe(pack.Records).Select(sample => sample.Number).SequenceEqual(samples))
        {
            throw new IOException($"'{pack.Records}' has other samples than {samples.Count} from {samples[0] + 1} on; see what wrote it");
        }
    }

    /// <summary>
    /// Reads what the packs hold. A pack whose records are damaged or missing is taken apart, so that its samples can be packed anew.
    /// Missing or damaged sums are made again from the records.
    /// </summary>
    /// <param name="isOwn">
    /// Whether the share has a sample. A pack without records may be one that another share is making, by the number of its first sample.
    /// </param>
    /// <param name="warn">Receives a sentence on each pack that is not whole.</param>
    /// <param name="cancellation">Stops the work.</param>
    public IReadOnlyList<WholePack> Find(Func<int, bool> isOwn, Action<string> warn, CancellationToken cancellation)
    {
        LeftoverFiles.Remove(Path.Join(files.Root, SamplePack.DirectoryName));
        List<WholePack> whole = [];
        foreach (SamplePack pack in SamplePack.In(files.Root))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!File.Exists(pack.Records))
            {
                if (isOwn(pack.First))
                {
                    TakeApart(pack, warn, cancellation);
                }

                continue;
            }

            try
            {
                IReadOnlyList<PackedSample> samples = SamplePackFile.Describe(pack.Records);
                whole.Add(new WholePack(pack, samples));
                if (isOwn(pack.First) && PackSums.TroubleOf(pack, samples) is { } trouble)
                {
                    warn($"{trouble}; the sums are made again from {pack.Records}");
                    PackSums.WriteAgain(pack, cancellation);
                }
            }
            catch (SampleFileException problem)
            {
                warn($"{problem.Message.TrimEnd('.')}; its samples are packed again, from {pack.Archive} where they are whole there");
                TakeApart(pack, warn, cancellation);
            }
        }

        return whole;
    }

    /// <summary>
    /// Gives each sample of a pack its files back, as far as they are whole, and removes the pack. Files that are there stay as they are.
    /// </summary>
    /// <param name="pack">The pack, whole or not.</param>
    /// <param name="warn">Receives a sentence on what is damaged.</param>
    /// <param name="cancellation">Stops the work. The next run finishes it.</param>
    public void TakeApart(SamplePack pack, Action<string> warn, CancellationToken cancellation)
    {
        using Hold hold = Take(pack, warn, cancellation);
        if (File.Exists(pack.Archive) && SampleArchive.Extract(pack.Archive, files.Root, cancellation) is { } trouble)
        {
            warn($"{pack.Archive} {trouble}; samples whose records are whole are not done again");
        }

        if (File.Exists(pack.Records))
        {
            RestoreRecords(pack, cancellation);
        }

        files.ForgetModesForPage();

        // Without its records a pack is not whole. Whoever is killed now leaves nothing that is needed.
        File.Delete(pack.Records);
        File.Delete(pack.Sums);
        File.Delete(pack.Archive);
    }

    // An archive may be damaged, or there may be none.
    private void RestoreRecords(SamplePack pack, CancellationToken cancellation)
    {
        try
        {
            SamplePackFile.Read(pack.Records, numbered =>
            {
                cancellation.ThrowIfCancellationRequested();
                string file = RecordOf(numbered.Number);
                if (!IsWhole(file))
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                    SampleFile.Write(file, numbered.Record, CancellationToken.None);
                }
            });
        }
        catch (SampleFileException)
        {
            // That the records are damaged was told when they were first read. The samples without a record are done again.
            return;
        }
    }

    private static bool IsWhole(string record)
    {
        if (!File.Exists(record))
        {
            return false;
        }

        try
        {
            _ = SampleFile.Read(record, eigenvectors: false);
            return true;
        }
        catch (SampleFileException)
        {
            return false;
        }
    }

    // Two shares may need samples of one pack, if the campaign was divided in another way before.
    private static Hold Take(SamplePack pack, Action<string> warn, CancellationToken cancellation) => Hold.Await(
        Path.Join(Path.GetDirectoryName(pack.Records), $".{pack.Name}"), pack.Records, warn, cancellation);

    private string RecordOf(int sample) =>
        Path.Join(files.Root, CampaignDirectory.NameOf(sample), SampleStorage.RecordName);
}
