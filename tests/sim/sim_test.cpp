#include "shrink.h"
#include "support/test.h"

namespace holdfast::sim {
namespace {

std::string story_of(const Summary& summary) {
    if (summary.failures.empty()) return {};
    const Failure& first = summary.failures.front();
    return "seed " + std::to_string(first.seed) + ": " + first.problem;
}

constexpr std::uint64_t kWorlds = 150;
/// Of the mutations, those that so few worlds must reveal.
constexpr std::uint64_t kCommonSeedsMax = 500;

const auto kQuiet = [](std::uint64_t) {};

// Few worlds, for every build with every check: "./holdfast test sim" runs the many.
TEST_CASE("devices and server agree and lose nothing, whatever goes wrong", "[sim]") {
    const Summary summary = run_worlds(1, kWorlds, {}, kQuiet);
    CHECK(story_of(summary) == "");
    for (std::size_t fault = 0; fault < summary.faults.size(); ++fault) {
        CAPTURE(name_of(static_cast<Fault>(fault)));
        // A device that gave up a number meets a restored server only once in a thousand worlds.
        const bool rare = static_cast<Fault>(fault) == Fault::PushGap;
        // Disks fail where there are disks.
        const bool elsewhere = static_cast<Fault>(fault) >= Fault::DiedWriting;
        if (!rare && !elsewhere) CHECK(summary.faults[fault] > 0);
    }
    for (std::size_t at = 0; at < summary.judged.size(); ++at) {
        CAPTURE(name_of(static_cast<Invariant>(at)));
        CHECK(summary.judged[at] > 0);
    }
}

TEST_CASE("the product's store keeps the promises of the model", "[sim]") {
    const Summary summary = run_worlds(1, 6, {StoreKind::Sqlite}, kQuiet);
    CHECK(story_of(summary) == "");
    CHECK(summary.faults[static_cast<std::size_t>(Fault::DiedWriting)] > 0);
    CHECK(summary.faults[static_cast<std::size_t>(Fault::PowerCut)] > 0);
}

TEST_CASE("the product's client machine comes to rest and loses nothing on bad networks", "[sim]") {
    CHECK(story_of(run_worlds(1, 60, {StoreKind::Memory, Habit::RealClients}, kQuiet)) == "");
}

TEST_CASE("the same seed is the same world", "[sim]") {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        const Outcome once = run_world(seed, {}, Mutation::None);
        CHECK(once.trace == run_world(seed, {}, Mutation::None).trace);
        CHECK(once.trace != run_world(seed + 1, {}, Mutation::None).trace);
    }
}

TEST_CASE("a failing world is shrunk to the few steps that it takes", "[sim]") {
    constexpr Mutation kPlanted = Mutation::DependentsApplied;
    std::uint64_t seed = 1;
    while (run_world(seed, {}, kPlanted).problem.empty()) ++seed;
    const Shrunk shrunk = shrink(seed, {}, kPlanted);
    CHECK(shrunk.steps.size() < steps_of(Habit::SaveSoon) / 5);
    CHECK(run_world(seed, {}, kPlanted, shrunk.steps).problem == shrunk.problem);
    CHECK_FALSE(shrunk.problem.empty());
    for (std::size_t at = 0; at < shrunk.steps.size(); ++at) {
        std::vector<unsigned> fewer = shrunk.steps;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(at));
        const std::string problem = run_world(seed, {}, kPlanted, fewer).problem;
        CHECK(problem.substr(0, problem.find(':')) !=
              shrunk.problem.substr(0, shrunk.problem.find(':')));
    }
}

TEST_CASE("steps are written as a list with ranges, and what is none is not read", "[sim]") {
    const std::vector<unsigned> steps{3, 8, 9, 10, 27};
    CHECK(steps_to_text(steps) == "3,8-10,27");
    CHECK(steps_from_text("3,8-10,27") == steps);
    for (const char* wrong : {"", "3,", ",", "x", "9-8", "3,3", "3-", "-3", "1-99999999", "4,2"})
        CHECK_FALSE(steps_from_text(wrong).has_value());
}

TEST_CASE("planted faults that are common are found at once", "[sim]") {
    for (const MutationInfo& info : all_mutations()) {
        if (info.seeds_max > kCommonSeedsMax) continue;
        CAPTURE(info.name);
        CHECK_FALSE(hunt(info).problem.empty());
    }
}

}  // namespace
}  // namespace holdfast::sim
