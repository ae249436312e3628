// A column that is hidden from the person appears nowhere, and a record that may not be read
// leaves no trace.
#include <algorithm>

#include "core/app/calendar_view.h"
#include "core/app/conflict_view.h"
#include "core/app/form_view.h"
#include "core/app/kanban_view.h"
#include "core/app/saved_views.h"
#include "core/app/sources.h"
#include "core/app/workspace.h"
#include "core/policy.h"
#include "core/recycle_bin.h"
#include "support/person.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

/// A shop: Tom may read his own products but not what they cost, and no payments at all.
struct Shop : StoreFixture {
    Shop() {
        const RecordId boss = create("user", {{"name", text("Eva")}, {"login", text("eva")}});
        static_cast<void>(boss);
        const Person person = add_person(*this, "Tom", "tom", "own", "own");
        tom = person.user;
        profile = person.profile;
        create("profile_right", {{"profile", profile},
                                 {"entity", text("product")},
                                 {"field", text("cost")},
                                 {"access", text("hidden")}});
        create("profile_right", {{"profile", profile},
                                 {"entity", text("product")},
                                 {"field", text("name")},
                                 {"access", text("read")}});
        create("profile_right",
               {{"profile", profile}, {"entity", text("payment")}, {"read_level", text("none")}});
        pump = create("product",
                      {{"name", text("Pump")}, {"cost", number(1'234'567)}, {"owner", tom}});
        pipe = create("product", {{"name", text("Pipe")}, {"owner", boss}});
        must(store.write_setting("person", to_text(tom)));
    }
    FieldId cost() const { return field("product", "cost"); }
    FormView form(const RecordId& id) {
        return must(FormView::open(store, entity("product").id, id, strings, 0));
    }
    Strings strings{Language::English};
    /// One more line of Tom's profile; the store is nobody's in between.
    void hide(std::string_view module, std::string_view key) {
        must(store.write_setting("person", ""));
        create("profile_right", {{"profile", profile},
                                 {"entity", text(std::string(module))},
                                 {"field", text(std::string(key))},
                                 {"access", text("hidden")}});
        must(store.write_setting("person", to_text(tom)));
    }
    RecordId profile, tom, pump, pipe;
};

bool names(const std::vector<ListColumn>& columns, FieldId field) {
    return std::any_of(columns.begin(), columns.end(),
                       [&](const ListColumn& column) { return column.field == field; });
}

const FormField* find(FormView& form, FieldId field) {
    for (const FormGroup& group : form.groups())
        for (const FormField& each : group.fields)
            if (each.field == field) return &each;
    return nullptr;
}

}  // namespace

TEST_CASE_METHOD(Shop, "a hidden field is in no list, offered or asked for", "[app][policy]") {
    ListView list(store, entity("product").id, strings);
    list.set_columns({field("product", "name"), cost()});
    CHECK(list.row_count() == 1);
    CHECK_FALSE(names(list.columns(), cost()));
    CHECK_FALSE(names(list.available_columns(), cost()));
    CHECK(list.row(0).cells.size() == list.columns().size());
    list.set_sort(cost(), SortDirection::Ascending);
    CHECK(list.row_count() == 0);
    REQUIRE(list.error() != nullptr);
    CHECK(list.error()->code == ErrorCode::Unauthorized);
}

TEST_CASE_METHOD(Shop, "a list that is open loses a column as soon as it is hidden",
                 "[app][policy]") {
    ListView list(store, entity("product").id, strings);
    list.set_columns({field("product", "code"), field("product", "name")});
    REQUIRE(list.row_count() == 1);
    REQUIRE(list.columns().size() == 2);
    must(store.write_setting("person", ""));
    create("profile_right", {{"profile", profile},
                             {"entity", text("product")},
                             {"field", text("code")},
                             {"access", text("hidden")}});
    must(store.write_setting("person", to_text(tom)));
    CHECK(list.row_count() == 1);
    CHECK(list.columns().size() == 1);
    CHECK(list.row(0).cells.size() == 1);
}

TEST_CASE_METHOD(Shop, "a form has no editor for a hidden field, none to type into for one to read",
                 "[app][policy]") {
    FormView shown = form(pump);
    CHECK(find(shown, cost()) == nullptr);
    REQUIRE(find(shown, field("product", "name")) != nullptr);
    CHECK(find(shown, field("product", "name"))->read_only);
    CHECK(shown.allows(Action::Edit));
    shown.begin_edit();
    shown.set_text(field("product", "description"), "Runs quietly");
    CHECK(std::holds_alternative<Saved>(must(shown.save())));
    must(store.write_setting("person", ""));
    CHECK(get("product", pump, "cost") == number(1'234'567));
    CHECK(get("product", pump, "description") == text("Runs quietly"));

    must(store.write_setting("person", to_text(tom)));
    FormView made = must(FormView::create(store, entity("product").id, {}, strings, 0));
    CHECK(find(made, cost()) == nullptr);
    CHECK(find(made, field("product", "name")) == nullptr);
}

