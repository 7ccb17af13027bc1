// The interface of the force fields, which each instruction set implements and the C ABI uses.

#ifndef GLASSMODES_FORCE_FIELD_HPP
#define GLASSMODES_FORCE_FIELD_HPP

#include <cstdint>

namespace glassmodes {

enum class PotentialKind { force_shifted_lennard_jones, harmonic };

struct PairParameters {
    double epsilon;
    double sigma;
    double cutoff;
};

// The caller has checked the values. The arrays are read during construction only.
struct ForceFieldParameters {
    std::int32_t particles;
    const std::uint8_t *species;
    std::int32_t species_count;
    double box_length;
    PotentialKind kind;
    const PairParameters *pairs;
    double skin;
};

// Constructor and destructor are compiled for the baseline. Otherwise the file of an instruction set would define them, and the linker
// could keep a copy that not every processor can run.
class ForceField {
public:
    virtual ~ForceField();
    ForceField(const ForceField &) = delete;
    ForceField &operator=(const ForceField &) = delete;

    // Builds the neighbour list. Throws std::bad_alloc, as compute() does.
    virtual void build_list(const double *positions) = 0;

    // Computes the forces. Energy and virial are computed too, unless both pointers are null.
    virtual void compute(const double *positions, double *forces, double *energy, double *virial) = 0;
    virtual std::int64_t list_builds() const = 0;
    virtual std::int32_t width() const = 0;

protected:
    ForceField();
};

ForceField *make_force_field_avx512(const ForceFieldParameters &parameters);
ForceField *make_force_field_avx2(const ForceFieldParameters &parameters);
ForceField *make_force_field_base(const ForceFieldParameters &parameters);

}  // namespace glassmodes

#endif
