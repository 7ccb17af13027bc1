// How fast a campaign goes, and how long it will take.

namespace GlassModes.Campaigns.Status;

/// <summary>How fast a campaign goes.</summary>
/// <param name="SamplesPerHour">Samples finished since the first look, in an hour; null before one is finished.</param>
/// <param name="SinceNews">Time since anything has changed.</param>
public sealed record CampaignPace(double? SamplesPerHour, TimeSpan SinceNews)
{
    /// <summary>
    /// Seconds until a state is finished if all cores that are at work now do nothing else; null if the time of a sample of the state is
    /// not known, or nobody is at work.
    /// </summary>
    public static double? SecondsLeft(CampaignStatus campaign, StateProgress state)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        ArgumentNullException.ThrowIfNull(state);
        int cores = campaign.Workers.Sum(worker => worker.Threads);
        return state.RemainingCoreSeconds is { } remaining && (cores > 0 || remaining == 0) ? remaining / Math.Max(1, cores) : null;
    }

    /// <summary>
    /// Seconds until all states are finished: the sum over the states, so that a long sample counts as much as it takes. Null if the time
    /// of one of the states is not known.
    /// </summary>
    public static double? SecondsLeft(CampaignStatus campaign)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        double?[] left = [.. campaign.States.Select(state => SecondsLeft(campaign, state))];
        return left.Contains(null) ? null : left.Sum();
    }
}

/// <summary>Measures the pace of a campaign by looking at it again and again. Compares no clocks of other hosts.</summary>
public sealed class PaceMeter
{
    private CampaignStatus? _last;
    private TimeSpan _began;
    private TimeSpan _changed;
    private int _doneBefore;

    /// <summary>Adds a look at the campaign.</summary>
    /// <param name="campaign">How far the campaign is.</param>
    /// <param name="time">When, by the clock of the caller.</param>
    public CampaignPace Add(CampaignStatus campaign, TimeSpan time)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        int done = campaign.States.Sum(state => state.Done);
        if (_last is null)
        {
            (_began, _changed, _doneBefore) = (time, time, done);
        }
        else if (!campaign.Shows(_last))
        {
            _changed = time;
        }

        _last = campaign;
        double hours = (time - _began).TotalHours;
        return new CampaignPace(done > _doneBefore && hours > 0 ? (done - _doneBefore) / hours : null, time - _changed);
    }
}
