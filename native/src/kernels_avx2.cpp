// All kernels, compiled for AVX2 and FMA. The headers keep their definitions in unnamed namespaces, so that this file has separate copies
// of them.

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
