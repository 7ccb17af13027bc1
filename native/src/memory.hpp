// Aligned memory with one owner, for code that is compiled once for each instruction set.

#ifndef GLASSMODES_MEMORY_HPP
#define GLASSMODES_MEMORY_HPP

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace glassmodes {

// Allocates zeroed memory for `count` elements, aligned to 64 bytes (a cache line and the widest register). Throws std::bad_alloc.
void *allocate(std::int64_t count, std::size_t element_size);

// Frees memory that `allocate` gave. A null pointer is allowed.
void release(void *memory) noexcept;

// The class has internal linkage. The comment on the kernels in CMakeLists.txt says why.
namespace {

template <typename T>
class AlignedArray {
public:
    AlignedArray() = default;

    explicit AlignedArray(std::int64_t length)
        : data_(static_cast<T *>(allocate(length, sizeof(T)))), length_(length) {}

    AlignedArray(const AlignedArray &) = delete;
    AlignedArray &operator=(const AlignedArray &) = delete;

    ~AlignedArray() { release(data_); }

    T *data() const { return data_; }

    std::int64_t length() const { return length_; }

    // Makes room for `length` elements and a quarter more, and keeps the first `keep` elements. Nothing has changed if it throws.
    void reserve(std::int64_t length, std::int64_t keep) {
        if (length <= length_) {
            return;
        }

        std::int64_t larger = length + length / 4;
        T *data = static_cast<T *>(allocate(larger, sizeof(T)));
        if (keep > 0) {
            std::memcpy(data, data_, static_cast<std::size_t>(keep) * sizeof(T));
        }

        release(data_);
        data_ = data;
        length_ = larger;
    }

private:
    T *data_ = nullptr;
    std::int64_t length_ = 0;
};

}  // namespace
}  // namespace glassmodes

#endif
