// All kernels, compiled for AVX2 and FMA. What stands in unnamed namespaces below is this file's own.

#include "simd/lanes_avx2.hpp"

#include "forces/pair_force_field.hpp"
#include "hessians/bond_hessian.hpp"

namespace glassmodes {

ForceField *make_force_field_avx2(const ForceFieldParameters &parameters) {
    return make_force_field(parameters);
}

Hessian *make_hessian_avx2(const HessianParameters &parameters) {
    return new BondHessian(parameters);
}

}  // namespace glassmodes
