// Texts that speak of definitions: conditions, formulas, names of fields, questions, JSON. What no
// reader would understand is refused at its field.
#include "core/app/saved_views.h"
#include "core/store_fixture.h"
#include "core/strings.h"

using namespace holdfast;
using test::must;
using test::number;
using test::text;

namespace {

struct ContentFixture : test::StoreFixture {
    RecordId workflow() {
        return create("workflow", {{"name", text("Close")}, {"entity", text("task")}});
    }
    Draft rule(const char* module, const char* condition) {
        return draft().create(entity("sharing_rule").id, make_record_id(environment),
                              values("sharing_rule", {{"name", text("Rule")},
                                                      {"entity", text(module)},
                                                      {"from_kind", text("everyone")},
                                                      {"to_kind", text("everyone")},
                                                      {"condition", text(condition)}}));
    }
    FieldIssue only_issue(const Draft& wanted) {
        const std::vector<FieldIssue> issues = refuse(wanted);
        REQUIRE(issues.size() == 1);
        return issues[0];
    }
    std::string told(std::string_view module, const FieldIssue& issue,
                     Language language = Language::English) {
        return Strings(language).sentence(entity(module), issue);
    }
    Draft view(const char* module, const std::string& filter) {
        return draft().create(
            entity("saved_view").id, make_record_id(environment),
            values("saved_view",
                   {{"name", text("Mine")}, {"entity", text(module)}, {"filter", text(filter)}}));
    }
};

}  // namespace

TEST_CASE_METHOD(ContentFixture, "a sharing rule's condition that says nothing is refused at it",
                 "[core][content]") {
    const FieldIssue issue = only_issue(rule("task", "subject =="));
    CHECK(issue.kind == IssueKind::BadContent);
    CHECK(issue.field == field("sharing_rule", "condition"));
    CHECK(told("sharing_rule", issue) ==
          "Only records where: The expression is not complete. Something is missing at the end.");
    CHECK(only_issue(rule("task", "no_such == 1")).detail == "expression.unknown_field");
    CHECK(only_issue(rule("task", "subject")).detail == "expression.wrong_type");
    save(rule("task", "starts_with(subject, 'Call')"));
    save(rule("task", "due < today()"));
}

TEST_CASE_METHOD(ContentFixture, "a condition is judged anew when its module changes",
                 "[core][content]") {
    const RecordId id = create("sharing_rule", {{"name", text("Rule")},
                                                {"entity", text("task")},
                                                {"from_kind", text("everyone")},
                                                {"to_kind", text("everyone")},
                                                {"condition", text("subject == 'Call'")}});
    const EntityId module = entity("sharing_rule").id;
    const auto change = [&](std::initializer_list<test::Given> given) {
        return draft().set(module, id, values("sharing_rule", given));
    };
    CHECK(only_issue(change({{"entity", text("account")}})).field ==
          field("sharing_rule", "condition"));
    save(change({{"entity", text("account")}, {"condition", text("name == 'Acme'")}}));
    save(change({{"condition", text("")}}));
}

TEST_CASE_METHOD(ContentFixture, "a broken condition that is there already can be left alone",
                 "[core][content]") {
    save(rule("task", "subject == 'Call'"));
    must(store.database().run("UPDATE sharing_rule SET condition = 'subject =='"));
    Statement found = must(store.database().prepare("SELECT id FROM sharing_rule"));
    REQUIRE(must(found.step()));
    const RecordId id = found.record_id(0);
    const EntityId module = entity("sharing_rule").id;
    save(draft().set(module, id, values("sharing_rule", {{"name", text("Other")}})));
    save(draft().remove(module, id));
}

