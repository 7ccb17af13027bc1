// The force field of one system, made of a potential, a neighbour list and the kernel.

#ifndef GLASSMODES_FORCES_PAIR_FORCE_FIELD_HPP
#define GLASSMODES_FORCES_PAIR_FORCE_FIELD_HPP

#include "pair_kernel.hpp"
#include "potentials.hpp"

namespace glassmodes {
namespace {

// Computes pair forces with a Verlet list. The list is built anew when a particle has moved more than half the skin since the last build.
template <typename Potential>
class PairForceField final : public ForceField {
public:
    explicit PairForceField(const ForceFieldParameters &parameters)
        : count_(parameters.particles), half_skin_(parameters.skin / 2), list_(parameters, patterns_),
          packed_(4 * static_cast<std::int64_t>(count_)), reference_(packed_.length()), forces_(packed_.length()) {
        box_.length = parameters.box_length;
        box_.inverse = 1 / box_.length;
        box_.remainder = __builtin_fma(-box_.length, box_.inverse, 1.0) / box_.length;
        PatternTable::fill<Potential>(patterns_, parameters.pairs, parameters.species_count);
    }

    void build_list(const double *positions) override {
        list_holds_ = false;
        list_.build(positions);
        list_builds_++;
        const std::int32_t *order = list_.grid().order();
        for (std::int64_t s = 0; s < count_; s++) {
            std::memcpy(reference_.data() + 4 * s, positions + 3 * static_cast<std::int64_t>(order[s]), 3 * sizeof(double));
        }

        list_holds_ = pack_within(positions, anywhere);
    }

    void compute(const double *positions, double *forces, double *energy, double *virial) override {
        if (!list_holds_ || !pack_within(positions, half_skin_)) {
            build_list(positions);
        }

        PairSums sums = {__builtin_nan(""), __builtin_nan("")};
        if (list_holds_) {
            std::memset(forces_.data(), 0, static_cast<std::size_t>(forces_.length()) * sizeof(double));
            sums = kernel_.run(list_, patterns_, packed_.data(), forces_.data(), box_.length, energy != nullptr || virial != nullptr);
            hand_out(forces);
        } else {
            // A particle without a finite position would be near no other particle, and the other forces would look sound.
            for (std::int64_t k = 0; k < 3 * static_cast<std::int64_t>(count_); k++) {
                forces[k] = __builtin_nan("");
            }
        }

        if (energy != nullptr) {
            *energy = sums.energy;
        }

        if (virial != nullptr) {
            *virial = sums.virial;
        }
    }

    std::int64_t list_builds() const override { return list_builds_; }

    std::int32_t width() const override { return Lanes::width; }

private:
    // A distance beyond every position that makes sense. Its square is still finite.
    static constexpr double anywhere = 1e150;

    // Packs all positions. Returns false if a position is not finite, or is farther than `farthest` from its place at the last build.
    bool pack_within(const double *positions, double farthest) {
        double limit = farthest * farthest;
        const std::int32_t *order = list_.grid().order();
        double *packed = packed_.data();
        const double *reference = reference_.data();
        bool within = true;
        for (std::int64_t s = 0; s < count_; s++) {
            const double *position = positions + 3 * static_cast<std::int64_t>(order[s]);

            // The test is not "> limit", because a NaN must count as moved too.
            within &= squared_distance(position, reference + 4 * s) <= limit;
            store_coordinates(position, box_, packed + 4 * s);
        }

        return within;
    }

    // Writes the forces of the sorted particles in the caller's order and units.
    void hand_out(double *forces) const {
        double unit = box_.length / Lanes::units_per_box;
        const std::int32_t *order = list_.grid().order();
        const double *own = forces_.data();
        for (std::int64_t s = 0; s < count_; s++, own += 4) {
            double *f = forces + 3 * static_cast<std::int64_t>(order[s]);
            f[0] = own[0] * unit;
            f[1] = own[1] * unit;
            f[2] = own[2] * unit;
        }
    }

    std::int32_t count_;
    double half_skin_;
    BoxConstants box_;
    PatternTable patterns_;
    NeighborList list_;

    // These arrays hold four doubles for each sorted particle. reference_ holds the positions at the last build.
    AlignedArray<double> packed_;
    AlignedArray<double> reference_;
    AlignedArray<double> forces_;
    PairKernel<Potential> kernel_;
    bool list_holds_ = false;
    std::int64_t list_builds_ = 0;
};

ForceField *make_force_field(const ForceFieldParameters &parameters) {
    switch (parameters.kind) {
    case PotentialKind::harmonic:
        return new PairForceField<Harmonic>(parameters);
    default:
        return new PairForceField<ForceShiftedLennardJones>(parameters);
    }
}

}  // namespace
}  // namespace glassmodes

#endif
