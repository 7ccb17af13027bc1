// Finds an ordering that reduces the fill of a factorisation.

#pragma once

#include <cstdint>
#include <vector>

#include "pattern.hpp"

namespace glassmodes {

// Finds the position of each block row in the order of elimination, by METIS with a fixed seed. Returns false if METIS fails.
bool order(const Pattern &pattern, std::vector<std::int32_t> &position);

}  // namespace glassmodes
