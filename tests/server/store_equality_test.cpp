// The SQLite store and the simulator's memory store answer every push and delta alike, so that
// what the simulator proves about the rules holds for the server.
#include <algorithm>
#include <map>

#include "memory_server_store.h"
#include "random.h"
#include "sim_registry.h"
#include "sync/server_rules.h"
#include "test_store.h"

using namespace holdfast;
using namespace holdfast::server;
using namespace holdfast::server::test;

namespace {

constexpr std::uint32_t kDevices = 3;
constexpr std::size_t kRecords = 12;
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

/// Pushes of three devices that quarrel over a dozen records.
class Quarrel {
public:
    explicit Quarrel(std::uint64_t seed) : random_(seed) {}

    DeviceNo any_device() {
        return DeviceNo{1 + static_cast<std::uint32_t>(random_.below(kDevices))};
    }
    sync::PushRequest push_of(DeviceNo device, std::uint64_t epoch, ServerSeq head) {
        sync::PushRequest request;
        request.epoch = random_.chance(3) ? epoch + 1 : epoch;
        std::uint64_t no = next_no_[device] + 1;
        if (random_.chance(20) && no > 1) no -= 1 + random_.below(std::min<std::size_t>(no - 1, 3));
        if (random_.chance(3)) no += 2;
        const std::size_t count = 1 + random_.below(4);
        for (std::size_t i = 0; i < count; ++i)
            request.transactions.push_back(transaction(TransactionNo{no + i}, head));
        return request;
    }
    void decided(DeviceNo device, TransactionNo last_no) { next_no_[device] = raw(last_no); }
    ServerSeq some_checkpoint(ServerSeq head) { return ServerSeq{random_.below(raw(head) + 1)}; }
    bool chance(unsigned percent) { return random_.chance(percent); }

private:
    TransactionRecord transaction(TransactionNo no, ServerSeq head) {
        TransactionRecord made;
        made.no = no;
        made.id = {raw(no), random_.next()};
        made.hlc = Hlc{(900'000 + random_.below(200'000)) << 16};
        if (raw(no) > 1 && random_.chance(10)) made.depends_on = {TransactionNo{raw(no) - 1}};
        const std::size_t count = 1 + random_.below(3);
        for (std::size_t i = 0; i < count; ++i) made.operations.push_back(operation(head));
        return made;
    }
    Operation operation(ServerSeq head) {
        const ServerSeq base = some_checkpoint(head);
        Operation made;
        made.entity = random_.chance(75) ? sim::kItem : sim::kPart;
        made.record = record(1 + random_.below(kRecords) + (made.entity == sim::kPart ? 100 : 0));
        made.base = base;
        const std::size_t kind = random_.below(10);
        made.kind = kind < 3   ? OperationKind::Create
                    : kind < 8 ? OperationKind::Set
                    : kind < 9 ? OperationKind::Remove
                               : OperationKind::Restore;
        const bool has_edits =
            made.kind == OperationKind::Create || made.kind == OperationKind::Set;
        if (has_edits) made.edits = edits(made.entity, base);
        return made;
    }
    std::vector<FieldEdit> edits(EntityId entity, ServerSeq base) {
        std::vector<FieldEdit> made;
        for (std::uint16_t field = 1; field <= (entity == sim::kItem ? 6 : 2); ++field) {
            if (!random_.chance(40)) continue;
            FieldEdit edit;
            edit.field = FieldId{field};
            edit.value = static_cast<std::int64_t>(random_.below(1'000));
            if (entity == sim::kPart && field == 1)
                edit.value = record(1 + random_.below(kRecords));
            edit.base = base;
            made.push_back(std::move(edit));
        }
        return made;
    }

    sim::Random random_;
    std::map<DeviceNo, std::uint64_t> next_no_;
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
    for (std::uint32_t no = 1; no <= kDevices; ++no) {
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
