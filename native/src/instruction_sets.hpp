// Chooses the kernels by the instruction sets of this processor.

#ifndef GLASSMODES_INSTRUCTION_SETS_HPP
#define GLASSMODES_INSTRUCTION_SETS_HPP

#include "force_field.hpp"
#include "hessian.hpp"

namespace glassmodes {

// Whether a caller may ask for this width: 0 for the widest kernel, or 2, 4, 8 for at most as many doubles per register.
bool is_width(std::int32_t width);

ForceField *make_force_field(const ForceFieldParameters &parameters, std::int32_t max_width);
Hessian *make_hessian(const HessianParameters &parameters, std::int32_t max_width);

}  // namespace glassmodes

#endif
