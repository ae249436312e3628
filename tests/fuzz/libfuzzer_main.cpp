// Hands libFuzzer's bytes to the target; an empty input becomes one of its seeds.
#include <algorithm>
#include <cstddef>

#include "fuzz/target.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned int seed) {
    static const auto kSeeds = holdfast::test::seeds();
    if (size > 1 || kSeeds.empty()) return LLVMFuzzerMutate(data, size, max_size);
    const holdfast::test::Bytes& chosen = kSeeds[seed % kSeeds.size()];
    const std::size_t count = std::min(chosen.size(), max_size);
    std::copy_n(chosen.begin(), count, data);
    return count;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    holdfast::test::feed({data, size});
    return 0;
}
