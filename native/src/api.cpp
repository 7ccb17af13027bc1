// The C ABI: checks every argument, and turns exceptions into a status.

#include "glassmodes.h"
#include "instruction_sets.hpp"

#include <cmath>
#include <memory>
#include <new>
#include <vector>

using namespace glassmodes;

struct gm_force_field {
    std::unique_ptr<ForceField> implementation;
};

struct gm_hessian {
    std::unique_ptr<Hessian> implementation;
};

namespace {

// Packed particles are addressed by 32-bit offsets in doubles. A particle takes four doubles.
constexpr std::int32_t most_particles = (1 << 30) - 1;

template <typename Action>
std::int32_t guarded(Action action) noexcept {
    try {
        return action();
    } catch (const std::bad_alloc &) {
        return GM_OUT_OF_MEMORY;
    } catch (...) {
        return GM_INTERNAL_ERROR;
    }
}

bool is_positive(double value) {
    return value > 0 && std::isfinite(value);
}

bool is_sound(const PairParameters &pair, const PairParameters &mirrored, PotentialKind kind) {
    bool symmetric = pair.epsilon == mirrored.epsilon && pair.sigma == mirrored.sigma && pair.cutoff == mirrored.cutoff;
    bool positive = is_positive(pair.epsilon) && is_positive(pair.sigma) && is_positive(pair.cutoff);
    return symmetric && positive && (kind != PotentialKind::harmonic || pair.cutoff == pair.sigma);
}

}  // namespace

std::int32_t gm_force_field_create(
    std::int32_t particles, const std::uint8_t *species, std::int32_t species_count, double box_length, std::int32_t potential,
    const double *parameters, double skin, std::int32_t max_width, gm_force_field **field) {
    return guarded([=]() -> std::int32_t {
        if (field == nullptr || species == nullptr || parameters == nullptr || particles < 1 || particles > most_particles
            || species_count < 1 || species_count > 256 || !is_positive(box_length) || !(skin >= 0) || !std::isfinite(skin)
            || (potential != GM_FORCE_SHIFTED_LENNARD_JONES && potential != GM_HARMONIC) || !is_width(max_width)) {
            return GM_INVALID_ARGUMENT;
        }

        for (std::int32_t i = 0; i < particles; i++) {
            if (species[i] >= species_count) {
                return GM_INVALID_ARGUMENT;
            }
        }

        PotentialKind kind = potential == GM_HARMONIC ? PotentialKind::harmonic : PotentialKind::force_shifted_lennard_jones;
        std::vector<PairParameters> pairs;
        for (std::int32_t p = 0; p < species_count * species_count; p++) {
            pairs.push_back({parameters[3 * p], parameters[3 * p + 1], parameters[3 * p + 2]});
        }

        for (std::int32_t a = 0; a < species_count; a++) {
            for (std::int32_t b = 0; b < species_count; b++) {
                const PairParameters &pair = pairs[static_cast<std::size_t>(a * species_count + b)];
                if (!is_sound(pair, pairs[static_cast<std::size_t>(b * species_count + a)], kind)) {
                    return GM_INVALID_ARGUMENT;
                }

                if (box_length < 2 * pair.cutoff) {
                    return GM_BOX_TOO_SMALL;
                }
            }
        }

        ForceFieldParameters checked = {particles, species, species_count, box_length, kind, pairs.data(), skin};
        auto made = std::make_unique<gm_force_field>();
        made->implementation.reset(make_force_field(checked, max_width));
        *field = made.release();
        return GM_OK;
    });
}

void gm_force_field_destroy(gm_force_field *field) {
    delete field;
}

std::int32_t gm_force_field_width(const gm_force_field *field) {
    return field == nullptr ? 0 : field->implementation->width();
}

std::int64_t gm_force_field_list_builds(const gm_force_field *field) {
    return field == nullptr ? 0 : field->implementation->list_builds();
}

std::int32_t gm_force_field_build_list(gm_force_field *field, const double *positions) {
    return guarded([=]() -> std::int32_t {
        if (field == nullptr || positions == nullptr) {
            return GM_INVALID_ARGUMENT;
        }

        field->implementation->build_list(positions);
        return GM_OK;
    });
}

std::int32_t gm_force_field_compute(
    gm_force_field *field, const double *positions, double *forces, double *energy, double *virial) {
    return guarded([=]() -> std::int32_t {
        if (field == nullptr || positions == nullptr || forces == nullptr) {
            return GM_INVALID_ARGUMENT;
        }

        field->implementation->compute(positions, forces, energy, virial);
        return GM_OK;
    });
}

std::int32_t gm_hessian_create(
    std::int32_t particles, std::int64_t bonds, const std::int32_t *i, const std::int32_t *j, const double *nx, const double *ny,
    const double *nz, const double *second, const double *first_over_r, std::int32_t max_width, gm_hessian **hessian) {
    return guarded([=]() -> std::int32_t {
        bool complete = i != nullptr && j != nullptr && nx != nullptr && ny != nullptr && nz != nullptr && second != nullptr
            && first_over_r != nullptr;
        if (hessian == nullptr || particles < 1 || particles > most_particles || bonds < 0 || (bonds > 0 && !complete)
            || !is_width(max_width)) {
            return GM_INVALID_ARGUMENT;
        }

        for (std::int64_t b = 0; b < bonds; b++) {
            if (i[b] < 0 || i[b] >= particles || j[b] < 0 || j[b] >= particles || i[b] == j[b]) {
                return GM_INVALID_ARGUMENT;
            }
        }

        HessianParameters checked = {particles, bonds, i, j, nx, ny, nz, second, first_over_r};
        auto made = std::make_unique<gm_hessian>();
        made->implementation.reset(make_hessian(checked, max_width));
        *hessian = made.release();
        return GM_OK;
    });
}

void gm_hessian_destroy(gm_hessian *hessian) {
    delete hessian;
}

std::int32_t gm_hessian_width(const gm_hessian *hessian) {
    return hessian == nullptr ? 0 : hessian->implementation->width();
}

std::int32_t gm_hessian_multiply(gm_hessian *hessian, const double *x, double *y) {
    return guarded([=]() -> std::int32_t {
        if (hessian == nullptr || x == nullptr || y == nullptr) {
            return GM_INVALID_ARGUMENT;
        }

        hessian->implementation->multiply(x, y);
        return GM_OK;
    });
}

std::int32_t gm_lanczos(gm_hessian *hessian, std::int32_t steps, const double *start, double *alpha, double *beta) {
    return guarded([=]() -> std::int32_t {
        if (hessian == nullptr || steps < 1 || start == nullptr || alpha == nullptr || beta == nullptr) {
            return GM_INVALID_ARGUMENT;
        }

        return hessian->implementation->lanczos(steps, start, alpha, beta) ? GM_OK : GM_INVALID_ARGUMENT;
    });
}
