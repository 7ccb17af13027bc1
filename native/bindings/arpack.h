/* What GlassModes calls of ARPACK (arpack-ng 3.8, the C interface, 32-bit integers): symmetric problems in double precision. The routines
 * keep state between calls: one problem at a time in the whole process. */

#ifndef GLASSMODES_BINDINGS_ARPACK_H
#define GLASSMODES_BINDINGS_ARPACK_H

#ifdef __cplusplus
extern "C" {
#endif

/* One step of the implicitly restarted Lanczos method, by reverse communication: `ido` says what to apply to which part of `workd`. */
void dsaupd_c(int *ido, const char *bmat, int n, const char *which, int nev, double tol, double *resid, int ncv, double *v, int ldv,
              int *iparam, int *ipntr, double *workd, double *workl, int lworkl, int *info);

/* Eigenvalues, and with `rvec` eigenvectors, once dsaupd_c is done; its arguments again from `bmat` on. */
void dseupd_c(int rvec, const char *howmny, const int *select, double *d, double *z, int ldz, double sigma, const char *bmat, int n,
              const char *which, int nev, double tol, double *resid, int ncv, double *v, int ldv, int *iparam, int *ipntr,
              double *workd, double *workl, int lworkl, int *info);

#ifdef __cplusplus
}
#endif

#endif
