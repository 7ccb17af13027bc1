// Allocates and frees the memory of the library.

#include "memory.hpp"

#include <limits>
#include <new>

namespace glassmodes {

namespace {
constexpr std::align_val_t alignment{64};
}

void *allocate(std::int64_t count, std::size_t element_size) {
    if (count < 0 || static_cast<std::uint64_t>(count) > std::numeric_limits<std::ptrdiff_t>::max() / element_size) {
        throw std::bad_alloc();
    }

    std::size_t bytes = static_cast<std::size_t>(count) * element_size;
    void *memory = ::operator new(bytes, alignment);
    std::memset(memory, 0, bytes);
    return memory;
}

void release(void *memory) noexcept {
    ::operator delete(memory, alignment);
}

}  // namespace glassmodes
