#include <algorithm>

#include "core/app/workspace_fixture.h"

using namespace holdfast;
using test::must;
using test::WorkspaceFixture;

namespace {

/// An enrolled device with one work order that the server knows.
struct Technician : WorkspaceFixture {
    Technician() {
        enrol();
        workspace.handle(intent::NewRecord{entity("work_order")});
        type("work_order", "subject", "Door does not close");
        workspace.handle(intent::AddLine{line_entity()});
        type_line("description", "Belt");
        workspace.handle(intent::Save{});
        order = workspace.form()->id();
        move("in_progress");
        const Record line = must(workspace.store().read_children(line_entity(), order)).at(0);
        accept_all(
            {{entity("work_order"), {row_of(read_order())}}, {line_entity(), {row_of(line)}}});
    }
    [[nodiscard]] EntityId line_entity() const { return entity("work_order_line"); }
    void type_line(std::string_view key, std::string text) {
        const RecordId line = workspace.form()->lines().at(0).lines.at(0).id;
        workspace.handle(
            intent::SetLineText{line_entity(), line, field("work_order_line", key), text});
    }
    void move(std::string state) { workspace.handle(intent::MoveTo{std::move(state)}); }
    void complete() {
        move("completed");
        type("work_order", "resolution_code", "repaired");
        workspace.handle(intent::Save{});
    }
    Record read_order() { return *must(workspace.store().read(entity("work_order"), order)); }
    Value value_of(std::string_view key) {
        const EntityDef& def = *Registry::base().find("work_order");
        return read_order().values[def.index_of(field("work_order", key))];
    }
    static RowImage row_of(const Record& record) {
        return {record.id, ServerSeq{1}, false, record.values};
    }
    /// What the dispatcher made of the order.
    std::vector<EntityRows> order_now(std::string_view state) {
        const EntityDef& def = *Registry::base().find("work_order");
        RowImage row = row_of(read_order());
        row.version = ServerSeq{2};
        row.values[def.index_of(def.state_field)] = std::string(state);
        row.values[def.index_of(field("work_order", "resolution_code"))] = {};
        row.values[def.index_of(field("work_order", "actual_end"))] = {};
        return {{def.id, {row}}};
    }
    void resend() {
        workspace.navigate("#/attention");
        REQUIRE(workspace.attention().size() == 1);
        workspace.handle(intent::EditAndResend{workspace.attention().front().no});
    }
    RecordId order;
};

}  // namespace

TEST_CASE_METHOD(Technician, "a refused completion is completed when it is sent again",
                 "[app][resend]") {
    complete();
    const Value when = value_of("actual_end");
    REQUIRE_FALSE(is_null(when));
    refuse(3, RejectionCode::Invalid, order_now("in_progress"));
    REQUIRE(value_of("status") == Value("in_progress"));
    environment.now += 60'000;
    resend();
    CHECK(workspace.form()->planned_move() == "Completed");
    workspace.handle(intent::Save{});
    CHECK(value_of("actual_end") == when);  // When it was, not when it was sent again.
    CHECK(value_of("status") == Value("completed"));
    CHECK(value_of("resolution_code") == Value("repaired"));
    CHECK(workspace.attention().empty());
    CHECK(queued_work().size() == 1);
}

TEST_CASE_METHOD(Technician, "a refused change of the status that has no way stays in the list",
                 "[app][resend]") {
    complete();
    refuse(3, RejectionCode::BadTransition, order_now("cancelled"));
    resend();
    CHECK(workspace.form()->planned_move().empty());
    CHECK(toast().find("can no longer be changed that way") != std::string::npos);
    workspace.handle(intent::Save{});
    CHECK(value_of("resolution_code") == Value("repaired"));
    CHECK(value_of("status") == Value("cancelled"));
    CHECK(workspace.attention().size() == 1);
}

TEST_CASE_METHOD(Technician, "a refused line is filled in again in its order", "[app][resend]") {
    workspace.handle(intent::BeginEdit{});
    type_line("description", "Longer belt");
    workspace.handle(intent::Save{});
    refuse(3, RejectionCode::Invalid);
    resend();
    REQUIRE(workspace.form() != nullptr);
    CHECK(workspace.form()->id() == order);
    workspace.handle(intent::Save{});
    CHECK(workspace.attention().empty());
    const auto lines = must(workspace.store().read_children(line_entity(), order));
    const EntityDef& def = *Registry::base().find("work_order_line");
    CHECK(lines.at(0).values[def.index_of(field("work_order_line", "description"))] ==
          Value("Longer belt"));
}

TEST_CASE_METHOD(Technician,
                 "a part that the form cannot hold keeps the refused change in the list",
                 "[app][resend]") {
    const RecordId line = must(workspace.store().read_children(line_entity(), order)).at(0).id;
    Draft draft("work_order.edit", workspace.store().state().checkpoint);
    draft.set(line_entity(), line, {{field("work_order_line", "serial"), "SN-77"}});
    draft.set(entity("work_order"), order, {{field("work_order", "subject"), "Door stuck"}});
    must(workspace.store().commit(draft));
    refuse(3, RejectionCode::Invalid);
    resend();
    CHECK(toast().find("not all of it fits") != std::string::npos);
    workspace.handle(intent::Save{});
    CHECK(value_of("subject") == Value("Door stuck"));
    CHECK(workspace.attention().size() == 1);
}

