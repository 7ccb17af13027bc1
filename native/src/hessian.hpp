// What every instruction set's Hessian offers to the C ABI.

#ifndef GLASSMODES_HESSIAN_HPP
#define GLASSMODES_HESSIAN_HPP

#include <cstdint>

namespace glassmodes {

// Bonds as parallel arrays; read during construction only, and checked by the caller.
struct HessianParameters {
    std::int32_t particles;
    std::int64_t bonds;
    const std::int32_t *i;
    const std::int32_t *j;
    const double *nx;
    const double *ny;
    const double *nz;
    const double *second;
    const double *first_over_r;
};

// Constructor and destructor are compiled for the baseline, so that no instruction set's file defines anything of this class.
class Hessian {
public:
    virtual ~Hessian();
    Hessian(const Hessian &) = delete;
    Hessian &operator=(const Hessian &) = delete;

    // y = H x; x and y may be the same.
    virtual void multiply(const double *x, double *y) = 0;

    // Plain tridiagonal Lanczos; false if the start vector has no finite, positive norm. Throws std::bad_alloc.
    virtual bool lanczos(std::int32_t steps, const double *start, double *alpha, double *beta) = 0;
    virtual std::int32_t width() const = 0;

protected:
    Hessian();
};

Hessian *make_hessian_avx512(const HessianParameters &parameters);
Hessian *make_hessian_avx2(const HessianParameters &parameters);
Hessian *make_hessian_base(const HessianParameters &parameters);

}  // namespace glassmodes

#endif
