// Compares the products of every Hessian kernel and the coefficients of Lanczos' method with plain loops. Also tests the errors of the
// interface.

#include "checks.hpp"
#include "glassmodes.h"

#include <string>

namespace {

struct Bonds {
    std::int32_t particles;
    std::vector<std::int32_t> i, j;
    std::vector<double> nx, ny, nz, second, first_over_r;
};

// Some particles have no bond, one has very many, and the two ends come in any order.
Bonds random_bonds(std::int32_t particles, int bonds, Random &random) {
    Bonds b = {particles, {}, {}, {}, {}, {}, {}, {}};
    while (static_cast<int>(b.i.size()) < bonds) {
        auto i = static_cast<std::int32_t>(random.next() < 0.2 ? 5 : 0.9 * particles * random.next());
        auto j = static_cast<std::int32_t>(0.9 * particles * random.next());
        double n[3] = {random.next() - 0.5, random.next() - 0.5, random.next() - 0.5};
        double length = std::sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
        if (i != j) {
            b.i.push_back(i);
            b.j.push_back(j);
            b.nx.push_back(n[0] / length);
            b.ny.push_back(n[1] / length);
            b.nz.push_back(n[2] / length);
            b.second.push_back(100 * random.next() - 20);
            b.first_over_r.push_back(10 * random.next() - 5);
        }
    }

    return b;
}

std::vector<double> plain_product(const Bonds &b, const std::vector<double> &x) {
    std::vector<double> y(x.size());
    for (std::size_t k = 0; k < b.i.size(); k++) {
        double n[3] = {b.nx[k], b.ny[k], b.nz[k]};
        double e[3];
        double along = 0;
        for (int axis = 0; axis < 3; axis++) {
            e[axis] = x[3 * b.i[k] + axis] - x[3 * b.j[k] + axis];
            along += n[axis] * e[axis];
        }

        for (int axis = 0; axis < 3; axis++) {
            double g = b.second[k] * along * n[axis] + b.first_over_r[k] * (e[axis] - along * n[axis]);
            y[3 * b.i[k] + axis] += g;
            y[3 * b.j[k] + axis] -= g;
        }
    }

    return y;
}

gm_hessian *create(const Bonds &b, int width) {
    gm_hessian *hessian = nullptr;
    std::int32_t status = gm_hessian_create(
        b.particles, static_cast<std::int64_t>(b.i.size()), b.i.data(), b.j.data(), b.nx.data(), b.ny.data(), b.nz.data(),
        b.second.data(), b.first_over_r.data(), width, &hessian);
    check(status == GM_OK && hessian != nullptr, "a Hessian can be made");
    return hessian;
}

double dot(const std::vector<double> &x, const std::vector<double> &y) {
    double sum = 0;
    for (std::size_t k = 0; k < x.size(); k++) {
        sum += x[k] * y[k];
    }

    return sum;
}

std::vector<double> random_vector(std::size_t length, Random &random) {
    std::vector<double> x(length);
    for (double &value : x) {
        value = random.next() - 0.5;
    }

    return x;
}

void test_products(int width) {
    Random random(3);
    for (int bonds : {0, 1, 7, 300, 5000}) {
        Bonds b = random_bonds(97, bonds, random);
        gm_hessian *hessian = create(b, width);
        check(gm_hessian_width(hessian) == width, "a narrower kernel can be asked for");
        std::vector<double> x = random_vector(3 * 97, random);
        for (int again = 0; again < 2; again++) {
            std::vector<double> expected = plain_product(b, x);
            std::vector<double> y(x.size(), 7);
            check(gm_hessian_multiply(hessian, x.data(), y.data()) == GM_OK, "a product");
            double scale = std::sqrt(dot(expected, expected)) + 1;
            for (std::size_t k = 0; k < y.size(); k++) {
                check_near(y[k], expected[k], 1e-13 * scale, "an element of a product");
            }

            // The same product, computed in place.
            std::vector<double> in_place = x;
            gm_hessian_multiply(hessian, in_place.data(), in_place.data());
            check(in_place == y, "x and y may be the same array");
        }

        gm_hessian_destroy(hessian);
    }
}

void test_lanczos(int width) {
    Random random(4);
    Bonds b = random_bonds(60, 900, random);
    std::vector<double> start = random_vector(180, random);
    const int steps = 12;
    std::vector<double> alpha(steps), beta(steps);
    gm_hessian *hessian = create(b, width);
    check(gm_lanczos(hessian, steps, start.data(), alpha.data(), beta.data()) == GM_OK, "Lanczos");

    std::vector<double> q = start, last(180);
    double norm = std::sqrt(dot(start, start)), coupling = 0;
    for (double &value : q) {
        value /= norm;
    }

    for (int k = 0; k < steps; k++) {
        std::vector<double> w = plain_product(b, q);
        double diagonal = dot(w, q);
        for (std::size_t m = 0; m < w.size(); m++) {
            w[m] -= diagonal * q[m] + coupling * last[m];
        }

        coupling = std::sqrt(dot(w, w));
        check_near(alpha[k], diagonal, 1e-8, "alpha");
        check_near(beta[k], coupling, 1e-8, "beta");
        last = q;
        for (std::size_t m = 0; m < w.size(); m++) {
            q[m] = w[m] / coupling;
        }
    }

    // A translation is a null vector, so the iteration ends at the first step.
    std::vector<double> translation(180, 1);
    check(gm_lanczos(hessian, steps, translation.data(), alpha.data(), beta.data()) == GM_OK, "Lanczos from a null vector");
    for (int k = 0; k < steps; k++) {
        check(alpha[k] == 0 && beta[k] == 0, "a null vector ends at once");
    }

    std::vector<double> zero(180);
    check(gm_lanczos(hessian, steps, zero.data(), alpha.data(), beta.data()) == GM_INVALID_ARGUMENT, "a start vector of zeros");
    check(gm_lanczos(hessian, 0, start.data(), alpha.data(), beta.data()) == GM_INVALID_ARGUMENT, "no steps");
    gm_hessian_destroy(hessian);
}

void test_errors() {
    std::int32_t i[1] = {0}, j[1] = {1};
    double n[1] = {1};
    gm_hessian *hessian = nullptr;
    auto make = [&](std::int32_t particles, std::int64_t bonds, std::int32_t first, const double *nx, std::int32_t width) {
        i[0] = first;
        return gm_hessian_create(particles, bonds, i, j, nx, n, n, n, n, width, &hessian);
    };
    check(make(0, 1, 0, n, 0) == GM_INVALID_ARGUMENT, "no particles");
    check(make(2, -1, 0, n, 0) == GM_INVALID_ARGUMENT, "a negative number of bonds");
    check(make(2, 1, 2, n, 0) == GM_INVALID_ARGUMENT, "a bond to a particle that is not there");
    check(make(2, 1, -1, n, 0) == GM_INVALID_ARGUMENT, "a bond to a negative particle");
    check(make(2, 1, 1, n, 0) == GM_INVALID_ARGUMENT, "a bond of a particle to itself");
    check(make(2, 1, 0, nullptr, 0) == GM_INVALID_ARGUMENT, "no directions");
    check(make(2, 1, 0, n, 16) == GM_INVALID_ARGUMENT, "an unknown width");
    check(hessian == nullptr, "no handle without success");
    double x[6] = {};
    check(gm_hessian_multiply(nullptr, x, x) == GM_INVALID_ARGUMENT, "no handle");
    check(gm_lanczos(nullptr, 1, x, x, x) == GM_INVALID_ARGUMENT, "no handle for Lanczos");
    check(gm_hessian_width(nullptr) == 0, "nothing to ask");
    gm_hessian_destroy(nullptr);
}

}  // namespace

int main() {
    Random random(1);
    gm_hessian *best = create(random_bonds(10, 1, random), 0);
    int widest = gm_hessian_width(best);
    gm_hessian_destroy(best);
    for (int width = 2; width <= widest; width *= 2) {
        test_products(width);
        test_lanczos(width);
    }

    test_errors();
    return failures == 0 ? 0 : 1;
}
