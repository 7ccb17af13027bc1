/* What GlassModes asks of OpenBLAS itself: how it was built, what it runs on, and its number of threads. */

#ifndef GLASSMODES_BINDINGS_OPENBLAS_H
#define GLASSMODES_BINDINGS_OPENBLAS_H

#ifdef __cplusplus
extern "C" {
#endif

/* Version and build options. Static, never freed. */
char *openblas_get_config(void);

/* The kernel set chosen for this processor. Static, never freed. */
char *openblas_get_corename(void);

/* Threads a call may use. */
int openblas_get_num_threads(void);

/* Sets the threads a call may use, for the whole process. */
void openblas_set_num_threads(int num_threads);

/* 0: one thread only, 1: pthreads, 2: OpenMP. */
int openblas_get_parallel(void);

#ifdef __cplusplus
}
#endif

#endif