TEST_CASE_METHOD(Shop, "a record of others is not found, and a link to it has no name",
                 "[app][policy]") {
    const Result<FormView> opened = FormView::open(store, entity("product").id, pipe, strings, 0);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == ErrorCode::NotFound);
    FormView shown = form(pump);
    for (const FormOption& option : shown.find_link_options(field("product", "vendor"), ""))
        CHECK(option.label != "Pipe");
}

TEST_CASE_METHOD(Shop, "an export has neither the records nor the columns that are hidden",
                 "[app][policy]") {
    Workspace workspace(std::move(store), environment);
    workspace.handle(intent::GoTo{"#/product"});
    workspace.handle(intent::SetColumns{{field("product", "name"), cost()}});
    workspace.handle(intent::ExportList{});
    while (workspace.step(1'000)) continue;
    std::string content;
    for (const HostRequest& request : workspace.take_requests())
        if (request.kind == HostRequest::Kind::Download) content = request.content;
    CHECK(content.find("Pump") != std::string::npos);
    CHECK(content.find("Pipe") == std::string::npos);
    CHECK(content.find("123.4567") == std::string::npos);
    CHECK(content.find("Cost") == std::string::npos);
}

TEST_CASE_METHOD(Shop, "a closed module is not in the navigation, on no page and in no search",
                 "[app][policy]") {
    Workspace workspace(std::move(store), environment);
    const auto is_payment = [&](const auto& each) { return each.entity == entity("payment").id; };
    const auto& modules = workspace.modules();
    CHECK(modules.size() > 10);
    CHECK(std::none_of(modules.begin(), modules.end(), is_payment));
    workspace.handle(intent::GoTo{"#/product/" + to_text(pump)});
    const auto& related = workspace.related();
    CHECK(std::none_of(related.begin(), related.end(), is_payment));
    CHECK(workspace.problem().empty());
}

TEST_CASE_METHOD(Shop, "what the person may not do with a record is not offered", "[app][policy]") {
    must(store.write_setting("person", ""));
    create("profile_right", {{"profile", profile},
                             {"entity", text("work_order")},
                             {"edit_level", text("none")},
                             {"delete_level", text("none")}});
    const RecordId order =
        create("work_order", {{"subject", text("Leak")}, {"assignee", text("tom")}});
    must(store.write_setting("person", to_text(tom)));
    FormView shown = must(FormView::open(store, entity("work_order").id, order, strings, 0));
    CHECK_FALSE(shown.allows(Action::Edit));
    CHECK_FALSE(shown.allows(Action::Delete));
    CHECK(shown.transitions().empty());
    shown.begin_edit();
    CHECK(shown.mode() == FormMode::Show);
    const CommitOutcome outcome = must(shown.remove());
    REQUIRE(std::holds_alternative<NeedsWork>(outcome));
    const FieldIssue& issue = std::get<NeedsWork>(outcome).issues.at(0);
    CHECK(strings.sentence(entity("work_order"), issue) ==
          "Work order: you have no right to delete or restore this. Ask an administrator for it");
}

TEST_CASE_METHOD(Shop, "who may not import is told so before a file is read", "[app][policy]") {
    must(store.write_setting("person", ""));
    create("profile_right",
           {{"profile", profile}, {"entity", text("task")}, {"import_level", text("none")}});
    must(store.write_setting("person", to_text(tom)));
    Workspace workspace(std::move(store), environment);
    workspace.handle(intent::GoTo{"#/task/import"});
    workspace.on_file_picked("tasks.csv", source_of("Subject\nPaint\n"));
    CHECK(workspace.import() == nullptr);
    CHECK(workspace.import_problem() ==
          "You have no right to import here. Ask an administrator for it.");
}

TEST_CASE_METHOD(Shop, "taking back the first user is refused, not a way to lock oneself out",
                 "[app][policy]") {
    StoreFixture fresh;
    Workspace workspace(std::move(fresh.store), fresh.environment);
    workspace.handle(intent::NewRecord{entity("user").id});
    workspace.handle(intent::SetText{field("user", "name"), "Ana"});
    workspace.handle(intent::SetText{field("user", "login"), "ana"});
    workspace.handle(intent::Save{});
    REQUIRE(workspace.toast());
    REQUIRE(workspace.toast()->undo);
    workspace.handle(intent::Undo{workspace.toast()->token});
    CHECK(workspace.toast()->problem);
    CHECK(must(workspace.store().policy()).is_unlimited());
    CHECK(workspace.modules().size() > 10);

    workspace.handle(intent::Delete{});
    CHECK(workspace.toast()->text ==
          "User: you cannot take away your own rights as administrator. Ask another administrator");
}

TEST_CASE_METHOD(Shop, "who may do nothing gets an empty workspace and no failure",
                 "[app][policy]") {
    must(store.write_setting("person", ""));
    const RecordId nina = create("user", {{"name", text("Nina")}, {"login", text("nina")}});
    must(store.write_setting("person", to_text(nina)));
    Workspace workspace(std::move(store), environment);
    CHECK(workspace.modules().empty());
    CHECK(workspace.overview().empty());
    CHECK(workspace.conflicts().empty());
    CHECK(must(count_open_conflicts(workspace.store())) == 0);
    for (const std::string address : {"#/home", "#/account", "#/search?q=pump", "#/conflicts"}) {
        CAPTURE(address);
        workspace.navigate(address);
        if (workspace.list() != nullptr) CHECK(workspace.list()->row_count() == 0);
        CHECK(workspace.search_groups().empty());
        CHECK(workspace.problem().empty());
    }
}

TEST_CASE_METHOD(Shop, "a deleted comment is in the bin of who may read its record only",
                 "[app][policy][bin]") {
    must(store.write_setting("person", ""));
    const auto comment = [&](const RecordId& product) {
        const RecordId id = create(
            "comment",
            {{"record_entity", text("product")}, {"record", product}, {"text", text("Leaks")}});
        save(draft().remove(entity("comment").id, id));
        return id;
    };
    create("profile_right",
           {{"profile", profile}, {"entity", text("comment")}, {"read_level", text("all")}});
    const RecordId own = comment(pump);
    comment(pipe);
    const BinQuery comments{entity("comment").id};
    const auto seen_by = [&](const std::string& person) {
        must(store.write_setting("person", person));
        std::vector<RecordId> ids;
        for (const BinRecord& record : must(read_bin(store, comments)))
            ids.push_back(record.record);
        return ids;
    };
    CHECK(seen_by("").size() == 2);
    CHECK(seen_by(to_text(tom)) == std::vector<RecordId>{own});
    must(store.write_setting("person", ""));
    for (const RecordId& product : {pump, pipe})
        save(draft().remove(entity("product").id, product));
    CHECK(seen_by(to_text(tom)) == std::vector<RecordId>{own});
}

TEST_CASE_METHOD(Shop, "a view shared with a team is seen by its owner and its members",
                 "[app][policy][views]") {
    must(store.write_setting("person", ""));
    const RecordId team = create("group", {{"name", text("South")}});
    const RecordId nina = create("user", {{"name", text("Nina")}, {"login", text("nina")}});
    const RecordId olle = create("user", {{"name", text("Olle")}, {"login", text("olle")}});
    const RecordId all = create("profile", {{"name", text("All")}, {"default_read", text("all")}});
    for (const RecordId& each : {nina, olle, tom})
        create("user_profile", {{"user", each}, {"profile", all}});
    create("group_member", {{"group", team}, {"user", nina}});
    create("saved_view", {{"name", text("Of the team")},
                          {"entity", text("product")},
                          {"kind", text("list")},
                          {"visibility", text("team")},
                          {"team", team},
                          {"owner", tom}});
    const auto count_for = [&](const RecordId& person) {
        must(store.write_setting("person", to_text(person)));
        return must(read_saved_views(store, entity("product").id)).size();
    };
    CHECK(count_for(tom) == 1);
    CHECK(count_for(nina) == 1);
    CHECK(count_for(olle) == 0);
}

TEST_CASE_METHOD(Shop, "a board and a calendar leave out what is hidden, and show the rest",
                 "[app][policy][kanban][calendar]") {
    hide("deal", "currency");
    hide("work_order", "planned_end");
    must(store.write_setting("person", ""));
    const RecordId pipeline = create("pipeline", {{"name", text("Sales")}});
    const RecordId stage = create(
        "stage", {{"pipeline", pipeline}, {"name", text("Talking")}, {"category", text("open")}});
    create("deal", {{"name", text("Lift")},
                    {"stage", stage},
                    {"amount", number(10'000)},
                    {"currency", text("EUR")},
                    {"owner", tom}});
    create("work_order", {{"subject", text("Leak")},
                          {"assignee", text("tom")},
                          {"planned_start", number(environment.now)},
                          {"planned_end", number(environment.now + 7'200'000)}});
    must(store.write_setting("person", to_text(tom)));
    KanbanView board(store, entity("deal").id, strings);
    std::int64_t cards = 0;
    for (const KanbanColumn& column : board.columns()) {
        cards += column.count;
        CHECK(column.sum.empty());
    }
    CHECK(board.error() == nullptr);
    CHECK(cards == 1);
    CalendarView calendar(store, entity("work_order").id, strings, 0);
    REQUIRE(calendar.entries().size() == 1);
    CHECK(calendar.error() == nullptr);
    CHECK(calendar.entries()[0].title.ends_with("Leak"));
}

TEST_CASE_METHOD(Shop, "a board of which every column field is hidden has no columns",
                 "[app][policy][kanban]") {
    for (const FieldId id : KanbanView::column_fields(entity("account")))
        hide("account", entity("account").find_field(id)->key);
    KanbanView board(store, entity("account").id, strings);
    CHECK(board.columns().empty());
    CHECK(board.error() == nullptr);
}
