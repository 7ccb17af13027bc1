// The constants of the potential for every way in which two species can share a register.

#ifndef GLASSMODES_FORCES_PATTERN_TABLE_HPP
#define GLASSMODES_FORCES_PATTERN_TABLE_HPP

#include "../force_field.hpp"
#include "../memory.hpp"

namespace glassmodes {
namespace {

// A block is one register of neighbours of one particle. Its first m lanes hold neighbours of species p, the next lanes hold neighbours of
// species q, and the lanes from `used` on are padding. For each such pattern, and for each species a of the particle, the table holds 1/r_c
// and the constants of the potential, lane by lane. A padded lane has 1/r_c = infinity, so that no pair in it is within the cutoff. The
// table grows as S^3 with the number of species S. With many species, blocks are therefore not shared.
class PatternTable {
public:
    template <typename Potential>
    static void fill(PatternTable &table, const PairParameters *pairs, int species) {
        constexpr int parameters = 1 + Potential::constant_count;
        table.species_ = species;
        table.size_ = parameters * Lanes::width;
        std::int64_t square = static_cast<std::int64_t>(species) * species;
        std::int64_t patterns = table.mixes() ? square * species * Lanes::width * Lanes::width : square * Lanes::width;
        table.values_.reserve(patterns * table.size_, 0);
        AlignedArray<double> constants(square * parameters);
        for (std::int64_t p = 0; p < square; p++) {
            constants.data()[p * parameters] = 1 / pairs[p].cutoff;
            Potential::write_constants(pairs[p], constants.data() + p * parameters + 1);
        }

        for (int a = 0; a < species; a++) {
            const double *row = constants.data() + static_cast<std::int64_t>(a) * species * parameters;
            for (int p = 0; p < species; p++) {
                table.fill_pair(a, p, row, parameters);
            }
        }
    }

    bool mixes() const { return species_ <= most_species_to_mix; }

    // The values of the table. A pattern is an offset from this address, in doubles.
    const double *values() const { return values_.data(); }

    // The pattern of `used` neighbours of species p around a particle of species a.
    std::int32_t uniform(int a, int p, int used) const {
        return mixes() ? mixed(a, p, p, 0, used) : ((a * species_ + p) * Lanes::width + used - 1) * size_;
    }

    // The pattern of m neighbours of species p, followed by neighbours of species q up to the first `used` lanes.
    std::int32_t mixed(int a, int p, int q, int m, int used) const {
        return ((((a * species_ + p) * species_ + q) * Lanes::width + m) * Lanes::width + used - 1) * size_;
    }

private:
    static constexpr int most_species_to_mix = 8;

    void fill_pair(int a, int p, const double *row, int parameters) {
        const double *first = row + static_cast<std::int64_t>(p) * parameters;
        for (int used = 1; used <= Lanes::width; used++) {
            fill_pattern(uniform(a, p, used), first, first, 0, used, parameters);
            for (int q = 0; mixes() && q < species_; q++) {
                for (int m = 1; m < used && q != p; m++) {
                    fill_pattern(mixed(a, p, q, m, used), first, row + static_cast<std::int64_t>(q) * parameters, m, used, parameters);
                }
            }
        }
    }

    void fill_pattern(std::int32_t pattern, const double *first, const double *second, int m, int used, int parameters) {
        double *values = values_.data() + pattern;
        for (int k = 0; k < parameters; k++) {
            for (int lane = 0; lane < Lanes::width; lane++) {
                values[k * Lanes::width + lane] = k == 0 && lane >= used ? __builtin_inf() : (lane < m ? first : second)[k];
            }
        }
    }

    int species_ = 0;
    int size_ = 0;
    AlignedArray<double> values_;
};

// Writes the patterns of one particle's blocks, species after species.
class BlockPatterns {
public:
    BlockPatterns(const PatternTable &table, int a, std::int32_t *patterns) : table_(table), species_(a), patterns_(patterns) {}

    // Whether neighbours of species s may follow in the block of entry `count`. A block holds at most two species.
    bool can_take(int s, int count) const {
        return count % Lanes::width == 0 || s == last_ || (table_.mixes() && !shared_);
    }

    // Notes that `found` neighbours of species s stand from entry `count` on.
    void add(int s, int count, int found) {
        if (found == 0) {
            return;
        }

        int end = count + found;
        std::int32_t *block = patterns_ + count / Lanes::width;
        int m = count % Lanes::width;
        shared_ = false;
        if (m > 0) {
            int used = m + found < Lanes::width ? m + found : Lanes::width;
            *block++ = table_.mixed(species_, last_, s, m, used);
            shared_ = used < Lanes::width;
            count += used - m;
        }

        std::int32_t full = table_.uniform(species_, s, Lanes::width);
        for (; count + Lanes::width <= end; count += Lanes::width) {
            *block++ = full;
        }

        if (count < end) {
            *block = table_.uniform(species_, s, end - count);
        }

        last_ = s;
    }

private:
    const PatternTable &table_;
    int species_;
    std::int32_t *patterns_;
    int last_ = 0;
    bool shared_ = false;
};

}  // namespace
}  // namespace glassmodes

#endif
