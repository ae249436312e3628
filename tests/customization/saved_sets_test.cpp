// Change sets as people keep them: by form, import and buttons. Nothing broken is stored.
#include <algorithm>

#include "core/app/customization_words.h"
#include "core/policy.h"
#include "core/recycle_bin.h"
#include "customization/desk.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

constexpr char kGate[] = R"({"change": {"account": {"add_fields": [
    {"key": "x_gate", "type": "text", "label": {"en": "Gate code"}}]}}})";
constexpr char kOnGate[] =
    R"({"change": {"account": {"change_fields": {"x_gate": {"default": "0"}}}}})";
constexpr char kBroken[] = R"({"change": {"account": {"hide_fields": ["name"]}}})";
constexpr char kParts[] = R"({"change": {"work_order": {"add_states": [
    {"key": "x_parts", "category": "waiting", "label": {"en": "Parts"}}],
    "add_transitions": ["draft > x_parts", "x_parts > open"]}}})";

/// As a text inside a JSON file.
std::string json_text(std::string_view text) {
    std::string quoted = "\"";
    for (const char character : text) {
        if (character == '"' || character == '\\') quoted += '\\';
        quoted += character == '\n' ? ' ' : character;
    }
    return quoted + '"';
}

std::string error_at(FormView& form, FieldId field) {
    for (const FormGroup& group : form.groups())
        for (const FormField& each : group.fields)
            if (each.field == field) return each.error;
    return "not on the form";
}

struct Sets : Desk {
    /// Types a set into a new form and saves it.
    void type(const std::string& items) {
        workspace->handle(intent::NewRecord{entity("change_set").id});
        workspace->handle(intent::SetText{field("change_set", "name"), "Ours"});
        workspace->handle(intent::SetText{field("change_set", "items"), items});
        workspace->handle(intent::Save{});
    }
    RecordId draft(const std::string& items) {
        return save("change_set", {{"name", "Ours"}, {"items", items}});
    }
    void show(const RecordId& id, std::string_view module = "change_set") {
        workspace->handle(
            intent::GoTo{std::string("#/") + std::string(module) + "/" + to_text(id)});
    }
    void press(const char* state) { workspace->handle(intent::MoveTo{state}); }
    std::string error() { return error_at(*workspace->form(), field("change_set", "items")); }
    std::string state_of(const RecordId& id) {
        return std::string(text_or_empty(get("change_set", id, "status")));
    }
    std::string toast() { return workspace->toast() ? workspace->toast()->text : std::string(); }
    RecordId publish_by_button(const char* items) {
        const RecordId id = draft(items);
        press("published");
        REQUIRE(state_of(id) == "published");
        return id;
    }
    std::vector<FieldIssue> issues_of(const Draft& draft) {
        CommitOutcome outcome = must(store().commit(draft));
        if (auto* needs = std::get_if<NeedsWork>(&outcome)) return std::move(needs->issues);
        return {};
    }
    [[nodiscard]] Draft edit() { return {"test.edit", store().state().checkpoint}; }
    std::size_t count() { return must(read_change_sets(store().database())).size(); }
};

}  // namespace

TEST_CASE("a broken change set is refused when its form is saved, with path and reason") {
    Sets desk;
    desk.type(kBroken);
    CHECK(desk.workspace->form()->mode() == FormMode::Create);
    CHECK(desk.error() ==
          "Changes: “Ours”, $.change.account.hide_fields[0]: “name” must be filled, but nobody "
          "could fill it. Give it a default or put it on the form.");
    // What was typed stays, is put right and saved.
    desk.workspace->handle(intent::SetText{desk.field("change_set", "items"), kGate});
    desk.workspace->handle(intent::Save{});
    CHECK(desk.workspace->form()->mode() != FormMode::Create);
    CHECK(desk.count() == 0);
}

TEST_CASE("what is wrong with a change set is said in every language") {
    Sets desk;
    const std::vector<FieldIssue> issues = desk.issues_of(
        desk.edit().create(desk.entity("change_set").id, RecordId{7, 7},
                           {{desk.field("change_set", "name"), std::string("Bad")},
                            {desk.field("change_set", "items"), std::string("{\"change\": 1")}}));
    REQUIRE(issues.size() == 1);
    CHECK(issues[0].kind == IssueKind::BadChanges);
    CHECK(issues[0].field == desk.field("change_set", "items"));
    REQUIRE(issues[0].change != nullptr);
    CHECK(issues[0].change->problem == CustomizationProblem::NotJson);
    for (const Language language : kLanguages) {
        const Strings strings(language);
        const std::string told = strings.sentence(desk.entity("change_set"), issues[0]);
        CHECK(told.find(sentence(strings, *issues[0].change)) != std::string::npos);
        CHECK(told.find("customization.") == std::string::npos);
    }
}

