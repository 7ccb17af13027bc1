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
    /// <param name="campaign">The campaign.</param>
    /// <param name="directory">Its directory.</param>
    /// <param name="share">The share.</param>
    /// <param name="warn">Receives a sentence on what is damaged, and on files that are removed.</param>
    /// <param name="cancellation">Stops the search.</param>
    /// <exception cref="InputException">A file of starts cannot be read, or a state has too few starts.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
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
            Blocks = BlocksOf(state, state.Samples),
            RecordBytes = RecordBytesIn(directory, state),
        };
        FinishedSamples finished = FinishedSamples.Find(
            directory, state, sample => share.Has(sample / prepared.SamplesPerChain), warn, cancellation);
        Dictionary<int, bool> judgements = JudgementsOf(directory, state);
        foreach (int chain in chains)
        {
            LiquidPlan plan = prepared.ChainPlan(chain);
            LiquidStorage liquids = directory.LiquidsOf(state);
            int[] changed = [.. LiquidFiles.FindChanged(plan, liquids).Where(sample => !finished.IsPacked(sample))];
            bool isUnfinished = LiquidFiles.HasUnfinishedChain(plan, liquids);
            bool isDamaged = LiquidFiles.HasDamagedChain(plan, liquids);

            // A start that the chain does not name yet will be written once more. It may be damaged, and its sample waits for the chain.
            HashSet<int> named = [.. LiquidFiles.FindNamed(plan, liquids)];
            bool IsGuarded(int sample) => !isDamaged && (!isUnfinished || named.Contains(sample));
            bool isComplete = changed.Length == 0 && !isUnfinished;
            foreach (int sample in changed)
            {
                warn($"{liquids.FileOf(sample)} has changed since it was written; it is made again");
            }

            foreach (int sample in Enumerable.Range(plan.FirstSample, plan.Samples))
            {
                cancellation.ThrowIfCancellationRequested();
                if (AddIfDone(work, finished, sample, warn))
                {
                    continue;
                }

                if (File.Exists(liquids.FileOf(sample)) && !changed.Contains(sample) && IsGuarded(sample))
                {
                    work.Ready.Enqueue(sample);
                }
                else
                {
                    if (isDamaged && isComplete)
                    {
                        warn($"{liquids.CheckpointOf(plan.FirstSample)} is damaged; the chain is run again");
                    }

                    work.Waiting.Add(sample);
                    isComplete = false;
                }
            }

            if (judgements.TryGetValue(chain, out bool isEquilibrated))
            {
                work.Judged[chain] = isEquilibrated;
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

        finished.Tidy(warn);
        new StateFiles(directory, state).RemoveCheckpointsOfChains(work.SpentChains(chains));
        return work;
    }

    // In the directory of liquids a chain has the number of its first sample, from 1.
    private static Dictionary<int, bool> JudgementsOf(CampaignDirectory directory, CampaignState state)
    {
        int perChain = ((PreparedStarts)state.Source).SamplesPerChain;
        return JudgedChains.In(directory.LiquidsOf(state).Directory)
            .ToDictionary(judged => (judged.Chain - 1) / perChain, judged => judged.IsEquilibrated);
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
            Blocks = BlocksOf(state, count),
            RecordBytes = RecordBytesIn(directory, state),
        };
        FinishedSamples finished = FinishedSamples.Find(directory, state, share.Has, warn, cancellation);
        foreach (int sample in own)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!AddIfDone(work, finished, sample, warn))
            {
                work.Ready.Enqueue(sample);
            }
        }

        finished.Tidy(warn);
        return work;
    }

    private static bool AddIfDone(StateWork work, FinishedSamples finished, int sample, Action<string> warn)
    {
        bool isPacked = finished.IsPacked(sample);
        if (!isPacked && !finished.IsDone(sample, warn))
        {
            return false;
        }

        work.Finished.Add(sample);
        if (isPacked)
        {
            work.Packed.Add(sample);
        }
        else
        {
            work.AddUnpacked(sample);
        }

        return true;
    }

    private static int ThreadsOf(CampaignState state, int particles) =>
        state.Threads ?? (particles < ForceField.FewestParticlesToShare ? 1 : Math.Min(2, Environment.ProcessorCount));

    /// <summary>
    /// Removes the reason of an earlier failure, which a run left that was killed between the end of an item and the removal.
    /// </summary>
    public static void ForgetFailure(CampaignDirectory directory, CampaignState state, WorkItem item)
    {
        string file = directory.FailureOf(state, item.Name);
        if (File.Exists(file))
        {
            File.Delete(file);
        }
    }

    private static PackBlocks? BlocksOf(CampaignState state, int samples) =>
        state.Kept.PacksSamplesOf(state.Plan, samples) ? new PackBlocks(state.Kept.SamplesPerPack) : null;

    private static Func<int, long> RecordBytesIn(CampaignDirectory directory, CampaignState state) => sample =>
    {
        FileInfo record = new(directory.SampleOf(state, sample).Record);
        return record.Exists ? record.Length : 0;
    };
}
