// Runs one chain of liquids of a campaign: in a worker process, or in the processes of an MPI run.

using GlassModes.Campaigns.Plan;
using GlassModes.Campaigns.Store;
using GlassModes.Dynamics.ReplicaExchange;
using GlassModes.Samples;

namespace GlassModes.Campaigns.Work;

/// <summary>What a chain tells while it runs. Calls do not overlap.</summary>
/// <param name="OnStart">Called for each start that is there, with its number within the state.</param>
/// <param name="OnWarning">Receives a problem that does not stop the work.</param>
/// <param name="Progress">Receives how far the chain is.</param>
internal sealed record ChainWorkEvents(
    Action<int, LiquidFile> OnStart, Action<string> OnWarning, IProgress<WorkProgress> Progress)
{
    /// <summary>Called with what is said of the equilibration, when all starts are there.</summary>
    public Action<LiquidJudgement>? OnJudged { get; init; }
}

/// <summary>Runs a chain of liquids. Its files have the same bits whoever runs it.</summary>
/// <param name="campaign">The directory of the campaign.</param>
/// <param name="state">A state whose starts are prepared.</param>
/// <param name="item">The chain.</param>
internal sealed class ChainWork(CampaignDirectory campaign, CampaignState state, WorkItem item)
{
    /// <summary>Runs the chain, from its checkpoint if it has one.</summary>
    /// <param name="events">What to tell.</param>
    /// <param name="ranks">The processes that share the replicas of a replica exchange; null for this one alone.</param>
    /// <param name="cancellation">Stops the chain, whose state is saved.</param>
    /// <inheritdoc cref="LiquidFiles.Run" path="/exception"/>
    public void Run(ChainWorkEvents events, IReplicaRanks? ranks, CancellationToken cancellation)
    {
        LiquidStorage storage = campaign.LiquidsOf(state) with { IsUsed = item.Samples.Contains };
        LiquidPlan plan = ((PreparedStarts)state.Source).ChainPlan(item.Number);
        Directory.CreateDirectory(storage.Directory);
        ItemTraces.RemoveLeftovers(storage.Directory, events.OnWarning);
        ItemTraces.DoOrBeginAnew(RunOnce, () => storage.Forget(plan.FirstSample), events.OnWarning);

        bool RunOnce()
        {
            LiquidFiles.Run(
                plan,
                item.Threads,
                storage,
                events.OnStart,
                events.OnWarning,
                events.Progress,
                events.OnJudged,
                ranks,
                cancellation);
            return true;
        }
    }
}
