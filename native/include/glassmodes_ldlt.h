/* The whole C ABI of libglassmodes_ldlt: LDL' factorisations of sparse symmetric matrices of small blocks. MUMPS factorises, and METIS
 * orders the blocks. Functions return a gm_ldlt_status. If a function fails, it writes nothing but the report. Handles are made by
 * gm_ldlt_create and freed by gm_ldlt_destroy. MUMPS and METIS are not re-entrant: the whole process may make one call at a time,
 * whatever the handle. Arrays belong to the caller and are not kept. */

#ifndef GLASSMODES_LDLT_H
#define GLASSMODES_LDLT_H

#include <stdint.h>

#if defined(_WIN32)
#define GM_LDLT_API __declspec(dllexport)
#else
#define GM_LDLT_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Raised by one whenever a signature or a struct below changes. The managed side refuses every other version. */
#define GM_LDLT_ABI_VERSION 1

/* What a call came to. */
enum gm_ldlt_status {
    /* Done. */
    GM_LDLT_OK = 0,
    /* A null pointer, a number outside its range, or an index out of order. */
    GM_LDLT_INVALID_ARGUMENT = 1,
    /* Memory could not be allocated on this side of MUMPS. The handle stays usable. */
    GM_LDLT_OUT_OF_MEMORY = 2,
    /* METIS could not order the graph. */
    GM_LDLT_ORDERING_FAILED = 3,
    /* MUMPS failed: see mumps_status and mumps_detail of the report. */
    GM_LDLT_MUMPS_FAILED = 4,
    /* A call that comes before the one it needs: analyse, factorise with the factors kept, solve. */
    GM_LDLT_WRONG_ORDER = 5,
    /* A defect of this library. */
    GM_LDLT_INTERNAL_ERROR = 6
};

/* The arithmetic of a factorisation. */
enum gm_ldlt_precision {
    GM_LDLT_DOUBLE = 0,
    /* Half the memory; matrices and right-hand sides are rounded on the way in. */
    GM_LDLT_SINGLE = 1
};

/* What happens to the factors. */
enum gm_ldlt_factors {
    GM_LDLT_KEEP = 0,
    /* Only the inertia is wanted: the factors are never held together. */
    GM_LDLT_DISCARD = 1,
    /* They go to files, and come back for every solve. */
    GM_LDLT_TO_DISK = 2
};

/* What MUMPS says of its work. Entries are scalars, megabytes of 10^6 bytes. */
typedef struct gm_ldlt_report {
    /* INFOG(1), negative where MUMPS failed, and INFOG(2). */
    int32_t mumps_status;
    int32_t mumps_detail;
    /* INFOG(12): negative pivots, which is the number of negative eigenvalues. */
    int32_t negative_pivots;
    /* INFOG(28): pivots so small that they count as zero. */
    int32_t null_pivots;
    /* INFOG(13): pivots put off to a later front for stability. */
    int32_t delayed_pivots;
    /* INFOG(17) and INFOG(27): memory that the analysis foresees, in core and with the factors on disk. */
    int32_t estimated_megabytes;
    int32_t estimated_megabytes_to_disk;
    /* INFOG(22): memory the factorisation used. */
    int32_t megabytes;
    /* INFOG(20) and INFOG(29): entries of the factors, foreseen and found. */
    int64_t estimated_entries;
    int64_t entries;
    /* RINFOG(1) and RINFOG(3): operations of the eliminations, foreseen and done. */
    double estimated_operations;
    double operations;
} gm_ldlt_report;

/* One matrix pattern, and the factors of one matrix of that pattern. */
typedef struct gm_ldlt gm_ldlt;

/* The GM_LDLT_ABI_VERSION this binary was built with. */
GM_LDLT_API int32_t gm_ldlt_abi_version(void);

/* Versions of MUMPS and METIS, compiler. UTF-8, static. */
GM_LDLT_API const char *gm_ldlt_build_info(void);

/* Makes an empty handle of a gm_ldlt_precision. */
GM_LDLT_API int32_t gm_ldlt_create(int32_t precision, gm_ldlt **ldlt);

/* Frees a handle and its files, or nothing when it is null. */
GM_LDLT_API void gm_ldlt_destroy(gm_ldlt *ldlt);

/* Takes the pattern of a symmetric matrix of `rows` block rows of `block_size` scalars (1 to 16), orders and analyses it. Block
 * row i holds the blocks at column[row_start[i]] ... column[row_start[i + 1] - 1], ascending: first i itself, which must be there, then
 * some above i. `factors` is a gm_ldlt_factors; for GM_LDLT_TO_DISK `directory` is where, else it is null. Once for each handle. */
GM_LDLT_API int32_t gm_ldlt_analyse(gm_ldlt *ldlt, int32_t rows, int32_t block_size, const int64_t *row_start,
                                    const int32_t *column, int32_t factors, const char *directory, gm_ldlt_report *report);

/* Factorises A - shift. `values` holds the blocks in the order of the pattern, each row after row; of diagonal blocks the upper
 * triangle counts. Workspace is what the analysis foresaw and `extra_percent` more; above `most_megabytes` (0: no limit) MUMPS fails. */
GM_LDLT_API int32_t gm_ldlt_factorise(gm_ldlt *ldlt, const double *values, double shift, int32_t extra_percent,
                                      int32_t most_megabytes, gm_ldlt_report *report);

/* Solves (A - shift) x = b for `columns` vectors of rows x block_size scalars, one after the other, in place. */
GM_LDLT_API int32_t gm_ldlt_solve(gm_ldlt *ldlt, int32_t columns, double *vectors, gm_ldlt_report *report);

#ifdef __cplusplus
}
#endif

#endif
