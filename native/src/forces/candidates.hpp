// The particles of one species around a cell, copied together for a fast search.

#ifndef GLASSMODES_FORCES_CANDIDATES_HPP
#define GLASSMODES_FORCES_CANDIDATES_HPP

#include "cell_grid.hpp"

namespace glassmodes {
namespace {

// A column of cells, and the shift that brings its particles to this side of the periodic boundary.
struct NeighborColumn {
    std::int64_t index;
    float shift_x;
    float shift_y;
};

// Cells `first` to `last` of a column, and the shift of their z.
struct CellRange {
    int first;
    int last;
    float shift;
};

// The half neighbourhood of a cell. In the column of the cell (columns[0]) it consists of the cells `ahead`, from the cell upwards. In each
// other column it consists of the cells `around`, below and above the height of the cell.
struct HalfNeighborhood {
    NeighborColumn columns[13];
    int column_count;
    CellRange ahead[3];
    int ahead_count;
    CellRange around[3];
    int around_count;
};

// Candidates for the neighbours of particles in a cell: their coordinates in single precision and the offsets of the packed particles. The
// coordinates are moved by whole box lengths to where the cell sees them. The particles of the cell itself come first.
class Candidates {
public:
    std::int32_t count() const { return count_; }

    // The number of candidates in the cell itself. They are the first ones.
    std::int32_t own_cell() const { return own_cell_; }

    // Copies the particles of one species around the cell at z.
    void collect(const CellGrid &grid, int species, int z, const HalfNeighborhood &around) {
        count_ = 0;
        for (int c = 0; c < around.column_count; c++) {
            const NeighborColumn &column = around.columns[c];
            const std::int32_t *cells = grid.start() + grid.start_index(column.index, species, 0);
            const CellRange *ranges = c == 0 ? around.ahead : around.around;
            int range_count = c == 0 ? around.ahead_count : around.around_count;
            for (int r = 0; r < range_count; r++) {
                append(grid, cells[ranges[r].first], cells[ranges[r].last + 1], column, ranges[r].shift);
            }
        }

        const std::int32_t *own = grid.start() + grid.start_index(around.columns[0].index, species, z);
        own_cell_ = own[1] - own[0];

        // The unused lanes of the last register hold infinite coordinates, which are near to nothing.
        reserve(count_);
        for (int k = 0; k < slack; k++) {
            x_.data()[count_ + k] = __builtin_inff();
        }
    }

    // Stores the offsets of all candidates, from index `from` on, whose squared distance from (x, y, z) is below the limit. Returns their
    // number. Up to one more register of target is overwritten.
    std::int32_t store_near(std::int32_t from, float x, float y, float z, float limit, std::uint32_t *target) const {
        FloatLanes xi = FloatLanes::all(x);
        FloatLanes yi = FloatLanes::all(y);
        FloatLanes zi = FloatLanes::all(z);
        FloatLanes below = FloatLanes::all(limit);
        const float *xs = x_.data();
        const float *ys = y_.data();
        const float *zs = z_.data();
        const std::uint32_t *offsets = offset_.data();
        std::uint32_t *next = target;
        for (std::int32_t k = from; k < count_; k += FloatLanes::width) {
            FloatLanes dx = FloatLanes::load(xs + k) - xi;
            FloatLanes dy = FloatLanes::load(ys + k) - yi;
            FloatLanes dz = FloatLanes::load(zs + k) - zi;
            FloatLanes squared = multiply_add(dx, dx, multiply_add(dy, dy, dz * dz));
            next += store_where_less(squared, below, offsets + k, next);
        }

        return static_cast<std::int32_t>(next - target);
    }

    // Does the same with the nearest image of each candidate, one candidate at a time, for a box that is too small for cells.
    std::int32_t store_near_images(
        std::int32_t from, float x, float y, float z, float limit, float length, std::uint32_t *target) const {
        std::int32_t found = 0;
        for (std::int32_t k = from; k < count_; k++) {
            float dx = nearest_image(x_.data()[k] - x, length);
            float dy = nearest_image(y_.data()[k] - y, length);
            float dz = nearest_image(z_.data()[k] - z, length);
            if (dx * dx + dy * dy + dz * dz < limit) {
                target[found++] = offset_.data()[k];
            }
        }

        return found;
    }

private:
    // Room behind the last element, because whole registers are read and written.
    static constexpr int slack = 16;

    static float nearest_image(float difference, float length) {
        return difference - length * __builtin_rintf(difference / length);
    }

    void append(const CellGrid &grid, std::int32_t begin, std::int32_t end, const NeighborColumn &column, float shift_z) {
        std::int32_t length = end - begin;
        reserve(count_ + length);
        const float *source = grid.coordinates() + begin;
        FloatLanes add_x = FloatLanes::all(column.shift_x);
        FloatLanes add_y = FloatLanes::all(column.shift_y);
        FloatLanes add_z = FloatLanes::all(shift_z);
        float *x = x_.data() + count_;
        float *y = y_.data() + count_;
        float *z = z_.data() + count_;
        std::uint32_t *offset = offset_.data() + count_;
        std::uint32_t first = 4 * static_cast<std::uint32_t>(begin);
        for (std::int32_t k = 0; k < length; k += FloatLanes::width) {
            (FloatLanes::load(source + k) + add_x).store(x + k);
            (FloatLanes::load(source + grid.stride() + k) + add_y).store(y + k);
            (FloatLanes::load(source + 2 * grid.stride() + k) + add_z).store(z + k);
            store_offsets(first + 4 * static_cast<std::uint32_t>(k), offset + k);
        }

        count_ += length;
    }

    void reserve(std::int32_t length) {
        std::int64_t needed = static_cast<std::int64_t>(length) + slack;
        if (offset_.length() < needed) {
            x_.reserve(needed, count_);
            y_.reserve(needed, count_);
            z_.reserve(needed, count_);
            offset_.reserve(needed, count_);
        }
    }

    std::int32_t count_ = 0;
    std::int32_t own_cell_ = 0;
    AlignedArray<float> x_;
    AlignedArray<float> y_;
    AlignedArray<float> z_;
    AlignedArray<std::uint32_t> offset_;
};

}  // namespace
}  // namespace glassmodes

#endif
