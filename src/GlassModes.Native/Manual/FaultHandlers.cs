// Keeps the runtime's handlers of faults where a native library installs handlers of its own.

using System.Runtime.InteropServices;

namespace GlassModes.Native;

/// <summary>
/// The handlers of the signals from which the runtime makes exceptions, such as <see cref="NullReferenceException"/>. Communication
/// libraries below MPI (UCX) replace them when they are loaded or started. A null reference would then end the process.
/// </summary>
internal static unsafe partial class FaultHandlers
{
    // More than the size of struct sigaction anywhere. The structures are kept as they are, so that their layout need not be known.
    private const int LargestAction = 512;

    /// <summary>Does work, then installs the handlers again that were there before.</summary>
    internal static T Keep<T>(Func<T> work)
    {
        if (OperatingSystem.IsWindows())
        {
            return work();
        }

        // SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGSEGV and SIGBUS.
        ReadOnlySpan<int> signals = [4, 5, 6, 8, 11, OperatingSystem.IsMacOS() ? 10 : 7];
        byte* actions = stackalloc byte[signals.Length * LargestAction];
        Span<bool> isKnown = stackalloc bool[signals.Length];
        for (int i = 0; i < signals.Length; i++)
        {
            isKnown[i] = SetAction(signals[i], null, actions + (i * LargestAction)) == 0;
        }

        try
        {
            return work();
        }
        finally
        {
            for (int i = 0; i < signals.Length; i++)
            {
                _ = isKnown[i] ? SetAction(signals[i], actions + (i * LargestAction), null) : 0;
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "sigaction")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetAction(int signal, byte* action, byte* oldAction);
}