TEST_CASE("a file of change sets brings the ones that fit and refuses the broken ones") {
    Sets desk;
    const std::string rows = R"([{"name": "Good", "items": )" + json_text(kGate) +
                             R"(}, {"name": "Bad", "items": )" + json_text(kBroken) + "}]";
    CHECK(import_rows(desk, "change_set", rows) == 1);
    Statement kept = must(desk.store().database().prepare("SELECT name FROM change_set"));
    REQUIRE(must(kept.step()));
    CHECK(kept.text(0) == "Good");
    CHECK_FALSE(must(kept.step()));
}

TEST_CASE("a set that is published by its button counts from the next start, after the others") {
    Sets desk;
    desk.publish_by_button(kGate);
    CHECK(desk.toast().find("It counts when the app is started again.") != std::string::npos);
    // A clock that goes back does not put the second one before what it builds on.
    desk.environment.now -= 1'000'000;
    const RecordId draft = desk.draft(kOnGate);
    desk.press("published");
    CHECK(integer_or(desk.get("change_set", draft, "base_version"), 0) != 0);
    const auto sets = must(read_change_sets(desk.store().database()));
    REQUIRE(sets.size() == 2);
    CHECK(sets[1].id == draft);
    desk.restart();
    CHECK(desk.customization->issues().empty());
    CHECK(desk.entity("account").find_field("x_gate")->initial == Value(std::string("0")));
}

TEST_CASE("a draft that no longer fits when its button is pressed stays a draft and says why") {
    Sets desk;
    const RecordId gate = desk.publish_by_button(kGate);
    const RecordId later = desk.draft(kOnGate);
    desk.show(gate);
    desk.press("reverted");
    REQUIRE(desk.state_of(gate) == "reverted");
    desk.show(later);
    desk.press("published");
    CHECK(desk.state_of(later) == "draft");
    CHECK(desk.toast().find("There is no field “x_gate”") != std::string::npos);
}

TEST_CASE("a set whose state has records is not taken back by button, removal or correction") {
    Sets desk;
    const RecordId set = desk.publish_by_button(kParts);
    desk.restart();
    const RecordId order = desk.save("work_order", {{"subject", "Pump"}});
    desk.press("x_parts");
    REQUIRE(desk.get("work_order", order, "status") == Value(std::string("x_parts")));
    const EntityDef& module = desk.entity("change_set");
    const auto refused = [&](const Draft& draft) {
        const std::vector<FieldIssue> issues = desk.issues_of(draft);
        return issues.size() == 1 && issues[0].change &&
               issues[0].change->problem == CustomizationProblem::StateInUse &&
               issues[0].change->subject == "x_parts" && issues[0].change->count == 1;
    };
    CHECK(refused(desk.edit().transition(module.id, set, "published", "reverted")));
    CHECK(refused(desk.edit().remove(module.id, set)));
    CHECK(refused(desk.edit().set(module.id, set, {{module.state_field, std::string("draft")}})));
    desk.show(order, "work_order");
    desk.press("open");
    CHECK(desk.issues_of(desk.edit().remove(module.id, set)).empty());
    CHECK(desk.count() == 0);
}

TEST_CASE("a set that others build on stays, and comes back from the bin only while it fits") {
    Sets desk;
    const RecordId gate = desk.publish_by_button(kGate);
    const RecordId later = desk.publish_by_button(kOnGate);
    const EntityDef& module = desk.entity("change_set");
    CHECK(desk.issues_of(desk.edit().remove(module.id, gate)).at(0).change->change_set == later);
    CHECK(desk.count() == 2);
    REQUIRE(desk.issues_of(desk.edit().remove(module.id, later)).empty());
    REQUIRE(desk.issues_of(desk.edit().remove(module.id, gate)).empty());
    // Alone the later one would not fit; both together do.
    CHECK(desk.issues_of(desk.edit().restore(module.id, later)).at(0).kind ==
          IssueKind::BadChanges);
    CHECK(desk.issues_of(desk.edit().restore(module.id, gate).restore(module.id, later)).empty());
    CHECK(desk.count() == 2);
}

TEST_CASE("a broken set of an earlier program keeps nobody from publishing another one") {
    Sets desk;
    const RecordId old = desk.publish_by_button(kGate);
    must(desk.store().database().run("UPDATE change_set SET items = '{'"));
    const RecordId next = desk.publish_by_button(kParts);
    CHECK(desk.count() == 2);
    CHECK(desk.issues_of(desk.edit().transition(desk.entity("change_set").id, old, "published",
                                                "reverted"))
              .empty());
    CHECK(must(read_change_sets(desk.store().database())).at(0).id == next);
}
