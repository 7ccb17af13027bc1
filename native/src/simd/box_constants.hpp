// The constants that turn positions into periodic coordinates.

#ifndef GLASSMODES_SIMD_BOX_CONSTANTS_HPP
#define GLASSMODES_SIMD_BOX_CONSTANTS_HPP

namespace glassmodes {

// x/L is x * inverse + x * remainder, to more than double precision.
struct BoxConstants {
    double length;
    double inverse;
    double remainder;
};

}  // namespace glassmodes

#endif
