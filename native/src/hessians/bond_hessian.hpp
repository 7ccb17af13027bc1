// Multiplies by a Hessian that is held as bonds, in blocks of one register.

#ifndef GLASSMODES_HESSIANS_BOND_HESSIAN_HPP
#define GLASSMODES_HESSIANS_BOND_HESSIAN_HPP

#include "../hessian.hpp"
#include "../memory.hpp"
#include "vector_math.hpp"

namespace glassmodes {
namespace {

// The stiffness of a bond is K = c n n' + a 1 with a = v'/r and c = v'' - v'/r. The bonds of a particle i stand together in blocks of one
// register, which hold n, c, a and the offset of the neighbour j. The last block is filled up with bonds from i to itself that have no
// stiffness. Particles are numbered in the order in which the bonds first name them as i. If the caller lists bonds cell after cell, the
// order in memory follows space. Vectors are packed for a product, with four doubles per particle. A product takes two loops over each
// batch of blocks, as the forces do. The first loop writes K (x_j - x_i) to scratch memory. The second loop sums and scatters these
// vectors.
class BondHessian final : public Hessian {
public:
    explicit BondHessian(const HessianParameters &parameters)
        : count_(parameters.particles), rank_(count_), block_end_(static_cast<std::int64_t>(count_) + 1),
          x_(4 * static_cast<std::int64_t>(count_)), y_(x_.length()) {
        number_particles(parameters);
        fill_blocks(parameters);
        std::int64_t largest = 0;
        for (std::int32_t k = 0; k < count_; k++) {
            std::int64_t blocks = block_end_.data()[k + 1] - block_end_.data()[k];
            largest = blocks > largest ? blocks : largest;
        }

        batch_ = largest > batch_lanes / Lanes::width ? largest : batch_lanes / Lanes::width;
        scratch_.reserve(batch_ * 3 * Lanes::width, 0);
    }

    void multiply(const double *x, double *y) override {
        const std::int32_t *rank = rank_.data();
        for (std::int64_t i = 0; i < count_; i++, x += 3) {
            double *packed = x_.data() + 4 * static_cast<std::int64_t>(rank[i]);
            packed[0] = x[0];
            packed[1] = x[1];
            packed[2] = x[2];
        }

        std::memset(y_.data(), 0, static_cast<std::size_t>(y_.length()) * sizeof(double));
        const std::int64_t *ends = block_end_.data();
        std::int32_t next;
        for (std::int32_t first = 0; first < count_; first = next) {
            std::int64_t begin = ends[first];
            for (next = first + 1; next < count_ && ends[next + 1] - begin <= batch_; next++) {
            }

            stretch(first, next);
            distribute(first, next);
        }

        for (std::int64_t i = 0; i < count_; i++, y += 3) {
            const double *packed = y_.data() + 4 * static_cast<std::int64_t>(rank[i]);
            y[0] = packed[0];
            y[1] = packed[1];
            y[2] = packed[2];
        }
    }

    bool lanczos(std::int32_t steps, const double *start, double *alpha, double *beta) override {
        std::int64_t order = 3 * static_cast<std::int64_t>(count_);
        AlignedArray<double> vectors(3 * order);
        double *previous = vectors.data();
        double *current = previous + order;
        double *next = current + order;
        double norm = __builtin_sqrt(dot(start, start, order));
        if (!(norm > 0) || !(norm < __builtin_inf())) {
            return false;
        }

        scale(1 / norm, start, current, order);
        for (std::int32_t k = 0; k < steps; k++) {
            multiply(current, next);
            if (k > 0) {
                add_scaled(-beta[k - 1], previous, next, order);
            }

            alpha[k] = dot(next, current, order);
            add_scaled(-alpha[k], current, next, order);
            beta[k] = __builtin_sqrt(dot(next, next, order));
            if (beta[k] == 0) {
                for (std::int32_t rest = k + 1; rest < steps; rest++) {
                    alpha[rest] = beta[rest] = 0;
                }

                return true;
            }

            // The vector before the last one is not needed any more. Its memory takes the next vector.
            scale(1 / beta[k], next, previous, order);
            double *last = current;
            current = previous;
            previous = last;
        }

        return true;
    }

    std::int32_t width() const override { return Lanes::width; }

private:
    // A batch takes three fields of 3 KB of scratch memory. Five more fields of this size are streamed through the cache.
    static constexpr std::int64_t batch_lanes = 384;
    static constexpr int fields = 5;

    // The bonds of a large system are read from memory once for each product. The processor alone does not fetch them far enough ahead.
    static constexpr std::int64_t blocks_ahead = 16;

    void number_particles(const HessianParameters &parameters) {
        std::int32_t *rank = rank_.data();
        for (std::int32_t i = 0; i < count_; i++) {
            rank[i] = -1;
        }

        std::int32_t next = 0;
        for (std::int64_t b = 0; b < parameters.bonds; b++) {
            std::int32_t i = parameters.i[b];
            if (rank[i] < 0) {
                rank[i] = next++;
            }
        }

        for (std::int32_t i = 0; i < count_; i++) {
            if (rank[i] < 0) {
                rank[i] = next++;
            }
        }
    }

