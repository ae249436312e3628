#include "number_leases.h"

#include "core/field_position.h"
#include "rules_bench.h"

namespace holdfast::sync {
namespace {

using namespace sync::test;

constexpr std::int64_t kDayMs = 86'400'000;

RecordId note(std::uint64_t low) {
    return {7, 100 + low};
}

Operation asked(std::uint64_t low, std::string_view module = "item") {
    const EntityDef& block = *sim::sim_registry().find(sim::kNumberBlock);
    Operation made = operation(OperationKind::Create,
                               {edit(block.find_field("entity")->id, text_value(module), 0)});
    made.entity = sim::kNumberBlock;
    made.record = {9, low};
    return made;
}

Operation of_note(const RecordId& id, OperationKind kind, FieldEdit written) {
    Operation made = operation(kind, {std::move(written)});
    made.record = id;
    return made;
}

/// A note that is issued, with a number that its device gave if there is one.
std::vector<Operation> issued(const RecordId& id, std::string number = {}) {
    std::vector<Operation> made = {
        of_note(id, OperationKind::Create, edit(item::kStatus, text_value("done"), 0))};
    if (number.empty()) return made;
    // As the store joins it when the note is made and issued at once, or as a later edit.
    made.push_back(of_note(id, OperationKind::Set, edit(item::kNumber, text_value(number), 1)));
    return made;
}

/// Items take their numbers from blocks: I-1, I-2, ...
struct LeaseBench : RulesBench {
    std::string text_of(EntityId entity, const RecordId& id, std::string_view key) const {
        const ServerRow* row = store.find(entity, id);
        if (row == nullptr) return "no record";
        return std::string(
            text_or_empty(row->values[position_of(*sim::sim_registry().find(entity), key)]));
    }
    std::int64_t integer_of(const RecordId& id, std::string_view key) const {
        const ServerRow& row = *store.find(sim::kNumberBlock, id);
        const EntityDef& block = *sim::sim_registry().find(sim::kNumberBlock);
        return integer_or(row.values[position_of(block, key)], 0);
    }
    std::string number_of(const RecordId& id) const { return text_of(sim::kItem, id, "number"); }
    std::string block_state(std::uint64_t low) const {
        return text_of(sim::kNumberBlock, {9, low}, "state");
    }
    /// What the log says of the n-th number of a block: "void", "used", "no record".
    std::string log_of(std::uint64_t low, std::uint32_t place, std::string_view key = "state") {
        return text_of(sim::kNumberVoid, conflict_id(sim::kNumberVoid, {9, low}, place), key);
    }
    void owe(DeviceNo device, bool owes) {
        DeviceState state = *must(store.read_device(device));
        state.owes_numbers = owes;
        must(store.write_device(state));
        store.commit();
    }
};

TEST_CASE("a device that asks gets a block, and what it gives stays", "[leases]") {
    LeaseBench bench;
    bench.must_apply(kAna, {asked(1)});
    CHECK(bench.block_state(1) == "open");
    CHECK(bench.text_of(sim::kNumberBlock, {9, 1}, "device") == "K1");
    CHECK(bench.integer_of({9, 1}, "first") == 1);
    CHECK(bench.integer_of({9, 1}, "last") == 10);
    CHECK(bench.integer_of({9, 1}, "expires_at") == kNoonMs + 30 * kDayMs);
    bench.must_apply(kBen, issued(note(1)));
    bench.must_apply(kAna, issued(note(2), "I-3"));
    CHECK(bench.number_of(note(1)) == "I-11");
    CHECK(bench.number_of(note(2)) == "I-3");
}

TEST_CASE("a device gets two blocks of a series at most, until one is used up", "[leases]") {
    LeaseBench bench;
    for (std::uint64_t low = 1; low <= 3; ++low) bench.must_apply(kAna, {asked(low)});
    CHECK(bench.block_state(2) == "open");
    CHECK(bench.block_state(3) == "no record");
    for (std::uint64_t low = 1; low <= 10; ++low)
        bench.must_apply(kAna, issued(note(low), "I-" + std::to_string(low)));
    CHECK(bench.block_state(1) == "closed");
    bench.must_apply(kAna, {asked(4)});
    CHECK(bench.integer_of({9, 4}, "first") == 21);
    bench.must_apply(kBen, {asked(5)});
    CHECK(bench.integer_of({9, 5}, "first") == 31);
}

TEST_CASE("a block ends before a number that somebody brought along", "[leases]") {
    LeaseBench bench;
    Operation brought = issued(note(1)).front();
    brought.edits.push_back(edit(item::kNumber, text_value("I-4"), 0));
    bench.must_apply(kBen, {brought});
    bench.must_apply(kAna, {asked(1)});
    bench.must_apply(kAna, {asked(2)});
    CHECK(bench.integer_of({9, 1}, "last") == 3);
    CHECK(bench.integer_of({9, 2}, "first") == 5);
}

TEST_CASE("who claims a number outside of the own blocks gets the authority's", "[leases]") {
    LeaseBench bench;
    bench.must_apply(kAna, {asked(1)});
    bench.must_apply(kBen, issued(note(1), "I-2"));
    bench.must_apply(kBen, issued(note(2), "I-77"));
    const auto endless = bench.push(kAna, issued(note(3), std::string(100'000, 'x')));
    CHECK(endless.code == RejectionCode::Invalid);
    CHECK(bench.number_of(note(1)) == "I-11");
    CHECK(bench.number_of(note(2)) == "I-12");
    bench.must_apply(kAna, issued(note(4), "I-2"));
    CHECK(bench.number_of(note(4)) == "I-2");
}

TEST_CASE("who showed a number gets the authority's also where the state asks for none",
          "[leases]") {
    LeaseBench bench;
    bench.must_apply(kAna, {asked(1)});
    // Ben gave it of a block that was lost with a backup; the move that asked for it lost a race.
    const auto made =
        of_note(note(1), OperationKind::Create, edit(item::kStatus, text_value("cancelled"), 0));
    const auto shown =
        of_note(note(1), OperationKind::Set, edit(item::kNumber, text_value("I-2"), 1));
    bench.must_apply(kBen, {made, shown});
    CHECK(bench.number_of(note(1)) == "I-11");
    bench.must_apply(kBen, {of_note(note(2), OperationKind::Create,
                                    edit(item::kStatus, text_value("cancelled"), 0))});
    CHECK(bench.number_of(note(2)) == "");
}

TEST_CASE("of two copies of a device that give the same number the second gets a tag", "[leases]") {
    LeaseBench bench;
    bench.must_apply(kAna, {asked(1)});
    bench.must_apply(kAna, issued(note(1), "I-1"));
    bench.must_apply(kAna, issued(note(2), "I-1"));
    CHECK(bench.number_of(note(1)) == "I-1");
    CHECK(bench.number_of(note(2)) == "I-1-K1");
}

TEST_CASE("what is left of a block that expired is void, and says why", "[leases]") {
    LeaseBench bench;
    bench.must_apply(kAna, {asked(1)});
    bench.must_apply(kAna, issued(note(1), "I-1"));
    bench.now_ms += 30 * kDayMs - 1;
    bench.must_apply(kBen, {set(item::kPlan, 1, 1)});
    CHECK(bench.block_state(1) == "open");
    bench.now_ms += 1;
    bench.must_apply(kBen, {set(item::kPlan, 2, 1)});
    CHECK(bench.block_state(1) == "closed");
    CHECK(bench.log_of(1, 0) == "no record");
    CHECK(bench.log_of(1, 1) == "void");
    CHECK(bench.log_of(1, 9, "number") == "I-10");
    CHECK(bench.log_of(1, 9, "reason") == "expired");
    CHECK(bench.log_of(1, 9, "device") == "K1");
    bench.must_apply(kBen, issued(note(2)));
    CHECK(bench.number_of(note(2)) == "I-11");
}

TEST_CASE("a void number that its device had used offline is the record's after all", "[leases]") {
    LeaseBench bench;
    bench.must_apply(kAna, {asked(1)});
    bench.now_ms += 31 * kDayMs;
    bench.must_apply(kBen, {set(item::kPlan, 1, 1)});
    REQUIRE(bench.log_of(1, 1) == "void");
    bench.must_apply(kBen, issued(note(1), "I-2"));
    CHECK(bench.number_of(note(1)) == "I-11");
    bench.must_apply(kAna, issued(note(2), "I-2"));
    CHECK(bench.number_of(note(2)) == "I-2");
    CHECK(bench.log_of(1, 1) == "used");
    CHECK(bench.log_of(1, 2) == "void");
}

TEST_CASE("a number for a record that another device had numbered is void", "[leases]") {
    LeaseBench bench;
    bench.must_apply(kAna, {asked(1)});
    bench.must_apply(kBen, {asked(2)});
    bench.must_apply(kAna, issued(note(1), "I-1"));
    bench.must_apply(
        kBen, {of_note(note(1), OperationKind::Set, edit(item::kNumber, text_value("I-11"), 1))});
    CHECK(bench.number_of(note(1)) == "I-1");
    CHECK(bench.log_of(2, 0) == "void");
    CHECK(bench.log_of(2, 0, "reason") == "second");
}

TEST_CASE("a refused transaction leaves its number to the block", "[leases]") {
    LeaseBench bench;
    bench.must_apply(kAna, {asked(1)});
    std::vector<Operation> work = issued(note(1), "I-1");
    work.push_back(of_note(note(9), OperationKind::Set, edit(item::kPlan, std::int64_t{1}, 1)));
    CHECK(bench.push(kAna, work).status == TransactionStatus::Rejected);
    CHECK(bench.number_of(note(1)) == "no record");
    bench.must_apply(kAna, issued(note(1), "I-1"));
    CHECK(bench.number_of(note(1)) == "I-1");
}

TEST_CASE("devices write neither blocks nor the log of void numbers", "[leases]") {
    LeaseBench bench;
    bench.must_apply(kAna, {asked(1)});
    const EntityDef& block = *sim::sim_registry().find(sim::kNumberBlock);
    Operation wider = asked(1);
    wider.kind = OperationKind::Set;
    wider.edits = {edit(block.find_field("last")->id, std::int64_t{1'000}, 9)};
    Operation removal = asked(1);
    removal.kind = OperationKind::Remove;
    removal.edits.clear();
    Operation log = asked(7);
    log.entity = sim::kNumberVoid;
    for (const Operation& hostile : {wider, removal, log})
        CHECK(bench.push(kAna, {hostile}).code == RejectionCode::NotAllowed);
    // What makes no sense is no ask, and the same ask again is none either.
    Operation empty = asked(8);
    empty.edits.clear();
    bench.must_apply(kAna, {asked(1), asked(5, "part"), asked(6, "unheard_of"), empty});
    for (const std::uint64_t low : {5U, 6U, 8U}) CHECK(bench.block_state(low) == "no record");
    CHECK(bench.integer_of({9, 1}, "last") == 10);
}

TEST_CASE("an ask without an id is granted nothing, and a block without a record stops no push",
          "[leases]") {
    LeaseBench bench;
    Operation nameless = asked(1);
    nameless.record = {};
    bench.must_apply(kAna, {nameless});
    CHECK(must(bench.store.read_open_blocks(kAna)).empty());
    // As a server before this one could have written it.
    must(bench.store.write_open_block({{}, sim::kItem, "I-", kAna, kNoonMs - 1}));
    bench.store.commit();
    bench.must_apply(kBen, issued(note(1)));
    CHECK(bench.number_of(note(1)) == "I-1");
    CHECK(must(bench.store.read_open_blocks(kAna)).empty());
}

TEST_CASE("one transaction closes a few expired blocks, and the next one goes on", "[leases]") {
    LeaseBench bench;
    for (std::uint64_t low = 1; low <= kExpiredBlocksMax + 2; ++low)
        must(bench.store.write_open_block({{9, low}, sim::kItem, "I-", kAna, kNoonMs - 1}));
    bench.store.commit();
    bench.must_apply(kBen, issued(note(1)));
    CHECK(must(bench.store.read_open_blocks(kAna)).size() == 2);
    bench.must_apply(kBen, issued(note(2)));
    CHECK(must(bench.store.read_open_blocks(kAna)).empty());
}

TEST_CASE("a number that was only taken does not come instead of the one that was shown",
          "[leases]") {
    LeaseBench bench;
    bench.must_apply(kBen, issued(note(2)));
    REQUIRE(bench.number_of(note(2)) == "I-1");
    bench.owe(kAna, true);
    bench.owe(kBen, true);
    const auto report = [&](const char* number) {
        bench.must_apply(kAna, {of_note(note(1), OperationKind::ReportNumber,
                                        edit(item::kNumber, text_value(number), 0))});
    };
    report("I-7");
    report("I-3");
    bench.must_apply(kAna, issued(note(1)));
    CHECK(bench.number_of(note(1)) == "I-7");
    bench.owe(kAna, false);
    bench.owe(kBen, false);
    for (std::uint64_t low = 10; low < 16; ++low) bench.must_apply(kBen, issued(note(low)));
    // Nobody else gets either of them.
    CHECK(bench.number_of(note(11)) == "I-4");
    CHECK(bench.number_of(note(15)) == "I-9");
}

TEST_CASE("a number that a record has is never written for another one", "[leases]") {
    LeaseBench bench;
    const auto write = [&](const RecordId& record, NumberUse use) {
        return bench.store.write_number({sim::kItem, "I-1", record, use});
    };
    must(write({}, NumberUse::Leased));
    must(write({}, NumberUse::Void));
    must(write(note(1), NumberUse::Given));
    must(write(note(1), NumberUse::Brought));
    CHECK(write(note(2), NumberUse::Given).error().code == ErrorCode::Corrupt);
    CHECK(must(bench.store.find_number(sim::kItem, "I-1"))->record == note(1));
    CHECK(bench.store.has_given_twice());
}

TEST_CASE("a record without an id keeps its number, and stops no push", "[leases]") {
    LeaseBench bench;
    bench.must_apply(kAna, {asked(1)});
    static_cast<void>(bench.push(kAna, issued({}, "I-1")));
    bench.must_apply(kAna, issued(note(1), "I-1"));
    CHECK(bench.number_of(note(1)) == "I-1-K1");
}

TEST_CASE("a restored server grants nothing before all have reported, and takes what they gave",
          "[leases]") {
    LeaseBench bench;
    bench.must_apply(kAna, {asked(1)});
    bench.owe(kAna, true);
    bench.owe(kBen, true);
    bench.must_apply(kAna, {asked(2)});
    CHECK(bench.block_state(2) == "no record");
    bench.now_ms += 31 * kDayMs;
    // Of a block that the backup lacks, and of one that it knows.
    bench.must_apply(kAna, issued(note(1), "I-12"));
    bench.must_apply(kAna, issued(note(2), "I-1"));
    CHECK(bench.number_of(note(1)) == "I-12");
    CHECK(bench.number_of(note(2)) == "I-1");
    CHECK(bench.block_state(1) == "open");
    bench.must_apply(kBen, {[] {
                         Operation report = of_note(note(3), OperationKind::ReportNumber,
                                                    edit(item::kNumber, text_value("I-4"), 0));
                         return report;
                     }()});
    bench.owe(kAna, false);
    bench.owe(kBen, false);
    bench.must_apply(kBen, {asked(3)});
    CHECK(bench.integer_of({9, 3}, "first") == 11);
    CHECK(bench.integer_of({9, 3}, "last") == 11);
    CHECK(bench.log_of(1, 3) == "no record");
    CHECK(bench.log_of(1, 4) == "void");
    bench.must_apply(kAna, issued(note(3)));
    CHECK(bench.number_of(note(3)) == "I-4");
}

}  // namespace
}  // namespace holdfast::sync
