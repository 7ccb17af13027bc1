// Processes that share the replicas of one run, and the one process that has them all.

namespace GlassModes.Dynamics.ReplicaExchange;

/// <summary>
/// The processes ("ranks") that share the replicas of one run, as far as replica exchange has to know them. All ranks make the same calls
/// in the same order. Each call waits for all ranks.
/// </summary>
public interface IReplicaRanks
{
    /// <summary>Number of this process, from 0. Rank 0 writes files and reports.</summary>
    int Rank { get; }

    /// <summary>Number of processes, at least one.</summary>
    int Count { get; }

    /// <summary>Gathers numbers of all ranks at every rank.</summary>
    /// <param name="own">The numbers of this rank, as many as those of every other rank.</param>
    /// <param name="all">Receives the numbers of rank 0, of rank 1 and so on: <see cref="Count"/> times as many.</param>
    /// <exception cref="ArgumentException">The lengths do not fit each other.</exception>
    /// <exception cref="ComputationException">The exchange failed.</exception>
    void AllGather(ReadOnlySpan<double> own, Span<double> all);

    /// <summary>Gathers bytes of all ranks at rank 0.</summary>
    /// <param name="own">The bytes of this rank; each rank may give another number of bytes.</param>
    /// <returns>At rank 0 an array for each rank, in the order of the ranks. No array at the other ranks.</returns>
    /// <exception cref="ComputationException">The exchange failed.</exception>
    IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> own);

    /// <summary>Sends bytes of rank 0 to all ranks.</summary>
    /// <param name="bytes">The bytes, at rank 0. What other ranks give is not used.</param>
    /// <returns>The bytes of rank 0, at every rank.</returns>
    /// <exception cref="ComputationException">The exchange failed.</exception>
    byte[] Broadcast(ReadOnlySpan<byte> bytes);
}

/// <summary>One process that has all replicas.</summary>
public sealed class SingleRank : IReplicaRanks
{
    /// <inheritdoc/>
    public int Rank => 0;

    /// <inheritdoc/>
    public int Count => 1;

    /// <inheritdoc/>
    public void AllGather(ReadOnlySpan<double> own, Span<double> all)
    {
        if (own.Length != all.Length)
        {
            throw new ArgumentException($"{all.Length} numbers of one rank that gives {own.Length}.", nameof(all));
        }

        own.CopyTo(all);
    }

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> own) => [own.ToArray()];

    /// <inheritdoc/>
    public byte[] Broadcast(ReadOnlySpan<byte> bytes) => bytes.ToArray();
}
