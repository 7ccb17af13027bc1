// Refuses an allocation that cannot succeed before it is made.

namespace GlassModes.Numerics.Memory;

/// <summary>Compares what is asked for with the memory of the machine or container.</summary>
internal static class MemoryBudget
{
    /// <summary>Throws unless <paramref name="bytes"/> fit into the memory the process may use at all.</summary>
    /// <exception cref="InsufficientMemoryException">They do not; the message has both numbers and what they are for.</exception>
    internal static void Ensure(long bytes, string purpose)
    {
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > available)
        {
            throw new InsufficientMemoryException(FormattableString.Invariant(
                $"{purpose} needs {bytes} bytes ({bytes / 1073741824.0:f1} GiB), but {available} bytes ({available / 1073741824.0:f1} GiB) are available."));
        }
    }
}
