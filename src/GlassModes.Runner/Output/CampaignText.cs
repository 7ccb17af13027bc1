// Shows how far a campaign is, as JSON, as a table and as a line of progress.

using System.Globalization;
using GlassModes.Campaigns.Status;

namespace GlassModes.Runner.Output;

internal static class CampaignText
{
    private const double SecondsPerHour = 3600;

    /// <summary>The JSON document of a campaign, or of a share alone.</summary>
    public static object DocumentOf(CampaignStatus campaign) => new
    {
        Status = !campaign.IsFinished ? "cancelled" : campaign.States.Any(state => state.Failed > 0) ? "incomplete" : "done",
        States = campaign.States.Select(state => new
        {
            Name = state.State,
            state.Samples,
            state.Done,
            state.Running,
            state.Failed,
            state.CoreSeconds,
            RemainingCoreHours = state.RemainingCoreSeconds / SecondsPerHour,
        }),
        campaign.Workers,
    };

    /// <summary>A line of progress: the share of all samples that is done, and what the workers do.</summary>
    public static WorkProgress ProgressOf(ShareStatus status)
    {
        int samples = status.States.Sum(state => state.Samples);
        int done = status.States.Sum(state => state.Done + state.Failed);
        string workers = string.Join("; ", status.Workers.Select(worker => $"{worker.Sample}{RungOf(worker)}"));
        return new WorkProgress(
            samples == 0 ? 1 : (double)done / samples,
            string.Create(CultureInfo.InvariantCulture, $"{done} of {samples} samples; {workers}"));
    }

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
