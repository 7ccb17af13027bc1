// The number of threads OpenBLAS may use for one call.

using GlassModes.Native;

namespace GlassModes.LinearAlgebra.Lapack;

/// <summary>
/// Threads of OpenBLAS, a setting of the whole process. When many samples run in parallel, one thread each, set it to 1: OpenBLAS
/// then works in the calling thread and calls do not wait for one another. For one big matrix set it to the number of cores.
/// </summary>
public static class BlasThreads
{
    /// <summary>Threads a LAPACK call may use. Loads OpenBLAS. Not to be changed while solvers run in other threads.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1, or more than this build of OpenBLAS allows; the message has both.</exception>
    /// <exception cref="NativeLibraryException">OpenBLAS is missing or has 64-bit integers.</exception>
    public static int Count
    {
        get => OpenBlas.openblas_get_num_threads();
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            int before = OpenBlas.openblas_get_num_threads();
            OpenBlas.openblas_set_num_threads(value);
            int after = OpenBlas.openblas_get_num_threads();
            if (after != value)
            {
                OpenBlas.openblas_set_num_threads(before);
                throw new ArgumentOutOfRangeException(
                    nameof(value), value, FormattableString.Invariant($"This build of OpenBLAS allows {after} threads."));
            }
        }
    }
}
