// One MUMPS instance. Only this file sees the structures of MUMPS, whose layout belongs to one version of MUMPS.

#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <new>
#include <vector>

#include "dmumps_c.h"
#include "glassmodes_ldlt.h"
#include "pattern.hpp"
#include "smumps_c.h"

namespace glassmodes {

struct DoublePrecision {
    using Scalar = double;
    using Instance = DMUMPS_STRUC_C;
    static void call(Instance &instance) { dmumps_c(&instance); }
};

struct SinglePrecision {
    using Scalar = float;
    using Instance = SMUMPS_STRUC_C;
    static void call(Instance &instance) { smumps_c(&instance); }
};

class AnySession {
public:
    virtual ~AnySession() = default;
    virtual gm_ldlt_status analyse(const Pattern &pattern, const std::vector<std::int32_t> &position, gm_ldlt_factors factors,
                                   const char *directory, gm_ldlt_report &report) = 0;
    virtual gm_ldlt_status factorise(const double *values, double shift, std::int32_t extra_percent, std::int32_t most_megabytes,
                                     gm_ldlt_report &report) = 0;
    virtual gm_ldlt_status solve(std::int32_t columns, double *vectors, gm_ldlt_report &report) = 0;
};

template <typename Precision>
class Session final : public AnySession {
    using Scalar = typename Precision::Scalar;

    enum Job { initialise = -1, destroy = -2, analysis = 1, factorisation = 2, solution = 3 };

    static constexpr int use_default_communicator = -987654;

public:
    Session() : instance_{} {
        instance_.sym = 2;
        instance_.par = 1;
        instance_.comm_fortran = use_default_communicator;
        instance_.job = initialise;
        Precision::call(instance_);
        if (instance_.infog[0] < 0) {
            throw std::bad_alloc();
        }

        control(1) = -1;
        control(2) = -1;
        control(3) = -1;
        control(4) = 0;
    }

    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    ~Session() override {
        instance_.job = destroy;
        Precision::call(instance_);
    }

    gm_ldlt_status analyse(const Pattern &pattern, const std::vector<std::int32_t> &position, gm_ldlt_factors factors,
                           const char *directory, gm_ldlt_report &report) override {
        if (stage_ != Stage::empty) {
            return GM_LDLT_WRONG_ORDER;
        }

        if (directory != nullptr && std::strlen(directory) >= sizeof instance_.ooc_tmpdir) {
            return GM_LDLT_INVALID_ARGUMENT;
        }

        set_pattern(pattern, position);
        factors_ = factors;
        instance_.n = pattern.rows * pattern.block_size;
        instance_.nnz = static_cast<MUMPS_INT8>(rows_.size());
        instance_.irn = rows_.data();
        instance_.jcn = columns_.data();
        instance_.perm_in = permutation_.data();
        control(6) = 0;   // no permutation for a large diagonal, which would need the values during the analysis
        control(7) = 1;   // the ordering is given
        control(12) = 1;  // no pairs of pivots are formed by value
        control(13) = 1;  // the last front is factorised like the others; otherwise its negative pivots would not be counted
        control(24) = 1;  // pivots of zero are detected
        control(31) = factors == GM_LDLT_DISCARD ? 1 : 0;
        control(22) = factors == GM_LDLT_TO_DISK ? 1 : 0;
        if (directory != nullptr) {
            std::strcpy(instance_.ooc_tmpdir, directory);
        }

        gm_ldlt_status status = run(analysis, report);
        if (status == GM_LDLT_OK) {
            stage_ = Stage::analysed;
        }

        return status;
    }

    gm_ldlt_status factorise(const double *values, double shift, std::int32_t extra_percent, std::int32_t most_megabytes,
                             gm_ldlt_report &report) override {
        if (stage_ == Stage::empty) {
            return GM_LDLT_WRONG_ORDER;
        }

        set_values(values, shift);
        stage_ = Stage::analysed;
        control(14) = extra_percent;
        control(23) = most_megabytes;
        gm_ldlt_status status = run(factorisation, report);
        if (status == GM_LDLT_OK && factors_ != GM_LDLT_DISCARD) {
            stage_ = Stage::factorised;
        }

        return status;
    }

