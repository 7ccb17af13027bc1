// Tells a full disk from other errors of files.

namespace GlassModes.Files;

/// <summary>Tells a full disk from other errors of files.</summary>
public static class FullDisk
{
    // The numbers of the operating systems: ENOSPC, EDQUOT on Linux and on macOS, and ERROR_DISK_FULL with the mark of Windows.
    private static readonly int[] s_codes = OperatingSystem.IsWindows() ? [unchecked((int)0x80070070)]
        : OperatingSystem.IsLinux() ? [28, 122]
        : [28, 69];

    /// <summary>Whether an error came of a full disk or an exceeded quota, itself or by the error behind it.</summary>
    public static bool IsCauseOf(Exception? problem) =>
        problem is not null && ((problem is IOException && s_codes.Contains(problem.HResult)) || IsCauseOf(problem.InnerException));
}
