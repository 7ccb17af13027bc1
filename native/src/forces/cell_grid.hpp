// Sorts the particles by cell, so that the neighbourhood of a cell is a few contiguous runs of particles.

#ifndef GLASSMODES_FORCES_CELL_GRID_HPP
#define GLASSMODES_FORCES_CELL_GRID_HPP

#include "../memory.hpp"

namespace glassmodes {
namespace {

inline double fraction(double a) {
    return a - __builtin_floor(a);
}

// A grid of n x n columns over the periodic cube. Each column is cut into cells along z. Particles are ordered by column (x, y), within a
// column by species, and within a species by z. A layer consists of all columns with one x. The sort is a stable radix sort in two levels:
// by layer, and then within each layer. The counters of both levels stay in the cache.
class CellGrid {
public:
    // Columns are as wide as the range if at least three of them fit along an edge. Otherwise they are half as wide if five of them fit.
    // Otherwise there is a single cell, and all pairs are searched. A stencil of 2 reach + 1 columns must fit into the edge, or it would
    // meet a column twice. Along z the cells have a third of the range, because short cells cost nothing there.
    CellGrid(const std::uint8_t *species, std::int32_t count, int species_count, double box_length, double range)
        : count_(count), species_count_(species_count), box_length_(box_length), callers_species_(count), key_(count),
          key_by_layer_(count), index_by_layer_(count), order_(count), coordinates_(3 * stride()) {
        // More cells than particles would only cost the time to visit them.
        double most = __builtin_cbrt(4.0 * count);
        most = most < 1 ? 1 : most;
        int whole = static_cast<int>(at_most(box_length / range, most));
        int half = static_cast<int>(at_most(2 * box_length / range, most));
        if (whole >= 3) {
            per_edge_ = whole;
            reach_ = 1;
        } else if (half >= 5) {
            per_edge_ = half;
            reach_ = 2;
        }

        if (reach_ > 0) {
            per_column_ = static_cast<int>(at_most(3 * box_length / range, 3 * most));
            reach_in_column_ = 3;
        }

        std::memcpy(callers_species_.data(), species, static_cast<std::size_t>(count));
        start_.reserve(per_edge_ * keys_per_layer() + 1, 0);
        layer_.reserve(per_edge_, 0);
        cursors_.reserve(keys_per_layer(), 0);
    }

    // The number of columns along x, and along y; 1 if the box is too small for a grid to pay.
    int per_edge() const { return per_edge_; }

    // The number of columns to search on either side along x and y; 0 if there is only one column.
    int reach() const { return reach_; }

    int per_column() const { return per_column_; }
    int reach_in_column() const { return reach_in_column_; }

    // The index in the caller's order of each sorted particle.
    const std::int32_t *order() const { return order_.data(); }

    // x of the sorted particles within [0, L], in single precision. y and z follow one stride and two strides later. A whole register can
    // be loaded at the end.
    const float *coordinates() const { return coordinates_.data(); }
    std::int64_t stride() const { return static_cast<std::int64_t>(count_) + 16; }

    // The index of the first sorted particle of each (column, species, z), at the place that start_index gives. The last element is N.
    const std::int32_t *start() const { return start_.data(); }

    std::int64_t start_index(std::int64_t column, int species, int z) const {
        return (column * species_count_ + species) * per_column_ + z;
    }

    void sort(const double *positions) {
        classify(positions);
        gather_layers();
        for (int layer = 0; layer < per_edge_; layer++) {
            sort_layer(positions, layer);
        }

        start_.data()[per_edge_ * keys_per_layer()] = count_;
    }

private:
    static double at_most(double a, double most) { return a < most ? a : most; }

    // The cell of a coordinate. It is clamped, because rounding can make a fraction 1, and because a coordinate that is not finite needs a
    // cell too.
    static int cell(double coordinate, int n) {
        double c = fraction(coordinate) * n;
        c = c > 0 ? c : 0;
        return static_cast<int>(at_most(c, n - 1));
    }