TEST_CASE_METHOD(Technician, "a refused change of what was closed meanwhile is not forgotten",
                 "[app][resend]") {
    const RecordId account = save_account("Acme");
    const EntityDef& module = *Registry::base().find("sales_order");
    const RecordId sale{0x018BCFE568007000, 9};
    const FieldId currency = field("sales_order", "currency");
    Draft making("test", workspace.store().state().checkpoint);
    making.create(module.id, sale, {{field("sales_order", "account"), account}, {currency, "EUR"}});
    must(workspace.store().commit(making));
    Record stored = *must(workspace.store().read(module.id, sale));
    accept_all({{module.id, {row_of(stored)}}});
    Draft editing("sales_order.edit", workspace.store().state().checkpoint);
    editing.set(module.id, sale, {{currency, "SEK"}});
    must(workspace.store().commit(editing));
    stored.values[module.index_of(module.state_field)] = "confirmed";
    RowImage row = row_of(stored);
    row.version = ServerSeq{2};
    refuse(raw(workspace.store().state().next_no) - 1, RejectionCode::Invalid,
           {{module.id, {row}}});
    resend();
    workspace.handle(intent::Save{});
    REQUIRE(workspace.form() != nullptr);
    CHECK(workspace.form()->mode() == FormMode::Edit);
    CHECK(workspace.attention().size() == 1);
}

TEST_CASE_METHOD(Technician, "a refused deletion is sent again as it is", "[app][resend]") {
    workspace.handle(intent::Delete{});
    refuse(3, RejectionCode::NotAllowed);
    REQUIRE(read_order().life == Record::Life::Living);
    workspace.navigate("#/attention");
    CHECK_FALSE(workspace.attention().at(0).can_edit);
    resend();
    CHECK(toast() == "Will be sent again");
    CHECK(workspace.attention().empty());
    CHECK(must(workspace.store().read(entity("work_order"), order))->life == Record::Life::Deleted);
}

TEST_CASE_METHOD(Technician, "a refused batch of records is sent again whole", "[app][resend]") {
    const FieldId name = field("account", "name");
    Draft batch("account.import", workspace.store().state().checkpoint);
    std::vector<RecordId> ids;
    for (std::uint64_t index = 1; index <= 3; ++index) {
        ids.push_back({0x018BCFE568007000, index});
        batch.create(entity("account"), ids.back(), {{name, "Imported"}});
    }
    must(workspace.store().commit(batch));
    refuse(3, RejectionCode::TooNew);
    for (const RecordId& id : ids)
        REQUIRE_FALSE(must(workspace.store().read(entity("account"), id)).has_value());
    resend();
    CHECK(workspace.attention().empty());
    for (const RecordId& id : ids) CHECK(name_of(id) == "Imported");
}

TEST_CASE_METHOD(Technician, "a refused new record keeps its id, and what builds on it its target",
                 "[app][resend]") {
    const RecordId created = save_account("Norrsken AB");
    workspace.handle(intent::BeginEdit{});
    type("account", "phone", "+46 70 123 45 67");
    workspace.handle(intent::Save{});
    refuse(4, RejectionCode::Invalid);
    workspace.navigate("#/attention");
    REQUIRE(workspace.attention().size() == 2);
    CHECK(workspace.attention().at(0).can_edit);
    CHECK_FALSE(workspace.attention().at(1).can_edit);

    workspace.handle(intent::EditAndResend{workspace.attention().at(1).no});
    CHECK(workspace.toast()->problem);  // Its record is not here yet.
    REQUIRE(workspace.attention().size() == 2);
    workspace.handle(intent::EditAndResend{workspace.attention().at(0).no});
    workspace.handle(intent::Save{});
    CHECK(name_of(created) == "Norrsken AB");
    REQUIRE(workspace.attention().size() == 1);
    CHECK(workspace.attention().at(0).can_edit);
    resend();
    workspace.handle(intent::Save{});
    CHECK(workspace.attention().empty());
    CHECK(queued_work().size() == 2);
}

TEST_CASE_METHOD(Technician, "what others wrote meanwhile stays unseen when work is sent again",
                 "[app][resend]") {
    workspace.handle(intent::BeginEdit{});
    type("work_order", "findings", "Mine");
    workspace.handle(intent::Save{});
    const ServerSeq seen = queued_work().at(0).operations.at(0).edits.at(0).base;
    SECTION("unless it was refused for just that") {
        refuse(3, RejectionCode::Stale);
        resend();
        workspace.handle(intent::Save{});
        CHECK(raw(queued_work().at(0).operations.at(0).edits.at(0).base) > raw(seen));
    }
    SECTION("in a form") {
        refuse(3, RejectionCode::Invalid);
        resend();
        workspace.handle(intent::Save{});
        CHECK(queued_work().at(0).operations.at(0).edits.at(0).base == seen);
    }
    CHECK(workspace.attention().empty());
}

