// The processes of an MPI run as the ranks of replica exchange.

using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using GlassModes.Dynamics.ReplicaExchange;
using GlassModes.Native;

namespace GlassModes.Mpi;

/// <summary>
/// The processes of one MPI run, started as in <c>mpirun -np 4 …</c>. A process without a launcher is a run of one rank. A process can
/// start MPI once. Every call comes from the thread that started MPI; <see cref="Abort"/> and the properties work in every thread. A rank
/// that waits for other ranks uses its processor meanwhile.
/// </summary>
public sealed class MpiRanks : IReplicaRanks, IDisposable
{
    // Launchers tell their processes by such variables: Open MPI; MPICH, Intel MPI and Slurm; PMIx; MVAPICH.
    private static readonly string[] s_launcherVariables =
        ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMI_RANK", "PMIX_RANK", "MV2_COMM_WORLD_SIZE"];

    private readonly int _thread = Environment.CurrentManagedThreadId;
    private bool _isFinished;

    private MpiRanks()
    {
        Rank = MpiCalls.Rank();
        Count = MpiCalls.Count();
        ProcessorName = MpiCalls.ProcessorName();
        LibraryVersion = MpiCalls.LibraryVersion();
    }

    /// <summary>
    /// Whether the environment has a variable that launchers of MPI set. For messages only: a launcher may set none of the known variables.
    /// </summary>
    public static bool IsLaunched => s_launcherVariables.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 });

    /// <inheritdoc/>
    public int Rank { get; }

    /// <inheritdoc/>
    public int Count { get; }

    /// <summary>Name of the machine of this rank, as MPI knows the name.</summary>
    public string ProcessorName { get; }

    /// <summary>Name and version of the MPI in use, in one line.</summary>
    public string LibraryVersion { get; }

    /// <summary>Loads libglassmodes_mpi and starts MPI for the calling thread. Waits for all ranks.</summary>
    /// <exception cref="NativeLibraryException">The library is missing. The message says how to get the library.</exception>
    /// <exception cref="InvalidOperationException">MPI has been started before in this process.</exception>
    /// <exception cref="MpiException">MPI could not start, or allows one thread a process only.</exception>
    public static MpiRanks Start()
    {
        MpiCalls.Start();
        return new MpiRanks();
    }

    /// <summary>Gathers numbers of all ranks at every rank, bit for bit. Allocates nothing.</summary>
    /// <param name="own">The numbers of this rank, as many as those of every other rank.</param>
    /// <param name="all">Receives the numbers of rank 0, of rank 1 and so on: <see cref="Count"/> times as many.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="all"/> does not fit: this rank has exchanged nothing. Or the ranks gave arrays of different lengths: all ranks get
    /// this exception, and can go on.
    /// </exception>
    /// <exception cref="InvalidOperationException">The call comes from another thread than <see cref="Start"/>.</exception>
    /// <exception cref="ObjectDisposedException">The ranks have been disposed of.</exception>
    /// <exception cref="MpiException">MPI failed, or another rank made another call.</exception>
    public void AllGather(ReadOnlySpan<double> own, Span<double> all)
    {
        EnsureUsable();
        if (all.Length != (long)Count * own.Length)
        {
            throw new ArgumentException($"{all.Length} numbers of {Count} ranks that give {own.Length} each.", nameof(all));
        }

        MpiCalls.AllGather(own, all);
    }

    /// <summary>Gathers bytes of all ranks at rank 0, which allocates an array for each rank.</summary>
    /// <param name="own">The bytes of this rank; each rank may give another number of bytes.</param>
    /// <returns>At rank 0 an array for each rank, in the order of the ranks. No array at the other ranks.</returns>
    /// <exception cref="ArgumentException">There are more bytes than an array can hold. This rank has exchanged nothing.</exception>
    /// <exception cref="InvalidOperationException">The call comes from another thread than <see cref="Start"/>.</exception>
    /// <exception cref="ObjectDisposedException">The ranks have been disposed of.</exception>
    /// <exception cref="MpiException">MPI failed, or another rank made another call.</exception>
    public IReadOnlyList<byte[]> Gather(ReadOnlySpan<byte> own)
    {
        EnsureUsable();
        EnsureFitsArray(own);
        if (Rank != 0)
        {
            MpiCalls.GatherLengths(own.Length, []);
            MpiCalls.SendToFirst(own);
            return [];
        }

        long[] lengths = new long[Count];
        MpiCalls.GatherLengths(own.Length, lengths);
        byte[][] all = new byte[Count][];
        all[0] = own.ToArray();
        for (int rank = 1; rank < Count; rank++)
        {
            all[rank] = GC.AllocateUninitializedArray<byte>((int)lengths[rank]);
            MpiCalls.ReceiveFrom(rank, all[rank]);
        }

        return all;
    }

    /// <summary>Sends bytes of rank 0 to all ranks. Allocates the array that it returns.</summary>
    /// <param name="bytes">The bytes, at rank 0. What other ranks give is not used.</param>
    /// <returns>The bytes of rank 0, at every rank.</returns>
    /// <exception cref="ArgumentException">There are more bytes than an array can hold. This rank has exchanged nothing.</exception>
    /// <exception cref="InvalidOperationException">The call comes from another thread than <see cref="Start"/>.</exception>
    /// <exception cref="ObjectDisposedException">The ranks have been disposed of.</exception>
    /// <exception cref="MpiException">MPI failed, or another rank made another call.</exception>
    public byte[] Broadcast(ReadOnlySpan<byte> bytes)
    {
        EnsureUsable();
        EnsureFitsArray(bytes);
        byte[] sent = Rank == 0 ? bytes.ToArray() : [];
        long length = MpiCalls.BroadcastLength(sent.Length);
        if (Rank != 0)
        {
            sent = GC.AllocateUninitializedArray<byte>((int)length);
        }

        MpiCalls.Broadcast(sent);
        return sent;
    }

    /// <summary>
    /// Ends all ranks at once. Writes one line to standard error before. Every thread may call this, also after <see cref="Dispose"/>. A
    /// rank that fails calls this so that no other rank waits for it.
    /// </summary>
    /// <param name="message">Why the run ends. Line breaks become spaces.</param>
    /// <param name="exitCode">The exit code of this rank and of the launcher, 1 to 255.</param>
    /// <exception cref="ArgumentOutOfRangeException">The exit code is not between 1 and 255. The run goes on.</exception>
    [DoesNotReturn]
    public void Abort(string message, int exitCode = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exitCode, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(exitCode, 255);
        try
        {
            Console.Error.WriteLine($"rank {Rank} of {Count}: {message.ReplaceLineEndings(" ")}");
        }
        finally
        {
            // In another thread MPI must not be called. The launcher ends all ranks once one of them has failed.
            if (Environment.CurrentManagedThreadId == _thread)
            {
                MpiCalls.Abort(exitCode);
            }

            ProcessEnd.Now(exitCode);
        }

        throw new UnreachableException("The process did not end.");
    }

    /// <summary>
    /// Ends MPI at this rank. Waits until all other ranks do so or make their next call, which fails there with an
    /// <see cref="MpiException"/>. So a rank may leave by an exception. <see cref="Abort"/> is the better end of a rank that has failed: it
    /// does not wait, and the reason is not lost. The launcher ends all ranks once one of them has failed, which need not be the rank that
    /// knows the reason.
    /// </summary>
    /// <exception cref="InvalidOperationException">The call comes from another thread than <see cref="Start"/>.</exception>
    /// <exception cref="MpiException">MPI failed.</exception>
    public void Dispose()
    {
        if (!_isFinished)
        {
            EnsureUsable();
            _isFinished = true;
            MpiCalls.Finish();
        }
    }

    private static void EnsureFitsArray(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Array.MaxLength)
        {
            throw new ArgumentException($"{bytes.Length} bytes; an array holds {Array.MaxLength} bytes at most.", nameof(bytes));
        }
    }

    private void EnsureUsable()
    {
        ObjectDisposedException.ThrowIf(_isFinished, this);
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException("Only the thread that started MPI may call MPI.");
        }
    }
}
