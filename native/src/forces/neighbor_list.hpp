// The Verlet list: for every particle its later neighbours within cutoff + skin, in blocks of one register.

#ifndef GLASSMODES_FORCES_NEIGHBOR_LIST_HPP
#define GLASSMODES_FORCES_NEIGHBOR_LIST_HPP

#include "candidates.hpp"
#include "pattern_table.hpp"

namespace glassmodes {
namespace {

// A half list over particles sorted by cell. Each pair within r_c(a,b) + skin occurs once, with the particle that comes first. Entries are
// offsets (in doubles) of packed particles. The neighbours of a particle stand species after species without a gap. The last block is
// filled up with the particle itself, in lanes that the pattern of the block disables. The search goes cell by cell. The half neighbourhood
// of a cell is copied once, in single precision and species by species. Each particle of the cell goes through this copy one register at a
// time and stores what is near.
class NeighborList {
public:
    // The patterns must outlive the list.
    NeighborList(const ForceFieldParameters &parameters, const PatternTable &patterns)
        : count_(parameters.particles), species_count_(parameters.species_count),
          box_length_(static_cast<float>(parameters.box_length)), patterns_(patterns),
          range_squared_(static_cast<std::int64_t>(species_count_) * species_count_),
          grid_(parameters.species, count_, species_count_, parameters.box_length, find_ranges(parameters)),
          members_(count_), block_end_(static_cast<std::int64_t>(count_) + 1),
          candidates_(new Candidates[static_cast<std::size_t>(species_count_)]) {}

    NeighborList(const NeighborList &) = delete;
    NeighborList &operator=(const NeighborList &) = delete;

    ~NeighborList() { delete[] candidates_; }

    const CellGrid &grid() const { return grid_; }
    std::int32_t count() const { return count_; }

    // The largest number of blocks of one particle.
    std::int64_t largest_neighborhood() const { return largest_neighborhood_; }

    // The offsets of the neighbours, one register for each block; then the pattern and the offset of the owner of each block.
    const std::uint32_t *entries() const { return entries_.data(); }
    const std::int32_t *patterns() const { return block_patterns_.data(); }
    const std::uint32_t *owners() const { return owners_.data(); }

    // The offsets of the particles in the order of their blocks. The blocks of particle members()[k] begin at block_end()[k] and end at
    // block_end()[k + 1].
    const std::uint32_t *members() const { return members_.data(); }
    const std::int64_t *block_end() const { return block_end_.data(); }

    // Builds the list for 3N positions in the caller's order. Throws std::bad_alloc; the list cannot be used then.
    void build(const double *positions) {
        grid_.sort(positions);
        used_ = 0;
        done_ = 0;
        largest_neighborhood_ = 0;
        block_end_.data()[0] = 0;
        HalfNeighborhood around;
        for (int cx = 0; cx < grid_.per_edge(); cx++) {
            for (int cy = 0; cy < grid_.per_edge(); cy++) {
                find_columns(cx, cy, around);
                for (int z = 0; z < grid_.per_column(); z++) {
                    build_cell(z, around);
                }
            }
        }
    }

private:
    // Room behind the last valid entry, because whole registers are stored.
    static constexpr int slack = 32;

    // Fills range_squared_ and returns the largest range.
    double find_ranges(const ForceFieldParameters &parameters) {
        // Coordinates up to 2L in single precision are off by half a unit in the last place. The larger reach makes sure that nothing near
        // is missed.
        double rounding = 4 * parameters.box_length / (1 << 24);
        double range = 0;
        for (std::int64_t p = 0; p < range_squared_.length(); p++) {
            double reach = parameters.pairs[p].cutoff + parameters.skin + rounding;
            range_squared_.data()[p] = static_cast<float>(reach * reach * (1 + 1e-6));
            range = reach > range ? reach : range;
        }

        return range;
    }

    NeighborColumn column_at(int cx, int cy) const {
        int n = grid_.per_edge();
        int x = cx >= n ? 1 : 0;
        int y = cy >= n ? 1 : cy < 0 ? -1 : 0;
        std::int64_t index = static_cast<std::int64_t>(cx - x * n) * n + cy - y * n;
        return {index, static_cast<float>(x) * box_length_, static_cast<float>(y) * box_length_};
    }

    void find_columns(int cx, int cy, HalfNeighborhood &around) const {
        int reach = grid_.reach();
        around.column_count = 0;
        for (int dx = 0; dx <= reach; dx++) {
            for (int dy = dx == 0 ? 0 : -reach; dy <= reach; dy++) {
                around.columns[around.column_count++] = column_at(cx + dx, cy + dy);
            }
        }
    }

