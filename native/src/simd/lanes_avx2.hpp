// Four doubles and eight floats at a time, by AVX2 and FMA.

#ifndef GLASSMODES_SIMD_LANES_HPP
#define GLASSMODES_SIMD_LANES_HPP

#include "box_constants.hpp"
#include "reciprocal_sqrt.hpp"

#include <cstdint>
#include <immintrin.h>

namespace glassmodes {
namespace {

// Periodic coordinates are fractions of the box. lanes_avx512.hpp says what each function does.
struct Lanes {
    static constexpr int width = 4;
    static constexpr double units_per_box = 1;

    __m256d value;

    static Lanes all(double x) { return {_mm256_set1_pd(x)}; }
    static Lanes load(const double *source) { return {_mm256_loadu_pd(source)}; }
    void store(double *target) const { _mm256_storeu_pd(target, value); }
};

struct Mask {
    __m256d value;
};

inline Lanes operator+(Lanes a, Lanes b) { return {_mm256_add_pd(a.value, b.value)}; }
inline Lanes operator-(Lanes a, Lanes b) { return {_mm256_sub_pd(a.value, b.value)}; }
inline Lanes operator*(Lanes a, Lanes b) { return {_mm256_mul_pd(a.value, b.value)}; }
inline Lanes multiply_add(Lanes a, Lanes b, Lanes c) { return {_mm256_fmadd_pd(a.value, b.value, c.value)}; }
inline Lanes negate_multiply_add(Lanes a, Lanes b, Lanes c) { return {_mm256_fnmadd_pd(a.value, b.value, c.value)}; }
inline Lanes larger(Lanes a, Lanes b) { return {_mm256_max_pd(a.value, b.value)}; }
inline Mask greater(Lanes a, Lanes b) { return {_mm256_cmp_pd(a.value, b.value, _CMP_GT_OQ)}; }
inline Lanes keep(Mask mask, Lanes a) { return {_mm256_and_pd(mask.value, a.value)}; }

// The single-precision estimate gives twelve bits, and a series gives the rest. Only coincident particles have values below the range of
// floats. Any huge number serves for them.
inline Lanes reciprocal_sqrt(Lanes a) {
    __m256d estimate = _mm256_cvtps_pd(_mm_rsqrt_ps(_mm256_cvtpd_ps(a.value)));
    Lanes polished = polish_reciprocal_sqrt(a, Lanes{estimate});
    __m256d in_range = _mm256_cmp_pd(a.value, _mm256_set1_pd(1e-36), _CMP_GT_OQ);
    return {_mm256_blendv_pd(_mm256_set1_pd(1e100), polished.value, in_range)};
}

inline __m256d nearest_integer(__m256d a) { return _mm256_round_pd(a, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC); }

inline Lanes difference(Lanes a, Lanes b) {
    __m256d d = _mm256_sub_pd(a.value, b.value);
    return {_mm256_sub_pd(d, nearest_integer(d))};
}

inline __m256d two_halves(const double *low, const double *high) {
    return _mm256_insertf128_pd(_mm256_castpd128_pd256(_mm_load_pd(low)), _mm_load_pd(high), 1);
}

inline void add_to_particle(double *particle, __m256d value) {
    _mm256_store_pd(particle, _mm256_add_pd(_mm256_load_pd(particle), value));
}

// Each register takes 128-bit halves of two particles, so that one unpack instruction each yields x, y and z in order.
inline void gather(const double *packed, const std::uint32_t *offset, Lanes &x, Lanes &y, Lanes &z) {
    const double *a = packed + offset[0];
    const double *b = packed + offset[1];
    const double *c = packed + offset[2];
    const double *d = packed + offset[3];
    __m256d ac_xy = two_halves(a, c);
    __m256d bd_xy = two_halves(b, d);
    __m256d ac_z = two_halves(a + 2, c + 2);
    __m256d bd_z = two_halves(b + 2, d + 2);
    x.value = _mm256_unpacklo_pd(ac_xy, bd_xy);
    y.value = _mm256_unpackhi_pd(ac_xy, bd_xy);
    z.value = _mm256_unpacklo_pd(ac_z, bd_z);
}

inline void scatter_add(double *packed, const std::uint32_t *offset, Lanes x, Lanes y, Lanes z) {
    __m256d ac_xy = _mm256_unpacklo_pd(x.value, y.value);
    __m256d bd_xy = _mm256_unpackhi_pd(x.value, y.value);
    __m256d ac_z = _mm256_unpacklo_pd(z.value, z.value);
    __m256d bd_z = _mm256_unpackhi_pd(z.value, z.value);
    add_to_particle(packed + offset[0], _mm256_permute2f128_pd(ac_xy, ac_z, 0x20));
    add_to_particle(packed + offset[1], _mm256_permute2f128_pd(bd_xy, bd_z, 0x20));
    add_to_particle(packed + offset[2], _mm256_permute2f128_pd(ac_xy, ac_z, 0x31));
    add_to_particle(packed + offset[3], _mm256_permute2f128_pd(bd_xy, bd_z, 0x31));
}

inline void subtract_sums(double *particle, Lanes x, Lanes y, Lanes z) {
    __m256d xy = _mm256_hadd_pd(x.value, y.value);
    __m256d zz = _mm256_hadd_pd(z.value, z.value);
    __m256d sums = _mm256_add_pd(_mm256_permute2f128_pd(xy, zz, 0x20), _mm256_permute2f128_pd(xy, zz, 0x31));
    _mm256_store_pd(particle, _mm256_sub_pd(_mm256_load_pd(particle), sums));
}

inline double sum(Lanes a) {
    __m128d q = _mm_add_pd(_mm256_castpd256_pd128(a.value), _mm256_extractf128_pd(a.value, 1));
    return _mm_cvtsd_f64(_mm_add_sd(q, _mm_unpackhi_pd(q, q)));
}

inline __m256d three_doubles(const double *p) {
    return _mm256_insertf128_pd(_mm256_castpd128_pd256(_mm_loadu_pd(p)), _mm_load_sd(p + 2), 1);
}

inline void store_coordinates(const double *position, const BoxConstants &box, double *target) {
    __m256d p = three_doubles(position);
    __m256d inverse = _mm256_set1_pd(box.inverse);
    __m256d high = _mm256_mul_pd(p, inverse);
    __m256d low = _mm256_add_pd(_mm256_fmsub_pd(p, inverse, high), _mm256_mul_pd(p, _mm256_set1_pd(box.remainder)));
    _mm256_store_pd(target, _mm256_add_pd(_mm256_sub_pd(high, nearest_integer(high)), low));
}

inline double squared_distance(const double *position, const double *packed) {
    __m256d moved = _mm256_sub_pd(three_doubles(position), _mm256_load_pd(packed));
    moved = _mm256_mul_pd(moved, moved);
    __m128d halves = _mm_add_pd(_mm256_castpd256_pd128(moved), _mm256_extractf128_pd(moved, 1));
    return _mm_cvtsd_f64(_mm_add_sd(halves, _mm_unpackhi_pd(halves, halves)));
}

struct FloatLanes {
    static constexpr int width = 8;

