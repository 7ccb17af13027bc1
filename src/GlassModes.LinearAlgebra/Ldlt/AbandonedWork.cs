// Ends a process without waiting for a call into LAPACK or MUMPS. These libraries cannot be interrupted.

using GlassModes.Native;

namespace GlassModes.LinearAlgebra.Ldlt;

/// <summary>Cleans up and ends a program that leaves a call into a native library running in another thread.</summary>
public static class AbandonedWork
{
    /// <summary>Removes the files that the factorisations of this process have written to disk.</summary>
    /// <exception cref="IOException">
    /// The files cannot be removed. The abandoned call may have written another file in the meantime.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The process has no permission to remove the files.</exception>
    public static void RemoveFiles() => ScratchDirectory.RemoveAll();

    /// <summary>Removes the directories with factors that killed processes of this host have left.</summary>
    /// <param name="directory">The directory in which they stand; null for the system's temporary directory.</param>
    /// <returns>Number of removed directories.</returns>
    public static int RemoveLeftBehind(string? directory = null) => ScratchDirectory.RemoveLeftBehind(directory);

    /// <summary>Ends the process at once. An ordinary exit would wait for the abandoned call.</summary>
    public static void EndProcess(int exitCode) => ProcessEnd.Now(exitCode);
}
