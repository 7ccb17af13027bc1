/* The whole C ABI of libglassmodes_mpi: the few calls of MPI by which processes ("ranks") share the replicas of one run. Handles of MPI
 * differ from one MPI to another, so that only this library sees them. Functions return a gm_mpi_status. All calls that follow
 * gm_mpi_start come from the thread that made it, except where another thread is allowed. All ranks make the same calls in the same order.
 * Arrays belong to the caller and are not kept; an array of length zero may be null. Lengths have 64 bits and are sent in pieces. */

#ifndef GLASSMODES_MPI_H
#define GLASSMODES_MPI_H

#include <stdint.h>

#if defined(_WIN32)
#define GM_MPI_API __declspec(dllexport)
#else
#define GM_MPI_API __attribute__((visibility("default")))
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Raised by one whenever a signature below changes. The managed side refuses every other version. */
#define GM_MPI_ABI_VERSION 1

/* What a call came to. */
enum gm_mpi_status {
    /* Done. */
    GM_MPI_OK = 0,
    /* A null pointer, or a number outside its range. Nothing was sent. */
    GM_MPI_INVALID_ARGUMENT = 1,
    /* MPI failed: see gm_mpi_error_text. */
    GM_MPI_FAILED = 2,
    /* A call before gm_mpi_start or after gm_mpi_finish. */
    GM_MPI_NOT_STARTED = 3,
    /* A second start. A process can start MPI once, and not again after its end. */
    GM_MPI_STARTED_BEFORE = 4,
    /* This MPI must not be used in a process of several threads. */
    GM_MPI_NO_THREADS = 5,
    /* Another rank made another call, or has finished. All ranks get this status, for this call and for every later one. */
    GM_MPI_CALLS_DIFFER = 6,
    /* The ranks gave arrays of different lengths. All ranks get this status. They can go on. */
    GM_MPI_LENGTHS_DIFFER = 7
};

/* The GM_MPI_ABI_VERSION this binary was built with. Any thread, at any time. */
GM_MPI_API int32_t gm_mpi_abi_version(void);

/* Version of this library, the standard of the MPI that it was built with, and compiler. UTF-8, static. Any thread, at any time. */
GM_MPI_API const char *gm_mpi_build_info(void);

/* Name and version of the MPI in use, by its own words. UTF-8, valid until the next call. Before the start too. */
GM_MPI_API const char *gm_mpi_library_version(void);

/* What MPI said of the last call that returned GM_MPI_FAILED. UTF-8, valid until the next failure. */
GM_MPI_API const char *gm_mpi_error_text(void);

/* Starts MPI for the calling thread, and for a process whose other threads do not call MPI (MPI_THREAD_FUNNELED). Waits for all ranks. */
GM_MPI_API int32_t gm_mpi_start(void);

/* 1 between gm_mpi_start and gm_mpi_finish, else 0. Any thread, at any time. */
GM_MPI_API int32_t gm_mpi_is_started(void);

/* Number of this rank, from 0. */
GM_MPI_API int32_t gm_mpi_rank(int32_t *rank);

/* Number of ranks. */
GM_MPI_API int32_t gm_mpi_count(int32_t *count);

/* Name of the machine of this rank, by MPI. UTF-8, valid until the next call; null if there is none. */
GM_MPI_API const char *gm_mpi_processor_name(void);

/* Gathers `length` numbers of each rank at all ranks. `all` receives the numbers of rank 0, of rank 1 and so on. `length` is below 2^31. */
GM_MPI_API int32_t gm_mpi_all_gather(const double *own, int64_t length, double *all);

/* Begins to gather bytes at rank 0: `lengths` there receives the number of bytes of each rank, and is not used at other ranks. After this
 * call each rank but 0 calls gm_mpi_send once, and rank 0 calls gm_mpi_receive for the ranks 1, 2 and so on. */
GM_MPI_API int32_t gm_mpi_gather_lengths(int64_t length, int64_t *lengths);

/* Sends bytes to rank 0. */
GM_MPI_API int32_t gm_mpi_send(const uint8_t *bytes, int64_t length);

/* Receives the bytes of another rank, at rank 0. */
GM_MPI_API int32_t gm_mpi_receive(int32_t rank, uint8_t *bytes, int64_t length);

/* Begins to send bytes of rank 0 to all: other ranks receive the number of bytes. After this call all ranks call gm_mpi_broadcast. */
GM_MPI_API int32_t gm_mpi_broadcast_length(int64_t *length);

/* Sends bytes of rank 0 to all ranks. */
GM_MPI_API int32_t gm_mpi_broadcast(uint8_t *bytes, int64_t length);

/* Ends all ranks at once with this exit code. Returns if MPI is not started, or if MPI cannot end the ranks. */
GM_MPI_API void gm_mpi_abort(int32_t exit_code);

/* Ends MPI, after all ranks have called this. Ranks that make another call meanwhile get GM_MPI_CALLS_DIFFER, and MPI then ends here as
 * soon as they finish too. */
GM_MPI_API int32_t gm_mpi_finish(void);

#ifdef __cplusplus
}
#endif

#endif
