// Ranks that are threads of this process, so that a run on several ranks can be tested without MPI.

using GlassModes.Dynamics.ReplicaExchange;

namespace GlassModes.Tests.Dynamics.ReplicaExchange;

/// <summary>One of several threads that exchange data through arrays they share.</summary>
internal sealed class ThreadRanks : IReplicaRanks
{
    private readonly Barrier _barrier;
    private readonly double[][] _numbers;
    private readonly byte[][] _bytes;
    private readonly Func<bool> _hasFailed;

    private ThreadRanks(int rank, Barrier barrier, double[][] numbers, byte[][] bytes, Func<bool> hasFailed) =>
        (Rank, _barrier, _numbers, _bytes, _hasFailed) = (rank, barrier, numbers, bytes, hasFailed);

    public int Rank { get; }

    public int Count => _numbers.Length;

    /// <summary>
    /// Runs a body on every rank, and gives the results in the order of the ranks. Throws what the first rank to fail has thrown. The calls
    /// of the others fail then.
    /// </summary>
    public static T[] Run<T>(int count, Func<IReplicaRanks, T> body)
    {
        using Barrier barrier = new(count);
        double[][] numbers = new double[count][];
        byte[][] bytes = new byte[count][];
        T[] results = new T[count];
        Exception? failure = null;
        Thread[] threads = [.. Enumerable.Range(0, count).Select(rank => new Thread(() =>
        {
            try
            {
                results[rank] = body(new ThreadRanks(rank, barrier, numbers, bytes, () => Volatile.Read(ref failure) is not null));
            }
            catch (Exception thrown)
            {
                Interlocked.CompareExchange(ref failure, thrown, null);
                barrier.RemoveParticipant();
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return failure is null ? results : throw new InvalidOperationException(failure.ToString(), failure);
    }

    public void AllGather(ReadOnlySpan<double> own, Span<double> all)
    {
        _numbers[Rank] = own.ToArray();
        Wait();
        _numbers.SelectMany(numbers => numbers).ToArray().CopyTo(all);
        Wait();
    }

    public IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> own)
    {
        _bytes[Rank] = own.ToArray();
        Wait();
        byte[][] all = Rank == 0 ? [.. _bytes] : [];
        Wait();
        return all;
    }

    public byte[] Broadcast(ReadOnlySpan<byte> bytes)
    {
        if (Rank == 0)
        {
            _bytes[0] = bytes.ToArray();
        }

        Wait();
        byte[] copy = [.. _bytes[0]];
        Wait();
        return copy;
    }

    // A rank that has failed takes part no more. What it would have given is not there.
    private void Wait()
    {
        _barrier.SignalAndWait();
        if (_hasFailed())
        {
            throw new InvalidOperationException("Another rank has failed.");
        }
    }
}
