// The visible state is the server's rows with own undecided work on top, whatever happened before.

#include <map>
#include <set>

#include "core/store_fixture.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

constexpr std::string_view kThing = R"({"id":1,"key":"thing","icon":"box","title":["a"],
  "fields":[{"id":1,"key":"a","type":"text"},{"id":2,"key":"b","type":"text","index":true},
            {"id":3,"key":"stock","type":"integer","merge":"counter"}],
  "list":{"columns":["a"],"order":"a"},"form":[{"section":"main","fields":["a"]}]})";

constexpr std::uint64_t kMine = 1;
constexpr std::uint64_t kOthers = 2;

struct Truth {
    std::vector<Value> values = std::vector<Value>(3);
    bool deleted = false;
    bool operator==(const Truth&) const = default;
};
using Rows = std::map<RecordId, Truth>;

void apply_to(Rows& rows, const Operation& operation) {
    if (operation.kind == OperationKind::Create) rows.try_emplace(operation.record);
    const auto found = rows.find(operation.record);
    if (found == rows.end()) return;
    Truth& truth = found->second;
    if (operation.kind == OperationKind::Remove) truth.deleted = true;
    if (operation.kind == OperationKind::Restore) truth.deleted = false;
    for (const FieldEdit& edit : operation.edits) {
        Value& value = truth.values[raw(edit.field) - 1];
        if (operation.kind == OperationKind::Increment)
            value = integer_or(value, 0) + integer_or(edit.value, 0);
        else
            value = edit.value;
    }
}

std::string shown(const std::vector<Value>& values) {
    std::string text;
    for (const Value& value : values) text += to_json(value) + " ";
    return text;
}

/// A server that takes transactions in order, refuses some, and is written to by others.
struct World {
    explicit World(std::uint64_t seed)
        : random(seed),
          registry(must(Registry::compile({{"thing.json", kThing}}, nullptr))),
          fixture(registry) {
        fixture.enrol();
    }

    /// A known record or, now and then, a new one. Ids are unique, so others never create ours.
    RecordId any_record(std::uint64_t maker) {
        std::vector<RecordId> usable;
        for (const RecordId& id : ids)
            if (id.high == maker || server.contains(id)) usable.push_back(id);
        if (usable.empty() || random.below(5) == 0) {
            ids.push_back({maker, ids.size() + 1});
            return ids.back();
        }
        return usable[random.below(usable.size())];
    }

    void edit() {
        Draft draft = fixture.draft();
        for (std::uint64_t count = 1 + random.below(3); count > 0; --count) add_operation(draft);
        must(fixture.store.commit(draft));
    }

    void add_operation(Draft& draft) {
        const RecordId id = any_record(kMine);
        for (const Operation& earlier : draft.operations())
            if (earlier.record == id) return;
        const auto record = must(fixture.store.read(EntityId{1}, id));
        const Value value = "v" + std::to_string(random.below(1'000));
        const FieldId field{static_cast<std::uint16_t>(1 + random.below(2))};
        // What others made is edited once it is here; what was refused here is not made again.
        if (!record && (id.high == kOthers || used.contains(id))) return;
        used.insert(id);
        if (!record) {
            draft.create(EntityId{1}, id, {{field, value}});
        } else if (random.below(4) == 0) {
            draft.increment(EntityId{1}, id, FieldId{3},
                            1 + static_cast<std::int64_t>(random.below(9)));
        } else if (random.below(6) == 0 && record->life == Record::Life::Living) {
            draft.remove(EntityId{1}, id);
        } else if (record->life == Record::Life::Deleted) {
            draft.restore(EntityId{1}, id);
        } else {
            draft.set(EntityId{1}, id, {{field, value}});
        }
    }

    void write_by_others() {
        const RecordId id = any_record(kOthers);
        Operation operation;
        operation.kind = server.contains(id) ? OperationKind::Set : OperationKind::Create;
        operation.record = id;
        FieldEdit edit;
        edit.field = FieldId{static_cast<std::uint16_t>(1 + random.below(2))};
        edit.value = "o" + std::to_string(random.below(1'000));
        operation.edits = {edit};
        apply_to(server, operation);
        ++head;
    }

    void decide_some() {
        for (const TransactionRecord& transaction : fixture.queued()) {
            if (raw(transaction.no) <= decided) continue;
            if (random.below(3) == 0) return;
            decided = raw(transaction.no);
            if (is_refused(transaction)) continue;
            for (const Operation& operation : transaction.operations) apply_to(server, operation);
            ++head;
        }
    }

    bool is_refused(const TransactionRecord& transaction) {
        bool blocked = false;
        for (const TransactionNo no : transaction.depends_on)
            for (const TransactionResult& refusal : refusals) blocked |= refusal.no == no;
        if (!blocked && random.below(5) != 0) return false;
        TransactionResult result;
        result.no = transaction.no;
        result.status = blocked ? TransactionStatus::Blocked : TransactionStatus::Rejected;
        refusals.push_back(result);
        return true;
    }

    void pull() {
        Delta delta = fixture.delta(head, decided);
        delta.rebaseline = random.below(10) == 0;
        EntityRows rows;
        rows.entity = EntityId{1};
        for (const auto& [id, truth] : server)
            rows.rows.push_back({id, ServerSeq{head}, truth.deleted, truth.values});
        delta.rows.push_back(rows);
        delta.refusals = refusals;
        must(fixture.store.apply(delta));
    }

    void check() {
        Rows expected = pulled;
        for (const TransactionRecord& transaction : fixture.queued())
            for (const Operation& operation : transaction.operations) apply_to(expected, operation);
        for (const RecordId& id : ids) {
            const auto record = must(fixture.store.read(EntityId{1}, id));
            const auto found = expected.find(id);
            CAPTURE(to_text(id));
            REQUIRE(record.has_value() == (found != expected.end()));
            if (!record) continue;
            CHECK(shown(record->values) == shown(found->second.values));
            CHECK((record->life == Record::Life::Deleted) == found->second.deleted);
        }
    }

    void step() {
        const std::uint64_t dice = random.below(10);
        if (dice < 4) edit();
        if (dice >= 4 && dice < 6) write_by_others();
        if (dice >= 6 && dice < 8) decide_some();
        if (dice >= 8) {
            pull();
            pulled = server;
        }
    }

    Random random;
    Registry registry;
    StoreFixture fixture;
    std::vector<RecordId> ids;
    std::set<RecordId> used;
    Rows server;
    Rows pulled;
    std::uint64_t head = 0;
    std::uint64_t decided = 0;
    std::vector<TransactionResult> refusals;
};

}  // namespace

TEST_CASE("what is shown is the server's state with own undecided work on top",
          "[core][apply][property]") {
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        CAPTURE(seed);
        World world(seed);
        for (int step = 0; step < 50; ++step) {
            world.step();
            world.check();
        }
        // Everything decided: nothing of the overlay may be left.
        while (!world.fixture.queued().empty()) {
            world.decide_some();
            world.pull();
            world.pulled = world.server;
        }
        world.check();
        Statement left =
            must(world.fixture.store.database().prepare("SELECT count(*) FROM sync_overlay"));
        REQUIRE(must(left.step()));
        CHECK(left.integer(0) == 0);
    }
}
