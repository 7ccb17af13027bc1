// Writes numbers of bytes for people. Every message and table about memory uses this class.

using System.Globalization;

namespace GlassModes.Numerics.Memory;

/// <summary>Writes numbers of bytes for people, in decimal units: 640 B, 25.6 kB, 3.14 MB, 172 GB.</summary>
public static class MemorySize
{
    private static readonly string[] s_units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>
    /// A number of bytes in three digits with its unit, in the invariant culture. The unit is the largest in which the number is at least
    /// one, so that a small number is never written as zero. One kB is 1000 bytes. Allocates the text.
    /// </summary>
    /// <param name="bytes">Number of bytes, zero or more.</param>
    public static string Describe(long bytes)
    {
        double value = bytes;
        int unit = 0;
        while (value >= 999.5 && unit + 1 < s_units.Length)
        {
            value /= 1000;
            unit++;
        }

        string format = unit == 0 || value >= 99.95 ? "f0" : value >= 9.995 ? "f1" : "f2";
        return $"{value.ToString(format, CultureInfo.InvariantCulture)} {s_units[unit]}";
    }
}
