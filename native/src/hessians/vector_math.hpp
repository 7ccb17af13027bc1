// Operations on long vectors for Lanczos' method.

#ifndef GLASSMODES_HESSIANS_VECTOR_MATH_HPP
#define GLASSMODES_HESSIANS_VECTOR_MATH_HPP

namespace glassmodes {
namespace {

// Returns the product x . y. Four sums are kept, so that no addition waits for the one before.
inline double dot(const double *x, const double *y, std::int64_t n) {
    constexpr std::int64_t step = 4 * Lanes::width;
    Lanes a = Lanes::all(0);
    Lanes b = a;
    Lanes c = a;
    Lanes d = a;
    std::int64_t k = 0;
    for (; k + step <= n; k += step) {
        a = multiply_add(Lanes::load(x + k), Lanes::load(y + k), a);
        b = multiply_add(Lanes::load(x + k + Lanes::width), Lanes::load(y + k + Lanes::width), b);
        c = multiply_add(Lanes::load(x + k + 2 * Lanes::width), Lanes::load(y + k + 2 * Lanes::width), c);
        d = multiply_add(Lanes::load(x + k + 3 * Lanes::width), Lanes::load(y + k + 3 * Lanes::width), d);
    }

    double rest = 0;
    for (; k < n; k++) {
        rest += x[k] * y[k];
    }

    return sum((a + b) + (c + d)) + rest;
}

// y = y + factor x.
inline void add_scaled(double factor, const double *__restrict x, double *__restrict y, std::int64_t n) {
    Lanes f = Lanes::all(factor);
    std::int64_t k = 0;
    for (; k + Lanes::width <= n; k += Lanes::width) {
        multiply_add(f, Lanes::load(x + k), Lanes::load(y + k)).store(y + k);
    }

    for (; k < n; k++) {
        y[k] += factor * x[k];
    }
}

// y = factor x.
inline void scale(double factor, const double *__restrict x, double *__restrict y, std::int64_t n) {
    Lanes f = Lanes::all(factor);
    std::int64_t k = 0;
    for (; k + Lanes::width <= n; k += Lanes::width) {
        (f * Lanes::load(x + k)).store(y + k);
    }

    for (; k < n; k++) {
        y[k] = factor * x[k];
    }
}

}  // namespace
}  // namespace glassmodes

#endif
