// Finds what there is to do in a share, from what the directory holds.

using GlassModes.Campaigns.Plan;
using GlassModes.Campaigns.Store;
using GlassModes.Forces;
using GlassModes.IO;
using GlassModes.Particles;
using GlassModes.Samples;

namespace GlassModes.Campaigns.Work;

/// <summary>
/// Finds the work of a share. A sample whose record or rungs are damaged counts as not done, and a start that is damaged as not there.
/// </summary>
internal static class ShareWork
{
    /// <summary>Looks at each state.</summary>
    /// <exception cref="InputException">A file of starts cannot be read, or a state has too few starts.</exception>
    public static IEnumerable<StateWork> Find(
        Campaign campaign, CampaignDirectory directory, CampaignShare share, Action<string> warn, CancellationToken cancellation)
    {
        foreach (CampaignState state in campaign.States)
        {
            yield return state.Source is PreparedStarts prepared
                ? OfPrepared(state, prepared, directory, share, warn, cancellation)
                : OfFiles(state, (StartsInFiles)state.Source, directory, share, warn, cancellation);
        }
    }

    private static StateWork OfPrepared(
        CampaignState state,
        PreparedStarts prepared,
        CampaignDirectory directory,
        CampaignShare share,
        Action<string> warn,
        CancellationToken cancellation)
    {
        int[] chains = [.. Enumerable.Range(0, prepared.Chains).Where(share.Has)];
        StateWork work = new(
            state,
            chains.Sum(chain => prepared.ChainPlan(chain).Samples),
            ThreadsOf(state, prepared.Liquids.Particles),
            prepared.Liquids.Particles,
            SampleCost.WorkerBytes(state.Plan, prepared.Liquids.Particles, prepared.Liquids.Density))
        {
            SamplesOfState = state.Samples,
        };
        foreach (int chain in chains)
        {
            LiquidPlan plan = prepared.ChainPlan(chain);
            LiquidStorage liquids = directory.LiquidsOf(state);
            IReadOnlyList<int> changed = LiquidFiles.FindChanged(plan, liquids);
            bool isComplete = changed.Count == 0 && !LiquidFiles.HasUnfinishedChain(plan, liquids);
            foreach (int sample in changed)
            {
                warn($"{liquids.FileOf(sample)} has changed since it was written; it is made again");
            }

            foreach (int sample in Enumerable.Range(plan.FirstSample, plan.Samples))
            {
                cancellation.ThrowIfCancellationRequested();
                if (IsDone(directory, state, sample, warn))
                {
                    work.Done++;
                }
                else if (File.Exists(liquids.FileOf(sample)) && !changed.Contains(sample))
                {
                    work.Ready.Enqueue(sample);
                }
                else
                {
                    work.Waiting.Add(sample);
                    isComplete = false;
                }
            }

            if (!isComplete)
            {
                work.PendingChains.Enqueue(chain);
            }
            else
            {
                ForgetFailure(directory, state, new WorkItem(WorkKind.Chain, state.Name, chain, work.Threads));
            }
        }

        return work;
    }

    private static StateWork OfFiles(
        CampaignState state,
        StartsInFiles files,
        CampaignDirectory directory,
        CampaignShare share,
        Action<string> warn,
        CancellationToken cancellation)
    {
        IReadOnlyList<StartFile> starts = StartFiles.List(
            files.Files, state.Plan.Model, files.Reading, files.AllFrames, cancellation: cancellation);
        int count = state.Samples == int.MaxValue ? starts.Count : state.Samples;
        if (count > starts.Count)
        {
            throw new InputException($"the state {state.Name} has {state.Samples} samples, but its files have {starts.Count} starts");
        }

        Configuration first = ConfigurationFile.Read(starts[0].File, files.Reading, starts[0].Frame).Configuration;
        int[] own = [.. Enumerable.Range(0, count).Where(share.Has)];
        StateWork work = new(
            state,
            own.Length,
            ThreadsOf(state, first.Count),
            first.Count,
            SampleCost.WorkerBytes(state.Plan, first.Count, first.Count / first.Box.Volume))
        {
            SamplesOfState = count,
        };
        foreach (int sample in own)
        {
            cancellation.ThrowIfCancellationRequested();
            if (IsDone(directory, state, sample, warn))
            {
                work.Done++;
            }
            else
            {
                work.Ready.Enqueue(sample);
            }
        }

        return work;
    }

    private static int ThreadsOf(CampaignState state, int particles) =>
        state.Threads ?? (particles < ForceField.FewestParticlesToShare ? 1 : Math.Min(2, Environment.ProcessorCount));

    private static bool IsDone(CampaignDirectory directory, CampaignState state, int sample, Action<string> warn)
    {
        bool isDone = HasResults(directory, state, sample, warn);
        if (isDone)
        {
            ForgetFailure(directory, state, new WorkItem(WorkKind.Sample, state.Name, sample, 1));
        }

        return isDone;
    }

    // A run that was killed between the end of an item and this left the reason of an earlier failure.
    private static void ForgetFailure(CampaignDirectory directory, CampaignState state, WorkItem item)
    {
        string file = directory.FailureOf(state, item.Name);
        if (File.Exists(file))
        {
            File.Delete(file);
        }
    }

    // A sample without modes has no record. Its checkpoint says whether it is finished.
    private static bool HasResults(CampaignDirectory directory, CampaignState state, int sample, Action<string> warn)
    {
        SampleStorage storage = directory.SampleOf(state, sample);
        if (storage.FindChangedFile(state.Plan.Ladder) is { } damage)
        {
            warn($"{damage}; its sample is done again");
            storage.Forget();
            return false;
        }

        if (!state.Plan.HasRecord)
        {
            return storage.IsFinished;
        }

        if (!File.Exists(storage.Record))
        {
            return false;
        }

        try
        {
            // The start of a sample that was measured without it is still to be measured.
            SampleRecord record = SampleFile.Read(storage.Record, eigenvectors: false);
            return state.Plan.StartModes is null || record.Start is not null;
        }
        catch (SampleFileException problem)
        {
            warn($"{problem.Message}; it is made again");
            File.Delete(storage.Record);
            return false;
        }
    }
}
