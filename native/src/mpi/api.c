/* The C ABI of libglassmodes_mpi: checks every argument, lets the ranks agree on each call, and turns errors of MPI into a status. */

#include "glassmodes_mpi.h"

#include <mpi.h>
#include <stdatomic.h>
#include <string.h>

#define TEXT_OF(number) TEXT(number)
#define TEXT(number) #number

/* MPI counts in int. The bytes of one message are far fewer, so that no sum within MPI comes near the limit, and many enough that a message
 * more costs nothing. */
static const int64_t piece = INT64_C(1) << 24;

/* What ranks can do together. */
enum call { ALL_GATHER = 1, GATHER, BROADCAST, FINISH };

/* MPI lives once in a process, and so does this state. */
enum life { NOT_STARTED, STARTING, STARTED, FINISHED };
static atomic_int life = NOT_STARTED;
static int is_out_of_step;
static int own_rank;
static int rank_count;
static MPI_Comm ranks;
static char error_text[MPI_MAX_ERROR_STRING + 1];
static char version_text[MPI_MAX_LIBRARY_VERSION_STRING + 1];
static char processor_text[MPI_MAX_PROCESSOR_NAME + 1];

/* After a failure nobody knows which call the other ranks are in. */
static int32_t check(int code)
{
    int length = 0;
    if (code == MPI_SUCCESS) {
        return GM_MPI_OK;
    }

    is_out_of_step = 1;
    if (MPI_Error_string(code, error_text, &length) != MPI_SUCCESS) {
        strcpy(error_text, "an error without a text");
    }

    return GM_MPI_FAILED;
}

static int32_t check_started(void)
{
    return atomic_load(&life) != STARTED ? GM_MPI_NOT_STARTED : is_out_of_step ? GM_MPI_CALLS_DIFFER : GM_MPI_OK;
}

/* Finds whether all ranks make the same call, and the smallest and the largest length that they give. Ranks that wait in different calls
 * of MPI would wait for ever or take bytes of one thing for another. */
static int32_t agree(enum call call, int64_t length, int64_t *shortest, int64_t *longest)
{
    const int64_t mine[4] = { call, -(int64_t)call, length, -length };
    int64_t most[4];
    int32_t status = check_started();
    if (status == GM_MPI_OK) {
        status = check(MPI_Allreduce(mine, most, 4, MPI_INT64_T, MPI_MAX, ranks));
    }

    if (status != GM_MPI_OK) {
        return status;
    }

    if (most[0] != -most[1]) {
        is_out_of_step = 1;
        return GM_MPI_CALLS_DIFFER;
    }

    *longest = most[2];
    *shortest = -most[3];
    return GM_MPI_OK;
}

static int length_of_piece(int64_t done, int64_t length)
{
    return (int)(length - done < piece ? length - done : piece);
}

static int are_bytes(const uint8_t *bytes, int64_t length)
{
    return length >= 0 && (length == 0 || bytes != NULL);
}

int32_t gm_mpi_abi_version(void)
{
    return GM_MPI_ABI_VERSION;
}

const char *gm_mpi_build_info(void)
{
    return "libglassmodes_mpi " GM_VERSION ", MPI " TEXT_OF(MPI_VERSION) "." TEXT_OF(MPI_SUBVERSION) ", " GM_COMPILER;
}

const char *gm_mpi_library_version(void)
{
    int length = 0;
    if (MPI_Get_library_version(version_text, &length) != MPI_SUCCESS) {
        strcpy(version_text, "an MPI that does not tell its version");
    }

    return version_text;
}

const char *gm_mpi_error_text(void)
{
    return error_text;
}

int32_t gm_mpi_start(void)
{
    int expected = NOT_STARTED, is_initialised = 0, is_finalised = 0, level = MPI_THREAD_SINGLE;
    int32_t status;
    MPI_Initialized(&is_initialised);
    MPI_Finalized(&is_finalised);
    if (is_initialised || is_finalised || !atomic_compare_exchange_strong(&life, &expected, STARTING)) {
        return GM_MPI_STARTED_BEFORE;
    }

    status = check(MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &level));
    if (status != GM_MPI_OK) {
        return status;
    }

    if (level < MPI_THREAD_FUNNELED) {
        MPI_Finalize();
        return GM_MPI_NO_THREADS;
    }

    /* A communicator of our own: no message of other code in this process can be taken for one of these, and errors of others stay as they
     * are. */
    status = check(MPI_Comm_dup(MPI_COMM_WORLD, &ranks));
    if (status == GM_MPI_OK) {
        status = check(MPI_Comm_set_errhandler(ranks, MPI_ERRORS_RETURN));
    }

    if (status == GM_MPI_OK) {
        status = check(MPI_Comm_rank(ranks, &own_rank));
    }

    if (status == GM_MPI_OK) {
        status = check(MPI_Comm_size(ranks, &rank_count));
    }

    if (status == GM_MPI_OK) {
        atomic_store(&life, STARTED);
    }

    return status;
}

int32_t gm_mpi_is_started(void)
{
    return atomic_load(&life) == STARTED;
}

