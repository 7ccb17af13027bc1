// Chooses the kernels for this processor. The file is compiled for the baseline, because it runs before the choice.

#include "instruction_sets.hpp"

namespace glassmodes {

// Defined in this file for the reason that the declarations give.
ForceField::ForceField() = default;
ForceField::~ForceField() = default;
Hessian::Hessian() = default;
Hessian::~Hessian() = default;

namespace {

struct Kernels {
    ForceField *(*force_field)(const ForceFieldParameters &);
    Hessian *(*hessian)(const HessianParameters &);
};

// __builtin_cpu_supports also checks that the operating system saves the registers.
Kernels kernels_up_to(std::int32_t max_width) {
    [[maybe_unused]] std::int32_t most = max_width == 0 ? 8 : max_width;
#if defined(GM_X86_KERNELS)
    bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("popcnt");
    if (most >= 8 && has_avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512vl")) {
        return {make_force_field_avx512, make_hessian_avx512};
    }

    if (most >= 4 && has_avx2) {
        return {make_force_field_avx2, make_hessian_avx2};
    }
#endif
    return {make_force_field_base, make_hessian_base};
}

}  // namespace

bool is_width(std::int32_t width) {
    return width == 0 || width == 2 || width == 4 || width == 8;
}

ForceField *make_force_field(const ForceFieldParameters &parameters, std::int32_t max_width) {
    return kernels_up_to(max_width).force_field(parameters);
}

Hessian *make_hessian(const HessianParameters &parameters, std::int32_t max_width) {
    return kernels_up_to(max_width).hessian(parameters);
}

}  // namespace glassmodes
