// Runs the replica exchanges of a campaign before its samples, in this process or in all processes of an MPI run.

using System.Text;
using GlassModes.Campaigns.Plan;
using GlassModes.Campaigns.Status;
using GlassModes.Campaigns.Store;
using GlassModes.Dynamics;
using GlassModes.Dynamics.ReplicaExchange;
using GlassModes.Samples;

namespace GlassModes.Campaigns.Work;

/// <summary>What a preparation tells while it is at work. Calls do not overlap.</summary>
/// <param name="OnStart">Called with the name of a state and each of its liquids that is there, also those of before.</param>
/// <param name="OnWarning">Receives a problem that does not stop the work.</param>
/// <param name="Progress">Receives the share of all chains that is done.</param>
public sealed record CampaignPreparationEvents(
    Action<string, LiquidFile> OnStart, Action<string> OnWarning, IProgress<WorkProgress> Progress);

/// <summary>How far the liquids of a state are.</summary>
/// <param name="state">Name of the state.</param>
/// <param name="chains">Number of chains of the share.</param>
public sealed class PreparedState(string state, int chains)
{
    private readonly List<LiquidJudgement> _judged = [];

    /// <summary>Name of the state.</summary>
    public string State { get; } = state;

    /// <summary>Number of chains of the share.</summary>
    public int Chains { get; } = chains;

    /// <summary>Number of chains that have nothing more to do.</summary>
    public int Done { get; internal set; }

    /// <summary>What is said of the equilibration of each chain that was run now.</summary>
    public IReadOnlyList<LiquidJudgement> Judged => _judged;

    internal void Add(LiquidJudgement judgement) => _judged.Add(judgement);
}

