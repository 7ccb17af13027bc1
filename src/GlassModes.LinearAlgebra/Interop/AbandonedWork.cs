// LAPACK and MUMPS cannot be interrupted: who does not want to wait for them ends the process.

using GlassModes.LinearAlgebra.Ldlt;
using GlassModes.Native;

namespace GlassModes.LinearAlgebra.Interop;

/// <summary>What to do when a call into a native library is left behind in its thread.</summary>
public static class AbandonedWork
{
    /// <summary>Removes the files of factorisations that are going on.</summary>
    /// <exception cref="IOException">They cannot be removed: the abandoned call may just have made another.</exception>
    /// <exception cref="UnauthorizedAccessException">They must not be removed.</exception>
    public static void RemoveFiles() => ScratchDirectory.RemoveAll();

    /// <summary>Ends the process, without waiting for the call as an ordinary end would.</summary>
    public static void EndProcess(int exitCode) => ProcessEnd.Now(exitCode);
}