TEST_CASE_METHOD(Technician, "what lies in the recycle bin is no form to fill in again",
                 "[app][resend]") {
    const auto in_bin = [this](std::vector<EntityRows> rows) {
        rows.at(0).rows.at(0).deleted = true;
        rows.at(0).rows.at(0).version = ServerSeq{2};
        refuse(3, RejectionCode::Invalid, std::move(rows));
        workspace.navigate("#/attention");
        REQUIRE(workspace.attention().size() == 1);
        CHECK_FALSE(workspace.attention().front().can_edit);
        resend();
        CHECK(workspace.attention().empty());
        CHECK(queued_work().size() == 1);
    };
    workspace.handle(intent::BeginEdit{});
    SECTION("an order") {
        const RowImage before = row_of(read_order());
        type("work_order", "findings", "Mine");
        workspace.handle(intent::Save{});
        in_bin({{entity("work_order"), {before}}});
    }
    SECTION("a line") {
        const Record line = must(workspace.store().read_children(line_entity(), order)).at(0);
        type_line("description", "Longer belt");
        workspace.handle(intent::Save{});
        in_bin({{line_entity(), {row_of(line)}}});
    }
}

TEST_CASE_METHOD(Technician, "a refused order keeps its number, and its lines their ids",
                 "[app][resend]") {
    workspace.handle(intent::NewRecord{entity("work_order")});
    type("work_order", "subject", "Rope");
    workspace.handle(intent::AddLine{line_entity()});
    type_line("description", "Rope");
    workspace.handle(intent::Save{});
    order = workspace.form()->id();
    const Value number = value_of("number");
    const RecordId line = must(workspace.store().read_children(line_entity(), order)).at(0).id;
    workspace.handle(intent::BeginEdit{});
    type_line("description", "Longer rope");
    workspace.handle(intent::Save{});
    refuse(4, RejectionCode::Invalid);
    workspace.navigate("#/attention");
    workspace.handle(intent::EditAndResend{TransactionNo{3}});
    workspace.handle(intent::Save{});
    CHECK(value_of("number") == number);
    CHECK(must(workspace.store().read_children(line_entity(), order)).at(0).id == line);
    resend();  // The change of the line finds it again.
    workspace.handle(intent::Save{});
    CHECK(workspace.attention().empty());
    CHECK(queued_work().size() == 2);
}

TEST_CASE_METHOD(Technician, "what is so already is neither sent again nor forgotten",
                 "[app][resend]") {
    complete();
    refuse(3, RejectionCode::BadTransition, {{entity("work_order"), {row_of(read_order())}}});
    REQUIRE(value_of("status") == Value("completed"));
    resend();
    CHECK(workspace.form()->planned_move().empty());
    workspace.handle(intent::Save{});
    CHECK(toast() == "Nothing was changed");
    CHECK(queued_work().empty());
    CHECK(workspace.attention().size() == 1);
}

TEST_CASE_METHOD(Technician, "a move that waits for a field can be dropped", "[app][form]") {
    move("completed");
    CHECK(workspace.form()->planned_move() == "Completed");
    type("work_order", "findings", "Needs a new belt");
    workspace.handle(intent::Save{});
    CHECK(value_of("findings") == Value());  // Still waits: nothing was saved.
    workspace.handle(intent::DropMove{});
    CHECK(workspace.form()->planned_move().empty());
    workspace.handle(intent::Save{});
    CHECK(value_of("findings") == Value("Needs a new belt"));
    CHECK(value_of("status") == Value("in_progress"));
}

TEST_CASE_METHOD(WorkspaceFixture, "what cannot be read is not taken for empty",
                 "[app][workspace]") {
    save_account("Norrsken AB");
    const auto run = [this](const char* sql) {
        must(workspace.store().database().run(sql));
        workspace.on_data_changed();
    };
    workspace.navigate("#/account");
    CHECK(workspace.list()->row_count() == 1);
    CHECK(workspace.problem().empty());
    run("ALTER TABLE account RENAME TO damaged");
    workspace.navigate("#/contact");
    CHECK(workspace.problem().empty());
    workspace.navigate("#/account");
    CHECK(workspace.list()->row_count() == 0);
    CHECK_FALSE(workspace.problem().empty());
    workspace.navigate("#/home");
    CHECK(workspace.overview().empty());
    CHECK(workspace.conflicts().empty());  // Could be read; the overview's failure stays.
    CHECK_FALSE(workspace.problem().empty());
    run("ALTER TABLE damaged RENAME TO account");
    workspace.navigate("#/account");
    CHECK(workspace.list()->row_count() == 1);
    workspace.navigate("#/home");
    CHECK_FALSE(workspace.overview().empty());
    CHECK(workspace.problem().empty());
}
