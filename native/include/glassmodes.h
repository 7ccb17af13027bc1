/* The whole C ABI of libglassmodes: build information, pair forces, products of a Hessian. A function that can fail returns a
 * gm_status. If it fails, it writes nothing else, unless its comment says otherwise. Handles are made by a create function and freed
 * by the destroy function of the same kind. A handle serves one thread at a time. Arrays belong to the caller and are not kept. They
 * may overlap only where a comment allows it. Vectors hold 3N doubles, x1 y1 z1 x2 ..., in the caller's order of particles. Strings
 * are static and never freed. */

#ifndef GLASSMODES_H
#define GLASSMODES_H

#include <stdint.h>

#if defined(_WIN32)
#define GM_API __declspec(dllexport)
#else
#define GM_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Raised by one whenever a signature or a struct below changes. The managed side refuses every other version. */
#define GM_ABI_VERSION 2

/* What a call came to. */
enum gm_status {
    /* Done. */
    GM_OK = 0,
    /* A null pointer, a number outside its range, or a table that is not symmetric. */
    GM_INVALID_ARGUMENT = 1,
    /* The box is smaller than twice the largest cutoff: a particle would meet two images of another. */
    GM_BOX_TOO_SMALL = 2,
    /* Memory could not be allocated. The handle stays usable. */
    GM_OUT_OF_MEMORY = 3,
    /* A defect of this library. */
    GM_INTERNAL_ERROR = 4
};

/* The interaction of a pair of species. */
enum gm_potential {
    /* v(r) = v0(r) - v0(rc) - (r - rc) v0'(rc) for r < rc, with v0(r) = 4 epsilon [(sigma/r)^12 - (sigma/r)^6]. */
    GM_FORCE_SHIFTED_LENNARD_JONES = 0,
    /* v(r) = (epsilon/2) (1 - r/sigma)^2 for r < sigma, which the cutoff has to equal. */
    GM_HARMONIC = 1
};

/* The forces of one system under one model, with its neighbour list. */
typedef struct gm_force_field gm_force_field;

/* The second derivatives of one configuration, held as bonds. */
typedef struct gm_hessian gm_hessian;

/* The GM_ABI_VERSION this binary was built with. */
GM_API int32_t gm_abi_version(void);

/* Version, compiler and build type, for `glassmodes --version`. UTF-8. */
GM_API const char *gm_build_info(void);

/* Makes the force field of `particles` particles in a periodic cube of edge `box_length`. `species` holds a number below
 * `species_count` (1 to 256) for each; `parameters` holds epsilon, sigma, cutoff of each pair of species, row after row, symmetric
 * and positive. The neighbour list reaches `skin` (zero or more) beyond the cutoff. `max_width` is 0 for the widest kernel this
 * processor has, or 2, 4 or 8 for at most as many doubles a register. */
GM_API int32_t gm_force_field_create(int32_t particles, const uint8_t *species, int32_t species_count, double box_length,
                                     int32_t potential, const double *parameters, double skin, int32_t max_width,
                                     gm_force_field **field);

/* Frees a force field, or nothing when it is null. */
GM_API void gm_force_field_destroy(gm_force_field *field);

/* Doubles a register of the kernel in use: 2, 4 or 8; 0 when `field` is null. */
GM_API int32_t gm_force_field_width(const gm_force_field *field);

/* Neighbour lists built so far; 0 when `field` is null. */
GM_API int64_t gm_force_field_list_builds(const gm_force_field *field);

/* Builds the neighbour list at these positions now, however little the particles have moved. */
GM_API int32_t gm_force_field_build_list(gm_force_field *field, const double *positions);

/* The forces, and where their pointers are not null the energy V = sum of v and the virial -sum of r v', at these positions,
 * wrapped or not. Builds the list first if there is none or a particle has moved more than skin/2 since the last. Allocates
 * nothing except while the list outgrows its memory. If a position is not finite, all results are NaN. */
GM_API int32_t gm_force_field_compute(gm_force_field *field, const double *positions, double *forces, double *energy,
                                      double *virial);

/* Makes the Hessian of `particles` particles from `bonds` bonds: particles i[b] and j[b] (different, from 0) have the stiffness
 * K = v'' n n' + (v'/r)(1 - n n') with the unit vector n = (nx[b], ny[b], nz[b]), `second` = v'' and `first_over_r` = v'/r. K stands
 * at (i,i) and (j,j), and negated at (i,j) and (j,i). `max_width` as for the force field. */
GM_API int32_t gm_hessian_create(int32_t particles, int64_t bonds, const int32_t *i, const int32_t *j, const double *nx,
                                 const double *ny, const double *nz, const double *second, const double *first_over_r,
                                 int32_t max_width, gm_hessian **hessian);

/* Frees a Hessian, or nothing when it is null. */
GM_API void gm_hessian_destroy(gm_hessian *hessian);

/* Doubles a register of the kernel in use: 2, 4 or 8; 0 when `hessian` is null. */
GM_API int32_t gm_hessian_width(const gm_hessian *hessian);

/* y = H x. Allocates nothing; x and y may be the same array. */
GM_API int32_t gm_hessian_multiply(gm_hessian *hessian, const double *x, double *y);

/* `steps` steps of plain Lanczos, without reorthogonalisation, from `start` (3N, not zero): the diagonal alpha and beside it
 * beta of the tridiagonal matrix, `steps` values each; beta[k] couples steps k and k + 1, so that the last belongs to the residual. Both
 * are 0 after a step whose beta is 0. */
GM_API int32_t gm_lanczos(gm_hessian *hessian, int32_t steps, const double *start, double *alpha, double *beta);

#ifdef __cplusplus
}
#endif

#endif
