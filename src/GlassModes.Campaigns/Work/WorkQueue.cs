// Decides which work comes next: small states first, and a sample as soon as its start is there.

using GlassModes.Campaigns.Plan;
using GlassModes.Campaigns.Status;
using GlassModes.Numerics.Memory;

namespace GlassModes.Campaigns.Work;

/// <summary>The work of a share. Not thread-safe: its owner locks.</summary>
internal sealed class WorkQueue
{
    private readonly List<StateWork> _states;
    private readonly int _attempts;
    private readonly int _threads;
    private readonly double _memory;

    /// <summary>Makes the queue of a share.</summary>
    /// <param name="states">What there is to do in each state.</param>
    /// <param name="threads">Number of threads of all workers together, which an item cannot exceed.</param>
    /// <param name="retries">Number of times that a failed item is tried again.</param>
    /// <param name="memory">Bytes of all workers together.</param>
    /// <exception cref="InputException">An item of a state does not fit into the memory. The message gives both numbers.</exception>
    public WorkQueue(IEnumerable<StateWork> states, int threads, int retries, double memory = double.PositiveInfinity)
    {
        _states = [.. states.OrderBy(state => state.Cost)];
        _threads = threads;
        _memory = memory;
        if (_states.FirstOrDefault(state => state.Bytes > memory) is { } large)
        {
            throw new InputException(
                $"a sample of the state {large.State.Name} needs about {MemorySize.Describe((long)large.Bytes)} of memory, and the limit "
                + $"is {MemorySize.Describe((long)memory)}; allow more (memory), or leave the state out");
        }

        _attempts = retries + 1;
    }

    /// <summary>Whether nothing is left to do, and nothing is at work.</summary>
    public bool IsFinished => _states.All(state => state.PendingChains.Count == 0 && state.Running.Count == 0 && state.Ready.Count == 0);

    /// <summary>The counts of each state, in the order of work.</summary>
    public IReadOnlyList<StateCounts> Counts =>
    [
        .. _states.Select(state => new StateCounts(
            state.State.Name,
            state.Samples,
            state.Done,
            state.Failed,
            state.Running.Count(item => item.Kind == WorkKind.Sample),
            state.CoreSeconds)
        {
            SamplesOfState = state.SamplesOfState,
        }),
    ];

    /// <summary>Adds processor time that earlier runs have spent.</summary>
    public void AddTimes(IReadOnlyDictionary<string, double> spent)
    {
        foreach (StateWork state in _states)
        {
            state.CoreSeconds += spent.GetValueOrDefault(state.State.Name);
        }
    }

    /// <summary>Takes the next item that a number of free threads can do in the free memory; null if there is none now.</summary>
    /// <param name="freeThreads">Number of threads without an item.</param>
    public WorkItem? Take(int freeThreads)
    {
        double freeBytes = _memory - _states.Sum(state => state.Running.Count * state.Bytes);
        foreach (StateWork state in _states)
        {
            int threads = Math.Min(state.Threads, _threads);
            WorkItem? item = threads > freeThreads || state.Bytes > freeBytes ? null
                : state.Ready.Count > 0 ? new WorkItem(WorkKind.Sample, state.State.Name, state.Ready.Dequeue(), threads)
                : state.PendingChains.Count > 0 ? new WorkItem(WorkKind.Chain, state.State.Name, state.PendingChains.Dequeue(), threads)
                : null;
            if (item is not null)
            {
                state.Running.Add(item);
                return item;
            }
        }

        return null;
    }

    /// <summary>Notes that a start is ready.</summary>
    public void AddStart(string name, int sample)
    {
        StateWork state = Of(name);
        if (state.Waiting.Remove(sample))
        {
            state.Ready.Enqueue(sample);
        }
    }

    /// <summary>Notes that an item has come further, so that a later failure is not counted with those before.</summary>
    public void NoteProgress(WorkItem item) => Of(item.State).Attempts.Remove(item);

    /// <summary>Notes processor time that was spent on an item.</summary>
    public void AddTime(WorkItem item, double coreSeconds) => Of(item.State).CoreSeconds += coreSeconds;

    /// <summary>Notes that an item is done.</summary>
    public void Finish(WorkItem item)
    {
        StateWork state = Of(item.State);
        state.Running.Remove(item);
        state.Attempts.Remove(item);
        state.Done += item.Kind == WorkKind.Sample ? 1 : 0;
    }

    /// <summary>Puts an item back that was stopped without a fault of its own.</summary>
    public void PutBack(WorkItem item)
    {
        StateWork state = Of(item.State);
        state.Running.Remove(item);
        (item.Kind == WorkKind.Sample ? state.Ready : state.PendingChains).Enqueue(item.Number);
    }

    /// <summary>Notes that an item has failed. Returns whether it will be tried again.</summary>
    public bool Fail(WorkItem item)
    {
        StateWork state = Of(item.State);
        int attempts = state.Attempts.GetValueOrDefault(item) + 1;
        state.Attempts[item] = attempts;
        if (attempts < _attempts)
        {
            PutBack(item);
            return true;
        }

        state.Running.Remove(item);
        if (item.Kind == WorkKind.Sample)
        {
            state.Failed++;
            return false;
        }

        // The starts that the chain has not given will never come.
        int[] lost = [.. state.Waiting.Where(sample => state.ChainOf(sample) == item.Number)];
        state.Failed += lost.Length;
        state.Waiting.ExceptWith(lost);
        return false;
    }

    private StateWork Of(string name) => _states.First(state => state.State.Name == name);
}

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

    public int Done { get; set; }

    public int Failed { get; set; }

    public double CoreSeconds { get; set; }

    /// <summary>The chain that gives a sample.</summary>
    public int ChainOf(int sample) => sample / ((PreparedStarts)State.Source).SamplesPerChain;
}
