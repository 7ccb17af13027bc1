// Runs many samples by one plan, several at the same time.

using GlassModes.Files;
using GlassModes.Forces;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Numerics.Threading;
using GlassModes.Particles;

namespace GlassModes.Samples;

/// <summary>One start of a batch. The start is read just before its sample begins.</summary>
/// <param name="Name">Name of the start in messages: a file and frame, or a number.</param>
/// <param name="Read">Reads or makes the start.</param>
/// <param name="Storage">Where the files of the sample go; null to write no files.</param>
public sealed record BatchEntry(string Name, Func<SampleStart> Read, SampleStorage? Storage);

/// <summary>The outcome of one start of a batch.</summary>
/// <param name="Entry">The start.</param>
/// <param name="Result">The result of the sample; null if the sample failed or never began.</param>
/// <param name="Failure">
/// The error that ended the sample: a <see cref="GlassModesException"/>, an <see cref="OutOfMemoryException"/> if memory did not suffice,
/// an <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> of a file; null if no error occurred. Result and failure are
/// both null if the batch was cancelled before the sample began.
/// </param>
public sealed record BatchOutcome(BatchEntry Entry, SampleResult? Result, Exception? Failure);

/// <summary>
/// Runs many samples by one plan, several at the same time. A sample that fails does not stop the other samples, also where it fails for
/// lack of memory.
/// </summary>
/// <param name="plan">Says what is done with each start.</param>
/// <param name="threads">Number of threads. If there are more threads than samples, large samples use several threads each.</param>
public sealed class SampleBatch(SamplePlan plan, int threads)
{
    private readonly Lock _gate = new();

    /// <summary>Called for each rung of each sample. Calls do not overlap.</summary>
    public Action<BatchEntry, QuenchedRung>? OnRung { get; init; }

    /// <summary>Called for each warning. Calls do not overlap.</summary>
    public Action<BatchEntry, string>? OnWarning { get; init; }

    /// <summary>Receives the progress of the whole batch.</summary>
    public IProgress<WorkProgress>? Progress { get; init; }

    /// <summary>
    /// Runs the samples. If modes are solved for, OpenBLAS has one thread meanwhile. Only if a large sample runs alone, OpenBLAS has all
    /// threads of the sample. The modes of small samples therefore do not depend on the number of threads. A cancellation saves each
    /// sample, and the outcomes say how far each sample came.
    /// </summary>
    /// <param name="entries">The starts.</param>
    /// <param name="cancellation">Stops all samples.</param>
    /// <returns>The outcomes in the order of the entries.</returns>
    public IReadOnlyList<BatchOutcome> Run(IReadOnlyList<BatchEntry> entries, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        BatchOutcome[] outcomes = [.. entries.Select(entry => new BatchOutcome(entry, null, null))];
        double[] shares = new double[entries.Count];
        int samplesAtOnce = Math.Max(1, Math.Min(threads, entries.Count));
        int threadsPerSample = Math.Max(1, threads / samplesAtOnce);

        // Reading the number of BLAS threads loads a native library, which samples without modes do not need.
        bool hasModes = plan.HasRecord;
        int blasThreads = hasModes ? BlasThreads.Count : 0;
        try
        {
            if (hasModes)
            {
                BlasThreads.Count = 1;
            }

            ParallelWork.Run(entries.Count, samplesAtOnce, RunEntry, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The outcomes say how far each sample came.
        }
        finally
        {
            if (hasModes)
            {
                BlasThreads.Count = blasThreads;
            }
        }

        return outcomes;

        void RunEntry(int k, CancellationToken stop)
        {
            SampleProgress progress = new(this, shares, k);
            try
            {
                SampleStart start = entries[k].Read();
                Configuration configuration = start.Configuration;
                SampleMemory.Ensure(plan, configuration.Count, configuration.Count / configuration.Box.Volume, samplesAtOnce);
                if (hasModes && samplesAtOnce == 1)
                {
                    BlasThreads.Count = configuration.Count < ForceField.FewestParticlesToShare ? 1 : threadsPerSample;
                }

                outcomes[k] = new BatchOutcome(entries[k], RunSample(entries[k], start, threadsPerSample, progress, stop), null);
            }
            catch (Exception failure) when (
                failure is GlassModesException or OutOfMemoryException or IOException or UnauthorizedAccessException)
            {
                outcomes[k] = new BatchOutcome(entries[k], null, failure);
                progress.Report(new WorkProgress(1, $"{entries[k].Name} failed"));
            }
        }
    }

    private SampleResult RunSample(
        BatchEntry entry, SampleStart start, int threadsPerSample, SampleProgress progress, CancellationToken cancellation)
    {
        SampleEvents events = new(
            rung => CallLocked(() => OnRung?.Invoke(entry, rung)), text => CallLocked(() => OnWarning?.Invoke(entry, text)), progress);
        SampleResult result = SampleRun.Run(start, plan, entry.Storage, threadsPerSample, events, cancellation);
        progress.Report(new WorkProgress(1, $"{entry.Name}: {EnumWord.Of(result.Status)}"));
        return result;
    }

    private void CallLocked(Action action)
    {
        lock (_gate)
        {
            action();
        }
    }

    // Turns the progress of one sample into the progress of the whole batch.
    private sealed class SampleProgress(SampleBatch batch, double[] shares, int index) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => batch.CallLocked(() =>
        {
            shares[index] = value.Fraction;
            string prefix = shares.Length > 1 ? $"{index + 1} of {shares.Length}: " : "";
            batch.Progress?.Report(new WorkProgress(shares.Average(), prefix + value.Activity));
        });
    }
}
