// Shows how far a campaign is, as JSON, as a table and as a line of progress.

using System.Globalization;
using GlassModes.Campaigns.Status;

namespace GlassModes.Runner.Output;

internal static class CampaignText
{
    /// <summary>The JSON document of some shares.</summary>
    public static object DocumentOf(params IReadOnlyList<ShareStatus> shares)
    {
        StateCounts[] states = Total(shares);
        bool isFinished = shares.Count > 0 && shares.All(share => share.IsFinished);
        return new
        {
            Status = !isFinished ? "cancelled" : states.Any(state => state.Failed > 0) ? "incomplete" : "done",
            States = states.Select(state => new
            {
                Name = state.State,
                state.Samples,
                state.Done,
                state.Running,
                state.Failed,
                state.CoreSeconds,
            }),
            Workers = shares.SelectMany(share => share.Workers),
        };
    }

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
    public static void Write(TextWriter output, IReadOnlyList<ShareStatus> shares)
    {
        TextTable table = new("state", "samples", "done", "running", "failed", "core-hours");
        foreach (StateCounts state in Total(shares))
        {
            table.Add(
                state.State,
                $"{state.Samples}",
                $"{state.Done}",
                $"{state.Running}",
                $"{state.Failed}",
                TextTable.Number(state.CoreSeconds / 3600, "g3"));
        }

        table.Write(output);
        WorkerStatus[] workers = [.. shares.SelectMany(share => share.Workers)];
        if (workers.Length > 0)
        {
            TextTable work = new("host", "process", "sample", "log10 W", "stage");
            foreach (WorkerStatus worker in workers)
            {
                string rung = TextTable.Number(worker.Log10W ?? double.NaN);
                work.Add(worker.Host, $"{worker.Process}", worker.Sample, rung, worker.Stage);
            }

            output.WriteLine();
            work.Write(output);
        }
    }

    private static StateCounts[] Total(IReadOnlyList<ShareStatus> shares) =>
    [
        .. shares.SelectMany(share => share.States).GroupBy(state => state.State).Select(group => new StateCounts(
            group.Key,
            group.Sum(state => state.Samples),
            group.Sum(state => state.Done),
            group.Sum(state => state.Failed),
            group.Sum(state => state.Running),
            group.Sum(state => state.CoreSeconds))),
    ];

    private static string RungOf(WorkerStatus worker) =>
        worker.Log10W is { } rung ? string.Create(CultureInfo.InvariantCulture, $" at log10 W = {rung:g4}") : "";
}
