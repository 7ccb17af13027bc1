/* The LAPACK and BLAS routines GlassModes calls, as gfortran's ABI has them: every argument by address, a trailing hidden
 * size_t length for each character argument, 32-bit integers (LP64). Routines that are not called are not declared. */

#ifndef GLASSMODES_BINDINGS_LAPACK_H
#define GLASSMODES_BINDINGS_LAPACK_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Version of LAPACK. */
void ilaver_(int *vers_major, int *vers_minor, int *vers_patch);

/* C := alpha op(A) op(B) + beta C, with op(A) m x k, op(B) k x n and C m x n. */
void dgemm_(const char *transa, const char *transb, const int *m, const int *n, const int *k, const double *alpha,
            const double *a, const int *lda, const double *b, const int *ldb, const double *beta, double *c, const int *ldc,
            size_t transa_length, size_t transb_length);

/* All eigenvalues, and the eigenvectors if jobz is V, of a real symmetric matrix; divide and conquer. */
void dsyevd_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w, double *work,
             const int *lwork, int *iwork, const int *liwork, int *info, size_t jobz_length, size_t uplo_length);

/* As dsyevd with jobz N (V is not available): the reduction goes through a band matrix, by products of matrices. */
void dsyevd_2stage_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w, double *work,
                    const int *lwork, int *iwork, const int *liwork, int *info, size_t jobz_length, size_t uplo_length);

/* Eigenvalues, and eigenvectors if jobz is V: all (range A), those in (vl, vu] (V), or the il-th to the iu-th (I). */
void dsyevr_(const char *jobz, const char *range, const char *uplo, const int *n, double *a, const int *lda, const double *vl,
             const double *vu, const int *il, const int *iu, const double *abstol, int *m, double *w, double *z, const int *ldz,
             int *isuppz, double *work, const int *lwork, int *iwork, const int *liwork, int *info, size_t jobz_length,
             size_t range_length, size_t uplo_length);

/* Reduction of a real symmetric matrix to tridiagonal form T = Q' A Q. */
void dsytrd_(const char *uplo, const int *n, double *a, const int *lda, double *d, double *e, double *tau, double *work,
             const int *lwork, int *info, size_t uplo_length);

/* Eigenvalues of a symmetric tridiagonal matrix by bisection: all, those in (vl, vu], or the il-th to the iu-th. */
void dstebz_(const char *range, const char *order, const int *n, const double *vl, const double *vu, const int *il,
             const int *iu, const double *abstol, const double *d, const double *e, int *m, int *nsplit, double *w,
             int *iblock, int *isplit, double *work, int *iwork, int *info, size_t range_length, size_t order_length);

/* Eigenvectors of a symmetric tridiagonal matrix by inverse iteration, for eigenvalues from dstebz in block order. */
void dstein_(const int *n, const double *d, const double *e, const int *m, const double *w, const int *iblock,
             const int *isplit, double *z, const int *ldz, double *work, int *iwork, int *ifail, int *info);

/* C := op(Q) C or C op(Q), with the orthogonal Q of dsytrd. */
void dormtr_(const char *side, const char *uplo, const char *trans, const int *m, const int *n, const double *a,
             const int *lda, const double *tau, double *c, const int *ldc, double *work, const int *lwork, int *info,
             size_t side_length, size_t uplo_length, size_t trans_length);

#ifdef __cplusplus
}
#endif

#endif
