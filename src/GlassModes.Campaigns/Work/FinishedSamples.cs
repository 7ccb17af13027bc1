// Finds which samples of a state are done, in their directories or in packs, and finishes what a killed run has left half done.

using GlassModes.Campaigns.Plan;
using GlassModes.Campaigns.Store;
using GlassModes.Samples;

namespace GlassModes.Campaigns.Work;

/// <summary>The finished samples of a state.</summary>
internal sealed class FinishedSamples
{
    private readonly CampaignDirectory _directory;
    private readonly CampaignState _state;
    private readonly StateFiles _files;
    private readonly HashSet<int> _packed = [];
    private int _begunAnew;
    private int _tidied;

    private FinishedSamples(CampaignDirectory directory, CampaignState state) =>
        (_directory, _state, _files) = (directory, state, new StateFiles(directory, state));

    /// <summary>
    /// Looks into the packs. Packs that are not whole are taken apart, and so are packs with samples that have to go on.
    /// </summary>
    /// <param name="directory">The directory of the campaign.</param>
    /// <param name="state">The state.</param>
    /// <param name="isOwn">Whether the share has a sample.</param>
    /// <param name="warn">Receives a sentence on each pack that is taken apart.</param>
    /// <param name="cancellation">Stops the work. The next run finishes it.</param>
    public static FinishedSamples Find(
        CampaignDirectory directory, CampaignState state, Func<int, bool> isOwn, Action<string> warn, CancellationToken cancellation)
    {
        FinishedSamples finished = new(directory, state);
        PackStore store = new(finished._files, state);
        foreach ((SamplePack pack, IReadOnlyList<PackedSample> samples) in store.Find(isOwn, warn, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            if (samples.Any(sample => isOwn(sample.Number) && !finished.HasAll(sample.Rungs, sample.HasStart)))
            {
                warn($"{pack.Records} is taken apart: its samples go on, to deeper rungs or for the modes of their starts");
                store.TakeApart(pack, warn, cancellation);
            }
            else
            {
                finished._packed.UnionWith(samples.Select(sample => sample.Number).Where(isOwn));
            }
        }

        return finished;
    }

    /// <summary>Whether a sample is in a pack.</summary>
    public bool IsPacked(int sample)
    {
        bool isPacked = _packed.Contains(sample);
        if (isPacked && _files.Remove(sample))
        {
            _tidied++;
        }

        return isPacked;
    }

    /// <summary>
    /// Whether a sample that is not in a pack has a whole record with all that is asked for. A damaged record is removed, and a sample with
    /// a damaged rung begins anew. A sample without modes has no record: its checkpoint says whether it is finished.
    /// </summary>
    /// <param name="sample">The sample.</param>
    /// <param name="warn">Receives a sentence on what is damaged.</param>
    public bool IsDone(int sample, Action<string> warn)
    {
        bool isDone = HasResults(sample, warn);
        if (isDone)
        {
            ShareWork.ForgetFailure(_directory, _state, new WorkItem(WorkKind.Sample, _state.Name, sample, 1));
        }

        return isDone;
    }

    private bool HasResults(int sample, Action<string> warn)
    {
        SampleStorage storage = _directory.SampleOf(_state, sample);
        if (storage.FindChangedFile(_state.Plan.Ladder) is { } damage)
        {
            warn($"{damage}; its sample is done again");
            storage.Forget();
            return false;
        }

        if (!_state.Plan.HasRecord)
        {
            return storage.IsFinished;
        }

        if (!File.Exists(storage.Record))
        {
            return false;
        }

        try
        {
            SampleRecord record = SampleFile.Read(storage.Record, eigenvectors: false);
            if (!HasAll(record.Provenance.Rungs.Count, record.Start is not null))
            {
                _begunAnew += _files.PrepareToGoOn(sample, record.Rungs.Count) ? 0 : 1;
                return false;
            }
        }
        catch (SampleFileException problem)
        {
            warn($"{problem.Message}; it is made again");
            File.Delete(storage.Record);
            return false;
        }

        if (!_state.Kept.Configurations && _files.RemoveAllButRecord(sample))
        {
            _tidied++;
        }

        return true;
    }

    /// <summary>Tells what was removed, and which samples cannot go on from where they ended.</summary>
    public void Tidy(Action<string> warn)
    {
        if (_tidied > 0)
        {
            string reason = _state.Kept.Configurations
                ? "the samples are packed" : "only the records of finished samples are kept (configurations = \"none\")";
            warn($"{_state.Name}: removed the files of {_tidied} sample{(_tidied == 1 ? "" : "s")}: {reason}");
        }

        if (_begunAnew > 0)
        {
            warn(
                $"{_state.Name}: {_begunAnew} sample{(_begunAnew == 1 ? " begins" : "s begin")} anew for what their records lack, for "
                + "not all of their files were kept; their records stay until then");
        }
    }

    // The start of a sample that was measured without it is still to be measured.
    private bool HasAll(int rungs, bool hasStart) =>
        rungs >= _state.Plan.Ladder.Rungs.Count && (hasStart || _state.Plan.StartModes is null);
}
