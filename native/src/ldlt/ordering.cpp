// Orders the blocks by nested dissection of their graph. This graph has a third of the vertices that the scalars would make, and all
// scalars of a block stay together.

#include "ordering.hpp"

#include <metis.h>

namespace glassmodes {

bool order(const Pattern &pattern, std::vector<std::int32_t> &position) {
    const std::size_t rows = static_cast<std::size_t>(pattern.rows);
    std::vector<idx_t> start(rows + 1, 0);
    for (std::int32_t i = 0; i < pattern.rows; i++) {
        for (std::int64_t b = pattern.row_start[i] + 1; b < pattern.row_start[i + 1]; b++) {
            start[static_cast<std::size_t>(i) + 1]++;
            start[static_cast<std::size_t>(pattern.column[b]) + 1]++;
        }
    }

    for (std::size_t i = 0; i < rows; i++) {
        start[i + 1] += start[i];
    }

    std::vector<idx_t> neighbours(static_cast<std::size_t>(start[rows]) + 1);
    std::vector<idx_t> end(start.begin(), start.end() - 1);
    for (std::int32_t i = 0; i < pattern.rows; i++) {
        for (std::int64_t b = pattern.row_start[i] + 1; b < pattern.row_start[i + 1]; b++) {
            const std::int32_t j = pattern.column[b];
            neighbours[static_cast<std::size_t>(end[static_cast<std::size_t>(i)]++)] = j;
            neighbours[static_cast<std::size_t>(end[static_cast<std::size_t>(j)]++)] = i;
        }
    }

    position.resize(rows);
    if (start[rows] == 0) {
        for (std::size_t i = 0; i < rows; i++) {
            position[i] = static_cast<std::int32_t>(i);
        }

        return true;
    }

    idx_t options[METIS_NOPTIONS];
    METIS_SetDefaultOptions(options);
    options[METIS_OPTION_SEED] = 1;
    std::vector<idx_t> original(rows);
    idx_t vertices = pattern.rows;
    return METIS_NodeND(&vertices, start.data(), neighbours.data(), nullptr, options, original.data(), position.data()) == METIS_OK;
}

}  // namespace glassmodes
