// Improves a hardware estimate of 1/sqrt(a) to full precision without the divider.

#ifndef GLASSMODES_SIMD_RECIPROCAL_SQRT_HPP
#define GLASSMODES_SIMD_RECIPROCAL_SQRT_HPP

namespace glassmodes {
namespace {

// One step of fifth order from an estimate y. With e = 1 - a y^2, 1/sqrt(a) = y (1 - e)^(-1/2) = y [1 + e/2 + 3e^2/8 + 5e^3/16 + 35e^4/128
// + ...]. An estimate with a relative error of 2^-11 leaves a truncation error below 2^-52. The last operation adds a small correction to
// y, so that the error stays within about a unit in the last place.
template <typename L>
inline L polish_reciprocal_sqrt(L a, L y) {
    L e = negate_multiply_add(a * y, y, L::all(1));
    L series = multiply_add(e, L::all(35.0 / 128), L::all(5.0 / 16));
    series = multiply_add(series, e, L::all(3.0 / 8));
    series = multiply_add(series, e, L::all(0.5));
    return multiply_add(series, y * e, y);
}

}  // namespace
}  // namespace glassmodes

#endif
