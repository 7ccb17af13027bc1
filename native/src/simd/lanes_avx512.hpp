// Eight doubles and sixteen floats at a time, by AVX-512F, DQ and VL.

#ifndef GLASSMODES_SIMD_LANES_HPP
#define GLASSMODES_SIMD_LANES_HPP

#include "box_constants.hpp"
#include "reciprocal_sqrt.hpp"

#include <cstdint>
#include <immintrin.h>

namespace glassmodes {
namespace {

// Periodic coordinates are 64-bit integers, with 2^64 units to the box. The difference of two coordinates wraps to the nearest image by
// itself, and is exact before it becomes a double.
struct Lanes {
    static constexpr int width = 8;
    static constexpr double units_per_box = 18446744073709551616.0;

    __m512d value;

    static Lanes all(double x) { return {_mm512_set1_pd(x)}; }
    static Lanes load(const double *source) { return {_mm512_loadu_pd(source)}; }
    void store(double *target) const { _mm512_storeu_pd(target, value); }
};

struct Mask {
    __mmask8 value;
};

inline Lanes operator+(Lanes a, Lanes b) { return {_mm512_add_pd(a.value, b.value)}; }
inline Lanes operator-(Lanes a, Lanes b) { return {_mm512_sub_pd(a.value, b.value)}; }
inline Lanes operator*(Lanes a, Lanes b) { return {_mm512_mul_pd(a.value, b.value)}; }

// a b + c.
inline Lanes multiply_add(Lanes a, Lanes b, Lanes c) { return {_mm512_fmadd_pd(a.value, b.value, c.value)}; }

// c - a b.
inline Lanes negate_multiply_add(Lanes a, Lanes b, Lanes c) { return {_mm512_fnmadd_pd(a.value, b.value, c.value)}; }

inline Lanes larger(Lanes a, Lanes b) { return {_mm512_max_pd(a.value, b.value)}; }
inline Mask greater(Lanes a, Lanes b) { return {_mm512_cmp_pd_mask(a.value, b.value, _CMP_GT_OQ)}; }

// Keeps the lanes that the mask selects, and sets the others to 0. A NaN in a lane that is not selected has no effect.
inline Lanes keep(Mask mask, Lanes a) { return {_mm512_maskz_mov_pd(mask.value, a.value)}; }

inline Lanes reciprocal_sqrt(Lanes a) { return polish_reciprocal_sqrt(a, Lanes{_mm512_rsqrt14_pd(a.value)}); }

// The nearest image of the difference a - b of two periodic coordinates, in units of L / units_per_box.
inline Lanes difference(Lanes a, Lanes b) {
    return {_mm512_cvtepi64_pd(_mm512_sub_epi64(_mm512_castpd_si512(a.value), _mm512_castpd_si512(b.value)))};
}

inline __m512d two_particles(const double *low, const double *high) {
    return _mm512_insertf64x4(_mm512_castpd256_pd512(_mm256_load_pd(low)), _mm256_load_pd(high), 1);
}

inline void add_to_particle(double *particle, __m256d value) {
    _mm256_store_pd(particle, _mm256_add_pd(_mm256_load_pd(particle), value));
}

// Loads x, y and z of the packed particles at the eight offsets (in doubles).
inline void gather(const double *packed, const std::uint32_t *offset, Lanes &x, Lanes &y, Lanes &z) {
    const __m512i first = _mm512_setr_epi64(0, 1, 8, 9, 4, 5, 12, 13);
    const __m512i second = _mm512_setr_epi64(2, 3, 10, 11, 6, 7, 14, 15);
    __m512d ae = two_particles(packed + offset[0], packed + offset[4]);
    __m512d bf = two_particles(packed + offset[1], packed + offset[5]);
    __m512d cg = two_particles(packed + offset[2], packed + offset[6]);
    __m512d dh = two_particles(packed + offset[3], packed + offset[7]);
    __m512d ab_xz = _mm512_unpacklo_pd(ae, bf);
    __m512d ab_y = _mm512_unpackhi_pd(ae, bf);
    __m512d cd_xz = _mm512_unpacklo_pd(cg, dh);
    __m512d cd_y = _mm512_unpackhi_pd(cg, dh);
    x.value = _mm512_permutex2var_pd(ab_xz, first, cd_xz);
    y.value = _mm512_permutex2var_pd(ab_y, first, cd_y);
    z.value = _mm512_permutex2var_pd(ab_xz, second, cd_xz);
}

// Adds x, y and z to the packed particles at the eight offsets, one after another, so that an offset may be repeated. The fourth double of
// a particle receives z again, which saves two permutations.
inline void scatter_add(double *packed, const std::uint32_t *offset, Lanes x, Lanes y, Lanes z) {
    __m512d even = _mm512_unpacklo_pd(x.value, y.value);
    __m512d odd = _mm512_unpackhi_pd(x.value, y.value);
    __m512d ae = _mm512_permutex2var_pd(even, _mm512_setr_epi64(0, 1, 8, 8, 4, 5, 12, 12), z.value);
    __m512d bf = _mm512_permutex2var_pd(odd, _mm512_setr_epi64(0, 1, 9, 9, 4, 5, 13, 13), z.value);
    __m512d cg = _mm512_permutex2var_pd(even, _mm512_setr_epi64(2, 3, 10, 10, 6, 7, 14, 14), z.value);
    __m512d dh = _mm512_permutex2var_pd(odd, _mm512_setr_epi64(2, 3, 11, 11, 6, 7, 15, 15), z.value);
    add_to_particle(packed + offset[0], _mm512_castpd512_pd256(ae));
    add_to_particle(packed + offset[1], _mm512_castpd512_pd256(bf));
    add_to_particle(packed + offset[2], _mm512_castpd512_pd256(cg));
    add_to_particle(packed + offset[3], _mm512_castpd512_pd256(dh));
    add_to_particle(packed + offset[4], _mm512_extractf64x4_pd(ae, 1));
    add_to_particle(packed + offset[5], _mm512_extractf64x4_pd(bf, 1));
    add_to_particle(packed + offset[6], _mm512_extractf64x4_pd(cg, 1));
    add_to_particle(packed + offset[7], _mm512_extractf64x4_pd(dh, 1));
}

inline __m256d halve(Lanes a) {
    return _mm256_add_pd(_mm512_castpd512_pd256(a.value), _mm512_extractf64x4_pd(a.value, 1));
}

// Subtracts the sums over the lanes from one packed particle.
inline void subtract_sums(double *particle, Lanes x, Lanes y, Lanes z) {
    __m256d xy = _mm256_hadd_pd(halve(x), halve(y));
    __m256d h = halve(z);
    __m256d zz = _mm256_hadd_pd(h, h);
    __m256d sums = _mm256_add_pd(_mm256_permute2f128_pd(xy, zz, 0x20), _mm256_permute2f128_pd(xy, zz, 0x31));
    _mm256_store_pd(particle, _mm256_sub_pd(_mm256_load_pd(particle), sums));
}

inline double sum(Lanes a) {
    __m256d h = halve(a);
    __m128d q = _mm_add_pd(_mm256_castpd256_pd128(h), _mm256_extractf128_pd(h, 1));
    return _mm_cvtsd_f64(_mm_add_sd(q, _mm_unpackhi_pd(q, q)));
}

inline __m256d three_doubles(const double *p) {
    return _mm256_insertf128_pd(_mm256_castpd128_pd256(_mm_loadu_pd(p)), _mm_load_sd(p + 2), 1);
}

// Stores a position (three doubles) as packed periodic coordinates.
inline void store_coordinates(const double *position, const BoxConstants &box, double *target) {
    __m256d p = three_doubles(position);
    __m256d inverse = _mm256_set1_pd(box.inverse);
    __m256d high = _mm256_mul_pd(p, inverse);
    __m256d low = _mm256_add_pd(_mm256_fmsub_pd(p, inverse, high), _mm256_mul_pd(p, _mm256_set1_pd(box.remainder)));
    __m256d fraction = _mm256_sub_pd(high, _mm256_round_pd(high, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));

    // A fraction of +1/2 overflows to -2^63, which is the same position.
    __m256d units = _mm256_set1_pd(Lanes::units_per_box);
    __m256i coordinates = _mm256_add_epi64(
        _mm256_cvttpd_epi64(_mm256_mul_pd(fraction, units)), _mm256_cvttpd_epi64(_mm256_mul_pd(low, units)));
    _mm256_store_si256(reinterpret_cast<__m256i *>(target), coordinates);
}

// The squared distance between a position (three doubles) and a packed position.
inline double squared_distance(const double *position, const double *packed) {
    __m256d moved = _mm256_sub_pd(three_doubles(position), _mm256_load_pd(packed));
    moved = _mm256_mul_pd(moved, moved);
    __m128d halves = _mm_add_pd(_mm256_castpd256_pd128(moved), _mm256_extractf128_pd(moved, 1));
    return _mm_cvtsd_f64(_mm_add_sd(halves, _mm_unpackhi_pd(halves, halves)));
}

struct FloatLanes {
    static constexpr int width = 16;

