// The force loop in four short stages.

#ifndef GLASSMODES_FORCES_PAIR_KERNEL_HPP
#define GLASSMODES_FORCES_PAIR_KERNEL_HPP

#include "neighbor_list.hpp"

namespace glassmodes {
namespace {

struct PairSums {
    double energy;
    double virial;
};

// A processor looks ahead some sixty instructions. A loop that gathers, divides, evaluates the potential and scatters is a chain of twice
// this length, which the processor can follow only one block at a time. The blocks of a few particles therefore go through four loops:
// separations, inverse distances, force factors (and energies where wanted), forces. Each loop is a short chain with many independent
// turns. What a loop leaves for the next one stays in the first-level cache. Every sum follows the order of the list.
template <typename Potential>
class PairKernel {
public:
    // Adds the forces, divided by the length of one unit of the coordinates (box_length / units_per_box). Returns the sums of v and -r v'
    // where wanted.
    PairSums run(
        const NeighborList &list, const PatternTable &table, const double *packed, double *forces, double box_length,
        bool with_sums) {
        std::int64_t batch = list.largest_neighborhood();
        batch = batch > batch_lanes / Lanes::width ? batch : batch_lanes / Lanes::width;
        std::int64_t field = batch * Lanes::width;
        scratch_.reserve(5 * field, 0);
        double unit = box_length / Lanes::units_per_box;
        double *separations = scratch_.data();
        double *squares = separations + 3 * field;
        double *inverses = with_sums ? squares + field : squares;
        const std::int64_t *ends = list.block_end();
        Lanes energy = Lanes::all(0);
        Lanes virial = Lanes::all(0);
        std::int32_t next;
        for (std::int32_t first = 0; first < list.count(); first = next) {
            std::int64_t begin = ends[first];
            for (next = first + 1; next < list.count() && ends[next + 1] - begin <= batch; next++) {
            }

            std::int64_t blocks = ends[next] - begin;
            const std::uint32_t *entries = list.entries() + begin * Lanes::width;
            const std::int32_t *patterns = list.patterns() + begin;
            separate(packed, entries, list.owners() + begin, blocks, unit * unit, separations, squares);
            invert(squares, blocks, inverses);
            if (with_sums) {
                differentiate_and_sum(inverses, squares, patterns, table.values(), blocks, energy, virial);
            } else {
                differentiate(inverses, patterns, table.values(), blocks);
            }

            distribute(separations, inverses, entries, list.members() + first, ends + first, next - first, forces);
        }

        return {sum(energy), -sum(virial)};
    }

private:
    // The number of doubles in a field of scratch memory. Five fields of 3 KB leave room in a first-level cache of 32 KB.
    static constexpr std::int64_t batch_lanes = 384;

    // Pairs nearer than 1e-100 are treated as if they were 1e-100 apart, so that coincident particles give no 0 * infinity.
    static constexpr double smallest_square = 1e-200;

    // Computes the separations of all pairs by the nearest image, in units of the coordinates, and r^2 in units of length squared.
    static void separate(
        const double *__restrict packed, const std::uint32_t *__restrict entries, const std::uint32_t *__restrict owners,
        std::int64_t blocks, double squared_unit, double *__restrict separations, double *__restrict squares) {
        Lanes scale = Lanes::all(squared_unit);
        Lanes smallest = Lanes::all(smallest_square);
        for (std::int64_t b = 0; b < blocks; b++) {
            const double *i = packed + owners[b];
            Lanes x, y, z;
            gather(packed, entries, x, y, z);
            Lanes dx = difference(Lanes::all(i[0]), x);
            Lanes dy = difference(Lanes::all(i[1]), y);
            Lanes dz = difference(Lanes::all(i[2]), z);
            dx.store(separations);
            dy.store(separations + Lanes::width);
            dz.store(separations + 2 * Lanes::width);
            Lanes squared = multiply_add(dx, dx, multiply_add(dy, dy, dz * dz)) * scale;
            larger(squared, smallest).store(squares);
            entries += Lanes::width;
            separations += 3 * Lanes::width;
            squares += Lanes::width;
        }
    }

    // Computes 1/r from r^2, in place or not.
    static void invert(const double *squares, std::int64_t blocks, double *inverses) {
        for (std::int64_t k = 0; k < blocks * Lanes::width; k += Lanes::width) {
            reciprocal_sqrt(Lanes::load(squares + k)).store(inverses + k);
        }
    }

    // Overwrites 1/r by v'/r, or by 0 if the pair is beyond its cutoff.
    static void differentiate(
        double *__restrict inverses, const std::int32_t *__restrict patterns, const double *__restrict table,
        std::int64_t blocks) {
        for (std::int64_t b = 0; b < blocks; b++) {
            const double *constants = table + patterns[b];
            Lanes inverse = Lanes::load(inverses);
            Mask inside = greater(inverse, Lanes::load(constants));
            keep(inside, Potential::derivative_over_r(constants + Lanes::width, inverse)).store(inverses);
            inverses += Lanes::width;
        }
    }

    // Does the same, and adds up energy and virial.
    static void differentiate_and_sum(
        double *__restrict inverses, const double *__restrict squares, const std::int32_t *__restrict patterns,
        const double *__restrict table, std::int64_t blocks, Lanes &energy, Lanes &virial) {
        Lanes energy_sum = energy;
        Lanes virial_sum = virial;
        for (std::int64_t b = 0; b < blocks; b++) {
            const double *constants = table + patterns[b];
            Lanes inverse = Lanes::load(inverses);
            Lanes squared = Lanes::load(squares);
            Mask inside = greater(inverse, Lanes::load(constants));
            constants += Lanes::width;
            Lanes derivative = keep(inside, Potential::derivative_over_r(constants, inverse));
            derivative.store(inverses);
            energy_sum = energy_sum + keep(inside, Potential::energy(constants, squared * inverse, inverse));
            virial_sum = multiply_add(derivative, squared, virial_sum);
            inverses += Lanes::width;
            squares += Lanes::width;
        }

        energy = energy_sum;
        virial = virial_sum;
    }

    // Adds the forces on both particles of each pair.
    static void distribute(
        const double *__restrict separations, const double *__restrict factors, const std::uint32_t *__restrict entries,
        const std::uint32_t *__restrict members, const std::int64_t *__restrict ends, std::int32_t particles,
        double *__restrict forces) {
        std::int64_t b = ends[0];
        for (std::int32_t k = 0; k < particles; k++) {
            Lanes fx = Lanes::all(0);
            Lanes fy = Lanes::all(0);
            Lanes fz = Lanes::all(0);
            for (; b < ends[k + 1]; b++) {
                Lanes factor = Lanes::load(factors);
                Lanes gx = factor * Lanes::load(separations);
                Lanes gy = factor * Lanes::load(separations + Lanes::width);
                Lanes gz = factor * Lanes::load(separations + 2 * Lanes::width);
                fx = fx + gx;
                fy = fy + gy;
                fz = fz + gz;
                scatter_add(forces, entries, gx, gy, gz);
                entries += Lanes::width;
                separations += 3 * Lanes::width;
                factors += Lanes::width;
            }

            subtract_sums(forces + members[k], fx, fy, fz);
        }
    }

    AlignedArray<double> scratch_;
};

}  // namespace
}  // namespace glassmodes

#endif
