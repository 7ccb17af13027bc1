/* The life of MPI in a process that no launcher started: before the start, as the only rank, and after the end. */

#include <glassmodes_mpi.h>

#include <stdio.h>
#include <string.h>

static int failures;

static void expect(int holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "not so: %s\n", what);
        failures++;
    }
}

static void expect_refusals(void)
{
    int32_t number = 0;
    int64_t length = 1;
    double value = 1, all = 0;
    uint8_t byte = 1;
    expect(gm_mpi_is_started() == 0, "MPI is not started");
    expect(gm_mpi_rank(&number) == GM_MPI_NOT_STARTED, "there is no rank");
    expect(gm_mpi_count(&number) == GM_MPI_NOT_STARTED, "there is no number of ranks");
    expect(gm_mpi_processor_name() == NULL, "there is no name of a machine");
    expect(gm_mpi_all_gather(&value, 1, &all) == GM_MPI_NOT_STARTED && all == 0, "numbers cannot be gathered");
    expect(gm_mpi_gather_lengths(1, &length) == GM_MPI_NOT_STARTED, "bytes cannot be gathered");
    expect(gm_mpi_send(&byte, 1) == GM_MPI_NOT_STARTED, "bytes cannot be sent");
    expect(gm_mpi_receive(0, &byte, 1) == GM_MPI_NOT_STARTED, "bytes cannot be received");
    expect(gm_mpi_broadcast_length(&length) == GM_MPI_NOT_STARTED, "a length cannot be broadcast");
    expect(gm_mpi_broadcast(&byte, 1) == GM_MPI_NOT_STARTED, "bytes cannot be broadcast");
    expect(gm_mpi_finish() == GM_MPI_NOT_STARTED, "MPI cannot be ended");
    gm_mpi_abort(3);
}

static void expect_one_rank(void)
{
    int32_t rank = -1, count = -1;
    int64_t length = 3, gathered = -1;
    const double own[2] = { -0.0, 2.5 };
    double all[2] = { 0, 0 };
    uint8_t bytes[3] = { 1, 2, 3 };
    expect(gm_mpi_is_started() == 1, "MPI is started");
    expect(gm_mpi_start() == GM_MPI_STARTED_BEFORE, "MPI cannot be started twice");
    expect(gm_mpi_rank(&rank) == GM_MPI_OK && rank == 0, "this is rank 0");
    expect(gm_mpi_count(&count) == GM_MPI_OK && count == 1, "there is one rank");
    expect(gm_mpi_processor_name() != NULL && gm_mpi_processor_name()[0] != 0, "the machine has a name");
    expect(gm_mpi_all_gather(own, 2, all) == GM_MPI_OK && memcmp(own, all, sizeof own) == 0, "numbers are gathered");
    expect(gm_mpi_all_gather(NULL, 0, NULL) == GM_MPI_OK, "no numbers are gathered");
    expect(gm_mpi_all_gather(NULL, 1, all) == GM_MPI_INVALID_ARGUMENT, "numbers without an array are refused");
    expect(gm_mpi_all_gather(own, INT64_C(1) << 31, all) == GM_MPI_INVALID_ARGUMENT, "more than 2^31 - 1 numbers are refused");
    expect(gm_mpi_gather_lengths(5, &gathered) == GM_MPI_OK && gathered == 5, "a length is gathered");
    expect(gm_mpi_gather_lengths(5, NULL) == GM_MPI_INVALID_ARGUMENT, "rank 0 needs an array of lengths");
    expect(gm_mpi_receive(1, bytes, 3) == GM_MPI_INVALID_ARGUMENT, "there is no rank 1");
    expect(gm_mpi_send(NULL, 1) == GM_MPI_INVALID_ARGUMENT, "bytes without an array are refused");
    expect(gm_mpi_broadcast_length(&length) == GM_MPI_OK && length == 3, "a length is broadcast");
    expect(gm_mpi_broadcast(bytes, 3) == GM_MPI_OK && bytes[2] == 3, "bytes are broadcast");
}

int main(void)
{
    expect(gm_mpi_abi_version() == GM_MPI_ABI_VERSION, "gm_mpi_abi_version() is the header's GM_MPI_ABI_VERSION");
    printf("%s, %s\n", gm_mpi_build_info(), gm_mpi_library_version());
    expect(strncmp(gm_mpi_build_info(), "libglassmodes_mpi " EXPECTED_VERSION ", MPI ", 24) == 0, "the build has a version");
    expect(gm_mpi_library_version()[0] != 0, "MPI tells its version before the start");
    expect_refusals();
    expect(gm_mpi_start() == GM_MPI_OK, "MPI starts without a launcher");
    expect_one_rank();
    expect(gm_mpi_finish() == GM_MPI_OK, "MPI ends");
    expect_refusals();
    expect(gm_mpi_start() == GM_MPI_STARTED_BEFORE, "MPI cannot be started after its end");
    return failures == 0 ? 0 : 1;
}
