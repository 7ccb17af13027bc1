// Runs independent pieces of work on a bounded number of threads and reports the first failure as itself.

using System.Runtime.ExceptionServices;

namespace GlassModes.Numerics.Threading;

/// <summary>One sample a thread.</summary>
internal static class ParallelWork
{
    /// <summary>
    /// Runs body(0) … body(count − 1). The first exception stops the others and is thrown as it was, not wrapped.
    /// </summary>
    public static void Run(int count, int threads, Action<int, CancellationToken> body, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ExceptionDispatchInfo? failure = null;
        Lock gate = new();

        // Partitioned one by one: work is dealt out as threads become free, lowest numbers first.
        int next = -1;
        void Worker()
        {
            int mine;
            while (!stop.IsCancellationRequested && (mine = Interlocked.Increment(ref next)) < count)
            {
                try
                {
                    body(mine, stop.Token);
                }
                catch (Exception thrown)
                {
                    lock (gate)
                    {
                        failure ??= ExceptionDispatchInfo.Capture(thrown);
                    }

                    stop.Cancel();
                }
            }
        }

        Thread[] workers = [.. Enumerable.Range(1, Math.Min(threads, count) - 1).Select(_ => new Thread(Worker))];
        foreach (Thread worker in workers)
        {
            worker.Start();
        }

        Worker();
        foreach (Thread worker in workers)
        {
            worker.Join();
        }

        failure?.Throw();
        cancellation.ThrowIfCancellationRequested();
    }
}
