// All kernels, compiled for whatever every processor of the platform has. What stands in unnamed namespaces below is this file's own.

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