int32_t gm_mpi_rank(int32_t *rank)
{
    if (rank == NULL) {
        return GM_MPI_INVALID_ARGUMENT;
    }

    if (!gm_mpi_is_started()) {
        return GM_MPI_NOT_STARTED;
    }

    *rank = own_rank;
    return GM_MPI_OK;
}

int32_t gm_mpi_count(int32_t *count)
{
    if (count == NULL) {
        return GM_MPI_INVALID_ARGUMENT;
    }

    if (!gm_mpi_is_started()) {
        return GM_MPI_NOT_STARTED;
    }

    *count = rank_count;
    return GM_MPI_OK;
}

const char *gm_mpi_processor_name(void)
{
    int length = 0;
    return gm_mpi_is_started() && MPI_Get_processor_name(processor_text, &length) == MPI_SUCCESS ? processor_text : NULL;
}

int32_t gm_mpi_all_gather(const double *own, int64_t length, double *all)
{
    int64_t shortest, longest;
    int32_t status;
    if (length < 0 || length > INT32_MAX || (length > 0 && (own == NULL || all == NULL))) {
        return GM_MPI_INVALID_ARGUMENT;
    }

    status = agree(ALL_GATHER, length, &shortest, &longest);
    if (status != GM_MPI_OK) {
        return status;
    }

    if (shortest != longest) {
        return GM_MPI_LENGTHS_DIFFER;
    }

    return length == 0 ? GM_MPI_OK : check(MPI_Allgather(own, (int)length, MPI_DOUBLE, all, (int)length, MPI_DOUBLE, ranks));
}

int32_t gm_mpi_gather_lengths(int64_t length, int64_t *lengths)
{
    int64_t shortest, longest;
    int32_t status;
    if (length < 0 || (lengths == NULL && gm_mpi_is_started() && own_rank == 0)) {
        return GM_MPI_INVALID_ARGUMENT;
    }

    status = agree(GATHER, length, &shortest, &longest);
    return status != GM_MPI_OK ? status : check(MPI_Gather(&length, 1, MPI_INT64_T, lengths, 1, MPI_INT64_T, 0, ranks));
}

int32_t gm_mpi_send(const uint8_t *bytes, int64_t length)
{
    int32_t status = check_started();
    if (!are_bytes(bytes, length)) {
        return GM_MPI_INVALID_ARGUMENT;
    }

    for (int64_t done = 0; status == GM_MPI_OK && done < length; done += piece) {
        status = check(MPI_Send(bytes + done, length_of_piece(done, length), MPI_BYTE, 0, 0, ranks));
    }

    return status;
}

int32_t gm_mpi_receive(int32_t rank, uint8_t *bytes, int64_t length)
{
    int32_t status = check_started();
    if (!are_bytes(bytes, length) || (status == GM_MPI_OK && (rank < 0 || rank >= rank_count))) {
        return GM_MPI_INVALID_ARGUMENT;
    }

    for (int64_t done = 0; status == GM_MPI_OK && done < length; done += piece) {
        status = check(MPI_Recv(bytes + done, length_of_piece(done, length), MPI_BYTE, rank, 0, ranks, MPI_STATUS_IGNORE));
    }

    return status;
}

int32_t gm_mpi_broadcast_length(int64_t *length)
{
    int64_t shortest, longest;
    int32_t status;
    if (length == NULL || *length < 0) {
        return GM_MPI_INVALID_ARGUMENT;
    }

    /* The length of rank 0 is the largest: the other ranks give none. */
    status = agree(BROADCAST, own_rank == 0 ? *length : 0, &shortest, &longest);
    if (status == GM_MPI_OK) {
        *length = longest;
    }

    return status;
}

int32_t gm_mpi_broadcast(uint8_t *bytes, int64_t length)
{
    int32_t status = check_started();
    if (!are_bytes(bytes, length)) {
        return GM_MPI_INVALID_ARGUMENT;
    }

    for (int64_t done = 0; status == GM_MPI_OK && done < length; done += piece) {
        status = check(MPI_Bcast(bytes + done, length_of_piece(done, length), MPI_BYTE, 0, ranks));
    }

    return status;
}

void gm_mpi_abort(int32_t exit_code)
{
    if (gm_mpi_is_started()) {
        MPI_Abort(ranks, exit_code);
    }
}

int32_t gm_mpi_finish(void)
{
    int64_t shortest, longest;
    int code;
    if (!gm_mpi_is_started()) {
        return GM_MPI_NOT_STARTED;
    }

    /* Without this, a rank that ends early would wait within MPI_Finalize for ever, and the others within their call. Those ranks are told
     * now, and report it. */
    agree(FINISH, 0, &shortest, &longest);
    atomic_store(&life, FINISHED);
    MPI_Comm_free(&ranks);
    code = MPI_Finalize();
    if (code != MPI_SUCCESS) {
        strcpy(error_text, "MPI_Finalize failed");
        return GM_MPI_FAILED;
    }

    return GM_MPI_OK;
}
