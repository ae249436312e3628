// Selecting rows and changing all of them, through the workspace's intents.
#include "core/app/workspace_fixture.h"
#include "core/query.h"

using namespace holdfast;
using test::must;

namespace {

constexpr int kSliceMs = 8;

struct MassFixture : test::WorkspaceFixture {
    MassFixture() {
        for (const char* name : {"Acme", "Berg", "Cohn", "Dahl"}) save_account(name);
        workspace.navigate("#/account");
        static_cast<void>(workspace.take_requests());
    }
    void run() {
        while (workspace.step(kSliceMs)) {
        }
    }
    void select(std::int64_t row, SelectHow how = SelectHow::Toggle) {
        workspace.handle(intent::SelectRow{row, how});
    }
    /// Of the first three accounts.
    void change_industry(std::string text) {
        workspace.handle(intent::StartSelecting{});
        select(0);
        select(2, SelectHow::Extend);
        workspace.handle(intent::OpenMassEdit{});
        workspace.handle(intent::MassEditField{field("account", "industry")});
        workspace.handle(intent::MassEditText{std::move(text)});
        workspace.handle(intent::MassEditStart{});
        run();
    }
    std::int64_t count_in(std::string_view industry) {
        Query query;
        query.entity = entity("account");
        query.filters.push_back(
            {field("account", "industry"), FilterOperator::Equal, Value(std::string(industry))});
        return must(count_rows(workspace.store(), query));
    }
};

}  // namespace

TEST_CASE_METHOD(MassFixture, "rows are selected only while somebody selects", "[mass_edit]") {
    select(0);
    CHECK(workspace.selection() == nullptr);
    workspace.handle(intent::StartSelecting{});
    select(0);
    select(3, SelectHow::Extend);
    CHECK(workspace.selection()->count() == 4);
    workspace.handle(intent::StopSelecting{});
    CHECK(workspace.selection() == nullptr);
    workspace.handle(intent::StartSelecting{});
    CHECK(workspace.selection()->count() == 0);
    workspace.handle(intent::SelectAllRows{});
    CHECK(workspace.selection()->count() == 4);
    workspace.navigate("#/contact");
    CHECK(workspace.selection() == nullptr);
}

TEST_CASE_METHOD(MassFixture, "nothing opens without selected rows", "[mass_edit]") {
    workspace.handle(intent::OpenMassEdit{});
    workspace.handle(intent::StartSelecting{});
    workspace.handle(intent::OpenMassEdit{});
    CHECK(workspace.mass_edit() == nullptr);
    for (const Intent& stray : {Intent(intent::MassEditField{field("account", "industry")}),
                                Intent(intent::MassEditText{"x"}), Intent(intent::MassEditStart{}),
                                Intent(intent::MassEditCancel{}), Intent(intent::MassEditUndo{}),
                                Intent(intent::MassEditClose{})})
        workspace.handle(stray);
    run();
    CHECK(workspace.mass_edit() == nullptr);
    CHECK(toast() == "Dahl saved");
}

TEST_CASE_METHOD(MassFixture, "selected records are changed, sent and taken back by the toast",
                 "[mass_edit]") {
    enrol();
    change_industry("Lifts");
    CHECK(count_in("Lifts") == 3);
    CHECK(asked(HostRequest::Kind::LocalChange) >= 1);
    REQUIRE(workspace.mass_edit() != nullptr);
    CHECK(workspace.mass_edit()->run()->records_edited() == 3);
    workspace.handle(intent::MassEditClose{});
    CHECK(workspace.mass_edit() == nullptr);
    CHECK(workspace.selection() == nullptr);
    CHECK(toast() == "3 records changed");
    undo();
    run();
    CHECK(count_in("Lifts") == 0);
    CHECK(toast() == "3 records are as they were before");
}

TEST_CASE_METHOD(MassFixture, "undo takes back the whole change as one, then what came before it",
                 "[mass_edit]") {
    change_industry("Lifts");
    workspace.handle(intent::MassEditClose{});
    CHECK(workspace.can_undo());
    workspace.handle(intent::UndoLast{});
    run();
    CHECK(count_in("Lifts") == 0);
    CHECK(must(count_rows(workspace.store(), workspace.list()->query())) == 4);
    workspace.handle(intent::UndoLast{});  // The account that was made last.
    CHECK(must(count_rows(workspace.store(), workspace.list()->query())) == 3);
}

TEST_CASE_METHOD(MassFixture, "a commit after the mass edit is undone before it", "[mass_edit]") {
    change_industry("Lifts");
    workspace.handle(intent::MassEditClose{});
    save_account("Ekman");
    workspace.handle(intent::UndoLast{});
    CHECK(count_in("Lifts") == 3);
    workspace.handle(intent::UndoLast{});
    run();
    CHECK(count_in("Lifts") == 0);
}

TEST_CASE_METHOD(MassFixture, "a dialog that is closed before the run changes nothing",
                 "[mass_edit]") {
    workspace.handle(intent::StartSelecting{});
    select(1);
    workspace.handle(intent::OpenMassEdit{});
    workspace.handle(intent::MassEditField{field("account", "industry")});
    workspace.handle(intent::MassEditText{"Lifts"});
    workspace.handle(intent::MassEditClose{});
    CHECK(workspace.mass_edit() == nullptr);
    CHECK(workspace.selection()->count() == 1);
    CHECK(count_in("Lifts") == 0);
    CHECK_FALSE(workspace.has_unsaved_input());
}

TEST_CASE_METHOD(MassFixture, "a mass edit that is at work goes on when its list is left",
                 "[mass_edit]") {
    workspace.handle(intent::StartSelecting{});
    workspace.handle(intent::SelectAllRows{});
    workspace.handle(intent::OpenMassEdit{});
    workspace.handle(intent::MassEditField{field("account", "industry")});
    workspace.handle(intent::MassEditText{"Lifts"});
    workspace.handle(intent::MassEditStart{});
    CHECK(workspace.has_unsaved_input());
    workspace.navigate("#/contact");
    CHECK(workspace.mass_edit() == nullptr);
    run();
    CHECK(count_in("Lifts") == 4);
    CHECK(toast() == "4 records changed");
    CHECK_FALSE(workspace.has_unsaved_input());
}