    __m512 value;

    static FloatLanes all(float x) { return {_mm512_set1_ps(x)}; }
    static FloatLanes load(const float *source) { return {_mm512_loadu_ps(source)}; }
    void store(float *target) const { _mm512_storeu_ps(target, value); }
};

inline FloatLanes operator+(FloatLanes a, FloatLanes b) { return {_mm512_add_ps(a.value, b.value)}; }
inline FloatLanes operator-(FloatLanes a, FloatLanes b) { return {_mm512_sub_ps(a.value, b.value)}; }
inline FloatLanes operator*(FloatLanes a, FloatLanes b) { return {_mm512_mul_ps(a.value, b.value)}; }

inline FloatLanes multiply_add(FloatLanes a, FloatLanes b, FloatLanes c) {
    return {_mm512_fmadd_ps(a.value, b.value, c.value)};
}

// Stores first, first + 4, first + 8, ...
inline void store_offsets(std::uint32_t first, std::uint32_t *target) {
    const __m512i steps = _mm512_setr_epi32(0, 4, 8, 12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 52, 56, 60);
    _mm512_storeu_si512(target, _mm512_add_epi32(_mm512_set1_epi32(static_cast<int>(first)), steps));
}

// Copies source[k] to the front of target for every lane k with a < b, in order. Returns the number of elements copied. Overwrites a whole
// register of target.
inline int store_where_less(FloatLanes a, FloatLanes b, const std::uint32_t *source, std::uint32_t *target) {
    __mmask16 mask = _mm512_cmp_ps_mask(a.value, b.value, _CMP_LT_OQ);
    _mm512_storeu_si512(target, _mm512_maskz_compress_epi32(mask, _mm512_loadu_si512(source)));
    return __builtin_popcount(mask);
}

}  // namespace
}  // namespace glassmodes

#endif
