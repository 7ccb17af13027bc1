// Decides which work comes next: small states first, and a sample as soon as its start is there.

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
    public bool IsFinished => _states.All(state =>
        state.PendingChains.Count == 0 && state.Running.Count == 0 && state.Ready.Count == 0 && state.NextPack is null);

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
            LeftOut = state.LeftOut.Count,
            Judged = state.Judged.Count,
            Equilibrated = state.Judged.Values.Count(isEquilibrated => isEquilibrated),
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
            WorkItem? item = freeThreads < 1 || state.Bytes > freeBytes ? null
                : state.TakePack() is { } pack ? new WorkItem(WorkKind.Pack, state.State.Name, pack[0], 1) { Samples = pack }
                : threads > freeThreads ? null
                : state.Ready.Count > 0 ? new WorkItem(WorkKind.Sample, state.State.Name, state.Ready.Dequeue(), threads)
                : state.PendingChains.Count > 0 ? ChainOf(state, state.PendingChains.Dequeue(), threads)
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
        switch (item.Kind)
        {
            case WorkKind.Sample:
                state.Finished.Add(item.Number);
                state.AddUnpacked(item.Number);
                break;
            case WorkKind.Pack:
                state.Packed.UnionWith(item.Samples);
                break;
        }
    }

    /// <summary>Notes that a sample is not to be done.</summary>
    public void LeaveOut(WorkItem item)
    {
        StateWork state = Of(item.State);
        state.Running.Remove(item);
        state.Attempts.Remove(item);
        state.LeftOut.Add(item.Number);
    }

    /// <summary>Notes whether the chain of an item was equilibrated.</summary>
    public void NoteJudgement(WorkItem item, bool isEquilibrated) => Of(item.State).Judged[item.Number] = isEquilibrated;

    /// <summary>Finds the chains that an item of work was the last one of: no checkpoint or start of theirs is needed any more.</summary>
    /// <returns>Numbers of the first samples of the chains.</returns>
    public IReadOnlyList<int> SpentChains(WorkItem item) => Of(item.State).SpentChains(item);

    /// <summary>Puts an item back that was stopped without a fault of its own.</summary>
    public void PutBack(WorkItem item)
    {
        StateWork state = Of(item.State);
        state.Running.Remove(item);
        switch (item.Kind)
        {
            case WorkKind.Sample:
                state.Ready.Enqueue(item.Number);
                break;
            case WorkKind.Chain:
                state.PendingChains.Enqueue(item.Number);
                break;
            default:
                state.BrokenOffPacks.Enqueue(item.Samples);
                break;
        }
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
        if (item.Kind != WorkKind.Chain)
        {
            // Samples that cannot be packed are done nevertheless.
            state.Failed += item.Kind == WorkKind.Sample ? 1 : 0;
            return false;
        }

        // The starts that the chain has not given will never come.
        int[] lost = [.. state.Waiting.Where(sample => state.ChainOf(sample) == item.Number)];
        state.Failed += lost.Length;
        state.Waiting.ExceptWith(lost);
        return false;
    }

    /// <summary>A chain of a state, with those of its samples that are done.</summary>
    public static WorkItem ChainOf(StateWork state, int chain, int threads) => new(WorkKind.Chain, state.State.Name, chain, threads)
    {
        Samples = [.. state.Finished.Where(sample => state.ChainOf(sample) == chain).Order()],
    };

    private StateWork Of(string name) => _states.First(state => state.State.Name == name);
}
