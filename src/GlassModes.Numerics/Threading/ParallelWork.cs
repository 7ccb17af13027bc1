// Shares independent samples among threads. ThreadTeam, in contrast, shares the phases of one large sample.

using System.Runtime.ExceptionServices;

namespace GlassModes.Numerics.Threading;

/// <summary>Runs independent pieces of work on a bounded number of threads, each piece on one thread.</summary>
internal static class ParallelWork
{
    /// <summary>
    /// Runs body(0) … body(count − 1). Each thread takes the next number when it is free. The first exception cancels the remaining pieces.
    /// It is thrown as it is, not wrapped in another exception.
    /// </summary>
    public static void Run(int count, int threads, Action<int, CancellationToken> body, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ExceptionDispatchInfo? failure = null;
        Lock gate = new();

        int next = -1;
        void Worker()
        {
            int piece;
            while (!stop.IsCancellationRequested && (piece = Interlocked.Increment(ref next)) < count)
            {
                try
                {
                    body(piece, stop.Token);
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