    __m256 value;

    static FloatLanes all(float x) { return {_mm256_set1_ps(x)}; }
    static FloatLanes load(const float *source) { return {_mm256_loadu_ps(source)}; }
    void store(float *target) const { _mm256_storeu_ps(target, value); }
};

inline FloatLanes operator+(FloatLanes a, FloatLanes b) { return {_mm256_add_ps(a.value, b.value)}; }
inline FloatLanes operator-(FloatLanes a, FloatLanes b) { return {_mm256_sub_ps(a.value, b.value)}; }
inline FloatLanes operator*(FloatLanes a, FloatLanes b) { return {_mm256_mul_ps(a.value, b.value)}; }

inline FloatLanes multiply_add(FloatLanes a, FloatLanes b, FloatLanes c) {
    return {_mm256_fmadd_ps(a.value, b.value, c.value)};
}

inline void store_offsets(std::uint32_t first, std::uint32_t *target) {
    const __m256i steps = _mm256_setr_epi32(0, 4, 8, 12, 16, 20, 24, 28);
    _mm256_storeu_si256(
        reinterpret_cast<__m256i *>(target), _mm256_add_epi32(_mm256_set1_epi32(static_cast<int>(first)), steps));
}

// For each of the 256 masks of eight lanes, the permutation that brings the selected lanes to the front.
struct FrontPermutations {
    alignas(32) std::uint32_t lanes[256][8];

    constexpr FrontPermutations() : lanes() {
        for (int mask = 0; mask < 256; mask++) {
            int front = 0;
            for (int lane = 0; lane < 8; lane++) {
                if ((mask & (1 << lane)) != 0) {
                    lanes[mask][front++] = static_cast<std::uint32_t>(lane);
                }
            }
        }
    }
};

constexpr FrontPermutations front_permutations;

inline int store_where_less(FloatLanes a, FloatLanes b, const std::uint32_t *source, std::uint32_t *target) {
    int mask = _mm256_movemask_ps(_mm256_cmp_ps(a.value, b.value, _CMP_LT_OQ));
    __m256i order = _mm256_load_si256(reinterpret_cast<const __m256i *>(front_permutations.lanes[mask]));
    __m256i values = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(source));
    _mm256_storeu_si256(reinterpret_cast<__m256i *>(target), _mm256_permutevar8x32_epi32(values, order));
    return __builtin_popcount(static_cast<unsigned>(mask));
}

}  // namespace
}  // namespace glassmodes

#endif
