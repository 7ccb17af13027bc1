// A fill-reducing ordering.

#pragma once

#include <cstdint>
#include <vector>

#include "pattern.hpp"

namespace glassmodes {

// Where each block row stands in the order of elimination, from METIS with a fixed seed; false where METIS fails.
bool order(const Pattern &pattern, std::vector<std::int32_t> &position);

}  // namespace glassmodes