    // Cuts a range of cells along z at the boundaries of the box. Returns the number of pieces.
    int cut_range(int from, int to, CellRange *ranges) const {
        int n = grid_.per_column();
        int pieces = 0;
        for (int z = from; z <= to;) {
            int wraps = z < 0 ? -1 : z >= n ? 1 : 0;
            int first = z - wraps * n;
            int last = first + (to - z) < n - 1 ? first + (to - z) : n - 1;
            ranges[pieces++] = {first, last, static_cast<float>(wraps) * box_length_};
            z += last - first + 1;
        }

        return pieces;
    }

    void build_cell(int z, HalfNeighborhood &around) {
        std::int64_t column = around.columns[0].index;
        std::int32_t in_cell = 0;
        for (int s = 0; s < species_count_; s++) {
            const std::int32_t *start = grid_.start() + grid_.start_index(column, s, z);
            in_cell += start[1] - start[0];
        }

        if (in_cell == 0) {
            return;
        }

        int reach = grid_.reach_in_column();
        around.ahead_count = cut_range(z, z + reach, around.ahead);
        around.around_count = cut_range(z - reach, z + reach, around.around);
        std::int64_t most = slack + Lanes::width;
        for (int s = 0; s < species_count_; s++) {
            candidates_[s].collect(grid_, s, z, around);
            most += candidates_[s].count() + Lanes::width;
        }

        for (int a = 0; a < species_count_; a++) {
            const std::int32_t *start = grid_.start() + grid_.start_index(column, a, z);
            for (std::int32_t i = start[0]; i < start[1]; i++) {
                find_neighbors(i, a, i - start[0], most);
            }
        }
    }

    // Finds the neighbours of particle i of species a. The particle is the rank-th of its species in its cell, counted from 0, and has
    // fewer than `most` entries.
    void find_neighbors(std::int32_t i, int a, std::int32_t rank, std::int64_t most) {
        std::int64_t blocks = used_ / Lanes::width;
        std::int64_t most_blocks = (used_ + most) / Lanes::width;
        entries_.reserve(used_ + most, used_);
        block_patterns_.reserve(most_blocks, blocks);
        owners_.reserve(most_blocks, blocks);
        std::uint32_t self = 4 * static_cast<std::uint32_t>(i);
        const float *coordinates = grid_.coordinates() + i;
        float x = coordinates[0];
        float y = coordinates[grid_.stride()];
        float z = coordinates[2 * grid_.stride()];
        std::uint32_t *entries = entries_.data() + used_;
        BlockPatterns patterns(patterns_, a, block_patterns_.data() + blocks);
        const float *limits = range_squared_.data() + static_cast<std::int64_t>(a) * species_count_;
        int count = 0;
        for (int s = 0; s < species_count_; s++) {
            if (!patterns.can_take(s, count)) {
                count = pad(entries, count, self);
            }

            // Within one cell each pair is found once, by the particle that comes first in the order of the sort.
            const Candidates &candidates = candidates_[s];
            std::int32_t from = s < a ? candidates.own_cell() : s == a ? rank + 1 : 0;
            int found = grid_.reach() == 0
                ? candidates.store_near_images(from, x, y, z, limits[s], box_length_, entries + count)
                : candidates.store_near(from, x, y, z, limits[s], entries + count);
            patterns.add(s, count, found);
            count += found;
        }

        used_ += pad(entries, count, self);
        std::int64_t end = used_ / Lanes::width;
        for (std::int64_t b = blocks; b < end; b++) {
            owners_.data()[b] = self;
        }

        members_.data()[done_++] = self;
        block_end_.data()[done_] = end;
        largest_neighborhood_ = end - blocks > largest_neighborhood_ ? end - blocks : largest_neighborhood_;
    }

    // Fills the last block up with the particle itself. Returns the new number of entries.
    static int pad(std::uint32_t *entries, int count, std::uint32_t self) {
        int end = (count + Lanes::width - 1) / Lanes::width * Lanes::width;
        for (; count < end; count++) {
            entries[count] = self;
        }

        return end;
    }

    std::int32_t count_;
    int species_count_;
    float box_length_;
    const PatternTable &patterns_;
    AlignedArray<float> range_squared_;
    CellGrid grid_;
    AlignedArray<std::uint32_t> members_;
    AlignedArray<std::int64_t> block_end_;
    AlignedArray<std::uint32_t> entries_;
    AlignedArray<std::int32_t> block_patterns_;
    AlignedArray<std::uint32_t> owners_;

    // This pointer comes after the arrays. If a later member failed to allocate its memory, this memory would be lost.
    Candidates *candidates_;
    std::int64_t used_ = 0;
    std::int32_t done_ = 0;
    std::int64_t largest_neighborhood_ = 0;
};

}  // namespace
}  // namespace glassmodes

#endif
