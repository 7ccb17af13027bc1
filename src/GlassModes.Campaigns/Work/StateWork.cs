// What there is to do in a state, for one share.

using GlassModes.Campaigns.Plan;
using GlassModes.Samples;

namespace GlassModes.Campaigns.Work;

/// <summary>What there is to do in a state, for one share.</summary>
/// <param name="State">The state.</param>
/// <param name="Samples">Number of samples of the share.</param>
/// <param name="Threads">Number of threads of an item.</param>
/// <param name="Cost">States of low cost come first.</param>
/// <param name="Bytes">Memory of a worker at an item.</param>
internal sealed record StateWork(CampaignState State, int Samples, int Threads, double Cost, double Bytes)
{
    /// <summary>Samples with a start, which can begin.</summary>
    public Queue<int> Ready { get; } = [];

    /// <summary>Samples whose start a chain has yet to give.</summary>
    public HashSet<int> Waiting { get; } = [];

    /// <summary>Chains that have to run.</summary>
    public Queue<int> PendingChains { get; } = [];

    /// <summary>Items at work.</summary>
    public HashSet<WorkItem> Running { get; } = [];

    /// <summary>Number of failures of an item since it last came further.</summary>
    public Dictionary<WorkItem, int> Attempts { get; } = [];

    /// <summary>Number of samples of the state in all shares.</summary>
    public int SamplesOfState { get; init; }

    /// <summary>Samples that are done.</summary>
    public HashSet<int> Finished { get; } = [];

    /// <summary>Samples that are in packs.</summary>
    public HashSet<int> Packed { get; } = [];

    /// <summary>Samples that are not to be done, because their starts have crystallised.</summary>
    public HashSet<int> LeftOut { get; } = [];

    /// <summary>For each chain that is finished and judged, whether it was equilibrated.</summary>
    public Dictionary<int, bool> Judged { get; } = [];

    /// <summary>Puts finished samples together for packs; null for a state whose samples stay unpacked.</summary>
    public PackBlocks? Blocks { get; init; }

    /// <summary>Size of the record of a sample in bytes; 0 without a record.</summary>
    public Func<int, long> RecordBytes { get; init; } = _ => 0;

    /// <summary>Packs that were begun and stopped.</summary>
    public Queue<IReadOnlyList<int>> BrokenOffPacks { get; } = [];

    public int Done => Finished.Count;

    public int Failed { get; set; }

    public double CoreSeconds { get; set; }

    /// <summary>The chain that gives a sample.</summary>
    public int ChainOf(int sample) => sample / ((PreparedStarts)State.Source).SamplesPerChain;

    /// <summary>The samples of the next pack; null if there are too few of them now.</summary>
    public IReadOnlyList<int>? NextPack => BrokenOffPacks.Count > 0 ? BrokenOffPacks.Peek() : Blocks?.Next(isLast: IsAllDone);

    // Whether no sample will come any more.
    private bool IsAllDone => Ready.Count == 0 && Waiting.Count == 0 && PendingChains.Count == 0
        && Running.All(item => item.Kind == WorkKind.Pack);

    /// <summary>Takes the samples of the next pack; null if there are too few of them now.</summary>
    public IReadOnlyList<int>? TakePack()
    {
        if (BrokenOffPacks.TryDequeue(out IReadOnlyList<int>? begun))
        {
            return begun;
        }

        IReadOnlyList<int>? pack = NextPack;
        Blocks?.Remove(pack ?? []);
        return pack;
    }

    /// <summary>Notes that a finished sample can be packed, if it has a record.</summary>
    public void AddUnpacked(int sample)
    {
        if (Blocks is not null && RecordBytes(sample) is > 0 and long bytes)
        {
            Blocks.Add(sample, bytes);
        }
    }

    /// <inheritdoc cref="WorkQueue.SpentChains"/>
    public IReadOnlyList<int> SpentChains(WorkItem item) => State.Source is not PreparedStarts
        ? []
        : item.Kind switch
        {
            WorkKind.Chain => SpentChains([item.Number]),
            WorkKind.Sample => SpentChains([ChainOf(item.Number)]),
            _ => SpentChains(item.Samples.Select(ChainOf).Distinct()),
        };

    /// <summary>Finds those chains of which no checkpoint or start is needed any more.</summary>
    /// <returns>Numbers of the first samples of the chains.</returns>
    public IReadOnlyList<int> SpentChains(IEnumerable<int> chains) =>
        [.. chains.Where(IsSpent).Select(chain => chain * ((PreparedStarts)State.Source).SamplesPerChain)];

    // A chain that may give further samples needs its checkpoint. Starts stay until they are packed, unless none are kept.
    private bool IsSpent(int chain)
    {
        PreparedStarts prepared = (PreparedStarts)State.Source;
        LiquidPlan plan = prepared.ChainPlan(chain);
        HashSet<int> safe = State.Kept.Configurations ? Packed : Finished;
        return plan.Samples == prepared.SamplesPerChain
            && !Running.Contains(new WorkItem(WorkKind.Chain, State.Name, chain, 1))
            && Enumerable.Range(plan.FirstSample, plan.Samples).All(sample => safe.Contains(sample) || LeftOut.Contains(sample));
    }
}
