// holdfast_sim: runs simulated worlds by seed, and the mutation suite.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string_view>

#include "world.h"

namespace holdfast::sim {
namespace {

struct Arguments {
    std::uint64_t seeds = 1000;
    std::uint64_t first_seed = 1;
    bool one_seed = false;
    bool mutants = false;
};

Arguments parse(int argc, char** argv) {
    Arguments arguments;
    for (int index = 1; index < argc; ++index) {
        const std::string_view word = argv[index];
        const char* value = index + 1 < argc ? argv[index + 1] : "";
        if (word == "--seeds") arguments.seeds = std::strtoull(value, nullptr, 10);
        if (word == "--seed") {
            arguments.first_seed = std::strtoull(value, nullptr, 10);
            arguments.one_seed = true;
        }
        if (word == "--mutants") arguments.mutants = true;
    }
    return arguments;
}

Outcome run_seed(std::uint64_t seed, Mutation mutation) {
    WorldOptions options;
    options.seed = seed;
    options.mutation = mutation;
    return World(std::move(options)).run();
}

int run(const Arguments& arguments) {
    FaultCounts faults{};
    std::uint64_t failures = 0;
    const std::clock_t start = std::clock();
    const std::uint64_t count = arguments.one_seed ? 1 : arguments.seeds;
    for (std::uint64_t index = 0; index < count; ++index) {
        const std::uint64_t seed = arguments.first_seed + index;
        const Outcome outcome = run_seed(seed, Mutation::None);
        for (std::size_t fault = 0; fault < faults.size(); ++fault)
            faults[fault] += outcome.faults[fault];
        if (arguments.one_seed)
            std::printf("trace %016llx\n", static_cast<unsigned long long>(outcome.trace));
        if (outcome.problem.empty()) continue;
        if (++failures <= 5)
            std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed),
                        outcome.problem.c_str());
    }
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    std::printf("seeds %llu, failures %llu, %.0f seeds/s\n", static_cast<unsigned long long>(count),
                static_cast<unsigned long long>(failures), static_cast<double>(count) / seconds);
    for (std::size_t fault = 0; fault < faults.size(); ++fault)
        std::printf("  %-22s %llu\n", name_of(static_cast<Fault>(fault)),
                    static_cast<unsigned long long>(faults[fault]));
    bool survived = false;
    if (arguments.mutants)
        for (const MutationInfo& info : all_mutations()) {
            std::uint64_t seed = 1;
            std::string problem;
            for (; seed <= info.seeds_max && problem.empty(); ++seed)
                problem = run_seed(seed, info.mutation).problem;
            survived |= problem.empty();
            std::printf("%-55s %s seed %llu  %s\n", info.name,
                        problem.empty() ? "SURVIVED" : "killed",
                        static_cast<unsigned long long>(seed - 1), problem.c_str());
            std::fflush(stdout);
        }
    return failures != 0 || survived ? 1 : 0;
}

}  // namespace
}  // namespace holdfast::sim

int main(int argc, char** argv) {
    return holdfast::sim::run(holdfast::sim::parse(argc, argv));
}
