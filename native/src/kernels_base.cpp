// All kernels, compiled for the instructions that every processor of the platform has. The headers keep their definitions in unnamed
// namespaces, so that this file has separate copies of them.

#include "simd/lanes_base.hpp"

#include "forces/pair_force_field.hpp"
#include "hessians/bond_hessian.hpp"

namespace glassmodes {

ForceField *make_force_field_base(const ForceFieldParameters &parameters) {
    return make_force_field(parameters);
}

Hessian *make_hessian_base(const HessianParameters &parameters) {
    return new BondHessian(parameters);
}

}  // namespace glassmodes
