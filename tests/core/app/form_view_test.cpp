#include "core/app/form_view.h"

#include "app/money.h"
#include "core/store_fixture.h"
#include "support/test.h"

namespace {

using holdfast::EntityId;
using holdfast::FieldId;
using holdfast::FormField;
using holdfast::FormMode;
using holdfast::FormView;
using holdfast::Language;
using holdfast::NeedsWork;
using holdfast::RecordId;
using holdfast::Saved;
using holdfast::Strings;
using holdfast::Value;
using holdfast::test::must;
using holdfast::test::StoreFixture;

struct FormFixture : StoreFixture {
    FormView new_order(Language language = Language::English) {
        return must(FormView::create(store, order, {}, Strings(language), 0));
    }
    FormView open(const RecordId& id) {
        return must(FormView::open(store, order, id, Strings(), 0));
    }
    void type(FormView& form, std::string_view key, std::string text) {
        form.set_text(field("work_order", key), std::move(text));
    }
    void type_line(FormView& form, const RecordId& id, std::string_view key, std::string text) {
        form.set_line_text(line, id, field("work_order_line", key), std::move(text));
    }
    const FormField& at(FormView& form, std::string_view key) {
        const FieldId wanted = field("work_order", key);
        for (auto& group : form.groups()) {
            for (FormField& one : group.fields) {
                if (one.field == wanted) return one;
            }
        }
        FAIL("no field " << key);
        return form.groups().front().fields.front();
    }
    EntityId order = entity("work_order").id;
    EntityId line = entity("work_order_line").id;
};

bool is_saved(const holdfast::Result<holdfast::CommitOutcome>& outcome) {
    return outcome && std::holds_alternative<Saved>(*outcome);
}

struct AmountCase {
    std::int64_t quantity;
    std::int64_t price;
    std::optional<std::int64_t> amount;
};

TEST_CASE("an amount is rounded half up once, without floating point", "[app][money]") {
    const AmountCase given = GENERATE(values<AmountCase>({
        {1'000'000, 12'345, 12'345},
        {500'000, 1, 1},
        {499'999, 1, 0},
        {-500'000, 1, -1},
        {333'333, 300, 100},
        {1'500'000, 3, 5},
        {9'000'000'000'000'000'000, 2'000'000, std::nullopt},
    }));
    CHECK(holdfast::amount_of({given.quantity, 6, given.price}) == given.amount);
}

TEST_CASE_METHOD(FormFixture, "a work order and its lines are saved as one transaction",
                 "[app][form]") {
    enrol();
    FormView form = new_order();
    CHECK(form.mode() == FormMode::Create);
    CHECK(form.title() == "New work order");
    CHECK_FALSE(form.dirty());
    type(form, "subject", "Boiler");
    const RecordId labour = form.add_line(line);
    type_line(form, labour, "description", "Work");
    type_line(form, labour, "quantity", "1.5");
    type_line(form, labour, "unit_price", "90.01");
    const RecordId part = form.add_line(line);
    type_line(form, part, "description", "Seal");
    type_line(form, part, "unit_price", "10");
    CHECK(form.lines().front().total == "145.02");
    CHECK(form.dirty());

    REQUIRE(is_saved(form.save()));
    CHECK(form.mode() == FormMode::Show);
    CHECK(form.state_label() == "Draft");
    CHECK(must(store.read_children(line, form.id())).size() == 2);
    CHECK(must(store.pending_counts()).queued == 1);
    CHECK(form.mark() == holdfast::RowMark::Pending);
    CHECK(form.lines().front().total == "145.02");
}

TEST_CASE_METHOD(FormFixture, "what is wrong stands at its field and nothing is stored",
                 "[app][form]") {
    FormView form = new_order();
    type(form, "due", "soon");
    type(form, "amount", "many");
    const RecordId added = form.add_line(line);
    type_line(form, added, "quantity", "x");
    const auto outcome = must(form.save());
    REQUIRE(std::holds_alternative<NeedsWork>(outcome));
    CHECK(at(form, "subject").error == "Subject is missing. Fill it in.");
    CHECK(at(form, "due").error == "Due is not a date. Write it like YYYY-MM-DD.");
    CHECK(at(form, "amount").error == "Amount is not a number. Write it like 1,234.50.");
    CHECK(form.mode() == FormMode::Create);
    CHECK_FALSE(must(store.read(order, form.id())).has_value());

    type(form, "due", "2026-12-24");
    CHECK(at(form, "due").error.empty());
}

TEST_CASE_METHOD(FormFixture, "two forms on one record keep each other's fields", "[app][form]") {
    const RecordId id = create("work_order", {{"subject", "Boiler"}, {"assignee", "Maja"}});
    FormView mine = open(id);
    FormView theirs = open(id);
    mine.begin_edit();
    theirs.begin_edit();
    type(mine, "subject", "Boiler, again");
    type(theirs, "assignee", "Erik");
    REQUIRE(is_saved(theirs.save()));
    mine.refresh();
    CHECK(at(mine, "assignee").text == "Erik");
    CHECK(at(mine, "subject").text == "Boiler, again");
    REQUIRE(is_saved(mine.save()));
    CHECK(get("work_order", id, "subject") == Value("Boiler, again"));
    CHECK(get("work_order", id, "assignee") == Value("Erik"));
}

TEST_CASE_METHOD(FormFixture, "an edit carries what its author saw, not what came in meanwhile",
                 "[app][form]") {
    enrol();
    const RecordId id{0x0190'0000'0000'7000, 0x8000'0000'0000'0001};
    const auto delta_to = [&](std::uint64_t from, std::uint64_t to, const char* subject) {
        holdfast::RowImage row{id, holdfast::ServerSeq{to}, false, {}};
        row.values.resize(entity("work_order").fields.size());
        row.values[entity("work_order").index_of(field("work_order", "subject"))] = subject;
        holdfast::Delta delta;
        delta.epoch = 1;
        delta.from = holdfast::ServerSeq{from};
        delta.to = holdfast::ServerSeq{to};
        delta.rows.push_back({order, {row}});
        return delta;
    };
    must(store.apply(delta_to(0, 5, "First")));
    FormView form = open(id);
    form.begin_edit();
    type(form, "subject", "Mine");
    must(store.apply(delta_to(5, 9, "Theirs")));
    form.refresh();
    CHECK(at(form, "subject").text == "Mine");
    REQUIRE(is_saved(form.save()));
    const auto queued = must(store.read_queued(holdfast::TransactionNo::None, 10, 1 << 20));
    REQUIRE(queued.size() == 1);
    CHECK(queued.front().operations.front().edits.front().base == holdfast::ServerSeq{5});
}

TEST_CASE_METHOD(FormFixture, "a move that needs a field asks for it and happens with the save",
                 "[app][form]") {
    const RecordId id = create("work_order", {{"subject", "Boiler"}, {"status", "in_progress"}});
    FormView form = open(id);
    bool offered = false;
    for (const auto& move : form.transitions()) offered |= move.label == "Completed";
    CHECK(offered);
    REQUIRE(std::holds_alternative<NeedsWork>(must(form.transition("completed"))));
    CHECK(form.mode() == FormMode::Edit);
    CHECK(at(form, "resolution_code").error == "Resolution is missing. Fill it in.");
    CHECK(get("work_order", id, "status") == Value("in_progress"));

    type(form, "resolution_code", "repaired");
    REQUIRE(is_saved(form.save()));
    CHECK(form.state_label() == "Completed");
    CHECK(get("work_order", id, "actual_end") == Value(environment.now));
}

TEST_CASE_METHOD(FormFixture, "an edit can be taken back until somebody builds on it",
                 "[app][form]") {
    const RecordId id = create("work_order", {{"subject", "Before"}});
    FormView form = open(id);
    form.begin_edit();
    type(form, "subject", "After");
    const RecordId added = form.add_line(line);
    type_line(form, added, "description", "Seal");
    REQUIRE(is_saved(form.save()));
    const auto step = form.take_undo();
    REQUIRE(step.has_value());
    SECTION("at once") {
        REQUIRE(is_saved(holdfast::take_back(store, *step)));
        CHECK(get("work_order", id, "subject") == Value("Before"));
        CHECK(must(store.read_children(line, id)).empty());
    }
    SECTION("not after another change of the same field") {
        set("work_order", id, {{"subject", "Somebody else"}});
        const auto outcome = holdfast::take_back(store, *step);
        REQUIRE_FALSE(outcome.has_value());
        CHECK(outcome.error().code == holdfast::ErrorCode::Conflict);
        CHECK(get("work_order", id, "subject") == Value("Somebody else"));
        CHECK(must(store.read_children(line, id)).size() == 1);
    }
}

TEST_CASE_METHOD(FormFixture, "a deleted record comes back as it was", "[app][form]") {
    const RecordId id = create("work_order", {{"subject", "Boiler"}});
    FormView form = open(id);
    REQUIRE(is_saved(form.remove()));
    CHECK(form.deleted());
    CHECK(form.transitions().empty());
    const auto step = form.take_undo();
    REQUIRE(step.has_value());
    REQUIRE(is_saved(holdfast::take_back(store, *step)));
    form.refresh();
    CHECK_FALSE(form.deleted());
    CHECK(at(form, "subject").text == "Boiler");
}

TEST_CASE_METHOD(FormFixture, "a link is chosen from matches or by its exact name", "[app][form]") {
    const RecordId account = create("account", {{"name", "Norrsken AB"}});
    create("account", {{"name", "Norrgård"}});
    FormView form = new_order();
    type(form, "subject", "Boiler");
    const auto options = form.find_link_options(field("work_order", "account"), "norr");
    REQUIRE(options.size() == 2);
    type(form, "account", "Norrsken AB");
    SECTION("by name") {
        CHECK(at(form, "account").link.is_none());
    }
    SECTION("by option") {
        type(form, "account", to_text(account));
        CHECK(at(form, "account").text == "Norrsken AB");
    }
    SECTION("or refused when nothing is called so") {
        type(form, "account", "Nowhere Ltd");
        CHECK(std::holds_alternative<NeedsWork>(must(form.save())));
        CHECK(at(form, "account").error ==
              "Account: this record does not exist here. Choose it from the list.");
        type(form, "account", "Norrsken AB");
    }
    REQUIRE(is_saved(form.save()));
    CHECK(get("work_order", form.id(), "account") == Value(account));
}

TEST_CASE_METHOD(FormFixture, "typed numbers and dates follow a change of language",
                 "[app][form]") {
    FormView form = new_order(Language::English);
    type(form, "subject", "Boiler");
    type(form, "amount", "1234.5");
    type(form, "due", "2026-11-05");
    form.set_strings(Strings(Language::Portuguese));
    CHECK(at(form, "amount").text == "1234,50");
    CHECK(at(form, "due").text == "05/11/2026");
    CHECK(at(form, "subject").label == "Assunto");
    REQUIRE(is_saved(form.save()));
    CHECK(get("work_order", form.id(), "amount") == Value(std::int64_t{123'450}));
}

TEST_CASE_METHOD(FormFixture, "a record that is not here is not found", "[app][form]") {
    const auto missing = FormView::open(store, order, RecordId{1, 2}, Strings(), 0);
    REQUIRE_FALSE(missing.has_value());
    CHECK(missing.error().code == holdfast::ErrorCode::NotFound);
}

}  // namespace
