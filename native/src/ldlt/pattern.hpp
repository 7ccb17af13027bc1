// Where a symmetric matrix of blocks has any.

#pragma once

#include <cstdint>

namespace glassmodes {

// Each block row begins with its diagonal and goes on above it, ascending.
struct Pattern {
    std::int32_t rows;
    std::int32_t block_size;
    const std::int64_t *row_start;
    const std::int32_t *column;
};

}  // namespace glassmodes
