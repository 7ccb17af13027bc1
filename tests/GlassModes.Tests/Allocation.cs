// How much a piece of work allocates on the managed heap.

namespace GlassModes.Tests;

/// <summary>Measures allocations of the calling thread.</summary>
internal static class Allocation
{
    private const long Room = 4 << 20;

    /// <summary>
    /// Bytes that the work allocates. No collection comes in between: one that is caused elsewhere takes the rest of this thread's
    /// allocation buffer away, up to 8 kB, and the runtime then counts it as allocated.
    /// </summary>
    public static long BytesOf(Action work)
    {
        Assert.That(GC.TryStartNoGCRegion(Room), Is.True);
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
