// All kernels, compiled for AVX-512F, DQ and VL. The headers keep their definitions in unnamed namespaces, so that this file has separate
// copies of them.

#include "simd/lanes_avx512.hpp"

#include "forces/pair_force_field.hpp"
#include "hessians/bond_hessian.hpp"

namespace glassmodes {

ForceField *make_force_field_avx512(const ForceFieldParameters &parameters) {
    return make_force_field(parameters);
}

Hessian *make_hessian_avx512(const HessianParameters &parameters) {
    return new BondHessian(parameters);
}

}  // namespace glassmodes
