// The work of a worker process: takes items from its input and does them, one after another.

using System.Diagnostics;
using GlassModes.Campaigns.Plan;
using GlassModes.Campaigns.Store;
using GlassModes.Equilibrium.Crystals;
using GlassModes.Files;
using GlassModes.IO;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Particles;
using GlassModes.Quench;
using GlassModes.Samples;

namespace GlassModes.Campaigns.Work;

/// <summary>
/// Does items of a campaign. Every item is resumed from its checkpoint, so that an item that was stopped anywhere ends with the same bits.
/// </summary>
/// <param name="campaign">The campaign.</param>
/// <param name="directory">Its directory.</param>
/// <param name="versions">Versions of libraries, for the records.</param>
/// <param name="output">Receives the messages.</param>
public sealed class CampaignWorker(
    Campaign campaign, CampaignDirectory directory, IReadOnlyDictionary<string, string> versions, TextWriter output)
{
    private static readonly TimeSpan s_progressInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, IReadOnlyList<StartFile>> _starts = [];
    private TimeSpan _timeBefore;
    private long _lastProgress = Stopwatch.GetTimestamp();

    /// <summary>Does items until the input ends, as it does when the run that gives the items is gone.</summary>
    /// <param name="input">The items, a line each.</param>
    /// <param name="cancellation">Stops the item at work, whose state is saved.</param>
    public void Run(TextReader input, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(input);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        System.Collections.Concurrent.BlockingCollection<WorkItem> items = [];
        Thread reader = new(() =>
        {
            while (input.ReadLine() is { } line)
            {
                items.Add(WorkerProtocol.Read<WorkItem>(line));
            }

            // An item at work is stopped at once: nobody waits for it.
            items.CompleteAdding();
            stop.Cancel();
        })
        { IsBackground = true };
        reader.Start();
        try
        {
            foreach (WorkItem item in items.GetConsumingEnumerable(stop.Token))
            {
                Do(item, stop.Token);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The state of the item is saved.
        }
    }

    private void Do(WorkItem item, CancellationToken cancellation)
    {
        _timeBefore = ProcessorTime();
        try
        {
            CampaignState state = campaign.States.First(known => known.Name == item.State);

            // With one thread the bits of modes do not depend on the number of workers, and factorisations gain little from a second one.
            BlasThreads.Count = 1;
            WorkerMessage ending = item.Kind switch
            {
                WorkKind.Chain => DoChain(state, item, cancellation),
                WorkKind.Pack => DoPack(state, item, cancellation),
                _ => DoSample(state, item, cancellation),
            };
            cancellation.ThrowIfCancellationRequested();
            Send(ending);
        }
        catch (Exception failure) when (
            failure is GlassModesException or OutOfMemoryException or IOException or UnauthorizedAccessException)
        {
            Send(new WorkerMessage(WorkerReport.Failed) { Text = failure.Message, EndsRun = FullDisk.IsCauseOf(failure) });
        }
    }

    private WorkerMessage DoChain(CampaignState state, WorkItem item, CancellationToken cancellation)
    {
        ChainWorkEvents events = new(
            (number, _) => Send(new WorkerMessage(WorkerReport.Start) { Start = number }), Warn, new Reporter(this));
        new ChainWork(directory, state, item).Run(events, null, cancellation);
        return Done("done");
    }

    private WorkerMessage DoSample(CampaignState state, WorkItem item, CancellationToken cancellation)
    {
        SampleStorage storage = directory.SampleOf(state, item.Number);
        ItemTraces.RemoveLeftovers(storage.Directory, Warn);
        SampleStart start = StartOf(state, item.Number);
        if (!state.KeepsCrystals && CrystalIn(start) is { } crystal)
        {
            return new WorkerMessage(WorkerReport.LeftOut)
            {
                Text = $"left out, for it has a crystal of {crystal} of its {start.Configuration.Count} particles; keep_crystals = true "
                    + "in [liquid] takes it all the same",
            };
        }

        SampleResult result = ItemTraces.DoOrBeginAnew(
            () => SampleRun.Run(
                start,
                state.Plan with { Versions = versions },
                storage,
                item.Threads,
                new SampleEvents(
                    rung => Send(new WorkerMessage(WorkerReport.Rung) { Log10W = rung.Rung.Log10W }), Warn, new Reporter(this))
                {
                    OnModes = rung => Send(new WorkerMessage(WorkerReport.Progress)
                    {
                        Text = FormattableString.Invariant($"modes at log10 W = {rung.Log10W:g4}"),
                    }),
                },
                cancellation),
            storage.Forget,
            Warn);
        if (!state.Kept.Configurations && result.RecordFile is { } record)
        {
            // Everything else is removed only if the record can be read.
            _ = SampleFile.Read(record, eigenvectors: false);
            new StateFiles(directory, state).RemoveAllButRecord(item.Number);
        }

        return Done(result.Status == QuenchStatus.LadderDone ? "done" : $"ended before the last rung: {EnumWord.Of(result.Status)}");
    }

    // Random positions have no crystals but by chance, and are what was asked for.
    private static int? CrystalIn(SampleStart start)
    {
        if (start.Temperature is { } temperature && double.IsPositiveInfinity(temperature))
        {
            return null;
        }

        int largest = CrystalFinder.Find(start.Configuration).LargestCluster;
        return CrystalRule.Default.IsCrystal(largest) ? largest : null;
    }

    private static WorkerMessage Done(string text) => new(WorkerReport.Done) { Text = text };

    private WorkerMessage DoPack(CampaignState state, WorkItem item, CancellationToken cancellation)
    {
        Send(new WorkerMessage(WorkerReport.Progress) { Text = $"packing {item.Samples.Count} samples" });
        new PackStore(new StateFiles(directory, state), state).Pack(item.Samples, cancellation);
        return Done("packed");
    }

    private SampleStart StartOf(CampaignState state, int number)
    {
        if (state.Source is PreparedStarts prepared)
        {
            string file = directory.LiquidsOf(state).FileOf(number);
            Configuration configuration = ConfigurationFile.Read(file);
            LiquidPlan liquids = prepared.ChainPlan(number / prepared.SamplesPerChain);

            // Named relative to the state, so that the bits of the results do not depend on the place of the campaign.
            string name = Path.GetRelativePath(directory.Of(state), file);
            return SampleStart.FromFile(configuration, name, 0, number, liquids.TemperatureOf(number)) with
            {
                Preparation = double.IsPositiveInfinity(liquids.Temperature) ? null : liquids.Protocol,
            };
        }

        StartsInFiles files = (StartsInFiles)state.Source;
        if (!_starts.TryGetValue(state.Name, out IReadOnlyList<StartFile>? starts))
        {
            starts = StartFiles.List(files.Files, state.Plan.Model, files.Reading, files.AllFrames);
            _starts[state.Name] = starts;
        }

        return StartFiles.Read(starts[number], files.Reading, files.Temperature);
    }

    private void Warn(string text) => Send(new WorkerMessage(WorkerReport.Warning) { Text = text });

    private void Send(WorkerMessage message)
    {
        lock (_gate)
        {
            output.WriteLine(WorkerProtocol.Line(message with
            {
                CoreSeconds = (ProcessorTime() - _timeBefore).TotalSeconds,
                PeakBytes = PeakMemory(),
            }));
            output.Flush();
        }
    }

    private static TimeSpan ProcessorTime()
    {
        using Process process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    private static long PeakMemory()
    {
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private sealed class Reporter(CampaignWorker worker) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
            if (Stopwatch.GetElapsedTime(worker._lastProgress) < s_progressInterval)
            {
                return;
            }

            worker._lastProgress = Stopwatch.GetTimestamp();
            worker.Send(new WorkerMessage(WorkerReport.Progress)
            {
                Text = value.Activity,
                Fraction = double.IsNaN(value.Fraction) ? null : value.Fraction,
            });
        }
    }
}
