// Computes the modes of many configurations by one request, several at the same time.

using System.Diagnostics;
using System.Globalization;
using GlassModes.Forces;
using GlassModes.Hessians;
using GlassModes.IO;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Models;
using GlassModes.Modes;
using GlassModes.Numerics.Memory;
using GlassModes.Numerics.Threading;

namespace GlassModes.Samples;

/// <summary>The outcome of one configuration of a <see cref="ModeBatch"/>.</summary>
/// <param name="Index">Number of the configuration in the batch, from 0.</param>
/// <param name="File">The file.</param>
/// <param name="Frame">The configuration with the number of its frame; null if it could not be read.</param>
/// <param name="Report">The modes; null if an error occurred.</param>
/// <param name="Seconds">Time from the reading of the configuration to its outcome.</param>
/// <param name="Failure">
/// The error that ended the configuration: a <see cref="GlassModesException"/>, or an <see cref="OutOfMemoryException"/> if memory did not
/// suffice; null if no error occurred.
/// </param>
public sealed record ModeOutcome(int Index, string File, NumberedFrame? Frame, ModeReport? Report, double Seconds, Exception? Failure)
{
    /// <summary>The file, and the frame behind a hash sign where it is known.</summary>
    public string Name => Frame is null ? File : string.Create(CultureInfo.InvariantCulture, $"{File}#{Frame.Number}");
}

/// <summary>
/// Computes the modes of many configurations by one request. A configuration that cannot be read or solved does not stop the others.
/// Configurations are read one after another when a thread is free, and are not kept, so that files of any number of frames can be passed.
/// </summary>
/// <param name="model">The model of all configurations.</param>
/// <param name="request">Which modes to compute.</param>
/// <param name="options">
/// Solver, tolerance and certification. The limit of memory is divided among the configurations at the same time.
/// </param>
/// <param name="threads">
/// Number of threads. If the first configuration has at least 4000 particles, one configuration after another has all threads. Otherwise
/// each thread works on a configuration of its own, so that the modes do not depend on the number of threads.
/// </param>
public sealed class ModeBatch(PairModel model, ModeRequest request, ModeOptions options, int threads)
{
    private readonly Lock _reading = new();
    private readonly Lock _reporting = new();
    private int _begun;

    /// <summary>Called before the modes of a configuration are computed. Throws an <see cref="InputException"/> to refuse it.</summary>
    public Action<Hessian>? Require { get; init; }

    /// <summary>Called with each outcome, in no fixed order. Calls do not overlap.</summary>
    public Action<ModeOutcome>? OnOutcome { get; init; }

    /// <summary>Receives the progress of the whole batch. The share is not known where every frame of the files is taken.</summary>
    public IProgress<WorkProgress>? Progress { get; init; }

    /// <summary>Computes the modes. OpenBLAS has one thread meanwhile, unless one configuration after another has all threads.</summary>
    /// <param name="files">The files.</param>
    /// <param name="reading">How the files are read, and what receives warnings.</param>
    /// <param name="frame">Index of the frame of each file; null for the last frame.</param>
    /// <param name="allFrames">Whether every frame is taken. If so, <paramref name="frame"/> has no meaning.</param>
    /// <param name="cancellation">Stops between two configurations, and an iterative solver between two steps.</param>
    /// <exception cref="OperationCanceledException">The batch was cancelled. The outcomes so far have been reported.</exception>
    public void Run(
        IReadOnlyList<string> files,
        ReadingOptions reading,
        int? frame = null,
        bool allFrames = false,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        _begun = 0;
        int? total = allFrames ? null : files.Count;
        using IEnumerator<Item> items = Read(files, reading, frame, allFrames).GetEnumerator();
        Item? first = Take(items);
        bool isLarge = first?.Frame is { } read && read.Configuration.Count >= ForceField.FewestParticlesToShare;
        int atOnce = isLarge ? 1 : Math.Min(threads, total ?? threads);
        int blasThreads = BlasThreads.Count;
        try
        {
            BlasThreads.Count = isLarge ? threads : 1;
            ModeOptions own = options with
            {
                Threads = isLarge ? threads : 1,
                MemoryLimit = (options.MemoryLimit ?? MemoryBudget.DefaultLimit) / Math.Max(1, atOnce),
            };
            bool isUnusual = false;
            ParallelWork.Run(
                atOnce,
                atOnce,
                (worker, stop) =>
                {
                    for (Item? item = worker == 0 ? first : Take(items); item is not null; item = Take(items))
                    {
                        stop.ThrowIfCancellationRequested();
                        ModeOutcome outcome = Solve(item, own, total, stop);
                        lock (_reporting)
                        {
                            if (!isUnusual && DescribeUnusual(outcome) is { } unusual)
                            {
                                isUnusual = true;
                                reading.Warn?.Invoke(unusual);
                            }

                            OnOutcome?.Invoke(outcome);
                        }
                    }
                },
                cancellation);
        }
        finally
        {
            BlasThreads.Count = blasThreads;
        }
    }

