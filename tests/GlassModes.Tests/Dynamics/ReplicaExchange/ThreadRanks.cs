// Ranks that are threads of this process, so that a run on several ranks can be tested without MPI.

using GlassModes.Dynamics.ReplicaExchange;

namespace GlassModes.Tests.Dynamics.ReplicaExchange;

/// <summary>One of several threads that exchange data through arrays they share.</summary>
internal sealed class ThreadRanks : IReplicaRanks
{
    private readonly Barrier _barrier;
    private readonly double[][] _numbers;
    private readonly byte[][] _bytes;

    private ThreadRanks(int rank, Barrier barrier, double[][] numbers, byte[][] bytes) =>
        (Rank, _barrier, _numbers, _bytes) = (rank, barrier, numbers, bytes);

    public int Rank { get; }

    public int Count => _numbers.Length;

    /// <summary>Runs a body on every rank, and gives the results in the order of the ranks.</summary>
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
                results[rank] = body(new ThreadRanks(rank, barrier, numbers, bytes));
            }
            catch (Exception thrown)
            {
                failure ??= thrown;
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
        _barrier.SignalAndWait();
        _numbers.SelectMany(numbers => numbers).ToArray().CopyTo(all);
        _barrier.SignalAndWait();
    }

    public IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> own)
    {
        _bytes[Rank] = own.ToArray();
        _barrier.SignalAndWait();
        byte[][] all = Rank == 0 ? [.. _bytes] : [];
        _barrier.SignalAndWait();
        return all;
    }

    public byte[] Broadcast(ReadOnlySpan<byte> bytes)
    {
        if (Rank == 0)
        {
            _bytes[0] = bytes.ToArray();
        }

        _barrier.SignalAndWait();
        byte[] copy = [.. _bytes[0]];
        _barrier.SignalAndWait();
        return copy;
    }
}
