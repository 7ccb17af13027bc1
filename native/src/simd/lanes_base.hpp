// Two doubles and four floats at a time, by the vector extensions of GCC and Clang: SSE2, NEON, or what else the platform has.

#ifndef GLASSMODES_SIMD_LANES_HPP
#define GLASSMODES_SIMD_LANES_HPP

#include "box_constants.hpp"

#include <cmath>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace glassmodes {
namespace {

typedef double TwoDoubles __attribute__((vector_size(16)));
typedef std::int64_t TwoIntegers __attribute__((vector_size(16)));
typedef float FourFloats __attribute__((vector_size(16)));

// Periodic coordinates are fractions of the box. lanes_avx512.hpp says what each function does. No product and sum are fused in this file.
struct Lanes {
    static constexpr int width = 2;
    static constexpr double units_per_box = 1;

    TwoDoubles value;

    static Lanes all(double x) { return {TwoDoubles{x, x}}; }

    static Lanes load(const double *source) {
        Lanes lanes;
        std::memcpy(&lanes.value, source, sizeof lanes.value);
        return lanes;
    }

    void store(double *target) const { std::memcpy(target, &value, sizeof value); }
};

struct Mask {
    TwoIntegers value;
};

inline Lanes operator+(Lanes a, Lanes b) { return {a.value + b.value}; }
inline Lanes operator-(Lanes a, Lanes b) { return {a.value - b.value}; }
inline Lanes operator*(Lanes a, Lanes b) { return {a.value * b.value}; }
inline Lanes multiply_add(Lanes a, Lanes b, Lanes c) { return {a.value * b.value + c.value}; }
inline Lanes negate_multiply_add(Lanes a, Lanes b, Lanes c) { return {c.value - a.value * b.value}; }
inline Lanes larger(Lanes a, Lanes b) { return {a.value > b.value ? a.value : b.value}; }
inline Mask greater(Lanes a, Lanes b) { return {(TwoIntegers)(a.value > b.value)}; }
inline Lanes keep(Mask mask, Lanes a) { return {(TwoDoubles)(mask.value & (TwoIntegers)a.value)}; }

inline Lanes reciprocal_sqrt(Lanes a) {
#if defined(__SSE2__)
    return {TwoDoubles{1, 1} / _mm_sqrt_pd(a.value)};
#else
    return {TwoDoubles{1 / sqrt(a.value[0]), 1 / sqrt(a.value[1])}};
#endif
}

inline Lanes difference(Lanes a, Lanes b) {
    // Adding 3 * 2^51 rounds a small number to an integer. The difference of two fractions is small enough.
    const TwoDoubles magic = {6755399441055744.0, 6755399441055744.0};
    TwoDoubles d = a.value - b.value;
    TwoDoubles nearest = (d + magic) - magic;
    return {d - nearest};
}

inline void gather(const double *packed, const std::uint32_t *offset, Lanes &x, Lanes &y, Lanes &z) {
    const double *a = packed + offset[0];
    const double *b = packed + offset[1];
    x.value = TwoDoubles{a[0], b[0]};
    y.value = TwoDoubles{a[1], b[1]};
    z.value = TwoDoubles{a[2], b[2]};
}

inline void scatter_add(double *packed, const std::uint32_t *offset, Lanes x, Lanes y, Lanes z) {
    for (int lane = 0; lane < Lanes::width; lane++) {
        double *particle = packed + offset[lane];
        particle[0] += x.value[lane];
        particle[1] += y.value[lane];
        particle[2] += z.value[lane];
    }
}

inline double sum(Lanes a) { return a.value[0] + a.value[1]; }

inline void subtract_sums(double *particle, Lanes x, Lanes y, Lanes z) {
    particle[0] -= sum(x);
    particle[1] -= sum(y);
    particle[2] -= sum(z);
}

// The upper 26 bits of a. Products of such halves are exact (Veltkamp).
inline double upper_half(double a) {
    double t = 134217729.0 * a;
    return t - (t - a);
}

inline void store_coordinates(const double *position, const BoxConstants &box, double *target) {
    double inverse_high = upper_half(box.inverse);
    double inverse_low = box.inverse - inverse_high;
    for (int axis = 0; axis < 3; axis++) {
        // The rounding error of the product, without a fused operation (Dekker).
        double p = position[axis];
        double p_high = upper_half(p);
        double p_low = p - p_high;
        double high = p * box.inverse;
        double error = ((p_high * inverse_high - high) + p_high * inverse_low + p_low * inverse_high) + p_low * inverse_low;
        target[axis] = (high - rint(high)) + (error + p * box.remainder);
    }

    target[3] = 0;
}

inline double squared_distance(const double *position, const double *packed) {
    double square = 0;
    for (int axis = 0; axis < 3; axis++) {
        double moved = position[axis] - packed[axis];
        square += moved * moved;
    }

    return square;
}

struct FloatLanes {
    static constexpr int width = 4;

    FourFloats value;

    static FloatLanes all(float x) { return {FourFloats{x, x, x, x}}; }

    static FloatLanes load(const float *source) {
        FloatLanes lanes;
        std::memcpy(&lanes.value, source, sizeof lanes.value);
        return lanes;
    }

    void store(float *target) const { std::memcpy(target, &value, sizeof value); }
};

inline FloatLanes operator+(FloatLanes a, FloatLanes b) { return {a.value + b.value}; }
inline FloatLanes operator-(FloatLanes a, FloatLanes b) { return {a.value - b.value}; }
inline FloatLanes operator*(FloatLanes a, FloatLanes b) { return {a.value * b.value}; }
inline FloatLanes multiply_add(FloatLanes a, FloatLanes b, FloatLanes c) { return {a.value * b.value + c.value}; }

inline void store_offsets(std::uint32_t first, std::uint32_t *target) {
    for (std::uint32_t lane = 0; lane < FloatLanes::width; lane++) {
        target[lane] = first + 4 * lane;
    }
}

// Every offset is stored, and the next offset overwrites it if it was not selected. This needs no branch.
inline int store_where_less(FloatLanes a, FloatLanes b, const std::uint32_t *source, std::uint32_t *target) {
    int count = 0;
    auto less = a.value < b.value;
    for (int lane = 0; lane < FloatLanes::width; lane++) {
        target[count] = source[lane];
        count -= less[lane];
    }

    return count;
}

}  // namespace
}  // namespace glassmodes

#endif
