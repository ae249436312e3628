// Sixty times the network breaks by a seed while three devices write, and heals.
#include <cstdio>

#include "faults/fault_proxy.h"
#include "faults/kill_scene.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

constexpr int kRuns = 60;
constexpr int kTransactionsARun = 6;
constexpr int kBrokenARun = 10;
constexpr std::int64_t kBrokenMsMax = 500;
constexpr std::int64_t kHealedMsMax = 10'000;

/// Everybody writes through broken connections until enough of them broke, or for a while when all
/// hang in stalled ones; then all is well again.
/// Returns how long the queues took to empty after that.
std::int64_t live_through(FaultProxy& proxy, People& people, const RecordId& shared, int run) {
    server::SystemEnvironment environment;
    Load load;
    load.transactions_each = run * kTransactionsARun;
    load.queued_max = load.transactions_each;
    std::atomic<int> decided = 0;
    std::atomic<int> working = static_cast<int>(people.size());
    const int before = proxy.broken();
    std::vector<std::thread> threads;
    for (auto& person : people)
        threads.emplace_back([&, worker = person.get()] {
            worker->work(shared, decided, load);
            --working;
        });
    int looked = before;
    const std::int64_t until_ms = environment.now_ms() + kBrokenMsMax;
    const auto is_broken = [&] {
        return proxy.broken() < before + kBrokenARun && environment.now_ms() < until_ms;
    };
    while (working > 0 && is_broken()) {
        // Devices that wait longer and longer would make the runs long, and nothing else.
        if (std::exchange(looked, proxy.broken()) != looked)
            for (const auto& person : people) person->device.look();
        std::this_thread::yield();
    }
    const std::int64_t healed_ms = environment.now_ms();
    proxy.heal();
    for (const auto& person : people) person->device.look();
    for (std::thread& thread : threads) thread.join();
    for (const auto& person : people) CHECK(person->finished);
    return environment.now_ms() - healed_ms;
}

}  // namespace

TEST_CASE("sixty times a network that breaks and heals loses and doubles nothing", "[faults]") {
    const std::uint64_t seed = seed_of_faults();
    std::printf("60 broken networks: HOLDFAST_FAULT_SEED=%llu\n",
                static_cast<unsigned long long>(seed));
    const Workspace workspace;
    ServerProcess server(workspace.data);
    REQUIRE(server.is_ready());
    FaultProxy proxy(server.port());
    server::SystemEnvironment environment;
    const RecordId shared = make_record_id(environment);
    People people = gather(workspace, proxy.port(), shared);
    std::int64_t longest_ms = 0;
    for (int run = 1; run <= kRuns; ++run) {
        CAPTURE(seed, run);
        proxy.break_by(seed + static_cast<std::uint64_t>(run));
        const std::int64_t took_ms = live_through(proxy, people, shared, run);
        longest_ms = std::max(longest_ms, took_ms);
        CHECK(took_ms <= kHealedMsMax);
        check_devices(workspace.data, people);
    }
    std::printf("%d transactions, queues empty after %lld ms at most;", count_saved(people),
                static_cast<long long>(longest_ms));
    for (std::size_t fate = 0; fate < proxy.counts().size(); ++fate) {
        const int count = proxy.counts()[fate];
        std::printf(" %s %d", name_of(static_cast<Fate>(fate)), count);
        CHECK(count > 0);
    }
    std::printf("\n");
    CHECK(server.stop() == 0);
    check_database(workspace.data, people);
}
