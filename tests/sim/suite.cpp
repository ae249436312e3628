#include "suite.h"

#include "sqlite_client_store.h"

namespace holdfast::sim {

Outcome run_world(std::uint64_t seed, StoreKind store, Mutation mutation, Habit habit) {
    WorldOptions options;
    options.seed = seed;
    options.mutation = mutation;
    options.habit = habit;
    if (store == StoreKind::Sqlite) options.make_store = make_sqlite_store;
    return World(std::move(options)).run();
}

Summary run_worlds(std::uint64_t first, std::uint64_t count, StoreKind store,
                   const std::function<void(std::uint64_t)>& progress) {
    Summary summary;
    for (std::uint64_t seed = first; seed < first + count; ++seed) {
        Outcome outcome = run_world(seed, store, Mutation::None);
        ++summary.seeds;
        for (std::size_t fault = 0; fault < summary.faults.size(); ++fault)
            summary.faults[fault] += outcome.faults[fault];
        if (!outcome.problem.empty())
            summary.failures.push_back({seed, std::move(outcome.problem)});
        progress(summary.seeds);
    }
    return summary;
}

Hunt hunt(const MutationInfo& info) {
    Hunt result{info, 0, {}};
    while (result.problem.empty() && result.seeds < info.seeds_max)
        result.problem =
            run_world(++result.seeds, StoreKind::Memory, info.mutation, info.habit).problem;
    return result;
}

}  // namespace holdfast::sim
