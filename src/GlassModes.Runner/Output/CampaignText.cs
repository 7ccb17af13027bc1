// Shows how far a campaign is, as JSON, as a table and as a line of progress.

using System.Globalization;
using GlassModes.Campaigns.Status;

namespace GlassModes.Runner.Output;

internal static class CampaignText
{
    private const double SecondsPerHour = 3600;
    private const double LongestSeconds = 1e9;
    private const int WorkersInLine = 4;

    // A run writes its status each second. Network file systems show it late.
    private static readonly TimeSpan s_longSilence = TimeSpan.FromSeconds(30);

    /// <summary>The JSON document of a campaign, or of a share alone.</summary>
    public static object DocumentOf(CampaignStatus campaign) => new
    {
        Status = campaign.IsFinished ? campaign.States.Any(state => state.Failed > 0) ? "incomplete" : "done"
            : campaign.Workers.Count > 0 ? "running" : "cancelled",
        States = campaign.States.Select(state => new
        {
            Name = state.State,
            state.Samples,
            state.Done,
            state.Running,
            state.Failed,
            state.LeftOut,
            Chains = new { state.Judged, state.Equilibrated },
            state.CoreSeconds,
            RemainingCoreHours = state.RemainingCoreSeconds / SecondsPerHour,
        }),
        campaign.Workers,
    };

    /// <summary>How far the campaign is, how fast it goes and how long it will take, in a line.</summary>
    public static string Headline(CampaignStatus campaign, CampaignPace pace)
    {
        int failed = campaign.States.Sum(state => state.Failed);
        int leftOut = campaign.States.Sum(state => state.LeftOut);
        string?[] parts =
        [
            $"{campaign.States.Sum(state => state.Done)} of {campaign.States.Sum(state => state.Samples)} samples done",
            $"{failed} failed",
            leftOut > 0 ? $"{leftOut} left out" : null,
            pace.SamplesPerHour is { } rate ? $"{TextTable.Number(rate, rate < 100 ? "g3" : "f0")} an hour" : null,
            campaign.IsFinished ? "finished" : CampaignPace.SecondsLeft(campaign) is { } left ? $"{Duration(left)} left" : null,
            pace.SinceNews > s_longSilence && !campaign.IsFinished ? $"no news for {Duration(pace.SinceNews.TotalSeconds)}" : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    /// <summary>The headline and what the workers do, in a line.</summary>
    public static string Line(CampaignStatus campaign, CampaignPace pace)
    {
        string headline = Headline(campaign, pace);
        int more = campaign.Workers.Count - WorkersInLine;
        IEnumerable<string> workers = campaign.Workers.Take(WorkersInLine).Select(worker => $"{worker.Sample}{RungOf(worker)}");
        return campaign.Workers.Count == 0
            ? headline
            : $"{headline}; {string.Join(", ", workers)}{(more > 0 ? $" and {more} more" : "")}";
    }

    /// <summary>Days, hours, minutes and seconds.</summary>
    public static string Duration(double seconds) => seconds < LongestSeconds
        ? TimeSpan.FromSeconds(Math.Round(seconds)).ToString("c", CultureInfo.InvariantCulture)
        : "years";

    /// <summary>Writes a row for each state, and one for each worker at work.</summary>
    public static void Write(TextWriter output, CampaignStatus campaign)
    {
        TextTable table = new("state", "samples", "done", "running", "failed", "core-hours", "remaining");
        foreach (StateProgress state in campaign.States)
        {
            table.Add(
                state.State,
                $"{state.Samples}",
                $"{state.Done}",
                $"{state.Running}",
                $"{state.Failed}",
                TextTable.Number(state.CoreSeconds / SecondsPerHour, "g3"),
                TextTable.Number(state.RemainingCoreSeconds / SecondsPerHour ?? double.NaN, "g3"));
        }

        table.Write(output);
        foreach (StateProgress state in campaign.States)
        {
            if (state.LeftOut > 0)
            {
                output.WriteLine($"{state.State}: {state.LeftOut} left out, for their starts have crystallised");
            }

            if (state.Equilibrated < state.Judged)
            {
                output.WriteLine(
                    $"{state.State}: {state.Judged - state.Equilibrated} of {state.Judged} chains not equilibrated; the files "
                    + $"equilibration_*.json in {state.State}/liquids say why");
            }
        }

        if (campaign.Workers.Count > 0)
        {
            TextTable work = new("host", "process", "sample", "log10 W", "stage");
            foreach (WorkerStatus worker in campaign.Workers)
            {
                string rung = TextTable.Number(worker.Log10W ?? double.NaN);
                work.Add(worker.Host, $"{worker.Process}", worker.Sample, rung, worker.Stage);
            }

            output.WriteLine();
            work.Write(output);
        }
    }

    private static string RungOf(WorkerStatus worker) =>
        worker.Log10W is { } rung ? string.Create(CultureInfo.InvariantCulture, $" at log10 W = {rung:g4}") : "";
}
