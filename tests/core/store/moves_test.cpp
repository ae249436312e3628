// What moves between states need: the right to approve, a reason, the server.
#include <algorithm>

#include "core/app/form_view.h"
#include "core/app/kanban_view.h"
#include "core/app/undo.h"
#include "core/conversion.h"
#include "core/customization.h"
#include "core/history.h"
#include "core/store/policy_fixture.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

struct Service : PolicyFixture {
    explicit Service(const Registry& definitions = Registry::base()) : PolicyFixture(definitions) {}
    /// An hour of the user's own work.
    RecordId add_log(const RecordId& user, const std::string& status) {
        const RecordId task = add_task("Task", user);
        return create("time_log", {{"user", user},
                                   {"task", task},
                                   {"start", number(1'000)},
                                   {"minutes", number(30)},
                                   {"status", text(status)}});
    }
    std::vector<FieldIssue> move(std::string_view module, const RecordId& id,
                                 const std::string& from, const std::string& to) {
        return issues_after(draft().transition(entity(module).id, id, from, to));
    }
    std::vector<FieldIssue> issues_after(const Draft& draft) {
        const CommitOutcome outcome = must(store.commit(draft));
        const auto* needs = std::get_if<NeedsWork>(&outcome);
        return needs != nullptr ? needs->issues : std::vector<FieldIssue>();
    }
    void check_refused(const std::vector<FieldIssue>& issues, IssueKind kind,
                       const std::string& detail) {
        REQUIRE(issues.size() == 1);
        CHECK(issues[0].kind == kind);
        CHECK(issues[0].detail == detail);
    }
    std::string state(std::string_view module, const RecordId& id) {
        return std::string(text_or_empty(get(module, id, "status")));
    }
    const FormTransition& button(const FormView& form, std::string_view to) {
        for (const FormTransition& transition : form.transitions())
            if (transition.to == to) return transition;
        FAIL("no move to " << to);
        return form.transitions().front();
    }
    Strings strings;
};

}  // namespace

TEST_CASE_METHOD(Service, "whoever may not approve may write the record and not approve it",
                 "[core][moves]") {
    allow("time_log", "approve_level", "none");
    const RecordId log = add_log(tom, "submitted");
    become(tom);
    check_refused(move("time_log", log, "submitted", "approved"), IssueKind::NoRight, "approve");
    CHECK(state("time_log", log) == "submitted");
    CHECK(move("time_log", log, "submitted", "logged").empty());
    CHECK(move("time_log", log, "logged", "submitted").empty());
}

TEST_CASE_METHOD(Service, "a profile that says nothing of approving approves what it may write",
                 "[core][moves]") {
    const RecordId log = add_log(tom, "submitted");
    become(mia);
    CHECK(move("time_log", log, "submitted", "approved").empty());
    CHECK(state("time_log", log) == "approved");
}

TEST_CASE_METHOD(Service, "a line that says nothing of approving means what it says of editing",
                 "[core][moves]") {
    const RecordId own = add_log(tina, "submitted");
    const RecordId of_tom = add_log(tom, "submitted");
    SECTION("own records alone") {
        allow("time_log", "edit_level", "own");
        CHECK(can(mia, Action::Approve, "time_log", add_log(mia, "submitted")));
        CHECK_FALSE(can(mia, Action::Approve, "time_log", of_tom));
    }
    SECTION("none, though the profile writes elsewhere") {
        allow("time_log", "edit_level", "none");
        CHECK_FALSE(can(tina, Action::Approve, "time_log", own));
    }
    SECTION("everybody's, though the profile writes less elsewhere") {
        allow("time_log", "read_level", "all");
        allow("time_log", "edit_level", "all");
        CHECK(can(tina, Action::Approve, "time_log", of_tom));
    }
}

TEST_CASE_METHOD(Service, "what was shared to be written is approved where the line is silent",
                 "[core][moves]") {
    const RecordId of_tom = add_log(tom, "submitted");
    const RecordId of_mia = add_log(mia, "submitted");
    const auto share = [&](const RecordId& record, const char* level) {
        create("record_share", {{"record_entity", text("time_log")},
                                {"record", record},
                                {"user", tina},
                                {"level", text(level)}});
    };
    SECTION("with a share to write, not to read") {
        share(of_tom, "write");
        share(of_mia, "read");
        CHECK(can(tina, Action::Approve, "time_log", of_tom));
        CHECK_FALSE(can(tina, Action::Approve, "time_log", of_mia));
    }
    SECTION("with a sharing rule") {
        create("sharing_rule", {{"name", text("Help")},
                                {"entity", text("time_log")},
                                {"from_kind", text("user")},
                                {"from_user", tom},
                                {"to_kind", text("user")},
                                {"to_user", tina},
                                {"level", text("write")}});
        CHECK(can(tina, Action::Approve, "time_log", of_tom));
        CHECK_FALSE(can(tina, Action::Approve, "time_log", of_mia));
    }
    SECTION("and not where the line says whose are approved") {
        allow("time_log", "approve_level", "own");
        share(of_tom, "write");
        CHECK(can(tina, Action::Edit, "time_log", of_tom));
        CHECK_FALSE(can(tina, Action::Approve, "time_log", of_tom));
    }
}

TEST_CASE_METHOD(Service, "approving reaches as far as its level", "[core][moves]") {
    allow("time_log", "approve_level", "own");
    const RecordId own = add_log(mia, "submitted");
    const RecordId of_tom = add_log(tom, "submitted");
    CHECK(can(mia, Action::Approve, "time_log", own));
    CHECK(can(mia, Action::Edit, "time_log", of_tom));
    CHECK_FALSE(can(mia, Action::Approve, "time_log", of_tom));
    become(mia);
    CHECK(move("time_log", own, "submitted", "approved").empty());
    check_refused(move("time_log", of_tom, "submitted", "approved"), IssueKind::NoRight, "approve");
}

TEST_CASE_METHOD(Service, "who writes the state by hand or brings it along approves as well",
                 "[core][moves]") {
    allow("time_log", "approve_level", "none");
    const RecordId log = add_log(tom, "logged");
    const RecordId running = add_log(tom, "running");
    become(tom);
    const FieldId status = field("time_log", "status");
    for (const RecordId& id : {log, running})
        check_refused(
            issues_after(draft().set(entity("time_log").id, id, {{status, text("approved")}})),
            IssueKind::NoRight, "approve");
    const RecordId made = make_record_id(environment);
    check_refused(issues_after(draft().create(entity("time_log").id, made,
                                              values("time_log", {{"user", tom},
                                                                  {"task", add_task("Other", tom)},
                                                                  {"start", number(1'000)},
                                                                  {"minutes", number(5)},
                                                                  {"status", text("approved")}}))),
                  IssueKind::NoRight, "approve");
    CHECK(issues_after(draft().set(entity("time_log").id, log, {{status, text("submitted")}}))
              .empty());
}

TEST_CASE_METHOD(Service, "no step of a draft goes round the right to approve", "[core][moves]") {
    allow("time_log", "approve_level", "none");
    const RecordId log = add_log(tom, "submitted");
    become(tom);
    const EntityId logs = entity("time_log").id;
    const FieldId status = field("time_log", "status");
    const auto by_hand = [&](const char* state) {
        return draft().set(logs, log, {{status, text(state)}});
    };
    SECTION("by hand, then by a move that everybody makes") {
        check_refused(
            issues_after(by_hand("approved").transition(logs, log, "approved", "invoiced")),
            IssueKind::NoRight, "approve");
    }
    SECTION("by a move, then by hand") {
        check_refused(issues_after(draft()
                                       .transition(logs, log, "submitted", "logged")
                                       .set(logs, log, {{status, text("approved")}})),
                      IssueKind::NoRight, "approve");
    }
    SECTION("by hand into what lies behind it") {
        check_refused(issues_after(by_hand("invoiced")), IssueKind::NoRight, "approve");
    }
    SECTION("where moves that everybody makes lead, the state can be corrected") {
        CHECK(issues_after(by_hand("running")).empty());
        CHECK(state("time_log", log) == "running");
    }
}

TEST_CASE_METHOD(Service, "undo is offered of no move whose way back is not open to the person",
                 "[core][moves]") {
    allow("work_order", "approve_level", "none");
    const RecordId order = create("work_order", {{"subject", text("Pump")},
                                                 {"assignee", text("tom")},
                                                 {"resolution_code", text("repaired")},
                                                 {"status", text("completed")}});
    become(tom);
    const auto dispute = [&] {
        return must(commit_with_undo(
            store, draft().transition(entity("work_order").id, order, "completed", "disputed")));
    };
    SECTION("for whoever may not approve") {
        const CommitWithUndo made = dispute();
        REQUIRE(std::holds_alternative<Saved>(made.outcome));
        CHECK_FALSE(made.undo.has_value());
        UndoStack stack;
        stack.note(last_history_group(store));
        CHECK(must(stack.undo(store)) == UndoOutcome::NoWayBack);
        CHECK(state("work_order", order) == "disputed");
    }
    SECTION("but for whoever may") {
        must(store.write_setting("person", ""));
        const CommitWithUndo made = dispute();
        REQUIRE(made.undo.has_value());
        CHECK(std::holds_alternative<Saved>(must(take_back(store, *made.undo))));
        CHECK(state("work_order", order) == "completed");
    }
}

TEST_CASE_METHOD(Service, "a button that is not open says why", "[core][moves]") {
    allow("time_log", "approve_level", "none");
    const RecordId log = add_log(tom, "submitted");
    become(tom);
    const FormView form = must(FormView::open(store, entity("time_log").id, log, strings, 0));
    CHECK(button(form, "logged").refusal.empty());
    CHECK(button(form, "approved").refusal ==
          "Status: approving is not among your rights. Ask somebody who may, or an administrator");
}

TEST_CASE_METHOD(Service, "a card is not dropped where only those get it who may approve",
                 "[core][moves]") {
    allow("time_log", "approve_level", "none");
    const RecordId log = add_log(tom, "submitted");
    become(tom);
    KanbanView board(store, entity("time_log").id, strings);
    board.set_column_field(field("time_log", "status"));
    const auto column = [&](const std::string& key) {
        const auto& columns = board.columns();
        for (std::size_t at = 0; at < columns.size(); ++at)
            if (columns[at].value == text(key)) return at;
        FAIL("no column " << key);
        return std::size_t{0};
    };
    const MoveAdvice refused = board.advise(log, column("approved"));
    CHECK(refused.verdict == MoveVerdict::Forbidden);
    CHECK(refused.sentence.find("approving is not among your rights") != std::string::npos);
    CHECK(board.advise(log, column("logged")).verdict == MoveVerdict::Allowed);
}

TEST_CASE_METHOD(StoreFixture, "a move that asks for its reason is made with it", "[core][moves]") {
    const RecordId order = create("work_order", {{"subject", text("Pump")}});
    const RecordId visit = create("service_appointment", {{"work_order", order}});
    const EntityDef& module = entity("service_appointment");
    set("service_appointment", visit, {{"status", text("dispatched")}});
    const Draft move = draft().transition(module.id, visit, "dispatched", "scheduled");
    const std::vector<FieldIssue> issues = refuse(move);
    const FieldId reason = field("service_appointment", "decline_reason");
    CHECK(std::any_of(issues.begin(), issues.end(), [&](const FieldIssue& issue) {
        return issue.field == reason && issue.kind == IssueKind::Missing;
    }));
    set("service_appointment", visit,
        {{"planned_start", number(1'000)}, {"planned_end", number(2'000)}});
    KanbanView board(store, module.id, Strings());
    std::size_t scheduled = 0;
    for (std::size_t at = 0; at < board.columns().size(); ++at)
        if (board.columns()[at].value == text("scheduled")) scheduled = at;
    CHECK(board.advise(visit, scheduled).verdict == MoveVerdict::NeedsMore);
    save(draft()
             .set(module.id, visit, {{reason, text("Ill")}})
             .transition(module.id, visit, "dispatched", "scheduled"));
    CHECK(get("service_appointment", visit, "status") == text("scheduled"));
}

namespace {

/// Moves that the product's own modules do not have.
const Registry& stricter() {
    static const Customization made = Customization::compile({{RecordId{1, 1}, "set", R"json({
        "change": {
            "email": {"add_states": [
                {"key": "x_printed", "category": "done", "label": {"en": "Printed"}}],
                "add_transitions": [{"from": ["accepted"], "to": "x_printed",
                                     "place": "authority"}, "x_printed > accepted"]},
            "lead": {"add_transitions": [
                {"from": ["new"], "to": "converted", "right": "approve"}]}
        }})json"}});
    REQUIRE(made.issues().empty());
    return made.registry();
}

struct Stricter : Service {
    Stricter() : Service(stricter()) {}
};
/// Of one person, who may do everything.
struct Alone : StoreFixture {
    Alone() : StoreFixture(stricter()) {}
};

}  // namespace

TEST_CASE_METHOD(Alone, "what only the server does is done by a device that has none",
                 "[core][moves]") {
    const RecordId mail = create("email", {{"direction", text("outgoing")},
                                           {"recipients", text("a@example.com")},
                                           {"subject", text("Hello")},
                                           {"status", text("accepted")}});
    const Draft move = draft().transition(entity("email").id, mail, "accepted", "x_printed");
    SECTION("alone") {
        save(move);
        CHECK(get("email", mail, "status") == text("x_printed"));
    }
    SECTION("and not by one that has a server, by move or by hand") {
        enrol();
        for (const Draft& wanted :
             {move, draft().set(entity("email").id, mail,
                                {{field("email", "status"), text("x_printed")}})}) {
            const std::vector<FieldIssue> issues = refuse(wanted);
            REQUIRE(issues.size() == 1);
            CHECK(issues[0].kind == IssueKind::NotAllowed);
            CHECK(issues[0].detail == "authority");
        }
        const FormView form = must(FormView::open(store, entity("email").id, mail, Strings(), 0));
        for (const FormTransition& transition : form.transitions())
            CHECK(transition.refusal ==
                  (transition.to == "x_printed"
                       ? "Status: only the server makes this move. It follows by itself once the "
                         "device has synchronised"
                       : ""));
        CHECK(form.transitions().size() == 3);
    }
    SECTION("history of the server can be brought along to any device") {
        enrol();
        create("email", {{"direction", text("outgoing")},
                         {"recipients", text("b@example.com")},
                         {"subject", text("Old")},
                         {"status", text("x_printed")}});
    }
    SECTION("and no undo leads there") {
        save(move);
        enrol();
        save(draft().transition(entity("email").id, mail, "x_printed", "accepted"));
        CHECK_FALSE(must(find_undo(store, last_history_group(store))).has_value());
    }
}

TEST_CASE_METHOD(Stricter, "a conversion that decides what needs the right needs it too",
                 "[core][moves]") {
    allow("lead", "approve_level", "none");
    const RecordId lead = create("lead", {{"name", text("Ek")}, {"owner", tom}});
    become(tom);
    const auto convert = [&] {
        ConversionRequest request;
        request.entity = entity("lead").id;
        request.record = lead;
        request.key = "customer";
        return must(convert_record(store, request));
    };
    const ConversionDone refused = convert();
    CHECK(refused.answer != ConversionAnswer::Made);
    CHECK(get("lead", lead, "status") == text("new"));
    must(store.write_setting("person", ""));
    CHECK(convert().answer == ConversionAnswer::Made);
    CHECK(get("lead", lead, "status") == text("converted"));
}