/// <summary>
/// Runs the chains of liquids of those states of a share whose liquids come from a replica exchange. The files have the bits of those that
/// worker processes write, and either goes on from the checkpoints of the other. The replicas of a chain run on several threads, and on the
/// processes of an MPI run.
/// </summary>
/// <param name="campaign">The campaign.</param>
/// <param name="text">The text of its file, from which other ranks know it.</param>
/// <param name="directory">Its directory, which <see cref="CampaignFiles.Open"/> has prepared.</param>
/// <param name="share">The share.</param>
/// <param name="threads">Number of threads of this process.</param>
/// <param name="ranks">The processes that share the replicas, of which this one is rank 0; null for this one alone.</param>
public sealed class CampaignPreparation(
    Campaign campaign, string text, CampaignDirectory directory, CampaignShare share, int threads, IReplicaRanks? ranks = null)
{
    private const int HeaderBytes = 2 * sizeof(int);

    /// <summary>Throws unless a campaign has liquids by replica exchange, and each has a replica for every process.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="processes">Number of processes that share the replicas.</param>
    /// <exception cref="InputException">The message says what is wrong.</exception>
    public static void RequireFits(Campaign campaign, int processes = 1)
    {
        IReadOnlyList<CampaignState> states = StatesOf(campaign);
        if (states.Count == 0)
        {
            throw new InputException(
                $"no state of the campaign {campaign.Name} has liquids by replica exchange (protocol = \"replica-exchange\" in [liquid]), "
                + "so that there is nothing to prepare beforehand");
        }

        CampaignState least = states.MinBy(ReplicasOf)!;
        if (processes > ReplicasOf(least))
        {
            throw new InputException(
                $"{processes} processes share the {ReplicasOf(least)} replicas of the state {least.Name}; start fewer processes");
        }
    }

    /// <summary>Runs the chains, one after another, those of the cheapest state first. This is the call of rank 0.</summary>
    /// <param name="events">What to tell.</param>
    /// <param name="prepared">Receives each state before its first chain is run, and keeps up with it.</param>
    /// <param name="cancellation">Stops the chain at work, whose state is saved.</param>
    /// <exception cref="InputException">A plan is wrong, or a checkpoint is of another campaign.</exception>
    /// <exception cref="SimulationException">The dynamics failed. Other ranks have to be ended then.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled here or at another rank. The chain was saved.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public void Run(CampaignPreparationEvents events, ICollection<PreparedState> prepared, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(prepared);
        IReadOnlyList<CampaignState> states = StatesOf(campaign);
        StateWork[] works =
        [
            .. ShareWork.Find(campaign with { States = states }, directory, share, events.OnWarning, cancellation)
                .OrderBy(work => work.PendingChains.Count > 0 ? CostOf(work, work.PendingChains.Peek()) : 0),
        ];
        (StateWork Work, PreparedState State)[] all = [.. works.Select(work => (work, StateOf(work)))];
        foreach ((_, PreparedState state) in all)
        {
            prepared.Add(state);
        }

        PreparationStatus status = new(new StatusFile(directory, share), share, works, threads, ranks?.Count ?? 1);
        double cost = works.Sum(work => work.PendingChains.Sum(chain => CostOf(work, chain)));
        double spent = 0;
        double spentBefore = 0;
        try
        {
            foreach ((StateWork work, PreparedState state) in all)
            {
                while (work.PendingChains.TryPeek(out int chain))
                {
                    cancellation.ThrowIfCancellationRequested();
                    double part = CostOf(work, chain);
                    WorkItem item = WorkQueue.ChainOf(work, chain, threads);
                    double partBefore = 0;
                    Progress progress = new(report =>
                    {
                        status.Show(work, item, report.Activity);
                        double done = spent + (double.IsNaN(report.Fraction) ? 0 : part * report.Fraction);
                        partBefore = part * (report.FractionBefore ?? 0);
                        events.Progress.Report(
                            new WorkProgress(done > 0 ? done / cost : double.NaN, $"{work.State.Name}, {report.Activity}")
                            {
                                FractionBefore = (spentBefore + partBefore) / cost,
                            });
                    });
                    RunChain(
                        work,
                        item,
                        new ChainWorkEvents(
                            (_, file) => events.OnStart(work.State.Name, file),
                            text => events.OnWarning($"{work.State.Name}/{item.Name}: {text}"),
                            progress)
                        {
                            OnJudged = state.Add,
                        },
                        cancellation);
                    work.PendingChains.Dequeue();
                    state.Done++;
                    spent += part;
                    spentBefore += partBefore;
                }
            }
        }
        finally
        {
            status.End();
        }
    }

    /// <summary>
    /// Does the part of this rank, which is not rank 0, in the chains that rank 0 begins, until <see cref="Dismiss"/>.
    /// </summary>
    /// <param name="path">The campaign file, for errors. The plan comes from rank 0.</param>
    /// <param name="threads">Number of threads of this rank.</param>
    /// <param name="ranks">The processes that share the replicas.</param>
    /// <param name="cancellation">Stops the trial of all ranks. Rank 0 then saves its state.</param>
    /// <exception cref="SimulationException">The dynamics of this rank failed. The whole run has to be ended then.</exception>
    /// <exception cref="InputException">This rank cannot read the plan. The whole run has to be ended then.</exception>
    public static void Serve(string path, int threads, IReplicaRanks ranks, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        while (ranks.Broadcast([]) is { Length: > 0 } order)
        {
            Campaign campaign = CampaignFile.Parse(path, Encoding.UTF8.GetString(order.AsSpan(HeaderBytes)));
            CampaignState state = campaign.States[BitConverter.ToInt32(order)];
            LiquidPlan plan = ((PreparedStarts)state.Source).ChainPlan(BitConverter.ToInt32(order, sizeof(int)));
            LiquidPreparation.Serve(plan, threads, ranks, cancellation);
        }
    }

    /// <summary>Tells the other ranks that rank 0 begins no further chain, so that their calls of <see cref="Serve"/> return.</summary>
    public static void Dismiss(IReplicaRanks ranks)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        if (ranks.Count > 1)
        {
            ranks.Broadcast([]);
        }
    }

    private void RunChain(StateWork work, WorkItem item, ChainWorkEvents events, CancellationToken cancellation)
    {
        if (ranks is { Count: > 1 })
        {
            int place = campaign.States.TakeWhile(state => state.Name != item.State).Count();
            ranks.Broadcast([.. BitConverter.GetBytes(place), .. BitConverter.GetBytes(item.Number), .. Encoding.UTF8.GetBytes(text)]);
        }

        try
        {
            new ChainWork(directory, work.State, item).Run(events, ranks, cancellation);
        }
        catch (Exception ending) when (ending is InputException or OperationCanceledException)
        {
            // The other ranks wait for the next chain.
            DismissFromChain();
            throw;
        }

        DismissFromChain();
        ShareWork.ForgetFailure(directory, work.State, item);
    }

    private void DismissFromChain()
    {
        if (ranks is not null)
        {
            LiquidPreparation.Dismiss(ranks);
        }
    }

    private PreparedState StateOf(StateWork work)
    {
        int chains = Enumerable.Range(0, ((PreparedStarts)work.State.Source).Chains).Count(share.Has);
        return new PreparedState(work.State.Name, chains) { Done = chains - work.PendingChains.Count };
    }

    // Steps of particles.
    private static double CostOf(StateWork work, int chain)
    {
        LiquidPlan plan = ((PreparedStarts)work.State.Source).ChainPlan(chain);
        int after = (plan.Samples - 1) / plan.Temperatures.Count;
        return plan.Particles * (plan.Protocol!.StepsBeforeFirstSample + (after * plan.Protocol.StepsBetweenSamples));
    }

    private static IReadOnlyList<CampaignState> StatesOf(Campaign campaign) =>
        [.. campaign.States.Where(state => ReplicasOf(state) > 0)];

    private static int ReplicasOf(CampaignState state) =>
        state.Source is PreparedStarts { Liquids: { Protocol.ReplicaExchange: { } exchange } liquids }
            && !double.IsPositiveInfinity(liquids.Temperature)
            ? exchange.Temperatures.Count
            : 0;

    // Progress<T> posts its reports to a thread pool.
    private sealed class Progress(Action<WorkProgress> report) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => report(value);
    }
}
