// Refuses an allocation that cannot succeed, before the allocation is tried.

namespace GlassModes.Numerics.Memory;

/// <summary>Compares the memory that a computation needs with the memory of the machine or container.</summary>
internal static class MemoryBudget
{
    /// <summary>Throws unless <paramref name="bytes"/> fit into the memory that the process may use in all.</summary>
    /// <exception cref="InsufficientMemoryException">The bytes do not fit. The message gives both numbers and the purpose.</exception>
    internal static void Ensure(long bytes, string purpose)
    {
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > available)
        {
            const double gibibyte = 1L << 30;
            throw new InsufficientMemoryException(
                FormattableString.Invariant($"{purpose} needs {bytes} bytes ({bytes / gibibyte:f1} GiB), ") +
                FormattableString.Invariant($"but {available} bytes ({available / gibibyte:f1} GiB) are available."));
        }
    }
}
