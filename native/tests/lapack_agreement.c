/* Proves that native/bindings/lapack.h agrees with the system's LAPACK: both headers in one translation unit, where a
 * declaration that differs is a compile error, and one call through our header, whose result is checked.
 * Build: gcc native/tests/lapack_agreement.c -Inative/bindings -lopenblas -lm */

#include "../bindings/lapack.h"

/* lapacke.h sits beside the system's lapack.h and finds it there, not in our folder. */
#include <lapacke.h>

#include <math.h>
#include <stdio.h>

#ifndef LAPACK_H
#error "The system's lapack.h was not included, so nothing was compared."
#endif
#ifndef LAPACK_FORTRAN_STRLEN_END
#error "The system's lapack.h declares no string lengths, so they cannot be compared."
#endif

_Static_assert(sizeof(lapack_int) == sizeof(int), "the system's LAPACK has to use 32-bit integers");

/* Declarations in one scope have to be compatible; this makes sure that the names are those of the routines we call. */
#define SAME(ours, theirs) _Static_assert(__builtin_types_compatible_p(__typeof__(&ours), __typeof__(&theirs)), #ours)
SAME(ilaver_, LAPACK_ilaver);
SAME(dsyevd_, LAPACK_dsyevd_base);
SAME(dsyevd_2stage_, LAPACK_dsyevd_2stage_base);
SAME(dsytrd_, LAPACK_dsytrd_base);
SAME(dsyevr_, LAPACK_dsyevr_base);
SAME(dstebz_, LAPACK_dstebz_base);
SAME(dstein_, LAPACK_dstein);
SAME(dormtr_, LAPACK_dormtr_base);

static int differs(const char *what, double found, double expected) {
    if (fabs(found - expected) <= 1e-14) {
        return 0;
    }
    fprintf(stderr, "%s is %.17g, not %.17g\n", what, found, expected);
    return 1;
}

int main(void) {
    /* Lower triangle of the Laplacian of order 3; what stands above the diagonal must not be read. */
    double a[9] = {2, -1, 0, NAN, 2, -1, NAN, NAN, 2};
    double w[3], work[64];
    int iwork[32];
    int n = 3, lwork = 64, liwork = 32, info = -1;
    dsyevd_("V", "L", &n, a, &n, w, work, &lwork, iwork, &liwork, &info, 1, 1);
    int failures = differs("info", info, 0);
    failures += differs("the first eigenvalue", w[0], 2 - sqrt(2));
    failures += differs("the second eigenvalue", w[1], 2);
    failures += differs("the third eigenvalue", w[2], 2 + sqrt(2));
    failures += differs("an element of the first vector", fabs(a[1]), sqrt(0.5));

    double one = 1, zero = 0, g[9];
    dgemm_("T", "N", &n, &n, &n, &one, a, &n, a, &n, &zero, g, &n, 1, 1);
    for (int i = 0; i < 9; i++) {
        failures += differs("an element of X'X", g[i], i % 4 == 0);
    }

    return failures == 0 ? 0 : 1;
}
