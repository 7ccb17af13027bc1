// LAPACK routines with arguments by value and lower triangles; a non-zero info becomes an exception.

using Routines = GlassModes.Native.Lapack;

namespace GlassModes.LinearAlgebra.Lapack;

/// <summary>One method for each routine. The leading dimension of a matrix is its order.</summary>
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

    /// <summary>Values only; <paramref name="lwork"/> = −1 asks for the best size, put into work[0].</summary>
    internal static void DsyevdTwoStage(int n, double* a, double* w, double* work, int lwork, int* iwork, int liwork)
    {
        sbyte job = (sbyte)'N', uplo = Lower;
        int info;
        Routines.dsyevd_2stage_(&job, &uplo, &n, a, &n, w, work, &lwork, iwork, &liwork, &info, 1, 1);
        LapackException.Ensure("dsyevd_2stage", info);
    }

    /// <summary>As <see cref="Dstebz"/> chooses, with vectors in z if <paramref name="vectors"/>; support holds 2n integers.</summary>
    /// <returns>How many were found.</returns>
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
    /// Eigenvalues by blocks, to full accuracy: first … last (from 1) if <paramref name="byIndex"/>, else those in (lower, upper].
    /// </summary>
    /// <returns>How many were found.</returns>
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

    /// <summary>Z := Q Z, with Z n × columns and Q as <see cref="Dsytrd"/> left it in a and tau.</summary>
    internal static void Dormtr(int n, int columns, double* a, double* tau, double* z, double* work, int lwork)
    {
        sbyte side = (sbyte)'L', uplo = Lower, transposed = (sbyte)'N';
        int info;
        Routines.dormtr_(&side, &uplo, &transposed, &n, &columns, a, &n, tau, z, &n, work, &lwork, &info, 1, 1, 1);
        LapackException.Ensure("dormtr", info);
    }

    /// <summary>G := XᵀY, with X inner × m, Y inner × n and G m × n.</summary>
    internal static void TransposedProduct(int m, int n, int inner, double* x, double* y, double* g)
    {
        sbyte transposed = (sbyte)'T', plain = (sbyte)'N';
        double one = 1, zero = 0;
        Routines.dgemm_(&transposed, &plain, &m, &n, &inner, &one, x, &inner, y, &inner, &zero, g, &m, 1, 1);
    }

    /// <summary>C := α op(A) B + β C, with op(A) m × k, B k × n and C m × n, each with a leading dimension of its own.</summary>
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
