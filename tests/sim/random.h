// Random: the one source of chance in a simulated world. SplitMix64: the same on every machine.
#pragma once

#include <cstdint>

namespace holdfast::sim {

class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        std::uint64_t mixed = (state_ += 0x9E3779B97F4A7C15ULL);
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ULL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBULL;
        return mixed ^ (mixed >> 31);
    }
    /// In [0, count).
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }
    /// True in `percent` of a hundred cases.
    bool chance(unsigned percent) { return next() % 100 < percent; }

private:
    std::uint64_t state_;
};

}  // namespace holdfast::sim
