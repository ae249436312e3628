#include "core/app/conflict_view.h"

#include "core/app/workspace_fixture.h"
#include "core/store_fixture.h"
#include "support/test.h"

namespace {

using holdfast::ConflictChoice;
using holdfast::RecordId;
using holdfast::Saved;
using holdfast::ServerSeq;
using holdfast::Strings;
using holdfast::Value;
using holdfast::test::Given;
using holdfast::test::must;
using holdfast::test::StoreFixture;

constexpr RecordId kOrder{0x0190'0000'0000'7000, 0x8000'0000'0000'0001};
constexpr RecordId kConflict{0x0190'0000'0000'8000, 0x8000'0000'0000'0002};

struct ConflictFixture : StoreFixture {
    ConflictFixture() { enrol(); }

    holdfast::RowImage row_of(std::string_view key, const RecordId& id,
                              std::initializer_list<Given> given) {
        holdfast::RowImage row{id, ServerSeq{5}, false, {}};
        row.values.resize(entity(key).fields.size());
        for (const auto& value : values(key, given)) {
            row.values[entity(key).index_of(value.field)] = value.value;
        }
        return row;
    }
    /// A work order whose subject is "Shown", and a conflict in which `winner` beat `loser`.
    void receive(const char* winner, const char* loser) {
        holdfast::Delta delta;
        delta.epoch = 1;
        delta.to = ServerSeq{5};
        delta.rows.push_back(
            {entity("work_order").id,
             {row_of("work_order", kOrder,
                     {{"number", "WO-1"}, {"subject", "Shown"}, {"status", "draft"}})}});
        delta.rows.push_back({entity("conflict").id,
                              {row_of("conflict", kConflict,
                                      {{"entity", "work_order"},
                                       {"record_id", to_text(kOrder)},
                                       {"field", "subject"},
                                       {"seen", R"({"subject":"Start"})"},
                                       {"winner", R"({"subject":"Shown"})"},
                                       {"loser", R"({"subject":"Hidden"})"},
                                       {"winner_user", winner},
                                       {"loser_user", loser},
                                       {"winner_device", "K7"},
                                       {"loser_device", "K8"},
                                       {"winner_at", environment.now - 60'000},
                                       {"loser_at", environment.now - 120'000},
                                       {"rule", "scalar"},
                                       {"state", "open"}})}});
        must(store.apply(delta));
    }
    holdfast::ConflictItem only_item() {
        const auto items = must(read_conflicts(store, Strings(), 0));
        REQUIRE(items.size() == 1);
        return items.front();
    }
    void choose(ConflictChoice choice) {
        REQUIRE(std::holds_alternative<Saved>(must(resolve_conflict(store, kConflict, choice))));
    }
};

TEST_CASE_METHOD(ConflictFixture, "a conflict tells both values, who wrote them and when",
                 "[app][conflict]") {
    receive("ben", "ana");
    const auto item = only_item();
    CHECK(item.name == "WO-1 Shown: Subject");
    CHECK(item.seen == "Start");
    CHECK(item.mine == "Hidden");
    CHECK(item.theirs == "Shown");
    CHECK(item.mine_by == "You, 22:11");
    CHECK(item.theirs_by == "ben, 22:12");
}

TEST_CASE_METHOD(ConflictFixture, "an open conflict is counted until somebody chooses",
                 "[app][conflict]") {
    CHECK(must(count_open_conflicts(store)) == 0);
    receive("ben", "ana");
    CHECK(must(count_open_conflicts(store)) == 1);
    choose(ConflictChoice::KeepMine);
    CHECK(must(count_open_conflicts(store)) == 0);
}

TEST_CASE_METHOD(ConflictFixture, "keeping my hidden value writes it and closes the conflict",
                 "[app][conflict]") {
    receive("ben", "ana");
    choose(ConflictChoice::KeepMine);
    CHECK(get("work_order", kOrder, "subject") == Value("Hidden"));
    CHECK(get("conflict", kConflict, "state") == Value("resolved"));
    CHECK(get("conflict", kConflict, "resolved_by") == Value("ana"));
    CHECK(must(read_conflicts(store, Strings(), 0)).empty());
    CHECK(must(store.pending_counts()).queued == 1);
}

TEST_CASE_METHOD(ConflictFixture, "keeping what is shown already only closes the conflict",
                 "[app][conflict]") {
    const bool i_won = GENERATE(true, false);
    receive(i_won ? "ana" : "ben", i_won ? "ben" : "ana");
    choose(i_won ? ConflictChoice::KeepMine : ConflictChoice::KeepTheirs);
    CHECK(get("work_order", kOrder, "subject") == Value("Shown"));
    CHECK(must(read_conflicts(store, Strings(), 0)).empty());
    const auto queued = must(store.read_queued(holdfast::TransactionNo::None, 9, 1 << 20));
    REQUIRE(queued.size() == 1);
    CHECK(queued.front().operations.size() == 1);
}

TEST_CASE_METHOD(ConflictFixture, "keeping theirs brings back the value that I had beaten",
                 "[app][conflict]") {
    receive("ana", "ben");
    CHECK(only_item().mine == "Shown");
    choose(ConflictChoice::KeepTheirs);
    CHECK(get("work_order", kOrder, "subject") == Value("Hidden"));
}

TEST_CASE_METHOD(ConflictFixture, "a conflict between two others names both", "[app][conflict]") {
    receive("ben", "cleo");
    const auto item = only_item();
    CHECK(item.mine_by.starts_with("ben"));
    CHECK(item.theirs_by.starts_with("cleo"));
}

TEST_CASE_METHOD(ConflictFixture, "a closed conflict cannot be chosen again", "[app][conflict]") {
    receive("ben", "ana");
    choose(ConflictChoice::KeepTheirs);
    const auto again = resolve_conflict(store, kConflict, ConflictChoice::KeepMine);
    REQUIRE_FALSE(again.has_value());
    CHECK(again.error().code == holdfast::ErrorCode::NotFound);
    CHECK(get("work_order", kOrder, "subject") == Value("Shown"));
}

TEST_CASE_METHOD(ConflictFixture, "a refused change tells why, and everything that was typed",
                 "[app][attention]") {
    receive("ben", "cleo");
    const auto no = set("work_order", kOrder, {{"assignee", "Maja"}, {"priority", "high"}});
    holdfast::Delta delta;
    delta.epoch = 1;
    delta.from = ServerSeq{5};
    delta.to = ServerSeq{6};
    delta.decided_upto = no;
    delta.refusals.push_back({no, holdfast::TransactionStatus::Rejected, ServerSeq{6},
                              holdfast::RejectionCode::Stale, entity("work_order").id,
                              field("work_order", "assignee"), holdfast::TransactionNo::None,
                              "\"Erik\""});
    must(store.apply(delta));
    const auto items = must(read_attention(store, Strings(), 0));
    REQUIRE(items.size() == 1);
    CHECK(items.front().no == no);
    CHECK(items.front().name == "WO-1 Shown: Edit");
    CHECK(items.front().reason ==
          "Somebody changed this meanwhile. Look at the new value, then edit and resend. "
          "The server has: Erik");
    const std::vector<std::pair<std::string, std::string>> typed = {{"Assigned to", "Maja"},
                                                                    {"Priority", "High"}};
    CHECK(items.front().typed == typed);
}

TEST_CASE_METHOD(holdfast::test::WorkspaceFixture,
                 "a choice that a rule forbids is refused with the rule's own sentence",
                 "[app][conflict]") {
    enrol();
    const auto row = [&](std::string_view key, const RecordId& id,
                         const std::vector<std::pair<std::string_view, Value>>& given) {
        const holdfast::EntityDef& def = *holdfast::Registry::base().find(key);
        holdfast::RowImage image{id, ServerSeq{1}, false, {}};
        image.values.resize(def.fields.size());
        for (const auto& [name, value] : given)
            image.values[def.index_of(field(key, name))] = value;
        return holdfast::EntityRows{def.id, {image}};
    };
    accept_all({row("sales_order", kOrder,
                    {{"number", "SO-1"}, {"status", "confirmed"}, {"currency", "EUR"}}),
                row("conflict", kConflict,
                    {{"entity", "sales_order"},
                     {"record_id", to_text(kOrder)},
                     {"field", "currency"},
                     {"seen", R"({"currency":"USD"})"},
                     {"winner", R"({"currency":"EUR"})"},
                     {"loser", R"({"currency":"SEK"})"},
                     {"winner_user", "ben"},
                     {"loser_user", "ana"},
                     {"winner_device", "K8"},
                     {"loser_device", "K7"},
                     {"rule", "scalar"},
                     {"state", "open"}})});
    workspace.handle(holdfast::intent::Resolve{kConflict, ConflictChoice::KeepMine});
    CHECK(toast() == "Currency is filled in by the system and cannot be changed here.");
    CHECK(must(read_conflicts(workspace.store(), Strings(), 0)).size() == 1);
}

}  // namespace
