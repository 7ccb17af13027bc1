// Measures how much a piece of work allocates on the managed heap.

namespace GlassModes.Tests;

/// <summary>Measures allocations of the calling thread.</summary>
internal static class Allocation
{
    private const long BytesWithoutCollection = 4 << 20;

    /// <summary>
    /// The bytes that the work allocates on the calling thread. No garbage collection runs meanwhile. A collection that another thread
    /// causes would take away the rest of this thread's allocation buffer, up to 8 kB, and the runtime would count the rest as allocated.
    /// </summary>
    public static long BytesOf(Action work)
    {
        Assert.That(GC.TryStartNoGCRegion(BytesWithoutCollection), Is.True);
        try
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            work();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        finally
        {
            if (System.Runtime.GCSettings.LatencyMode == System.Runtime.GCLatencyMode.NoGCRegion)
            {
                GC.EndNoGCRegion();
            }
        }
    }
}
