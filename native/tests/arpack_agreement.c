/* Proves that native/bindings/arpack.h agrees with the system's arpack.h: both headers in one translation unit, where a declaration that
 * differs is a compile error. */

#include "../bindings/arpack.h"

#include <arpack/arpack.h>

_Static_assert(sizeof(a_int) == sizeof(int), "the system's ARPACK has to use 32-bit integers");

int main(void) {
    /* An order of zero is refused before anything is touched. */
    int ido = 0, info = 0, iparam[11] = {1, 0, 10, 1, 0, 0, 1}, ipntr[14];
    double resid[1], v[1], workd[3], workl[16];
    dsaupd_c(&ido, "I", 0, "LM", 1, 0, resid, 1, v, 1, iparam, ipntr, workd, workl, 16, &info);
    return info == -1 ? 0 : 1;
}
