// Calls LAPACK and BLAS routines with arguments by value and lower triangles. A non-zero info becomes an exception.

using Routines = GlassModes.Native.Lapack;

namespace GlassModes.LinearAlgebra.Lapack;

/// <summary>One method for each routine. The leading dimension of a matrix is its number of rows, unless a parameter gives it.</summary>
internal static unsafe class LapackCalls
{
    private const sbyte Lower = (sbyte)'L';

    internal static void Dsyevd(bool vectors, int n, double* a, double* w, double* work, int lwork, int* iwork, int liwork)
    {
        sbyte job = (sbyte)(vectors ? 'V' : 'N'), uplo = Lower;
        int info;
        Routines.dsyevd_(&job, &uplo, &n, a, &n, w, work, &lwork, iwork, &liwork, &info, 1, 1);
        LapackException.Ensure("dsyevd", info);
    }

    /// <summary>
    /// Computes eigenvalues only. <paramref name="lwork"/> = −1 asks for the best size of work, which is written to work[0].
    /// </summary>
    internal static void DsyevdTwoStage(int n, double* a, double* w, double* work, int lwork, int* iwork, int liwork)
    {
        sbyte job = (sbyte)'N', uplo = Lower;
        int info;
        Routines.dsyevd_2stage_(&job, &uplo, &n, a, &n, w, work, &lwork, iwork, &liwork, &info, 1, 1);
        LapackException.Ensure("dsyevd_2stage", info);
    }

    /// <summary>
    /// Computes the eigenvalues that <see cref="Dstebz"/> would select, and their vectors in z if <paramref name="vectors"/>. support holds
    /// 2n integers.
    /// </summary>
    /// <returns>The number of eigenvalues found.</returns>
    internal static int Dsyevr(
        bool vectors, bool byIndex, int n, double* a, double lower, double upper, int first, int last, double* w, double* z, int* support,
        double* work, int lwork, int* iwork, int liwork)
    {
        sbyte job = (sbyte)(vectors ? 'V' : 'N'), range = (sbyte)(byIndex ? 'I' : 'V'), uplo = Lower;
        double tolerance = 0;
        int count, info;
        Routines.dsyevr_(
            &job, &range, &uplo, &n, a, &n, &lower, &upper, &first, &last, &tolerance, &count, w, z, &n, support,
            work, &lwork, iwork, &liwork, &info, 1, 1, 1);
        LapackException.Ensure("dsyevr", info);
        return count;
    }

    internal static void Dsytrd(int n, double* a, double* d, double* e, double* tau, double* work, int lwork)
    {
        sbyte uplo = Lower;
        int info;
        Routines.dsytrd_(&uplo, &n, a, &n, d, e, tau, work, &lwork, &info, 1);
        LapackException.Ensure("dsytrd", info);
    }

    /// <summary>
    /// Computes eigenvalues of a tridiagonal matrix by bisection, to full accuracy: number first to last (counted from 1) if
    /// <paramref name="byIndex"/>, otherwise those in (lower, upper]. They are grouped by the blocks into which the matrix splits.
    /// </summary>
    /// <returns>The number of eigenvalues found.</returns>
    internal static int Dstebz(
        bool byIndex, int n, double lower, double upper, int first, int last, double* d, double* e, double* w, int* block, int* split,
        double* work, int* iwork)
    {
        sbyte range = (sbyte)(byIndex ? 'I' : 'V'), order = (sbyte)'B';
        double tolerance = 0;
        int count, blocks, info;
        Routines.dstebz_(
            &range, &order, &n, &lower, &upper, &first, &last, &tolerance, d, e, &count, &blocks, w, block, split,
            work, iwork, &info, 1, 1);
        LapackException.Ensure("dstebz", info);
        return count;
    }

    internal static void Dstein(
        int n, double* d, double* e, int count, double* w, int* block, int* split, double* z, double* work, int* iwork, int* failed)
    {
        int info;
        Routines.dstein_(&n, d, e, &count, w, block, split, z, &n, work, iwork, failed, &info);
        LapackException.Ensure("dstein", info);
    }

    /// <summary>Z := Q Z, where Z is n × columns. <see cref="Dsytrd"/> has left Q in a and tau.</summary>
    internal static void Dormtr(int n, int columns, double* a, double* tau, double* z, double* work, int lwork)
    {
        sbyte side = (sbyte)'L', uplo = Lower, transposed = (sbyte)'N';
        int info;
        Routines.dormtr_(&side, &uplo, &transposed, &n, &columns, a, &n, tau, z, &n, work, &lwork, &info, 1, 1, 1);
        LapackException.Ensure("dormtr", info);
    }

    /// <summary>G := XᵀY, where X is inner × m, Y is inner × n and G is m × n.</summary>
    internal static void TransposedProduct(int m, int n, int inner, double* x, double* y, double* g)
    {
        sbyte transposed = (sbyte)'T', plain = (sbyte)'N';
        double alpha = 1, beta = 0;
        Routines.dgemm_(&transposed, &plain, &m, &n, &inner, &alpha, x, &inner, y, &inner, &beta, g, &m, 1, 1);
    }

    /// <summary>
    /// C := α op(A) B + β C, where op(A) is m × k, B is k × n and C is m × n. Each matrix has a separate leading dimension.
    /// </summary>
    internal static void Product(
        bool transposed, int m, int n, int k, double alpha, double* a, int lda, double* b, int ldb, double beta, double* c, int ldc)
    {
        if (m == 0 || n == 0)
        {
            return;
        }

        sbyte first = (sbyte)(transposed ? 'T' : 'N'), plain = (sbyte)'N';
        Routines.dgemm_(&first, &plain, &m, &n, &k, &alpha, a, &lda, b, &ldb, &beta, c, &ldc, 1, 1);
    }
}
