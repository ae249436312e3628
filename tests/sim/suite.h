// Suite: many worlds, and the mutations that must not survive them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "world.h"

namespace holdfast::sim {

/// What the devices keep their data in, and how their people work.
struct WorldKind {
    StoreKind store = StoreKind::Memory;
    Habit habit = Habit::SaveSoon;
};

/// `only`: as WorldOptions::only.
[[nodiscard]] Outcome run_world(std::uint64_t seed, WorldKind kind, Mutation mutation,
                                std::optional<std::vector<unsigned>> only = std::nullopt);

struct Failure {
    std::uint64_t seed = 0;
    std::string problem;
};
struct Summary {
    std::uint64_t seeds = 0;
    std::vector<Failure> failures;
    FaultCounts faults{};
    InvariantCounts judged{};
};
/// Worlds `first` to `first + count - 1`; `progress` hears how many are done.
[[nodiscard]] Summary run_worlds(std::uint64_t first, std::uint64_t count, WorldKind kind,
                                 const std::function<void(std::uint64_t)>& progress);

struct Hunt {
    MutationInfo info;
    std::uint64_t seeds = 0;  ///< Worlds that were run.
    std::string problem;      ///< How it was found; empty: it survived its budget.
};
/// A world in which the right rules fail as well kills nothing.
[[nodiscard]] Hunt hunt(const MutationInfo& info);

}  // namespace holdfast::sim