    private ModeOutcome Solve(Item item, ModeOptions own, int? total, CancellationToken cancellation)
    {
        long began = Stopwatch.GetTimestamp();
        ModeReport? report = null;
        Exception? failure = item.Failure;
        if (item.Frame is { } frame)
        {
            try
            {
                // The evaluation of the energy also detects particles that nearly coincide.
                _ = EnergyReport.Of(frame.Configuration, model);
                Hessian hessian = Hessian.Of(frame.Configuration, model);
                Require?.Invoke(hessian);
                report = ModeReport.Of(hessian, request, own, new ItemProgress(this, item.Index, total), cancellation);
            }
            catch (Exception problem) when (problem is GlassModesException or OutOfMemoryException)
            {
                failure = problem;
            }
        }

        return new ModeOutcome(item.Index, item.File, item.Frame, report, Stopwatch.GetElapsedTime(began).TotalSeconds, failure);
    }

    private string? DescribeUnusual(ModeOutcome outcome) =>
        outcome.Report is not null && model.DescribeUnusualComposition(outcome.Frame!.Configuration) is { } unusual
            ? $"{outcome.File}: {unusual}"
            : null;

    // Reads the next configuration. One thread reads at a time.
    private Item? Take(IEnumerator<Item> items)
    {
        lock (_reading)
        {
            return items.MoveNext() ? items.Current with { Index = _begun++ } : null;
        }
    }

    private static IEnumerable<Item> Read(IReadOnlyList<string> files, ReadingOptions reading, int? frame, bool allFrames)
    {
        foreach (string file in files)
        {
            IEnumerable<NumberedFrame> frames = allFrames
                ? ConfigurationFile.ReadFrames(file, reading)
                : Enumerable.Range(0, 1).Select(_ => ConfigurationFile.Read(file, reading, frame));
            using IEnumerator<NumberedFrame> remaining = frames.GetEnumerator();
            while (Next(file, remaining) is { } item)
            {
                yield return item;
                if (item.Failure is not null)
                {
                    break;
                }
            }
        }
    }

    // An iterator cannot catch an error around a yield.
    private static Item? Next(string file, IEnumerator<NumberedFrame> frames)
    {
        try
        {
            return frames.MoveNext() ? new Item(0, file, frames.Current, null) : null;
        }
        catch (GlassModesException failure)
        {
            return new Item(0, file, null, failure);
        }
    }

    // A configuration that was read, or the error that ended the reading of its file.
    private sealed record Item(int Index, string File, NumberedFrame? Frame, Exception? Failure);

    // Turns the progress of one configuration into the progress of the batch.
    private sealed class ItemProgress(ModeBatch batch, int index, int? total) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"configuration {index + 1}");
            WorkProgress whole = total is { } count
                ? new WorkProgress(
                    (double)index / count, string.Create(CultureInfo.InvariantCulture, $"{place} of {count}: {value.Activity}"))
                : new WorkProgress(double.NaN, $"{place}: {value.Activity}");
            lock (batch._reporting)
            {
                batch.Progress?.Report(whole);
            }
        }
    }
}
