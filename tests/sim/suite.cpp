#include "suite.h"

#include "sqlite_client_store.h"

namespace holdfast::sim {

Outcome run_world(std::uint64_t seed, WorldKind kind, Mutation mutation,
                  std::optional<std::vector<unsigned>> only) {
    WorldOptions options;
    options.seed = seed;
    options.mutation = mutation;
    options.habit = kind.habit;
    options.only = std::move(only);
    if (kind.store == StoreKind::Sqlite)
        options.make_store = [seed, mutation](const Registry& registry, Environment& environment,
                                              DeviceNo device) {
            return make_sqlite_store(registry, environment, device,
                                     {DiskFate::Faults::Some, seed, mutation});
        };
    return World(std::move(options)).run();
}

Summary run_worlds(std::uint64_t first, std::uint64_t count, WorldKind kind,
                   const std::function<void(std::uint64_t)>& progress) {
    Summary summary;
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        Outcome outcome = run_world(seed, kind, Mutation::None);
        ++summary.seeds;
        for (std::size_t fault = 0; fault < summary.faults.size(); ++fault)
            summary.faults[fault] += outcome.faults[fault];
        for (std::size_t at = 0; at < summary.judged.size(); ++at)
            summary.judged[at] += outcome.judged[at];
        if (!outcome.problem.empty())
            summary.failures.push_back({seed, std::move(outcome.problem)});
        progress(summary.seeds);
    }
    return summary;
}

Hunt hunt(const MutationInfo& info) {
    Hunt result{info, 0, {}};
    const WorldKind kind{info.store, info.habit};
    while (result.problem.empty() && result.seeds < info.seeds_max) {
        result.problem = run_world(++result.seeds, kind, info.mutation).problem;
        if (result.problem.empty()) continue;
        if (!run_world(result.seeds, kind, Mutation::None).problem.empty()) result.problem.clear();
    }
    return result;
}

}  // namespace holdfast::sim