    // Sorts the bonds by i with a counting sort.
    void fill_blocks(const HessianParameters &parameters) {
        const std::int32_t *rank = rank_.data();
        AlignedArray<std::int64_t> slot(count_);
        for (std::int64_t b = 0; b < parameters.bonds; b++) {
            slot.data()[rank[parameters.i[b]]]++;
        }

        std::int64_t *ends = block_end_.data();
        for (std::int32_t k = 0; k < count_; k++) {
            ends[k + 1] = ends[k] + (slot.data()[k] + Lanes::width - 1) / Lanes::width;
            slot.data()[k] = ends[k] * Lanes::width;
        }

        values_.reserve((ends[count_] + blocks_ahead) * fields * Lanes::width, 0);
        offsets_.reserve(ends[count_] * Lanes::width, 0);
        for (std::int64_t b = 0; b < parameters.bonds; b++) {
            std::int64_t s = slot.data()[rank[parameters.i[b]]]++;
            double *lane = values_.data() + s / Lanes::width * (fields * Lanes::width) + s % Lanes::width;
            lane[0] = parameters.nx[b];
            lane[Lanes::width] = parameters.ny[b];
            lane[2 * Lanes::width] = parameters.nz[b];
            lane[3 * Lanes::width] = parameters.second[b] - parameters.first_over_r[b];
            lane[4 * Lanes::width] = parameters.first_over_r[b];
            offsets_.data()[s] = 4 * static_cast<std::uint32_t>(rank[parameters.j[b]]);
        }

        for (std::int32_t k = 0; k < count_; k++) {
            for (std::int64_t s = slot.data()[k]; s < ends[k + 1] * Lanes::width; s++) {
                offsets_.data()[s] = 4 * static_cast<std::uint32_t>(k);
            }
        }
    }

    // Computes K (x_j - x_i) for every bond of the particles [first, last).
    void stretch(std::int32_t first, std::int32_t last) {
        const std::int64_t *ends = block_end_.data();
        const double *packed = x_.data();
        std::int64_t b = ends[first];
        const double *__restrict values = values_.data() + b * fields * Lanes::width;
        const std::uint32_t *__restrict offsets = offsets_.data() + b * Lanes::width;
        double *__restrict products = scratch_.data();
        for (std::int32_t i = first; i < last; i++) {
            Lanes xi = Lanes::all(packed[4 * static_cast<std::int64_t>(i)]);
            Lanes yi = Lanes::all(packed[4 * static_cast<std::int64_t>(i) + 1]);
            Lanes zi = Lanes::all(packed[4 * static_cast<std::int64_t>(i) + 2]);
            for (; b < ends[i + 1]; b++) {
                const double *ahead = values + blocks_ahead * fields * Lanes::width;
                for (int line = 0; line < fields * Lanes::width; line += 8) {
                    __builtin_prefetch(ahead + line);
                }

                Lanes x, y, z;
                gather(packed, offsets, x, y, z);
                x = x - xi;
                y = y - yi;
                z = z - zi;
                Lanes nx = Lanes::load(values);
                Lanes ny = Lanes::load(values + Lanes::width);
                Lanes nz = Lanes::load(values + 2 * Lanes::width);
                Lanes c = Lanes::load(values + 3 * Lanes::width);
                Lanes a = Lanes::load(values + 4 * Lanes::width);
                Lanes along = c * multiply_add(nx, x, multiply_add(ny, y, nz * z));
                multiply_add(along, nx, a * x).store(products);
                multiply_add(along, ny, a * y).store(products + Lanes::width);
                multiply_add(along, nz, a * z).store(products + 2 * Lanes::width);
                values += fields * Lanes::width;
                offsets += Lanes::width;
                products += 3 * Lanes::width;
            }
        }
    }

    // Adds the vectors K (x_j - x_i) to y_j and subtracts them from y_i.
    void distribute(std::int32_t first, std::int32_t last) {
        const std::int64_t *ends = block_end_.data();
        std::int64_t b = ends[first];
        const std::uint32_t *__restrict offsets = offsets_.data() + b * Lanes::width;
        const double *__restrict products = scratch_.data();
        double *__restrict result = y_.data();
        for (std::int32_t i = first; i < last; i++) {
            Lanes sx = Lanes::all(0);
            Lanes sy = Lanes::all(0);
            Lanes sz = Lanes::all(0);
            for (; b < ends[i + 1]; b++) {
                Lanes gx = Lanes::load(products);
                Lanes gy = Lanes::load(products + Lanes::width);
                Lanes gz = Lanes::load(products + 2 * Lanes::width);
                sx = sx + gx;
                sy = sy + gy;
                sz = sz + gz;
                scatter_add(result, offsets, gx, gy, gz);
                offsets += Lanes::width;
                products += 3 * Lanes::width;
            }

            subtract_sums(result + 4 * static_cast<std::int64_t>(i), sx, sy, sz);
        }
    }

    std::int32_t count_;

    // The place of each of the caller's particles in the packed vectors.
    AlignedArray<std::int32_t> rank_;

    // The blocks of packed particle k end at block_end_[k + 1].
    AlignedArray<std::int64_t> block_end_;
    AlignedArray<double> values_;
    AlignedArray<std::uint32_t> offsets_;
    AlignedArray<double> x_;
    AlignedArray<double> y_;
    AlignedArray<double> scratch_;
    std::int64_t batch_ = 0;
};

}  // namespace
}  // namespace glassmodes

#endif