TEST_CASE_METHOD(ContentFixture, "a workflow's step speaks of the module of its workflow",
                 "[core][content]") {
    const RecordId flow = workflow();
    const auto step = [&](const char* target, const char* formula) {
        return draft().create(entity("workflow_step").id, make_record_id(environment),
                              values("workflow_step", {{"workflow", flow},
                                                       {"name", text("Set")},
                                                       {"kind", text("set_field")},
                                                       {"target_field", text(target)},
                                                       {"formula", text(formula)}}));
    };
    CHECK(only_issue(step("subjekt", "1")).field == field("workflow_step", "target_field"));
    CHECK(only_issue(step("subject", "concat(")).field == field("workflow_step", "formula"));
    save(step("subject", "concat(subject, '!')"));
    // Together with a workflow that is not stored yet.
    Draft both = draft();
    const RecordId fresh = make_record_id(environment);
    both.create(entity("workflow").id, fresh,
                values("workflow", {{"name", text("New")}, {"entity", text("account")}}));
    both.create(entity("workflow_step").id, make_record_id(environment),
                values("workflow_step", {{"workflow", fresh},
                                         {"name", text("Set")},
                                         {"kind", text("set_field")},
                                         {"target_field", text("subject")},
                                         {"formula", text("1")}}));
    CHECK(only_issue(both).field == field("workflow_step", "target_field"));
}

TEST_CASE_METHOD(ContentFixture, "a profile cannot hide a field that the module does not have",
                 "[core][content]") {
    const RecordId profile = create("profile", {{"name", text("Field")}});
    const auto right = [&](const char* key) {
        return draft().create(entity("profile_right").id, make_record_id(environment),
                              values("profile_right", {{"profile", profile},
                                                       {"entity", text("account")},
                                                       {"field", text(key)},
                                                       {"access", text("hidden")}}));
    };
    const FieldIssue issue = only_issue(right("revenu"));
    CHECK(issue.field == field("profile_right", "field"));
    CHECK(told("profile_right", issue) ==
          "Field: There is no field “revenu” in “account”. Check the key.");
    for (const Language language : kLanguages)
        CHECK(told("profile_right", issue, language).find("revenu") != std::string::npos);
    save(right("phone"));
}

TEST_CASE_METHOD(ContentFixture, "a saved view's question is read before it is kept",
                 "[core][content]") {
    CHECK(only_issue(view("task", "{\"entity\": \"task\"")).detail == "content.bad_query");
    const FieldIssue issue = only_issue(
        view("task", R"({"entity":"task","filter":{"path":"no_such","op":"is_empty"}})"));
    CHECK(issue.field == field("saved_view", "filter"));
    CHECK(issue.arguments.at(0).find("filter") != std::string::npos);
    CHECK(only_issue(view("task", R"({"entity":"account"})")).detail == "content.other_module");
    save(view("task", R"({"entity":"task","search":"pump"})"));
    CHECK(must(read_saved_views(store, entity("task").id)).size() == 1);
}

TEST_CASE_METHOD(ContentFixture, "a field of type json takes JSON only, whatever its depth",
                 "[core][content]") {
    const RecordId flow = workflow();
    const RecordId step = create(
        "workflow_step", {{"workflow", flow}, {"name", text("Tag")}, {"kind", text("add_tag")}});
    const auto params = [&](std::string json) {
        return draft().set(entity("workflow_step").id, step,
                           {{field("workflow_step", "params"), std::move(json)}});
    };
    for (const char* hostile : {"{", "{'a': 1}", "[1,]", "NaN", "{\"a\": 1} x", "\"\xff\""}) {
        CAPTURE(hostile);
        const std::vector<FieldIssue> issues = refuse(params(hostile));
        CHECK(issues.back().field == field("workflow_step", "params"));
    }
    CHECK(only_issue(params(std::string(15'000, '['))).kind == IssueKind::NotJson);
    CHECK(told("workflow_step", only_issue(params("{"))).find("this is not valid JSON") !=
          std::string::npos);
    save(params(R"({"tag": "late", "list": [1, 2.5, null]})"));
    save(params(""));
}
