// Shrink: the few steps of a failing world that are enough for it to fail.
#pragma once

#include <string>
#include <vector>

#include "suite.h"

namespace holdfast::sim {

struct Shrunk {
    std::vector<unsigned> steps;  ///< Ascending. Leaving out any one of them mends the world.
    std::string problem;          ///< As the world fails with those steps alone.
    unsigned runs = 0;
};

/// Leaves out steps of the world, many at first and then one by one, as long as it fails at the
/// same promise (what stands before the colon). At most kShrinkRunsMax worlds. The world must fail.
[[nodiscard]] Shrunk shrink(std::uint64_t seed, WorldKind kind, Mutation mutation);
inline constexpr unsigned kShrinkRunsMax = 3'000;

/// "3,8-10,27", and back. Reading gives nothing for what is no such list.
[[nodiscard]] std::string steps_to_text(const std::vector<unsigned>& steps);
[[nodiscard]] std::optional<std::vector<unsigned>> steps_from_text(std::string_view text);

}  // namespace holdfast::sim
