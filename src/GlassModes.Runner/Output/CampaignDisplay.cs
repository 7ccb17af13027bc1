// Shows how far a campaign is on standard error: nothing, a line a minute, or a screen (CampaignScreen).

using System.Diagnostics;
using GlassModes.Campaigns.Status;

namespace GlassModes.Runner.Output;

internal abstract class CampaignDisplay
{
    private readonly PaceMeter _meter = new();
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Shows how far the campaign is. Calls do not overlap.</summary>
    public void Show(CampaignStatus campaign)
    {
        TimeSpan time = Stopwatch.GetElapsedTime(_start);
        Show(campaign, _meter.Add(campaign, time), time);
    }

    /// <summary>Shows that a sample is finished, or a warning.</summary>
    public abstract void Milestone(string text);

    protected abstract void Show(CampaignStatus campaign, CampaignPace pace, TimeSpan time);
}

internal sealed class SilentCampaign : CampaignDisplay
{
    public override void Milestone(string text)
    {
    }

    protected override void Show(CampaignStatus campaign, CampaignPace pace, TimeSpan time)
    {
    }
}

/// <summary>Shows plain lines: one at the beginning, one a minute, and one for each milestone.</summary>
internal sealed class LineCampaign(string verb) : CampaignDisplay
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);
    private TimeSpan? _last;

    public override void Milestone(string text) => Console.Error.WriteLine($"glassmodes {verb}: {text}");

    protected override void Show(CampaignStatus campaign, CampaignPace pace, TimeSpan time)
    {
        if (_last is not { } last || time - last >= s_interval)
        {
            _last = time;
            Milestone(CampaignText.Line(campaign, pace));
        }
    }
}
