// The interface of the Hessians, which each instruction set implements and the C ABI uses.

#ifndef GLASSMODES_HESSIAN_HPP
#define GLASSMODES_HESSIAN_HPP

#include <cstdint>

namespace glassmodes {

// The bonds as parallel arrays. The caller has checked the values. The arrays are read during construction only.
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

// Constructor and destructor are compiled for the baseline. Otherwise the file of an instruction set would define them, and the linker
// could keep a copy that not every processor can run.
class Hessian {
public:
    virtual ~Hessian();
    Hessian(const Hessian &) = delete;
    Hessian &operator=(const Hessian &) = delete;

    // y = H x. The arrays x and y may be the same.
    virtual void multiply(const double *x, double *y) = 0;

    // Plain Lanczos without reorthogonalisation. Returns false if the start vector has no finite, positive norm. Throws std::bad_alloc.
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
