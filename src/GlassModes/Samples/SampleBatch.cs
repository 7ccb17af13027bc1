// Many samples by one plan, several at once.

using GlassModes.Forces;
using GlassModes.LinearAlgebra.Lapack;
using GlassModes.Numerics.Threading;

namespace GlassModes.Samples;

/// <summary>One start of a batch, read when its turn comes.</summary>
/// <param name="Name">What to call it in messages: a file and frame, or a number.</param>
/// <param name="Read">Reads or makes it.</param>
/// <param name="Storage">Where its files go; null to write none.</param>
public sealed record BatchEntry(string Name, Func<SampleStart> Read, SampleStorage? Storage);

/// <summary>What came of one start of a batch.</summary>
/// <param name="Entry">The start.</param>
/// <param name="Result">The result; null where there is none.</param>
/// <param name="Failure">The error that ended the sample; null where there is none. Both are null where a cancellation came before the
/// start.</param>
public sealed record BatchOutcome(BatchEntry Entry, SampleResult? Result, GlassModesException? Failure);

/// <summary>Runs many samples by one plan, one sample a thread. A sample that fails does not stop the others.</summary>
/// <param name="plan">What is done with each start.</param>
/// <param name="threads">Threads to use; those beyond the number of samples are shared within large samples.</param>
public sealed class SampleBatch(SamplePlan plan, int threads)
{
    private readonly Lock _gate = new();

    /// <summary>Told of each rung of each sample; one call at a time.</summary>
    public Action<BatchEntry, QuenchedRung>? OnRung { get; init; }

    /// <summary>Told of warnings; one call at a time.</summary>
    public Action<BatchEntry, string>? OnWarning { get; init; }

    /// <summary>Told how far the whole batch has come.</summary>
    public IProgress<WorkProgress>? Progress { get; init; }

    /// <summary>
    /// Runs the samples. Where modes are solved for, OpenBLAS has one thread meanwhile, or as many as the sample for a large sample that
    /// runs alone: so the modes of small samples do not depend on the number of threads. A cancellation saves each sample; the outcomes
    /// tell how far each came.
    /// </summary>
    /// <param name="entries">The starts.</param>
    /// <param name="cancellation">Stops all samples.</param>
    /// <returns>The outcomes in the order of the entries.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public IReadOnlyList<BatchOutcome> Run(IReadOnlyList<BatchEntry> entries, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        BatchOutcome[] outcomes = [.. entries.Select(entry => new BatchOutcome(entry, null, null))];
        double[] shares = new double[entries.Count];
        int atOnce = Math.Max(1, Math.Min(threads, entries.Count));
        int threadsWithin = Math.Max(1, threads / atOnce);

        // Without modes no native library is to be loaded.
        bool hasModes = plan.Modes.Sampling != ModeSampling.None;
        int blasThreads = hasModes ? BlasThreads.Count : 0;
        try
        {
            if (hasModes)
            {
                BlasThreads.Count = 1;
            }

            ParallelWork.Run(entries.Count, atOnce, RunEntry, cancellation);
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
            ShareProgress progress = new(this, shares, k);
            try
            {
                SampleStart start = entries[k].Read();
                if (hasModes && atOnce == 1)
                {
                    BlasThreads.Count = start.Configuration.Count < ForceField.FewestParticlesToShare ? 1 : threadsWithin;
                }

                outcomes[k] = new BatchOutcome(entries[k], RunSample(entries[k], start, threadsWithin, progress, stop), null);
            }
            catch (GlassModesException failure)
            {
                outcomes[k] = new BatchOutcome(entries[k], null, failure);
                progress.Report(new WorkProgress(1, $"{entries[k].Name} failed"));
            }
        }
    }

    private SampleResult RunSample(
        BatchEntry entry, SampleStart start, int threadsWithin, ShareProgress progress, CancellationToken cancellation)
    {
        SampleEvents events = new(
            rung => Tell(() => OnRung?.Invoke(entry, rung)), text => Tell(() => OnWarning?.Invoke(entry, text)), progress);
        SampleResult result = SampleRun.Run(start, plan, entry.Storage, threadsWithin, events, cancellation);
        progress.Report(new WorkProgress(1, $"{entry.Name}: {result.Status}"));
        return result;
    }

    private void Tell(Action action)
    {
        lock (_gate)
        {
            action();
        }
    }

    // The share of one sample within the whole batch.
    private sealed class ShareProgress(SampleBatch batch, double[] shares, int place) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => batch.Tell(() =>
        {
            shares[place] = value.Fraction;
            string which = shares.Length > 1 ? $"{place + 1} of {shares.Length}: " : "";
            batch.Progress?.Report(new WorkProgress(shares.Average(), which + value.Activity));
        });
    }
}
