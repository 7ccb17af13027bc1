// LAPACK and MUMPS cannot be interrupted: who does not want to wait for them ends the process.

using GlassModes.Native;

namespace GlassModes.LinearAlgebra;

/// <summary>What to do when a call into a native library is left behind in its thread.</summary>
public static class AbandonedWork
{
    /// <summary>Removes the files of factorisations and ends the process, without waiting for the call as an ordinary end would.</summary>
    /// <exception cref="IOException">The files cannot be removed.</exception>
    public static void EndProcess(int exitCode)
    {
        ScratchDirectory.RemoveAll();
        ProcessEnd.Now(exitCode);
    }
}
