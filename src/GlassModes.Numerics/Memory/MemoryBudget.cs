// Refuses an allocation that cannot succeed before it is made.

namespace GlassModes.Numerics.Memory;

/// <summary>Compares a need of memory with the memory of the machine or container.</summary>
internal static class MemoryBudget
{
    /// <summary>Throws unless <paramref name="bytes"/> fit into the memory the process may use at all.</summary>
    /// <exception cref="InsufficientMemoryException">They do not fit; the message has both numbers and the purpose.</exception>
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
