// The SQLite store and the simulator's memory store answer every push and delta alike, so that
// what the simulator proves about the rules holds for the server.
#include <algorithm>

#include "memory_server_store.h"
#include "quarrel.h"
#include "sync/server_rules.h"

using namespace holdfast;
using namespace holdfast::server;
using namespace holdfast::server::test;

namespace {

constexpr int kSteps = 150;

struct Site {
    sync::ServerStore& store;
    const Registry& registry;
    sync::ServerContext context() {
        sync::ServerContext made;
        made.registry = &registry;
        made.store = &store;
        made.now_ms = 1'000'000;
        return made;
    }
};

using RowKey = std::pair<EntityId, RecordId>;
std::map<RowKey, RowImage> rows_of(const Delta& delta) {
    std::map<RowKey, RowImage> rows;
    for (const EntityRows& entity : delta.rows)
        for (const RowImage& row : entity.rows) rows.emplace(RowKey{entity.entity, row.id}, row);
    return rows;
}

void check_same(const sync::PushReply& one, const sync::PushReply& other) {
    CHECK(one.epoch == other.epoch);
    CHECK(one.head == other.head);
    CHECK(one.last_no == other.last_no);
    CHECK(one.results == other.results);
}

void check_same(const Delta& one, const Delta& other) {
    CHECK(one.epoch == other.epoch);
    CHECK(one.from == other.from);
    CHECK(one.to == other.to);
    CHECK(one.decided_upto == other.decided_upto);
    CHECK(one.rebaseline == other.rebaseline);
    CHECK(one.refusals == other.refusals);
    CHECK(rows_of(one) == rows_of(other));
}

/// The same push at both; the SQLite store sometimes loses its transaction and is asked again.
void push_to_both(Quarrel& quarrel, Site memory, SqliteStore& store) {
    const DeviceNo device = quarrel.any_device();
    must(store.begin());
    const sync::PushRequest push = quarrel.push_of(device, must(store.epoch()), must(store.head()));
    Site sqlite{store, memory.registry};
    sync::ServerContext context = sqlite.context();
    if (quarrel.chance(10)) {
        must(sync::handle_push(context, device, push));
        store.rollback();
        must(store.begin());
    }
    const auto stored = must(sync::handle_push(context, device, push));
    must(store.commit());
    sync::ServerContext other = memory.context();
    const auto expected = must(sync::handle_push(other, device, push));
    REQUIRE(stored.index() == expected.index());
    if (const auto* reply = std::get_if<sync::PushReply>(&stored)) {
        check_same(*reply, std::get<sync::PushReply>(expected));
        quarrel.decided(device, reply->last_no);
        return;
    }
    const auto& problem = std::get<sync::Problem>(stored);
    CHECK(problem.code == std::get<sync::Problem>(expected).code);
    CHECK(problem.expected_no == std::get<sync::Problem>(expected).expected_no);
}

void compare_deltas(Quarrel& quarrel, Site memory, SqliteStore& store) {
    must(store.begin_snapshot());
    sync::DeltaRequest request;
    request.epoch = quarrel.chance(80) ? must(store.epoch()) : 0;
    request.checkpoint = quarrel.some_checkpoint(must(store.head()));
    const DeviceNo device = quarrel.any_device();
    sync::ServerContext one = Site{store, memory.registry}.context();
    sync::ServerContext other = memory.context();
    check_same(must(sync::build_delta(one, device, request)),
               must(sync::build_delta(other, device, request)));
    store.end_snapshot();
}

}  // namespace

TEST_CASE("SQLite and memory answer every push and delta alike", "[server][store]") {
    const std::uint64_t seed = GENERATE(range<std::uint64_t>(1, 9));
    CAPTURE(seed);
    const Registry& registry = sim::sim_registry();
    sim::MemoryServerStore memory(sim::Mutation::None);
    Database db = must(open_server_database(":memory:"));
    must(prepare_server_schema(db, registry, memory.epoch_now()));
    SqliteStore store(std::move(db), registry);
    must(store.begin());
    for (std::uint32_t no = 1; no <= Quarrel::kDevices; ++no) {
        memory.add_device(DeviceNo{no});
        must(store.write_device(*must(memory.read_device(DeviceNo{no}))));
    }
    must(store.commit());
    memory.commit();

    Quarrel quarrel(seed);
    for (int step = 0; step < kSteps; ++step) {
        CAPTURE(step);
        push_to_both(quarrel, {memory, registry}, store);
        memory.commit();
        if (step % 10 == 0) compare_deltas(quarrel, {memory, registry}, store);
    }
    const auto changes = must(memory.read_changes(ServerSeq::None));
    CHECK(std::any_of(changes.begin(), changes.end(), [](const EntityRows& rows) {
        return rows.entity == sim::kConflict && !rows.rows.empty();
    }));
}
