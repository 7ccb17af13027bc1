// The end of a process that does not wait for LAPACK or MUMPS, which cannot be interrupted.

using GlassModes.Native;

namespace GlassModes.LinearAlgebra.Ldlt;

/// <summary>What to do when a program leaves a call into a native library behind in its thread.</summary>
public static class AbandonedWork
{
    /// <summary>Removes the files of all factorisations that are going on.</summary>
    /// <exception cref="IOException">They cannot be removed: the abandoned call may have made another one meanwhile.</exception>
    /// <exception cref="UnauthorizedAccessException">They must not be removed.</exception>
    public static void RemoveFiles() => ScratchDirectory.RemoveAll();

    /// <summary>Ends the process at once. An ordinary end would wait for the abandoned call.</summary>
    public static void EndProcess(int exitCode) => ProcessEnd.Now(exitCode);
}
