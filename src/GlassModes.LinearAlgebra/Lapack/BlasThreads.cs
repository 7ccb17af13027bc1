// The number of threads that OpenBLAS may use for one call.

using GlassModes.Native;

namespace GlassModes.LinearAlgebra.Lapack;

/// <summary>
/// The number of threads of OpenBLAS, a setting of the whole process. Set it to 1 when many samples run in parallel, one thread each:
/// OpenBLAS then works in the calling thread, and calls do not wait for one another. Set it to the number of cores for one big matrix.
/// </summary>
public static class BlasThreads
{
    /// <summary>
    /// The number of threads that a LAPACK call may use. A number that is larger than this build of OpenBLAS allows is lowered to what it
    /// allows. Both accessors load OpenBLAS. The number must not change while solvers run in other threads.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    /// <exception cref="NativeLibraryException">OpenBLAS is missing or has 64-bit integers.</exception>
    public static int Count
    {
        get => OpenBlas.openblas_get_num_threads();
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            OpenBlas.openblas_set_num_threads(value);
        }
    }
}