    std::int64_t keys_per_layer() const { return static_cast<std::int64_t>(per_edge_) * species_count_ * per_column_; }

    void classify(const double *positions) {
        double inverse = 1 / box_length_;
        std::int32_t *counts = layer_.data();
        std::memset(counts, 0, static_cast<std::size_t>(per_edge_) * sizeof *counts);
        const std::uint8_t *species = callers_species_.data();
        std::int64_t *keys = key_.data();
        for (std::int32_t i = 0; i < count_; i++, positions += 3) {
            std::int64_t cx = cell(positions[0] * inverse, per_edge_);
            std::int64_t column = cx * per_edge_ + cell(positions[1] * inverse, per_edge_);
            keys[i] = start_index(column, species[i], cell(positions[2] * inverse, per_column_));
            counts[cx]++;
        }
    }

    void gather_layers() {
        std::int64_t per_layer = keys_per_layer();
        std::int32_t *next = layer_.data();
        std::int32_t sum = 0;
        for (int layer = 0; layer < per_edge_; layer++) {
            start_.data()[layer * per_layer] = sum;
            std::int32_t found = next[layer];
            next[layer] = sum;
            sum += found;
        }

        start_.data()[per_edge_ * per_layer] = sum;
        std::int64_t per_column = static_cast<std::int64_t>(species_count_) * per_column_;
        const std::int64_t *keys = key_.data();
        for (std::int32_t i = 0; i < count_; i++) {
            // The layer of a key is the layer of its column.
            std::int64_t layer = keys[i] / per_column / per_edge_;
            std::int32_t slot = next[layer]++;
            key_by_layer_.data()[slot] = static_cast<std::int32_t>(keys[i] - layer * per_layer);
            index_by_layer_.data()[slot] = i;
        }
    }

    void sort_layer(const double *positions, int layer) {
        std::int64_t per_layer = keys_per_layer();
        std::int32_t *start = start_.data() + layer * per_layer;
        std::int32_t begin = start[0];
        std::int32_t end = start[per_layer];
        const std::int32_t *keys = key_by_layer_.data();
        std::int32_t *cursors = cursors_.data();
        std::memset(cursors, 0, static_cast<std::size_t>(per_layer) * sizeof *cursors);
        for (std::int32_t s = begin; s < end; s++) {
            cursors[keys[s]]++;
        }

        std::int32_t sum = begin;
        for (std::int64_t key = 0; key < per_layer; key++) {
            std::int32_t found = cursors[key];
            start[key] = cursors[key] = sum;
            sum += found;
        }

        double inverse = 1 / box_length_;
        float length = static_cast<float>(box_length_);
        float *x = coordinates_.data();
        float *y = x + stride();
        float *z = y + stride();
        for (std::int32_t s = begin; s < end; s++) {
            std::int32_t target = cursors[keys[s]]++;
            std::int32_t i = index_by_layer_.data()[s];
            const double *p = positions + 3 * static_cast<std::int64_t>(i);
            order_.data()[target] = i;
            x[target] = static_cast<float>(fraction(p[0] * inverse)) * length;
            y[target] = static_cast<float>(fraction(p[1] * inverse)) * length;
            z[target] = static_cast<float>(fraction(p[2] * inverse)) * length;
        }
    }

    std::int32_t count_;
    int species_count_;
    double box_length_;
    int per_edge_ = 1;
    int reach_ = 0;
    int per_column_ = 1;
    int reach_in_column_ = 0;
    AlignedArray<std::uint8_t> callers_species_;
    AlignedArray<std::int64_t> key_;
    AlignedArray<std::int32_t> key_by_layer_;
    AlignedArray<std::int32_t> index_by_layer_;
    AlignedArray<std::int32_t> order_;
    AlignedArray<float> coordinates_;
    AlignedArray<std::int32_t> start_;
    AlignedArray<std::int32_t> layer_;
    AlignedArray<std::int32_t> cursors_;
};

}  // namespace
}  // namespace glassmodes

#endif
