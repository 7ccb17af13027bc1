// Turns the status codes of native calls into exceptions.

using GlassModes.Models;
using GlassModes.Native;
using GlassModes.Numerics.Simd;

namespace GlassModes.Comparison;

/// <summary>The one place that knows the status codes of libglassmodes.</summary>
internal static class Ensure
{
    /// <summary>Does nothing if the call succeeded.</summary>
    /// <param name="status">The status that the call returned.</param>
    /// <param name="work">The work of the call, for the message.</param>
    /// <exception cref="ArgumentException">An argument was refused.</exception>
    /// <exception cref="ModelMismatchException">The box is too small.</exception>
    /// <exception cref="InsufficientMemoryException">Memory is lacking.</exception>
    /// <exception cref="ComputationException">The library returned an unknown status.</exception>
    public static void Success(int status, string work)
    {
        switch ((gm_status)status)
        {
            case gm_status.GM_OK:
                return;
            case gm_status.GM_INVALID_ARGUMENT:
                throw new ArgumentException($"libglassmodes refused an argument of {work}.");
            case gm_status.GM_BOX_TOO_SMALL:
                throw new ModelMismatchException($"the box is smaller than twice the largest cutoff: libglassmodes refused {work}");
            case gm_status.GM_OUT_OF_MEMORY:
                throw new InsufficientMemoryException($"libglassmodes could not allocate the memory for {work}.");
            default:
                throw new ComputationException($"libglassmodes failed in {work} with status {status}.");
        }
    }

    /// <summary>Throws unless a span has the length that a call reads or writes.</summary>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public static void Length(int found, int expected, string name)
    {
        if (found != expected)
        {
            throw new ArgumentException($"{name} holds {found} values where {expected} were expected.", name);
        }
    }

    /// <summary>The library's number for a register width; null is the widest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The library has no such kernel.</exception>
    public static int Width(SimdWidth? width) => width switch
    {
        null => 0,
        SimdWidth.Vector128 or SimdWidth.Vector256 or SimdWidth.Vector512 => (int)width,
        _ => throw new ArgumentOutOfRangeException(nameof(width), width, "The native kernels have 2, 4 or 8 doubles a register."),
    };
}
