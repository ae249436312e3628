// FixedEnvironment: a clock that a test moves and random numbers that repeat.
#pragma once

#include "core/environment.h"
#include "core/random.h"

namespace holdfast::test {

class FixedEnvironment : public Environment {
public:
    explicit FixedEnvironment(std::uint64_t seed = 1) : random_(seed) {}
    std::int64_t now_ms() override { return now; }
    std::uint64_t random() override { return random_.next(); }

    std::int64_t now = 1'700'000'000'000;

private:
    Random random_;
};

}  // namespace holdfast::test
