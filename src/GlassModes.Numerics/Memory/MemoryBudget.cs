// Says how much memory the process may use, and refuses work that cannot fit before the work begins.

namespace GlassModes.Numerics.Memory;

/// <summary>Compares the memory that a computation needs with the memory that the process may use.</summary>
internal static class MemoryBudget
{
    // The share of the memory that one factorisation may take where the caller gives no limit.
    private const double DefaultShare = 0.9;

    /// <summary>
    /// The memory that the process may use in all, in bytes, whether it is free or not. The number is that of the runtime: the memory of
    /// the machine, or three quarters of the lowest limit of the process's cgroup and of the cgroups above it (versions 1 and 2), as
    /// containers and Slurm set, or the limit of DOTNET_GCHeapHardLimit. Allocates a few hundred bytes.
    /// </summary>
    internal static long Available => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>What one factorisation may take where the caller gives no limit: nine tenths of <see cref="Available"/>.</summary>
    internal static long DefaultLimit => (long)(DefaultShare * Available);

    /// <summary>Throws unless <paramref name="bytes"/> fit into the memory that the process may use in all.</summary>
    /// <param name="bytes">Number of bytes.</param>
    /// <param name="purpose">What needs the bytes, as the subject of a sentence.</param>
    /// <exception cref="InsufficientMemoryException">The bytes do not fit. The message gives both numbers and the purpose.</exception>
    internal static void Ensure(long bytes, string purpose)
    {
        long available = Available;
        if (bytes > available)
        {
            throw new InsufficientMemoryException(
                $"{purpose} needs {MemorySize.Describe(bytes)} of memory, but {MemorySize.Describe(available)} are available.");
        }
    }
}
