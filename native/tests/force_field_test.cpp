// Compares every force kernel with a plain double loop over all pairs. Also tests lists, limits and errors of the interface.

#include "checks.hpp"
#include "glassmodes.h"

#include <limits>
#include <string>

namespace {

struct Model {
    const char *name;
    std::int32_t potential;
    std::int32_t species;

    // Epsilon, sigma, cutoff of each pair of species.
    std::vector<double> parameters;
};

struct Particles {
    double box;
    std::vector<std::uint8_t> species;
    std::vector<double> positions;

    std::int32_t count() const { return static_cast<std::int32_t>(species.size()); }
};

struct Result {
    std::vector<double> forces;
    double energy;
    double virial;
    double largest_pair_force;
};

// v and v', as a text book writes them.
void pair_interaction(const Model &model, const double *p, double r, double &energy, double &derivative) {
    double epsilon = p[0], sigma = p[1], cutoff = p[2];
    if (model.potential == GM_HARMONIC) {
        energy = 0.5 * epsilon * (1 - r / sigma) * (1 - r / sigma);
        derivative = -epsilon / sigma * (1 - r / sigma);
        return;
    }

    auto v = [=](double x) { return 4 * epsilon * (std::pow(sigma / x, 12) - std::pow(sigma / x, 6)); };
    auto slope = [=](double x) { return -4 * epsilon / x * (12 * std::pow(sigma / x, 12) - 6 * std::pow(sigma / x, 6)); };
    energy = v(r) - v(cutoff) - (r - cutoff) * slope(cutoff);
    derivative = slope(r) - slope(cutoff);
}

Result plain_sum(const Model &model, const Particles &system) {
    Result result = {std::vector<double>(system.positions.size()), 0, 0, 0};
    for (std::int32_t i = 0; i < system.count(); i++) {
        for (std::int32_t j = i + 1; j < system.count(); j++) {
            double d[3];
            double square = 0;
            for (int axis = 0; axis < 3; axis++) {
                d[axis] = std::remainder(system.positions[3 * i + axis] - system.positions[3 * j + axis], system.box);
                square += d[axis] * d[axis];
            }

            double r = std::sqrt(square);
            const double *p = &model.parameters[3 * (system.species[i] * model.species + system.species[j])];
            if (r < p[2]) {
                double energy, derivative;
                pair_interaction(model, p, r, energy, derivative);
                result.energy += energy;
                result.virial -= r * derivative;
                result.largest_pair_force = std::fmax(result.largest_pair_force, std::fabs(derivative));
                for (int axis = 0; axis < 3; axis++) {
                    double f = r > 0 ? -derivative * d[axis] / r : 0;
                    result.forces[3 * i + axis] += f;
                    result.forces[3 * j + axis] -= f;
                }
            }
        }
    }

    return result;
}

// A disturbed cubic lattice; some positions lie outside the box.
Particles lattice(int edge, double spacing, double disturbance, int species, Random &random) {
    Particles system = {edge * spacing, {}, {}};
    for (int k = 0; k < edge * edge * edge; k++) {
        system.species.push_back(static_cast<std::uint8_t>(species * random.next()));
        for (int cell : {k / edge / edge, k / edge % edge, k % edge}) {
            double image = random.next() < 0.1 ? system.box : 0;
            system.positions.push_back(spacing * cell + disturbance * (random.next() - 0.5) - 0.3 - image);
        }
    }

    return system;
}

gm_force_field *create(const Model &model, const Particles &system, double skin, int width) {
    gm_force_field *field = nullptr;
    std::int32_t status = gm_force_field_create(
        system.count(), system.species.data(), model.species, system.box, model.potential, model.parameters.data(), skin, width,
        &field);
    check(status == GM_OK && field != nullptr, "a force field can be made");
    return field;
}

void compare(gm_force_field *field, const Model &model, const Particles &system, const char *what) {
    Result expected = plain_sum(model, system);
    std::vector<double> forces(system.positions.size());
    std::vector<double> alone(system.positions.size());
    double energy = 0, virial = 0;
    check(gm_force_field_compute(field, system.positions.data(), forces.data(), &energy, &virial) == GM_OK, "an evaluation");
    check(gm_force_field_compute(field, system.positions.data(), alone.data(), nullptr, nullptr) == GM_OK, "forces alone");
    check(forces == alone, "forces alone are the same to the last bit");
    double scale = expected.largest_pair_force;
    std::string label = std::string(model.name) + ", " + what + ", width " + std::to_string(gm_force_field_width(field));
    double worst = 0;
    std::size_t where = 0;
    for (std::size_t k = 0; k < forces.size(); k++) {
        double error = std::fabs(forces[k] - expected.forces[k]);
        if (!(error <= worst)) {
            worst = error;
            where = k;
        }
    }

    check(scale > 0, "some particles interact");
    check_near(forces[where], expected.forces[where], 1e-13 * scale, (label + ": the worst force").c_str());
    check_near(energy, expected.energy, 1e-12 * std::fabs(expected.energy), (label + ": the energy").c_str());
    check_near(virial, expected.virial, 1e-12 * std::fabs(expected.virial), (label + ": the virial").c_str());
}

Model kob_andersen(double cutoff) {
    return {"KALJ", GM_FORCE_SHIFTED_LENNARD_JONES, 2,
            {1, 1, cutoff, 1.5, 0.8, 0.8 * cutoff, 1.5, 0.8, 0.8 * cutoff, 0.5, 0.88, 0.88 * cutoff}};
}

Model harmonic() {
    return {"harmonic", GM_HARMONIC, 1, {1, 1, 1}};
}

// A mixture with sigma between 0.8 and 1. The parameters do not depend on the order of the two species.
Model mixture(int species) {
    Model model = {"mixture", GM_FORCE_SHIFTED_LENNARD_JONES, species, {}};
    for (int a = 0; a < species; a++) {
        for (int b = 0; b < species; b++) {
            double sigma = 1 - 0.1 * (a + b) / species;
            model.parameters.insert(model.parameters.end(), {1 + 0.1 * (a * b), sigma, 2 * sigma});
        }
    }

    return model;
}

// The boxes lead to a single cell, to half-wide columns and to wide columns. The skin moves the borders between these cases.
void test_forces(int width) {
    Random random(1);
    for (const Model &model : {kob_andersen(2.5), harmonic(), mixture(3), mixture(10)}) {
        bool soft = model.potential == GM_HARMONIC;
        for (int edge : soft ? std::vector<int>{3, 4, 9} : std::vector<int>{6, 8, 11}) {
            for (double skin : {0.0, 0.25, 1.2}) {
                Particles system = lattice(edge, 0.94, 0.3, model.species, random);
                gm_force_field *field = create(model, system, skin, width);
                std::string what = std::to_string(edge) + " an edge, skin " + std::to_string(skin);
                compare(field, model, system, what.c_str());
                gm_force_field_destroy(field);
            }
        }
    }
}

// With one pair at a time no error hides behind a sum over many pairs. The last digits show the error of the series for 1/r, and the
// rounding of x/L to a double. Positions are multiples of 2^-40, so that their differences are exact.
void test_single_pairs(int width) {
    Random random(5);
    Model model = harmonic();
    double worst = 0;
    auto rounded = [](double x) { return std::rint(x * 0x1p40) * 0x1p-40; };
    for (int k = 0; k < 2000; k++) {
        Particles pair = {7.3, {0, 0}, {}};
        double d[3], square = 0;
        for (int axis = 0; axis < 3; axis++) {
            d[axis] = random.next() - 0.5;
            pair.positions.push_back(rounded(40 * (random.next() - 0.5)));
            square += d[axis] * d[axis];
        }

        if (square < 0.01) {
            continue;
        }

        for (int axis = 0; axis < 3; axis++) {
            pair.positions.push_back(rounded(pair.positions[axis] + d[axis] + pair.box * static_cast<int>(5 * random.next())));
        }

        double separation[3];
        square = 0;
        for (int axis = 0; axis < 3; axis++) {
            separation[axis] = std::remainder(pair.positions[axis] - pair.positions[3 + axis], pair.box);
            square += separation[axis] * separation[axis];
        }

        double r = std::sqrt(square);
        gm_force_field *field = create(model, pair, 0.25, width);
        double forces[6];
        gm_force_field_compute(field, pair.positions.data(), forces, nullptr, nullptr);
        gm_force_field_destroy(field);
        for (int axis = 0; axis < 3; axis++) {
            double expected = r < 1 ? (1 - r) * separation[axis] / r : 0;
            worst = std::fmax(worst, std::fabs(forces[axis] - expected));
            check(forces[3 + axis] == -forces[axis], "action is reaction");
        }
    }

    check_near(worst, 0, 3e-15, ("the worst force of a single pair, width " + std::to_string(width)).c_str());
}

void test_moving_particles(int width) {
    Random random(2);
    Model model = kob_andersen(2.5);
    Particles system = lattice(9, 0.94, 0.2, model.species, random);
    gm_force_field *field = create(model, system, 0.3, width);
    check(gm_force_field_list_builds(field) == 0, "no list is built before it is needed");
    std::vector<double> forces(system.positions.size());
    gm_force_field_compute(field, system.positions.data(), forces.data(), nullptr, nullptr);
    gm_force_field_compute(field, system.positions.data(), forces.data(), nullptr, nullptr);
    check(gm_force_field_list_builds(field) == 1, "a list is kept while nothing moves");
    system.positions[7] += 0.149;
    gm_force_field_compute(field, system.positions.data(), forces.data(), nullptr, nullptr);
    check(gm_force_field_list_builds(field) == 1, "a list is kept while nothing moves by half the skin");
    system.positions[7] += 0.002;
    gm_force_field_compute(field, system.positions.data(), forces.data(), nullptr, nullptr);
    check(gm_force_field_list_builds(field) == 2, "a list is built when a particle has moved by half the skin");
    for (int round = 0; round < 8; round++) {
        for (double &p : system.positions) {
            p += 0.15 * (random.next() - 0.5);
        }

        compare(field, model, system, "moving");
    }

    std::int64_t builds = gm_force_field_list_builds(field);
    check(builds > 2 && builds < 9, "the list is neither kept for ever nor built every time");
    check(gm_force_field_build_list(field, system.positions.data()) == GM_OK && gm_force_field_list_builds(field) == builds + 1,
          "a list is built when asked for");
    gm_force_field_destroy(field);
}

void test_positions_that_are_not_finite(int width) {
    Model model = harmonic();
    Particles system = {5, {0, 0, 0}, {1, 1, 1, 1.5, 1, 1, 1, 1, 1.5}};
    const double infinity = std::numeric_limits<double>::infinity();
    for (double wrong : {std::numeric_limits<double>::quiet_NaN(), infinity, -infinity}) {
        gm_force_field *field = create(model, system, 0.25, width);
        Particles broken = system;
        broken.positions[1] = wrong;
        std::vector<double> forces(9);
        double energy = 0, virial = 0;
        std::int32_t status = gm_force_field_compute(field, broken.positions.data(), forces.data(), &energy, &virial);
        check(status == GM_OK && std::isnan(energy) && std::isnan(virial), "no energy without positions");
        for (double f : forces) {
            check(std::isnan(f), "no force without positions");
        }

        compare(field, model, system, "after a position that is not finite");
        gm_force_field_destroy(field);
    }
}

void test_coincident_particles(int width) {
    Particles system = {5, {0, 0}, {1, 2, 3, 1, 2, 3}};
    gm_force_field *field = create(harmonic(), system, 0.25, width);
    std::vector<double> forces(6, 1);
    double energy = 0;
    gm_force_field_compute(field, system.positions.data(), forces.data(), &energy, nullptr);
    check_near(energy, 0.5, 1e-15, "the energy of coincident spheres");
    for (double f : forces) {
        check(f == 0, "coincident spheres push nowhere");
    }

    gm_force_field_destroy(field);
}

void test_errors() {
    std::uint8_t species[2] = {0, 1};
    double kalj[12] = {1, 1, 2.5, 1.5, .8, 2, 1.5, .8, 2, .5, .88, 2.2};
    gm_force_field *field = nullptr;
    const double nan = std::numeric_limits<double>::quiet_NaN();
    auto make = [&](std::int32_t n, const std::uint8_t *s, std::int32_t count, double box, std::int32_t kind, const double *p,
                    double skin, std::int32_t width) { return gm_force_field_create(n, s, count, box, kind, p, skin, width, &field); };
    check(make(0, species, 2, 9, 0, kalj, 0.2, 0) == GM_INVALID_ARGUMENT, "no particles");
    check(make(2, nullptr, 2, 9, 0, kalj, 0.2, 0) == GM_INVALID_ARGUMENT, "no species");
    check(make(2, species, 1, 9, 0, kalj, 0.2, 0) == GM_INVALID_ARGUMENT, "a species too many");
    check(make(2, species, 2, nan, 0, kalj, 0.2, 0) == GM_INVALID_ARGUMENT, "a box that is not a number");
    check(make(2, species, 2, 9, 2, kalj, 0.2, 0) == GM_INVALID_ARGUMENT, "an unknown potential");
    check(make(2, species, 2, 9, 0, nullptr, 0.2, 0) == GM_INVALID_ARGUMENT, "no parameters");
    check(make(2, species, 2, 9, 0, kalj, -0.2, 0) == GM_INVALID_ARGUMENT, "a negative skin");
    check(make(2, species, 2, 9, 0, kalj, 0.2, 3) == GM_INVALID_ARGUMENT, "an odd width");
    check(make(2, species, 2, 4.99, 0, kalj, 0.2, 0) == GM_BOX_TOO_SMALL, "a small box");
    check(make(2, species, 2, 9, 1, kalj, 0.2, 0) == GM_INVALID_ARGUMENT, "harmonic spheres with a cutoff of their own");
    kalj[3] = 1.4;
    check(make(2, species, 2, 9, 0, kalj, 0.2, 0) == GM_INVALID_ARGUMENT, "a table that is not symmetric");
    check(field == nullptr, "no handle without success");
    check(gm_force_field_create(2, species, 2, 9, 0, kalj, 0.2, 0, nullptr) == GM_INVALID_ARGUMENT, "nowhere to put the handle");
    double numbers[6] = {};
    check(gm_force_field_compute(nullptr, numbers, numbers, nullptr, nullptr) == GM_INVALID_ARGUMENT, "no handle");
    check(gm_force_field_build_list(nullptr, numbers) == GM_INVALID_ARGUMENT, "no handle to build a list for");
    check(gm_force_field_width(nullptr) == 0 && gm_force_field_list_builds(nullptr) == 0, "nothing to ask");
    gm_force_field_destroy(nullptr);
}

}  // namespace

int main() {
    Particles one = {5, {0}, {1, 1, 1}};
    gm_force_field *best = create(harmonic(), one, 0.25, 0);
    int widest = gm_force_field_width(best);
    gm_force_field_destroy(best);
    std::printf("widest kernel: %d doubles\n", widest);
    for (int width = 2; width <= widest; width *= 2) {
        gm_force_field *field = create(harmonic(), one, 0.25, width);
        check(gm_force_field_width(field) == width, "a narrower kernel can be asked for");
        gm_force_field_destroy(field);
        test_forces(width);
        test_single_pairs(width);
        test_moving_particles(width);
        test_positions_that_are_not_finite(width);
        test_coincident_particles(width);
    }

    test_errors();
    return failures == 0 ? 0 : 1;
}
