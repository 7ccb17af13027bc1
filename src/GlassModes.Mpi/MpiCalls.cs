// The calls of libglassmodes_mpi with spans in place of pointers. The one place where a status becomes an exception.

using System.Runtime.InteropServices;
using GlassModes.Native;

namespace GlassModes.Mpi;

/// <summary>
/// What <see cref="MpiRanks"/> calls. Each method throws <see cref="MpiException"/> where MPI fails, and
/// <see cref="NativeLibraryException"/> where the library is missing. No method allocates, except for texts.
/// </summary>
internal static unsafe class MpiCalls
{
    public static void Start() => Ensure(FaultHandlers.Keep(LibGlassModesMpi.gm_mpi_start), "start");

    public static int Rank()
    {
        int rank;
        Ensure(LibGlassModesMpi.gm_mpi_rank(&rank), "number of this rank");
        return rank;
    }

    public static int Count()
    {
        int count;
        Ensure(LibGlassModesMpi.gm_mpi_count(&count), "number of ranks");
        return count;
    }

    public static string ProcessorName() => TextAt(LibGlassModesMpi.gm_mpi_processor_name());

    public static string LibraryVersion() => TextAt(LibGlassModesMpi.gm_mpi_library_version());

    public static void AllGather(ReadOnlySpan<double> own, Span<double> all)
    {
        fixed (double* first = own)
        fixed (double* firstOfAll = all)
        {
            Ensure(LibGlassModesMpi.gm_mpi_all_gather(first, own.Length, firstOfAll), "gathering numbers");
        }
    }

    /// <summary>Begins to gather bytes.</summary>
    /// <param name="length">The number of bytes of this rank.</param>
    /// <param name="lengths">At rank 0, receives the number of bytes of each rank. Not used at other ranks.</param>
    public static void GatherLengths(int length, Span<long> lengths)
    {
        fixed (long* first = lengths)
        {
            Ensure(LibGlassModesMpi.gm_mpi_gather_lengths(length, first), "gathering bytes");
        }
    }

    public static void SendToFirst(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            Ensure(LibGlassModesMpi.gm_mpi_send(first, bytes.Length), "gathering bytes");
        }
    }

    public static void ReceiveFrom(int rank, Span<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            Ensure(LibGlassModesMpi.gm_mpi_receive(rank, first, bytes.Length), "gathering bytes");
        }
    }

    /// <summary>Begins to send bytes of rank 0 to all ranks. Returns their number.</summary>
    /// <param name="length">The number of bytes, at rank 0. Not used at other ranks.</param>
    public static long BroadcastLength(long length)
    {
        Ensure(LibGlassModesMpi.gm_mpi_broadcast_length(&length), "broadcast");
        return length;
    }

    public static void Broadcast(Span<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            Ensure(LibGlassModesMpi.gm_mpi_broadcast(first, bytes.Length), "broadcast");
        }
    }

    public static void Abort(int exitCode) => LibGlassModesMpi.gm_mpi_abort(exitCode);

    public static void Finish() => Ensure(LibGlassModesMpi.gm_mpi_finish(), "end");

    private static void Ensure(int status, string operation)
    {
        switch ((gm_mpi_status)status)
        {
            case gm_mpi_status.GM_MPI_OK:
                return;
            case gm_mpi_status.GM_MPI_FAILED:
                throw new MpiException(operation, TextAt(LibGlassModesMpi.gm_mpi_error_text()));
            case gm_mpi_status.GM_MPI_STARTED_BEFORE:
                throw new InvalidOperationException("A process can start MPI once. MPI has been started before.");
            case gm_mpi_status.GM_MPI_NO_THREADS:
                throw new MpiException(
                    operation,
                    $"this MPI allows one thread a process, but a .NET process has several; use an MPI with MPI_THREAD_FUNNELED. "
                    + $"The MPI is {LibraryVersion()}");
            case gm_mpi_status.GM_MPI_CALLS_DIFFER:
                throw new MpiException(
                    operation, "another rank made another call, or has ended its work. The reason may be an error at that rank.");
            case gm_mpi_status.GM_MPI_LENGTHS_DIFFER:
                throw new ArgumentException("The ranks gave arrays of different lengths. All ranks have to give as many numbers.");
            default:
                throw new MpiException(operation, $"status {status}, which is an error in GlassModes.");
        }
    }

    private static string TextAt(sbyte* text) => (Marshal.PtrToStringUTF8((nint)text) ?? "").ReplaceLineEndings(" ").Trim();
}
