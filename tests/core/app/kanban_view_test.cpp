#include "core/app/kanban_view.h"

#include <set>

#include "core/store_fixture.h"

using namespace holdfast;
using test::must;
using test::number;
using test::text;

namespace {

class BoardFixture : public test::StoreFixture {
public:
    KanbanView board(std::string_view module) { return {store, entity(module).id, strings}; }

    std::size_t column(KanbanView& view, std::string_view label) {
        for (std::size_t index = 0; index < view.columns().size(); ++index)
            if (view.columns()[index].label == label) return index;
        FAIL("no column " << label);
        return 0;
    }
    RecordId stage(const RecordId& pipeline, std::string name, std::string category,
                   std::int64_t position) {
        return create("stage", {{"pipeline", pipeline},
                                {"name", text(std::move(name))},
                                {"category", text(std::move(category))},
                                {"position", number(position)}});
    }
    Strings strings;
};

/// Three stages; one deal of 100.00 EUR in the first.
class DealBoard : public BoardFixture {
public:
    DealBoard() {
        const RecordId pipeline = create("pipeline", {{"name", text("Sales")}});
        won = stage(pipeline, "Signed", "won", 3);
        first = stage(pipeline, "Talking", "open", 1);
        second = stage(pipeline, "Offered", "open", 2);
        deal = create("deal", {{"name", text("Lift")},
                               {"stage", first},
                               {"amount", number(10'000)},
                               {"currency", text("EUR")}});
    }
    RecordId first;
    RecordId second;
    RecordId won;
    RecordId deal;
};

}  // namespace

TEST_CASE_METHOD(DealBoard, "columns of a link stand in the order of its parts, with their sums",
                 "[app][kanban]") {
    KanbanView view = board("deal");
    REQUIRE(view.columns().size() == 3);
    CHECK(view.columns()[0].label == "Talking");
    CHECK(view.columns()[1].label == "Offered");
    CHECK(view.columns()[2].label == "Signed");
    CHECK(view.columns()[0].count == 1);
    CHECK(view.columns()[0].sum == "€100.00");
    CHECK(view.columns()[1].sum.empty());
    REQUIRE(view.card(0, 0) != nullptr);
    CHECK(view.card(0, 0)->title == "Lift");
    CHECK(view.card(0, 1) == nullptr);
}

TEST_CASE_METHOD(DealBoard, "a card moves as an edit and comes back by undo", "[app][kanban]") {
    KanbanView view = board("deal");
    CHECK(view.advise(deal, 1).verdict == MoveVerdict::Allowed);
    const CommitWithUndo moved = must(view.move(deal, 1));
    CHECK(std::holds_alternative<Saved>(moved.outcome));
    CHECK(view.columns()[1].count == 1);
    REQUIRE(moved.undo.has_value());
    must(take_back(store, *moved.undo));
    CHECK(view.columns()[0].count == 1);
    CHECK(view.columns()[1].count == 0);
}

TEST_CASE_METHOD(DealBoard, "a stage that closes asks for what the closed state requires",
                 "[app][kanban]") {
    KanbanView view = board("deal");
    const MoveAdvice advice = view.advise(deal, 2);
    CHECK(advice.verdict == MoveVerdict::NeedsMore);
    CHECK(advice.sentence == "Fill these in first: Close date");
    CHECK(std::holds_alternative<NeedsWork>(must(view.move(deal, 2)).outcome));
    set("deal", deal, {{"close_date", number(20'000)}});
    CHECK(view.advise(deal, 2).verdict == MoveVerdict::Allowed);
    CHECK(std::holds_alternative<Saved>(must(view.move(deal, 2)).outcome));
    CHECK(get("deal", deal, "status") == text("won"));
}

TEST_CASE_METHOD(DealBoard, "a stage of another pipeline is refused before the card is dropped",
                 "[app][kanban]") {
    const RecordId other = create("pipeline", {{"name", text("Service")}});
    stage(other, "Booked", "open", 1);
    set("deal", deal, {{"pipeline", get("stage", first, "pipeline")}});
    KanbanView view = board("deal");
    const MoveAdvice advice = view.advise(deal, column(view, "Booked"));
    CHECK(advice.verdict == MoveVerdict::Forbidden);
    CHECK_FALSE(advice.sentence.empty());
}

TEST_CASE_METHOD(BoardFixture, "a state moves along its transitions only, and says why not",
                 "[app][kanban]") {
    const RecordId order = create("work_order", {{"subject", text("Pump")}});
    KanbanView view = board("work_order");
    const auto& states = entity("work_order").states;
    CHECK(view.columns().size() == states.size());
    std::size_t allowed = 0;
    for (std::size_t index = 0; index < states.size(); ++index) {
        const MoveAdvice advice = view.advise(order, index);
        const std::string& from = entity("work_order").initial_state;
        if (states[index].key == from || entity("work_order").allows(from, states[index].key)) {
            CHECK(advice.verdict != MoveVerdict::Forbidden);
            ++allowed;
        } else {
            CHECK(advice.verdict == MoveVerdict::Forbidden);
            CHECK(advice.sentence.find("there is no way") != std::string::npos);
        }
    }
    CHECK(allowed > 1);
    CHECK(allowed < states.size());
}

TEST_CASE_METHOD(BoardFixture, "cards of a long column are read page by page, each once",
                 "[app][kanban]") {
    for (int index = 0; index < 60; ++index)
        create("task", {{"subject", text("Task " + std::to_string(100 + index))}});
    KanbanView view = board("task");
    const std::size_t open = column(view, view.columns()[0].label);
    CHECK(view.columns()[open].count == 60);
    std::set<RecordId> seen;
    for (std::int64_t index = 0; view.card(open, index) != nullptr; ++index)
        seen.insert(view.card(open, index)->id);
    CHECK(seen.size() == 60);
    CHECK(view.error() == nullptr);
}

TEST_CASE_METHOD(BoardFixture, "another field makes other columns, with one for what has none",
                 "[app][kanban]") {
    create("account", {{"name", text("Acme")}, {"kind", text("business")}});
    KanbanView view = board("account");
    view.set_column_field(field("account", "kind"));
    CHECK(view.column_field() == field("account", "kind"));
    CHECK(view.columns()[column(view, "Business")].count == 1);
    view.set_column_field(field("account", "name"));
    CHECK(view.column_field() == field("account", "kind"));
}

TEST_CASE_METHOD(BoardFixture, "a board by a link counts every linked record, shown or left out",
                 "[app][kanban]") {
    constexpr int kAccounts = 300;
    for (int index = 0; index < kAccounts; index += 100) {
        Draft accounts = draft();
        Draft contacts = draft();
        for (int each = 0; each < 100; ++each) {
            const RecordId account = make_record_id(environment);
            accounts.create(entity("account").id, account,
                            values("account", {{"name", text("A")}}));
            for (int one = 0; one < 2; ++one)
                contacts.create(
                    entity("contact").id, make_record_id(environment),
                    values("contact", {{"last_name", text("Ek")}, {"account", account}}));
        }
        save(accounts);
        save(contacts);
    }
    KanbanView view = board("contact");
    view.set_column_field(field("contact", "account"));
    REQUIRE(view.columns().size() == kKanbanColumnsMax);
    CHECK(view.columns()[1].count == 2);
    CHECK(view.columns_left_out() == kAccounts + 1 - static_cast<std::int64_t>(kKanbanColumnsMax));
}
