// How far a whole campaign is, from the files of its shares.

using System.Globalization;
using GlassModes.Campaigns.Store;

namespace GlassModes.Campaigns.Status;

/// <summary>How far a state is, all shares together.</summary>
/// <param name="State">Name of the state.</param>
/// <param name="Samples">Number of samples of the state.</param>
/// <param name="Done">Samples whose records are written.</param>
/// <param name="Failed">Samples that were given up.</param>
/// <param name="Running">Samples at work.</param>
/// <param name="CoreSeconds">Processor time spent on the state.</param>
public sealed record StateProgress(string State, int Samples, int Done, int Failed, int Running, double CoreSeconds)
{
    /// <inheritdoc cref="StateCounts.LeftOut"/>
    public int LeftOut { get; init; }

    /// <inheritdoc cref="StateCounts.Judged"/>
    public int Judged { get; init; }

    /// <inheritdoc cref="StateCounts.Equilibrated"/>
    public int Equilibrated { get; init; }

    /// <summary>
    /// Processor time that the remaining samples will take: the time spent for each finished sample, times the number of samples that are
    /// not done, failed or left out. Null if no sample is finished and some remain.
    /// </summary>
    public double? RemainingCoreSeconds
    {
        get
        {
            int remaining = Math.Max(0, Samples - Done - Failed - LeftOut);
            return remaining == 0 ? 0 : Done == 0 ? null : CoreSeconds / Done * remaining;
        }
    }
}

/// <summary>
/// How far a campaign is. A campaign may have been divided into shares in several ways, one after another. What is done and what was spent
/// counts from all divisions; what is at work and what has failed is told by the division that was at work last.
/// </summary>
/// <param name="IsFinished">Whether all shares of the last division are finished.</param>
/// <param name="States">The states.</param>
/// <param name="Workers">The workers at work.</param>
public sealed record CampaignStatus(bool IsFinished, IReadOnlyList<StateProgress> States, IReadOnlyList<WorkerStatus> Workers)
{
    /// <summary>Reads the files of all shares. Without a file, nothing is finished and no state is known.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static CampaignStatus Read(CampaignDirectory directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        return Of(StatusFile.ReadAll(directory));
    }

    /// <summary>Whether this status says the same as another one. When the runs last heard of their workers does not count.</summary>
    public bool Shows(CampaignStatus other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return IsFinished == other.IsFinished && States.SequenceEqual(other.States)
            && Workers.Select(Timeless).SequenceEqual(other.Workers.Select(Timeless));

        static WorkerStatus Timeless(WorkerStatus worker) => worker with { LastSeen = default };
    }

    /// <summary>How far one share is, as if it were the campaign.</summary>
    public static CampaignStatus OfShare(ShareStatus share)
    {
        ArgumentNullException.ThrowIfNull(share);
        return new CampaignStatus(
            share.IsFinished,
            [
                .. share.States.Select(state => new StateProgress(
                    state.State, state.Samples, state.Done, state.Failed, state.Running, state.CoreSeconds)
                {
                    LeftOut = state.LeftOut,
                    Judged = state.Judged,
                    Equilibrated = state.Equilibrated,
                }),
            ],
            share.Workers);
    }

    /// <summary>Adds up shares.</summary>
    /// <param name="shares">The shares, those that were written last at the end.</param>
    public static CampaignStatus Of(IReadOnlyList<ShareStatus> shares)
    {
        ArgumentNullException.ThrowIfNull(shares);
        if (shares.Count == 0)
        {
            return new CampaignStatus(false, [], []);
        }

        ILookup<int, ShareStatus> divisions = shares.ToLookup(DivisionOf);
        int last = DivisionOf(shares[^1]);
        IEnumerable<StateProgress> states = divisions[last].SelectMany(share => share.States).Select(state => state.State).Distinct()
            .Select(name => Add(name, divisions, last));
        return new CampaignStatus(
            divisions[last].Count() == last && divisions[last].All(share => share.IsFinished),
            [.. states],
            [.. divisions[last].SelectMany(share => share.Workers)]);
    }

    private static StateProgress Add(string name, ILookup<int, ShareStatus> divisions, int last)
    {
        StateCounts[] In(IEnumerable<ShareStatus> division) =>
            [.. division.SelectMany(share => share.States).Where(state => state.State == name)];

        StateCounts[] current = In(divisions[last]);
        int samples = Math.Max(current.Sum(state => state.Samples), current.Max(state => state.SamplesOfState));
        int done = divisions.Max(division => In(division).Sum(state => state.Done));
        return new StateProgress(
            name,
            samples,
            Math.Min(done, samples),
            current.Sum(state => state.Failed),
            current.Sum(state => state.Running),
            divisions.Sum(division => In(division).Sum(state => state.CoreSeconds)))
        {
            LeftOut = current.Sum(state => state.LeftOut),
            Judged = current.Sum(state => state.Judged),
            Equilibrated = current.Sum(state => state.Equilibrated),
        };
    }

    // The n of i/n.
    private static int DivisionOf(ShareStatus share) =>
        int.Parse(share.Share.Split('/')[^1], NumberStyles.None, CultureInfo.InvariantCulture);
}
