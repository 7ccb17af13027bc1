// Runs a share of a campaign by worker processes.

using System.Runtime.ExceptionServices;
using GlassModes.Campaigns.Plan;
using GlassModes.Campaigns.Status;
using GlassModes.Campaigns.Store;
using GlassModes.Files;
using GlassModes.Numerics.Memory;
using GlassModes.Samples;

namespace GlassModes.Campaigns.Work;

/// <summary>What a run of a campaign tells while it is at work. Calls do not overlap.</summary>
/// <param name="OnEvent">Receives a line for each sample that is done or failed, and for warnings.</param>
/// <param name="OnStatus">Receives the counts and the workers about once a second.</param>
public sealed record CampaignEvents(Action<string>? OnEvent = null, Action<ShareStatus>? OnStatus = null);

/// <summary>
/// Runs a share of a campaign: hands items to worker processes, and starts a worker again that has died. Everything is resumed from what
/// the directory holds, so that the same command continues a campaign that was stopped or killed.
/// </summary>
/// <param name="campaign">The campaign.</param>
/// <param name="directory">Its directory, which <see cref="CampaignFiles.Open"/> has prepared.</param>
/// <param name="share">The share.</param>
/// <param name="command">How to start a worker.</param>
/// <param name="workers">Number of worker processes.</param>
public sealed class CampaignRun(
    Campaign campaign, CampaignDirectory directory, CampaignShare share, WorkerCommand command, int workers)
{
    private static readonly TimeSpan s_statusInterval = TimeSpan.FromSeconds(1);

    // Monitor waits on it.
    private readonly object _gate = new();
    private readonly List<WorkerProcess> _processes = [];
    private readonly List<WorkerProcess> _retired = [];
    private bool _hasChanged;
    private WorkQueue _queue = null!;
    private CampaignEvents _events = new();
    private bool _isStopping;

    // A tenth is left to the system and to what the estimates do not know.
    private double Memory => campaign.Memory ?? (0.9 * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
    private ExceptionDispatchInfo? _problem;

    /// <summary>Runs until all work of the share is done or has failed.</summary>
    /// <param name="events">What to tell.</param>
    /// <param name="cancellation">Stops the workers, which save their items.</param>
    /// <returns>The last status.</returns>
    /// <exception cref="InputException">
    /// A file of starts cannot be read, a state has too few starts, or a sample does not fit into the memory.
    /// </exception>
    /// <exception cref="IOException">The status cannot be written.</exception>
    public ShareStatus Run(CampaignEvents? events = null, CancellationToken cancellation = default)
    {
        _events = events ?? _events;
        _queue = new WorkQueue(ShareWork.Find(campaign, directory, share, Warn, cancellation), workers, campaign.Retries, Memory);
        StatusFile file = new(directory, share);
        Dictionary<string, double> spent = file.ReadOrNull()?.States.ToDictionary(state => state.State, state => state.CoreSeconds) ?? [];
        _queue.AddTimes(spent);
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                lock (_gate)
                {
                    _problem?.Throw();
                    if (_queue.IsFinished)
                    {
                        break;
                    }

                    GiveWork();
                }

                Publish(file);
                WaitForChange(cancellation);
            }
        }
        finally
        {
            StopWorkers();
        }

        return Publish(file);
    }

    // Waits until a worker is free or a start is ready, for a second at most, so that the status stays new.
    private void WaitForChange(CancellationToken cancellation)
    {
        using CancellationTokenRegistration registration = cancellation.Register(Signal);
        lock (_gate)
        {
            if (!_hasChanged)
            {
                Monitor.Wait(_gate, s_statusInterval);
            }

            _hasChanged = false;
        }
    }

    private void Signal()
    {
        lock (_gate)
        {
            _hasChanged = true;
            Monitor.PulseAll(_gate);
        }
    }

    // Gives items to idle workers, and starts workers as long as there are items for them.
    private void GiveWork()
    {
        while (true)
        {
            int busy = _processes.Sum(worker => worker.Item?.Threads ?? 0);
            WorkerProcess? idle = _processes.FirstOrDefault(worker => worker.Item is null);
            if ((idle is null && _processes.Count >= workers) || _queue.Take(workers - busy) is not { } item)
            {
                return;
            }

            if (idle is null)
            {
                idle = WorkerProcess.Start(
                    command,
                    (worker, message) => Guard(() => OnMessage(worker, message)),
                    worker => Guard(() => OnEnd(worker)));
                _processes.Add(idle);
            }

            idle.Give(item);
        }
    }

    // A message comes on a thread of its own. What goes wrong there, such as a full disk, ends the run.
    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            lock (_gate)
            {
                _problem ??= ExceptionDispatchInfo.Capture(problem);
                Signal();
            }
        }
    }

    private void OnMessage(WorkerProcess worker, WorkerMessage message)
    {
        lock (_gate)
        {
            if (worker.Item is not { } item)
            {
                return;
            }

            double before = worker.Last?.CoreSeconds ?? 0;
            _queue.AddTime(item, Math.Max(0, message.CoreSeconds - before));
            worker.Last = message with
            {
                Log10W = message.Log10W ?? worker.Last?.Log10W,
                Text = message.Report switch
                {
                    WorkerReport.Progress => message.Text,
                    WorkerReport.Rung => "quench",
                    _ => worker.Last?.Text ?? "",
                },
            };
            switch (message.Report)
            {
                case WorkerReport.Start:
                    _queue.NoteProgress(item);
                    _queue.AddStart(item.State, message.Start!.Value);
                    Signal();
                    break;
                case WorkerReport.Rung:
                    _queue.NoteProgress(item);
                    break;
                case WorkerReport.Warning:
                    Warn($"{item.State}/{item.Name}: {message.Text}");
                    break;
                case WorkerReport.Done:
                    worker.Item = null;
                    Recycle(worker);
                    _queue.Finish(item);
                    ForgetFailure(item);
                    NoteJudgement(item);
                    RemoveCheckpoints(item);
                    if (item.Kind == WorkKind.Sample)
                    {
                        _events.OnEvent?.Invoke($"{item.State}/{item.Name}: {message.Text}");
                    }

                    Signal();
                    break;
                case WorkerReport.LeftOut:
                    worker.Item = null;
                    _queue.LeaveOut(item);
                    ForgetFailure(item);
                    RemoveCheckpoints(item);
                    _events.OnEvent?.Invoke($"{item.State}/{item.Name}: {message.Text}");
                    Signal();
                    break;
                case WorkerReport.Failed:
                    worker.Item = null;
                    if (message.EndsRun)
                    {
                        _queue.PutBack(item);
                        throw new IOException(message.Text);
                    }

                    NoteFailure(item, message.Text);
                    Signal();
                    break;
            }
        }
    }

    private void Warn(string text) => _events.OnEvent?.Invoke($"warning: {text}");

    // What a process has once taken it seldom gives back. A new one takes the next item.
    private void Recycle(WorkerProcess worker)
    {
        if (worker.Last!.PeakBytes > Memory / workers)
        {
            _events.OnEvent?.Invoke(
                $"worker {worker.Id} has grown to {MemorySize.Describe(worker.Last.PeakBytes)} and is replaced");
            _processes.Remove(worker);
            _retired.Add(worker);
            worker.Close();
        }
    }

    private void OnEnd(WorkerProcess worker)
    {
        lock (_gate)
        {
            _processes.Remove(worker);
            if (worker.Item is { } item)
            {
                if (_isStopping)
                {
                    _queue.PutBack(item);
                }
                else
                {
                    NoteFailure(item, worker.DescribeEnd());
                }
            }

            Signal();
        }
    }

    private void ForgetFailure(WorkItem item)
    {
        string file = directory.FailureOf(StateOf(item), item.Name);
        if (File.Exists(file))
        {
            File.Delete(file);
        }
    }

    // Random positions are not judged.
    private void NoteJudgement(WorkItem item)
    {
        if (item.Kind != WorkKind.Chain)
        {
            return;
        }

        CampaignState state = StateOf(item);
        int firstSample = ((PreparedStarts)state.Source).ChainPlan(item.Number).FirstSample;
        if (JudgedChains.Find(directory.LiquidsOf(state), firstSample) is { } judged)
        {
            _queue.NoteJudgement(item, judged.IsEquilibrated);
        }
    }

    private void RemoveCheckpoints(WorkItem item)
    {
        if (_queue.SpentChains(item) is { Count: > 0 } spent)
        {
            new StateFiles(directory, StateOf(item)).RemoveCheckpointsOfChains(spent);
        }
    }

    private void NoteFailure(WorkItem item, string reason)
    {
        bool isTriedAgain = _queue.Fail(item);
        string file = directory.FailureOf(StateOf(item), item.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        AtomicFile.WriteAllText(file, $"{reason}\n");
        string next = isTriedAgain ? "it is tried again" : $"it is left; see {file}";
        _events.OnEvent?.Invoke($"{item.State}/{item.Name} failed: {reason.Split('\n')[0]}; {next}");
    }

    private ShareStatus Publish(StatusFile file)
    {
        ShareStatus status;
        lock (_gate)
        {
            status = new ShareStatus(
                share.ToString(),
                _queue.IsFinished,
                _queue.Counts,
                [.. _processes.Where(worker => worker.Item is not null).Select(Describe)]);
            _events.OnStatus?.Invoke(status);
        }

        file.Write(status);
        return status;
    }

    private static WorkerStatus Describe(WorkerProcess worker) => new(
        Environment.MachineName,
        worker.Id,
        $"{worker.Item!.State}/{worker.Item.Name}",
        worker.Last?.Text ?? "",
        worker.Last?.Log10W,
        worker.Last?.PeakBytes ?? 0,
        DateTimeOffset.UtcNow)
    {
        Threads = worker.Item.Threads,
    };

    private CampaignState StateOf(WorkItem item) => campaign.States.First(state => state.Name == item.State);

    // Workers save their items when their input ends. Then they end themselves.
    private void StopWorkers()
    {
        WorkerProcess[] left;
        lock (_gate)
        {
            _isStopping = true;
            left = [.. _processes, .. _retired];
        }

        Array.ForEach(left, worker => worker.Close());
        Array.ForEach(left, worker => worker.WaitForEnd());
        lock (_gate)
        {
            // The end of a process is noted on the thread that reads its messages.
            while (_processes.Count > 0)
            {
                Monitor.Wait(_gate);
            }
        }

        Array.ForEach(left, worker => worker.Dispose());
    }
}
