// The status of a share while its replica exchanges are run, in the file that `status` reads.

using System.Diagnostics;
using GlassModes.Campaigns.Plan;
using GlassModes.Campaigns.Status;

namespace GlassModes.Campaigns.Work;

/// <summary>Writes the status about once a second. Other states of the file keep their counts and times.</summary>
/// <param name="file">The file.</param>
/// <param name="share">The share.</param>
/// <param name="works">What there is to do in the states that are prepared.</param>
/// <param name="threads">Number of threads of a process.</param>
/// <param name="processes">Number of processes. Each is taken to be as busy as this one: a process that waits for others is.</param>
internal sealed class PreparationStatus(StatusFile file, CampaignShare share, IReadOnlyList<StateWork> works, int threads, int processes)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<StateCounts> _before = file.ReadOrNull()?.States ?? [];
    private readonly Dictionary<string, double> _spent = [];
    private double _lastSeconds = ProcessorSeconds();
    private long _lastWritten;

    /// <summary>Notes that a chain is at work.</summary>
    public void Show(StateWork work, WorkItem item, string activity)
    {
        if (_lastWritten != 0 && Stopwatch.GetElapsedTime(_lastWritten) < s_interval)
        {
            return;
        }

        _lastWritten = Stopwatch.GetTimestamp();
        double now = ProcessorSeconds();
        _spent[item.State] = _spent.GetValueOrDefault(item.State) + (processes * (now - _lastSeconds));
        _lastSeconds = now;
        using Process process = Process.GetCurrentProcess();
        Write([
            new WorkerStatus(
                Environment.MachineName,
                process.Id,
                $"{work.State.Name}/{item.Name}",
                activity,
                null,
                process.PeakWorkingSet64,
                DateTimeOffset.UtcNow)
            {
                Threads = threads * processes,
            },
        ]);
    }

    /// <summary>Notes that nobody is at work any more.</summary>
    public void End() => Write([]);

    private void Write(IReadOnlyList<WorkerStatus> workers) => file.Write(new ShareStatus(
        share.ToString(),
        IsFinished: false,
        [.. _before.Where(known => works.All(work => work.State.Name != known.State)), .. works.Select(CountsOf)],
        workers));

    private StateCounts CountsOf(StateWork work)
    {
        double before = _before.FirstOrDefault(known => known.State == work.State.Name)?.CoreSeconds ?? 0;
        return new StateCounts(
            work.State.Name, work.Samples, work.Done, 0, 0, before + _spent.GetValueOrDefault(work.State.Name))
        {
            SamplesOfState = work.SamplesOfState,
        };
    }

    private static double ProcessorSeconds()
    {
        using Process process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalSeconds;
    }
}
