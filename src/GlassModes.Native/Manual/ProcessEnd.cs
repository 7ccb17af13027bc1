// The end of a process in which native code is still running.

using System.Runtime.InteropServices;

namespace GlassModes.Native;

/// <summary>Ends the process.</summary>
public static partial class ProcessEnd
{
    /// <summary>
    /// Ends the process at once. The exit handlers of native libraries do not run, because the handler of OpenBLAS would wait for ever for
    /// a thread that was left in the middle of a call. The caller must have finished all other work before.
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

    // The handle −1 stands for the process itself.
    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool TerminateProcess(nint process, uint exitCode);
}
