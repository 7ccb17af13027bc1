// The machine on which the times were measured.

using System.Runtime.InteropServices;
using GlassModes.Numerics.Simd;

namespace GlassModes.Benchmarks;

/// <summary>Processor, register width and runtime.</summary>
internal sealed record Machine(string Processor, SimdWidth SimdWidth, string Runtime, string System)
{
    public static Machine Here() =>
        new(ProcessorName(), SimdHardware.Best, RuntimeInformation.FrameworkDescription, RuntimeInformation.OSDescription);

    private static string ProcessorName()
    {
        const string file = "/proc/cpuinfo";
        string? line = File.Exists(file)
            ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':') + 1)..].Trim();
    }
}
