// Pair potentials in lanes: v'(r)/r and v(r), computed from 1/r and the constants of each lane's pair of species.

#ifndef GLASSMODES_FORCES_POTENTIALS_HPP
#define GLASSMODES_FORCES_POTENTIALS_HPP

#include "../force_field.hpp"

namespace glassmodes {
namespace {

// v(r) = v0(r) - v0(r_c) - (r - r_c) v0'(r_c) with v0 = 4 epsilon [(sigma/r)^12 - (sigma/r)^6]: Shimada et al. 2024, Eqs. (2), (3).
struct ForceShiftedLennardJones {
    static constexpr int constant_count = 4;

    static void write_constants(const PairParameters &pair, double *constants) {
        double s2 = pair.sigma * pair.sigma;
        double s6 = s2 * s2 * s2;
        double repulsion = 4 * pair.epsilon * s6 * s6;
        double attraction = 4 * pair.epsilon * s6;
        double r2 = pair.cutoff * pair.cutoff;
        double r6 = r2 * r2 * r2;
        double slope = (6 * attraction - 12 * repulsion / r6) / (r6 * pair.cutoff);
        double energy = (repulsion / r6 - attraction) / r6;
        constants[0] = -slope;
        constants[1] = pair.cutoff * slope - energy;
        constants[2] = 12 * repulsion;
        constants[3] = 6 * attraction;
    }

    template <typename L>
    static L derivative_over_r(const double *constants, L inverse) {
        L r2 = inverse * inverse;
        L r4 = r2 * r2;
        L repulsion = L::load(constants + 2 * L::width) * (r4 * r2);
        L unshifted = r4 * r4 * (L::load(constants + 3 * L::width) - repulsion);
        return multiply_add(L::load(constants), inverse, unshifted);
    }

    template <typename L>
    static L energy(const double *constants, L r, L inverse) {
        L r2 = inverse * inverse;
        L r6 = r2 * r2 * r2;
        L attraction = L::load(constants + 3 * L::width) * L::all(1.0 / 6);
        L repulsion = L::load(constants + 2 * L::width) * L::all(1.0 / 12);
        L unshifted = r6 * (repulsion * r6 - attraction);
        return multiply_add(L::load(constants), r, L::load(constants + L::width)) + unshifted;
    }
};

// v(r) = (epsilon/2) (1 - r/sigma)^2: Shimada et al. 2024, Eq. (E1).
struct Harmonic {
    static constexpr int constant_count = 3;

    static void write_constants(const PairParameters &pair, double *constants) {
        constants[0] = pair.epsilon / (pair.sigma * pair.sigma);
        constants[1] = pair.epsilon / pair.sigma;
        constants[2] = 0.5 / constants[0];
    }

    template <typename L>
    static L derivative_over_r(const double *constants, L inverse) {
        return negate_multiply_add(L::load(constants + L::width), inverse, L::load(constants));
    }

    // -v' = (epsilon/sigma)(1 - r/sigma) and v = v'^2 / (2 v'').
    template <typename L>
    static L energy(const double *constants, L r, L) {
        L force = negate_multiply_add(L::load(constants), r, L::load(constants + L::width));
        return L::load(constants + 2 * L::width) * force * force;
    }
};

}  // namespace
}  // namespace glassmodes

#endif
