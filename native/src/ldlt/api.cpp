// The C ABI: checks every argument, and turns exceptions into a status.

#include <cmath>
#include <limits>

#include "ordering.hpp"
#include "session.hpp"

using namespace glassmodes;

struct gm_ldlt {
    std::unique_ptr<AnySession> session;
};

namespace {

constexpr std::int32_t largest_block = 16;

bool is_valid(const Pattern &pattern) {
    if (pattern.rows < 1 || pattern.block_size < 1 || pattern.block_size > largest_block || pattern.row_start == nullptr
        || pattern.column == nullptr || pattern.row_start[0] != 0
        || static_cast<std::int64_t>(pattern.rows) * pattern.block_size > std::numeric_limits<std::int32_t>::max()) {
        return false;
    }

    for (std::int32_t i = 0; i < pattern.rows; i++) {
        const std::int64_t begin = pattern.row_start[i];
        const std::int64_t end = pattern.row_start[i + 1];
        if (end <= begin || pattern.column[begin] != i) {
            return false;
        }

        for (std::int64_t b = begin + 1; b < end; b++) {
            if (pattern.column[b] <= pattern.column[b - 1] || pattern.column[b] >= pattern.rows) {
                return false;
            }
        }
    }

    // METIS counts each block beside the diagonal twice, in 32 bits.
    return pattern.row_start[pattern.rows] <= std::numeric_limits<std::int32_t>::max() / 2;
}

template <typename Function>
std::int32_t guarded(Function function) {
    try {
        return function();
    } catch (const std::bad_alloc &) {
        return GM_LDLT_OUT_OF_MEMORY;
    } catch (...) {
        return GM_LDLT_INTERNAL_ERROR;
    }
}

}  // namespace

extern "C" {

std::int32_t gm_ldlt_abi_version(void) { return GM_LDLT_ABI_VERSION; }

const char *gm_ldlt_build_info(void) {
    return "libglassmodes_ldlt " GM_VERSION ", MUMPS " MUMPS_VERSION ", METIS " GM_METIS_VERSION ", " GM_COMPILER;
}

std::int32_t gm_ldlt_create(std::int32_t precision, gm_ldlt **ldlt) {
    if (ldlt == nullptr || (precision != GM_LDLT_DOUBLE && precision != GM_LDLT_SINGLE)) {
        return GM_LDLT_INVALID_ARGUMENT;
    }

    return guarded([&] {
        auto made = std::make_unique<gm_ldlt>();
        if (precision == GM_LDLT_SINGLE) {
            made->session = std::make_unique<Session<SinglePrecision>>();
        } else {
            made->session = std::make_unique<Session<DoublePrecision>>();
        }

        *ldlt = made.release();
        return GM_LDLT_OK;
    });
}

void gm_ldlt_destroy(gm_ldlt *ldlt) { delete ldlt; }

std::int32_t gm_ldlt_analyse(gm_ldlt *ldlt, std::int32_t rows, std::int32_t block_size, const std::int64_t *row_start,
                             const std::int32_t *column, std::int32_t factors, const char *directory, gm_ldlt_report *report) {
    const Pattern pattern{rows, block_size, row_start, column};
    if (ldlt == nullptr || report == nullptr || factors < GM_LDLT_KEEP || factors > GM_LDLT_TO_DISK
        || (factors == GM_LDLT_TO_DISK) != (directory != nullptr) || !is_valid(pattern)) {
        return GM_LDLT_INVALID_ARGUMENT;
    }

    return guarded([&] {
        std::vector<std::int32_t> position;
        if (!order(pattern, position)) {
            return GM_LDLT_ORDERING_FAILED;
        }

        *report = {};
        return ldlt->session->analyse(pattern, position, static_cast<gm_ldlt_factors>(factors), directory, *report);
    });
}

std::int32_t gm_ldlt_factorise(gm_ldlt *ldlt, const double *values, double shift, std::int32_t extra_percent,
                               std::int32_t most_megabytes, gm_ldlt_report *report) {
    if (ldlt == nullptr || values == nullptr || report == nullptr || !std::isfinite(shift) || extra_percent < 0 || most_megabytes < 0) {
        return GM_LDLT_INVALID_ARGUMENT;
    }

    return guarded([&] { return ldlt->session->factorise(values, shift, extra_percent, most_megabytes, *report); });
}

std::int32_t gm_ldlt_solve(gm_ldlt *ldlt, std::int32_t columns, double *vectors, gm_ldlt_report *report) {
    if (ldlt == nullptr || vectors == nullptr || report == nullptr || columns < 1) {
        return GM_LDLT_INVALID_ARGUMENT;
    }

    return guarded([&] { return ldlt->session->solve(columns, vectors, *report); });
}

}
