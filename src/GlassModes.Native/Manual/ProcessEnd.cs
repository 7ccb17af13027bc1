// The end of a process in which native code is still running.

using System.Runtime.InteropServices;

namespace GlassModes.Native;

/// <summary>Ends the process.</summary>
public static partial class ProcessEnd
{
    /// <summary>
    /// Ends it at once. The handlers of native libraries do not run: that of OpenBLAS waits for its threads, and for ever where one of them was left in the
    /// middle of a call. What else is to be done at the end must have been done.
    /// </summary>
    public static void Now(int exitCode)
    {
        if (OperatingSystem.IsWindows())
        {
            TerminateProcess(-1, (uint)exitCode);
        }
        else
        {
            Exit(exitCode);
        }
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void Exit(int exitCode);

    // −1 is the process itself.
    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool TerminateProcess(nint process, uint exitCode);
}
