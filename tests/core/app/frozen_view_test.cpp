// What people are offered of issued documents, logs and what only the engine makes.
#include <algorithm>

#include "core/app/form_view.h"
#include "core/app/import_fixture.h"
#include "core/app/workspace_fixture.h"

using namespace holdfast;
using test::must;
using test::number;
using test::text;

namespace {

struct OrderFixture : test::ImportFixture {
    OrderFixture() {
        const RecordId account = create("account", {{"name", text("Acme")}});
        order = create(
            "sales_order",
            {{"account", account}, {"currency", text("EUR")}, {"order_date", number(20'000)}});
        line = create("sales_order_line", {{"sales_order", order}, {"description", text("Pump")}});
    }
    void confirm() {
        save(draft().transition(entity("sales_order").id, order, "draft", "confirmed"));
    }
    FormView open(std::string_view module, const RecordId& id) {
        return must(FormView::open(store, entity(module).id, id, Strings(), 0));
    }
    RecordId order, line;
};

}  // namespace

TEST_CASE_METHOD(OrderFixture, "an issued document offers neither removal nor its lines",
                 "[app][form][frozen]") {
    FormView form = open("sales_order", order);
    CHECK(form.allows(Action::Delete));
    REQUIRE(form.lines().size() == 1);
    CHECK_FALSE(form.lines()[0].frozen);
    confirm();
    form.refresh();
    CHECK(form.allows(Action::Edit));
    CHECK_FALSE(form.allows(Action::Delete));
    CHECK_FALSE(form.transitions().empty());
    CHECK(form.lines()[0].frozen);
    for (const FormField& field : form.lines()[0].lines[0].fields) CHECK(field.read_only);
    FormView part = open("sales_order_line", line);
    CHECK_FALSE(part.allows(Action::Edit));
    CHECK_FALSE(part.allows(Action::Delete));
}

TEST_CASE_METHOD(OrderFixture, "a line typed while somebody issued the document is not lost",
                 "[app][form][frozen]") {
    FormView form = open("sales_order", order);
    form.begin_edit();
    const EntityId module = entity("sales_order_line").id;
    const RecordId added = form.add_line(module);
    form.set_line_text(module, added, field("sales_order_line", "description"), "Seal");
    confirm();
    form.refresh();
    const CommitOutcome outcome = must(form.save());
    const auto* needs = std::get_if<NeedsWork>(&outcome);
    REQUIRE(needs != nullptr);
    CHECK(needs->issues.front().kind == IssueKind::Frozen);
    CHECK(Strings().sentence(entity("sales_order_line"), needs->issues.front()) ==
          "Sales order line: this document is no longer a draft, so it and its lines stay as they "
          "are. "
          "Correct it with a new document.");
    CHECK(form.lines()[0].lines.size() == 2);
    CHECK(form.dirty());
}

TEST_CASE_METHOD(OrderFixture,
                 "an edited line of a document issued meanwhile is refused, not dropped",
                 "[app][form][frozen]") {
    FormView form = open("sales_order", order);
    form.begin_edit();
    const EntityId module = entity("sales_order_line").id;
    const FieldId words = field("sales_order_line", "description");
    form.set_line_text(module, line, words, "Longer pump");
    confirm();
    form.refresh();
    // Anything else that is stored makes the form look again.
    for (const char* name : {"Borealis", "Norrsken"}) {
        create("account", {{"name", text(name)}});
        form.refresh();
    }
    const CommitOutcome outcome = must(form.save());
    const auto* needs = std::get_if<NeedsWork>(&outcome);
    REQUIRE(needs != nullptr);
    CHECK_FALSE(needs->issues.empty());
    CHECK(form.mode() == FormMode::Edit);
    CHECK(form.dirty());
    CHECK(form.lines()[0].lines[0].fields[0].read_only);
    CHECK(get("sales_order_line", line, "description") == text("Pump"));
    const auto& fields = form.lines()[0].lines[0].fields;
    CHECK(std::any_of(fields.begin(), fields.end(),
                      [](const FormField& each) { return each.text == "Longer pump"; }));
}

TEST_CASE_METHOD(OrderFixture, "a field that was closed while somebody typed into it is refused",
                 "[app][form][frozen]") {
    const FieldId currency = field("sales_order", "currency");
    FormView form = open("sales_order", order);
    form.begin_edit();
    form.set_text(currency, "SEK");
    confirm();
    form.refresh();
    create("account", {{"name", text("Borealis")}});
    form.refresh();
    const CommitOutcome outcome = must(form.save());
    const auto* needs = std::get_if<NeedsWork>(&outcome);
    REQUIRE(needs != nullptr);
    CHECK(needs->issues.front() == FieldIssue{order, currency, IssueKind::ReadOnly, {}});
    const auto shown = [&] {
        for (const FormGroup& group : form.groups())
            for (const FormField& each : group.fields)
                if (each.field == currency) return each;
        return FormField{};
    };
    CHECK(shown().text == "SEK");
    CHECK_FALSE(shown().error.empty());
    CHECK_FALSE(shown().read_only);  // It can be typed back.
    form.set_text(currency, "EUR");
    CHECK_FALSE(form.dirty());
    CHECK(shown().read_only);
    CHECK(std::holds_alternative<Saved>(must(form.save())));
    CHECK(form.mode() == FormMode::Show);
}

TEST_CASE_METHOD(OrderFixture, "what was typed into lines of an issued document can be taken back",
                 "[app][form][frozen]") {
    const EntityId module = entity("sales_order_line").id;
    const RecordId second =
        create("sales_order_line", {{"sales_order", order}, {"description", text("Valve")}});
    FormView form = open("sales_order", order);
    form.begin_edit();
    form.set_line_text(module, line, field("sales_order_line", "description"), "Longer pump");
    form.remove_line(module, second);
    const RecordId added = form.add_line(module);
    form.set_line_text(module, added, field("sales_order_line", "description"), "Seal");
    form.set_text(field("sales_order", "notes"), "Call first");
    confirm();
    form.refresh();
    REQUIRE(form.lines()[0].lines.size() == 3);
    for (const RecordId& each : {line, second, added}) {
        CHECK(std::holds_alternative<NeedsWork>(must(form.save())));
        form.take_back_line(module, each);
    }
    CHECK(form.lines()[0].lines.size() == 2);
    CHECK(std::holds_alternative<Saved>(must(form.save())));
    CHECK(get("sales_order", order, "notes") == text("Call first"));
    CHECK(get("sales_order_line", line, "description") == text("Pump"));
    CHECK(must(store.read_children(module, order)).size() == 2);
}

TEST_CASE_METHOD(OrderFixture, "an import adds no line to an issued document", "[app][frozen]") {
    const std::string number(text_or_empty(get("sales_order", order, "number")));
    const std::string file = "Sales order,Description\n" + number + ",Seal\n";
    const auto run_file = [&] {
        Import import = ImportFixture::open("sales_order_line", file);
        start(import);
        return import.counts();
    };
    CHECK(run_file().created == 1);
    confirm();
    CHECK(run_file().created == 0);
    CHECK(must(store.read_children(entity("sales_order_line").id, order)).size() == 2);
}

TEST_CASE_METHOD(OrderFixture, "an entry of a log is shown, not edited", "[app][form][frozen]") {
    const RecordId asset = create("asset", {{"name", text("Boiler")}});
    const RecordId reading =
        create("reading", {{"asset", asset}, {"value", number(1)}, {"at", number(2)}});
    FormView form = open("reading", reading);
    CHECK_FALSE(form.allows(Action::Edit));
    CHECK_FALSE(form.allows(Action::Delete));
    form.begin_edit();
    CHECK(form.mode() == FormMode::Show);
    CHECK_FALSE(ListView(store, entity("reading").id, Strings()).allows(Action::MassEdit));
}

TEST_CASE_METHOD(test::WorkspaceFixture, "nobody is offered to make what only the engine writes",
                 "[app][workspace]") {
    CHECK(workspace.can_create(entity("account")));
    CHECK(workspace.can_create(entity("reading")));
    for (const char* key : {"merge_log", "export_log", "workflow_run", "device", "notification"}) {
        CAPTURE(key);
        CHECK_FALSE(workspace.can_create(entity(key)));
        const auto link =
            std::find_if(workspace.modules().begin(), workspace.modules().end(),
                         [&](const ModuleLink& each) { return each.entity == entity(key); });
        REQUIRE(link != workspace.modules().end());
        CHECK_FALSE(link->can_create);
    }
}

TEST_CASE_METHOD(test::WorkspaceFixture,
                 "a device of a server says that a unique value is taken, and saves it",
                 "[app][workspace]") {
    enrol();
    for (const bool taken : {false, true}) {
        workspace.handle(intent::NewRecord{entity("product")});
        type("product", "name", taken ? "Valve" : "Pump");
        type("product", "code", "P-1");
        const LookAlikes& found = workspace.look_alikes();
        REQUIRE(found.records.size() == (taken ? 1U : 0U));
        if (taken) CHECK(found.records[0].fields == "Code");
        workspace.handle(intent::Save{});
        CHECK(workspace.form()->mode() == FormMode::Show);
    }
    Query query;
    query.entity = entity("product");
    CHECK(must(count_rows(workspace.store(), query)) == 2);
}
