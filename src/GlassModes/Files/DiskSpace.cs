// Refuses output that the disk does not hold, before the work begins.

using GlassModes.Numerics.Memory;

namespace GlassModes.Files;

/// <summary>Compares the size of the output with the space on the disk.</summary>
internal static class DiskSpace
{
    /// <summary>Throws unless the disk holds the output.</summary>
    /// <param name="directory">The directory of the output, which need not exist.</param>
    /// <param name="bytes">Estimate of the size.</param>
    /// <param name="output">What is to be written.</param>
    /// <exception cref="IOException">The disk has less space. The message gives both numbers.</exception>
    public static void Ensure(string directory, double bytes, string output)
    {
        string existing = Path.GetFullPath(directory);
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }

        long free = new DriveInfo(existing).AvailableFreeSpace;
        if (bytes > free)
        {
            throw new IOException(
                $"{output}: about {MemorySize.Describe((long)Math.Min(bytes, long.MaxValue))} in {directory}, where only "
                + $"{MemorySize.Describe(free)} are free: make fewer, or write to another disk.");
        }
    }
}
