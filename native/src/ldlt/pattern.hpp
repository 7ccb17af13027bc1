// The places at which a symmetric matrix has blocks.

#pragma once

#include <cstdint>

namespace glassmodes {

// Each block row begins with its diagonal block. Blocks in larger columns follow, in ascending order.
struct Pattern {
    std::int32_t rows;
    std::int32_t block_size;
    const std::int64_t *row_start;
    const std::int32_t *column;
};

}  // namespace glassmodes
