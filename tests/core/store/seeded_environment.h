// SeededEnvironment: a clock that stands still until moved, and random numbers from a seed.
#pragma once

#include <cstdint>

#include "core/environment.h"

namespace holdfast::test {

class SeededEnvironment final : public Environment {
public:
    explicit SeededEnvironment(std::uint64_t seed = 1) : state_(seed) {}

    [[nodiscard]] std::int64_t now_ms() override { return now_ms_; }
    /// SplitMix64: every seed, zero too, gives a good sequence.
    [[nodiscard]] std::uint64_t random() override {
        state_ += 0x9E3779B97F4A7C15ULL;
        std::uint64_t bits = state_;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9ULL;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBULL;
        return bits ^ (bits >> 31);
    }
    /// A number below `bound`, which must be positive.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound) { return random() % bound; }

private:
    std::uint64_t state_;
    std::int64_t now_ms_ = 1'700'000'000'000;
};

}  // namespace holdfast::test