    gm_ldlt_status solve(std::int32_t columns, double *vectors, gm_ldlt_report &report) override {
        if (stage_ != Stage::factorised) {
            return GM_LDLT_WRONG_ORDER;
        }

        std::size_t count = static_cast<std::size_t>(columns) * static_cast<std::size_t>(instance_.n);
        right_hand_sides_.assign(vectors, vectors + count);
        instance_.rhs = right_hand_sides_.data();
        instance_.nrhs = columns;
        instance_.lrhs = instance_.n;
        control(27) = columns;
        gm_ldlt_status status = run(solution, report);
        if (status == GM_LDLT_OK) {
            for (std::size_t k = 0; k < count; k++) {
                vectors[k] = static_cast<double>(right_hand_sides_[k]);
            }
        }

        return status;
    }

private:
    enum class Stage { empty, analysed, factorised };

    // ICNTL(number). The manual counts from one.
    MUMPS_INT &control(int number) { return instance_.icntl[number - 1]; }

    void set_pattern(const Pattern &pattern, const std::vector<std::int32_t> &position) {
        const std::int32_t size = pattern.block_size;
        const std::int64_t blocks = pattern.row_start[pattern.rows];
        const std::int64_t entries =
            (blocks - pattern.rows) * size * size + static_cast<std::int64_t>(pattern.rows) * size * (size + 1) / 2;
        rows_.clear();
        columns_.clear();
        rows_.reserve(static_cast<std::size_t>(entries));
        columns_.reserve(static_cast<std::size_t>(entries));
        permutation_.resize(static_cast<std::size_t>(pattern.rows) * static_cast<std::size_t>(size));
        for (std::int32_t i = 0; i < pattern.rows; i++) {
            for (std::int64_t b = pattern.row_start[i]; b < pattern.row_start[i + 1]; b++) {
                const bool diagonal = pattern.column[b] == i;
                for (std::int32_t row = 0; row < size; row++) {
                    for (std::int32_t column = diagonal ? row : 0; column < size; column++) {
                        rows_.push_back(i * size + row + 1);
                        columns_.push_back(pattern.column[b] * size + column + 1);
                    }
                }
            }

            for (std::int32_t row = 0; row < size; row++) {
                permutation_[static_cast<std::size_t>(i * size + row)] = position[static_cast<std::size_t>(i)] * size + row + 1;
            }
        }

        row_start_.assign(pattern.row_start, pattern.row_start + pattern.rows + 1);
        block_size_ = size;
    }

    void set_values(const double *values, double shift) {
        const std::int32_t size = block_size_;
        values_.resize(rows_.size());
        std::size_t entry = 0;
        for (std::size_t i = 0; i + 1 < row_start_.size(); i++) {
            for (std::int64_t b = row_start_[i]; b < row_start_[i + 1]; b++) {
                const bool diagonal = b == row_start_[i];
                const double *block = values + b * size * size;
                for (std::int32_t row = 0; row < size; row++) {
                    for (std::int32_t column = diagonal ? row : 0; column < size; column++) {
                        const double value = block[row * size + column] - (diagonal && row == column ? shift : 0);
                        values_[entry++] = static_cast<Scalar>(value);
                    }
                }
            }
        }

        instance_.a = values_.data();
    }

    gm_ldlt_status run(Job job, gm_ldlt_report &report) {
        instance_.job = job;
        Precision::call(instance_);
        const auto entries = [this](int number) {
            const std::int64_t value = instance_.infog[number - 1];
            return value < 0 ? -value * 1000000 : value;  // a negative number counts millions
        };
        report.mumps_status = instance_.infog[0];
        report.mumps_detail = instance_.infog[1];
        report.estimated_megabytes = instance_.infog[16];
        report.estimated_megabytes_to_disk = instance_.infog[26];
        report.estimated_entries = entries(20);
        report.estimated_operations = instance_.rinfog[0];
        if (job != analysis) {
            report.negative_pivots = instance_.infog[11];
            report.null_pivots = instance_.infog[27];
            report.delayed_pivots = instance_.infog[12];
            report.megabytes = instance_.infog[21];
            report.entries = entries(29);
            report.operations = instance_.rinfog[2];
        }

        return instance_.infog[0] < 0 ? GM_LDLT_MUMPS_FAILED : GM_LDLT_OK;
    }

    typename Precision::Instance instance_;
    Stage stage_ = Stage::empty;
    gm_ldlt_factors factors_ = GM_LDLT_KEEP;
    std::int32_t block_size_ = 0;
    std::vector<std::int64_t> row_start_;
    std::vector<MUMPS_INT> rows_;
    std::vector<MUMPS_INT> columns_;
    std::vector<MUMPS_INT> permutation_;
    std::vector<Scalar> values_;
    std::vector<Scalar> right_hand_sides_;
};

}  // namespace glassmodes
