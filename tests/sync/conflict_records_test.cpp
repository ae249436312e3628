#include <set>

#include "rules_bench.h"

namespace holdfast::sync {
namespace {

using namespace sync::test;

/// Ana's 10 is shown, Ben's 20 waits; the conflict record lies at position 3.
struct ConflictBench : RulesBench {
    ConflictBench() {
        must_apply(kAna, {set(item::kPlan, 10, 1)}, 9'000);
        must_apply(kBen, {set(item::kPlan, 20, 1)}, 5'000);
        REQUIRE(conflict(0, "state") == text_value("open"));
    }
    [[nodiscard]] Operation close(std::uint64_t base) const {
        return write("state", std::string("resolved"), base);
    }
    [[nodiscard]] static Operation write(std::string_view key, Value value, std::uint64_t base) {
        const FieldDef& field = *sim::sim_registry().find(sim::kConflict)->find_field(key);
        Operation made = operation(OperationKind::Set, {edit(field.id, std::move(value), base)});
        made.entity = sim::kConflict;
        made.record = conflict_id(sim::kItem, kPump, 0);
        return made;
    }
};

TEST_CASE("keeping the shown value closes the conflict and writes nothing else", "[conflict]") {
    ConflictBench bench;
    bench.must_apply(kBen, {bench.close(3)});
    CHECK(bench.conflict(0, "state") == text_value("resolved"));
    CHECK(bench.value(item::kPlan) == Value{std::int64_t{10}});
}

TEST_CASE("choosing the other value is an ordinary write that closes the conflict", "[conflict]") {
    ConflictBench bench;
    bench.must_apply(kBen, {set(item::kPlan, 20, 3), bench.close(3)});
    CHECK(bench.value(item::kPlan) == Value{std::int64_t{20}});
    CHECK(bench.conflict(0, "state") == text_value("resolved"));
    CHECK(is_null(bench.conflict(1, "state")));
}

TEST_CASE("a write by somebody who had seen both values closes the conflict", "[conflict]") {
    ConflictBench bench;
    bench.must_apply(kAna, {set(item::kPlan, 30, 3)});
    CHECK(bench.conflict(0, "state") == text_value("resolved"));
    CHECK(bench.conflict(0, "resolved_by") == text_value("user1"));
}

TEST_CASE("a write by somebody who saw only one value leaves the conflict open", "[conflict]") {
    ConflictBench bench;
    bench.must_apply(kAna, {set(item::kPlan, 30, 2)});
    CHECK(bench.conflict(0, "state") == text_value("open"));
    CHECK(bench.conflict(0, "winner") == text_value(R"({"plan":30})"));
    CHECK(bench.conflict(0, "loser") == text_value(R"({"plan":20})"));
}

TEST_CASE("a conflict closes by itself when both values become equal", "[conflict]") {
    ConflictBench bench;
    bench.must_apply(kAna, {set(item::kPlan, 20, 2)});
    CHECK(bench.conflict(0, "state") == text_value("resolved"));
}

TEST_CASE("a choice about other values than the ones shown now is ignored", "[conflict]") {
    ConflictBench bench;
    bench.must_apply(kAna, {set(item::kPlan, 30, 2)});
    bench.must_apply(kBen, {bench.close(3)});
    CHECK(bench.conflict(0, "state") == text_value("open"));
}

TEST_CASE("who made a choice that came too late has not seen what the conflict is now",
          "[conflict]") {
    ConflictBench bench;
    bench.must_apply(kAna, {set(item::kPlan, 30, 2)});
    bench.must_apply(kBen, {bench.close(3)});
    // Made while the own choice still hid the conflict, although the new values had come.
    bench.must_apply(kBen, {set(item::kPlan, 40, 4)});
    CHECK(bench.conflict(0, "state") == text_value("open"));
    bench.must_apply(kBen, {set(item::kPlan, 50, 6)});
    CHECK(bench.conflict(0, "state") == text_value("resolved"));
}

TEST_CASE("nobody can change what a conflict record says", "[conflict]") {
    ConflictBench bench;
    const FieldDef& loser = *sim::sim_registry().find(sim::kConflict)->find_field("loser");
    Operation forged = bench.close(3);
    forged.edits = {edit(loser.id, std::string("{}"), 3)};
    bench.must_apply(kBen, {forged});
    CHECK(bench.conflict(0, "loser") == text_value(R"({"plan":20})"));
    Operation removed = bench.close(3);
    removed.kind = OperationKind::Remove;
    CHECK(bench.push(kBen, {removed}).code == RejectionCode::NotAllowed);
}

TEST_CASE("a choice is open or resolved, nothing else", "[conflict]") {
    ConflictBench bench;
    const Value wrong =
        GENERATE(as<Value>(), Value{}, text_value(""), text_value("maybe"), Value{std::int64_t{1}});
    CHECK(bench.push(kBen, {ConflictBench::write("state", wrong, 3)}).code ==
          RejectionCode::Invalid);
    Operation unknown = bench.close(3);
    unknown.edits.front().field = FieldId{77};
    CHECK(bench.push(kBen, {unknown}).code == RejectionCode::TooNew);
    CHECK(bench.conflict(0, "state") == text_value("open"));
}

TEST_CASE("who resolved a conflict is said by the server, not by the device", "[conflict]") {
    ConflictBench bench;
    Operation forged = bench.close(3);
    forged.edits.push_back(
        ConflictBench::write("resolved_by", text_value("somebody"), 3).edits.front());
    bench.must_apply(kBen, {forged});
    CHECK(bench.conflict(0, "resolved_by") == text_value("user2"));
    const std::uint64_t head = raw(must(bench.store.head()));
    bench.must_apply(kAna, {ConflictBench::write("state", text_value("open"), head)});
    CHECK(is_null(bench.conflict(0, "resolved_by")));
}

constexpr RecordId kSeal{5, 5};

Operation on_seal(OperationKind kind, FieldEdit written, std::uint64_t base) {
    Operation made = operation(kind, {std::move(written)}, base);
    made.entity = sim::kPart;
    made.record = kSeal;
    return made;
}
Operation add_seal(std::uint64_t base) {
    return on_seal(OperationKind::Create, edit(sim::part::kItemLink, kPump, base), base);
}
Operation count_seals(std::uint64_t base) {
    return on_seal(OperationKind::Set, edit(sim::part::kAmount, std::int64_t{4}, base), base);
}

TEST_CASE("a part added to a record that was removed meanwhile says so", "[conflict]") {
    RulesBench bench;
    bench.must_apply(kAna, {operation(OperationKind::Remove, {}, 1)});
    bench.must_apply(kBen, {add_seal(1)});
    CHECK(bench.conflict(0, "rule") == text_value("edit_after_delete"));
    CHECK(bench.conflict(0, "loser_user") == text_value("user2"));
}

TEST_CASE("an edit of a part whose record was removed meanwhile says so", "[conflict]") {
    RulesBench bench;
    bench.must_apply(kAna, {add_seal(1)});
    bench.must_apply(kAna, {operation(OperationKind::Remove, {}, 2)});
    SECTION("unseen") {
        bench.must_apply(kBen, {count_seals(2)});
        CHECK(bench.conflict(0, "rule") == text_value("edit_after_delete"));
    }
    SECTION("seen") {
        bench.must_apply(kBen, {count_seals(3)});
        CHECK(is_null(bench.conflict(0, "state")));
    }
}

TEST_CASE("a removal that did not know of new work on a part says so", "[conflict]") {
    RulesBench bench;
    bench.must_apply(kBen, {add_seal(1)});
    SECTION("a new part") {
        bench.must_apply(kAna, {operation(OperationKind::Remove, {}, 1)});
        CHECK(bench.conflict(0, "rule") == text_value("delete_with_newer_edit"));
        CHECK(bench.conflict(0, "loser_user") == text_value("user2"));
    }
    SECTION("an edit") {
        bench.must_apply(kBen, {count_seals(2)});
        bench.must_apply(kAna, {operation(OperationKind::Remove, {}, 2)});
        CHECK(bench.conflict(0, "rule") == text_value("delete_with_newer_edit"));
    }
    SECTION("a part that is gone itself") {
        Operation gone = count_seals(2);
        gone.kind = OperationKind::Remove;
        gone.edits.clear();
        bench.must_apply(kBen, {gone});
        bench.must_apply(kAna, {operation(OperationKind::Remove, {}, 1)});
        CHECK(is_null(bench.conflict(0, "state")));
    }
    SECTION("seen") {
        bench.must_apply(kAna, {operation(OperationKind::Remove, {}, 2)});
        CHECK(is_null(bench.conflict(0, "state")));
    }
}

TEST_CASE("an edit of a removed record is applied in the bin and says so", "[conflict]") {
    RulesBench bench;
    bench.must_apply(kAna, {operation(OperationKind::Remove, {}, 1)});
    bench.must_apply(kBen, {set(item::kPlan, 20, 1)});
    CHECK(bench.pump().deleted);
    CHECK(bench.value(item::kPlan) == Value{std::int64_t{20}});
    CHECK(bench.conflict(0, "field") == text_value("deleted"));
    CHECK(bench.conflict(0, "winner") == text_value(R"({"deleted":1})"));
    CHECK(bench.conflict(0, "loser_user") == text_value("user2"));
    bench.must_apply(kBen, {operation(OperationKind::Restore, {}, 3)});
    CHECK_FALSE(bench.pump().deleted);
    CHECK(bench.conflict(0, "state") == text_value("resolved"));
}

TEST_CASE("a removal that did not know of an edit is applied and says so", "[conflict]") {
    RulesBench bench;
    bench.must_apply(kBen, {set(item::kPlan, 20, 1)});
    bench.must_apply(kAna, {operation(OperationKind::Remove, {}, 1)});
    CHECK(bench.pump().deleted);
    CHECK(bench.conflict(0, "rule") == text_value("delete_with_newer_edit"));
}

TEST_CASE("an edit of a record known to be removed is no conflict", "[conflict]") {
    RulesBench bench;
    bench.must_apply(kAna, {operation(OperationKind::Remove, {}, 1)});
    bench.must_apply(kBen, {set(item::kPlan, 20, 2)});
    CHECK(is_null(bench.conflict(0, "state")));
}

TEST_CASE("conflict ids are UUIDs of their own and follow from what they are about", "[conflict]") {
    std::set<RecordId> ids;
    for (std::uint64_t record = 1; record <= 100; ++record)
        for (std::uint32_t slot = 0; slot < 20; ++slot) {
            const RecordId id = conflict_id(sim::kItem, {record, record}, slot);
            CHECK(id == conflict_id(sim::kItem, {record, record}, slot));
            CHECK((id.high >> 12 & 0xF) == 8);
            CHECK(id.low >> 62 == 2);
            ids.insert(id);
        }
    CHECK(ids.size() == 2'000);
}

TEST_CASE("closed conflicts are kept until a record has had many", "[conflict]") {
    RulesBench bench;
    for (std::uint32_t round = 0; round < kConflictSlotsKept + 4; ++round) {
        const auto head = raw(must(bench.store.head()));
        bench.must_apply(kAna, {set(item::kPlan, 1000 + round, head)}, 9'000);
        bench.must_apply(kBen, {set(item::kPlan, 2000 + round, head)}, 5'000);
        bench.must_apply(kAna, {set(item::kPlan, 3000 + round, head + 2)});
    }
    CHECK(bench.conflict(kConflictSlotsKept - 1, "state") == text_value("resolved"));
    CHECK(is_null(bench.conflict(kConflictSlotsKept, "state")));
}

}  // namespace
}  // namespace holdfast::sync
