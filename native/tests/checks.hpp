// Helpers of the kernel tests: checks that report failures, and random numbers.

#ifndef GLASSMODES_TESTS_CHECKS_HPP
#define GLASSMODES_TESTS_CHECKS_HPP

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <vector>

inline int failures = 0;

inline void check(bool holds, const char *what) {
    if (!holds) {
        std::fprintf(stderr, "failed: %s\n", what);
        failures++;
    }
}

// A NaN on either side is a failure.
inline void check_near(double found, double expected, double tolerance, const char *what) {
    if (!(std::fabs(found - expected) <= tolerance)) {
        std::fprintf(
            stderr, "failed: %s: %.17g, not %.17g (off by %.2g, allowed %.2g)\n", what, found, expected, found - expected, tolerance);
        failures++;
    }
}

// Random numbers, uniform in [0, 1), by Marsaglia's xorshift.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed * 2654435769u + 1) {}

    double next() {
        state_ ^= state_ << 13;
        state_ ^= state_ >> 7;
        state_ ^= state_ << 17;
        return static_cast<double>(state_ >> 11) / 9007199254740992.0;
    }

private:
    std::uint64_t state_;
};

#endif
