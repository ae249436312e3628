// What an administrator changed, in a workspace of the product's own modules.
#include <algorithm>
#include <fstream>
#include <sstream>

#include "core/app/customization_words.h"
#include "core/app/export.h"
#include "core/app/form_view.h"
#include "core/history.h"
#include "core/policy.h"
#include "core/query.h"
#include "core/search.h"
#include "customization/desk.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

constexpr char kGate[] = R"({"change": {"account": {
    "add_fields": [
        {"key": "x_gate", "type": "text", "label": {"en": "Gate code"}, "search": true,
         "index": true, "section": "main"},
        {"key": "x_floor", "type": "integer", "label": {"en": "Floor"}}],
    "list": {"columns": ["name", "x_gate", "x_floor"]}}}})";
constexpr char kNoPhone[] = R"({"change": {"account": {"hide_fields": ["phone"]}}})";
constexpr char kVehicle[] = R"({"add": [{"key": "x_vehicle", "menu": "service",
    "label": {"en": "Vehicle"}, "plural": {"en": "Vehicles"}, "fields": [
        {"key": "name", "type": "text", "label": {"en": "Name"}, "required": true,
         "search": true},
        {"key": "seats", "type": "integer", "label": {"en": "Seats"}, "default": 4},
        {"key": "work_order", "type": "link", "to": "work_order", "label": {"en": "Work order"},
         "inverse": "x_vehicles"}]}]})";

std::vector<std::string> labels_of(FormView& form) {
    std::vector<std::string> labels;
    for (const FormGroup& group : form.groups())
        for (const FormField& shown : group.fields) labels.push_back(shown.label);
    return labels;
}

bool contains(const std::vector<std::string>& texts, std::string_view wanted) {
    return std::find(texts.begin(), texts.end(), wanted) != texts.end();
}

std::string export_of(Desk& desk, std::string_view module, const RecordId& id,
                      const std::vector<std::string>& keys) {
    std::vector<FieldId> fields;
    for (const std::string& key : keys) fields.push_back(desk.field(module, key));
    const Record record = *must(desk.store().read(desk.entity(module).id, id));
    Export out =
        must(Export::open(desk.store(), desk.entity(module).id, FileFormat::Csv, fields, {}));
    std::string file;
    out.begin(file);
    CHECK(must(out.append({record}, file)) == 1);
    out.end(file);
    return file;
}

}  // namespace

TEST_CASE("a custom field is typed, saved, listed, filtered and found") {
    Desk desk;
    desk.publish(kGate);
    const RecordId acme =
        desk.save("account", {{"name", "Acme"}, {"x_gate", "4711"}, {"x_floor", "3"}});
    desk.save("account", {{"name", "Blue"}, {"x_gate", "0815"}});
    CHECK(desk.get("account", acme, "x_floor") == Value(std::int64_t{3}));
    CHECK(contains(labels_of(*desk.workspace->form()), "Gate code"));

    desk.workspace->navigate("#/account");
    ListView* list = desk.workspace->list();
    REQUIRE(list != nullptr);
    REQUIRE(list->columns().size() == 3);
    CHECK(list->columns()[1].label == "Gate code");
    CHECK(list->row(0).cells.at(1).text == "4711");
    list->set_search("0815");
    CHECK(list->row_count() == 1);

    Query query;
    query.entity = desk.entity("account").id;
    query.filters.push_back(
        {desk.field("account", "x_floor"), FilterOperator::Equal, Value(std::int64_t{3})});
    CHECK(must(count_rows(desk.store(), query)) == 1);
    CHECK(must(search_everywhere(desk.store(), "4711")).modules.size() == 1);
}

TEST_CASE("a custom field goes out to a CSV file and comes in again") {
    Desk desk;
    desk.publish(kGate);
    const RecordId acme =
        desk.save("account", {{"name", "Acme"}, {"x_gate", "4711"}, {"x_floor", "3"}});
    std::string file = export_of(desk, "account", acme, {"name", "x_gate", "x_floor"});
    CHECK(file.find("Gate code,Floor") != std::string::npos);
    file.replace(file.find("Acme"), 4, "Bert");
    CHECK(import_rows(desk, "account", file) == 1);
    Query query;
    query.entity = desk.entity("account").id;
    query.filters.push_back(
        {desk.field("account", "x_gate"), FilterOperator::Equal, Value(std::string("4711"))});
    CHECK(must(count_rows(desk.store(), query)) == 2);
}

TEST_CASE("a hidden field is on no list, form, search, export or import, and keeps its values") {
    Desk desk;
    const RecordId acme = desk.save("account", {{"name", "Acme"}, {"phone", "+4612345678"}});
    CHECK(contains(labels_of(*desk.workspace->form()), "Phone"));
    const RecordId set = desk.publish(kNoPhone);
    desk.workspace->navigate("#/account/" + to_text(acme));
    REQUIRE(desk.workspace->form() != nullptr);
    CHECK_FALSE(contains(labels_of(*desk.workspace->form()), "Phone"));
    desk.workspace->navigate("#/account");
    ListView* list = desk.workspace->list();
    for (const ListColumn& column : list->columns()) CHECK(column.label != "Phone");
    for (const ListColumn& column : list->available_columns()) CHECK(column.label != "Phone");
    list->set_columns({desk.field("account", "name"), desk.field("account", "phone")});
    CHECK(list->columns().size() == 1);
    list->set_search("12345678");
    CHECK(list->row_count() == 0);
    CHECK(must(search_everywhere(desk.store(), "12345678")).modules.empty());
    const Policy policy = Policy::compile(desk.store().registry(), {}, {});
    CHECK(policy.field_access(desk.entity("account").id, desk.field("account", "phone")) ==
          FieldAccess::Hidden);
    std::string problem;
    Import import = must(Import::open(source_of("Name,Phone\nBert,+4699999999\n"), desk.store(),
                                      desk.entity("account").id, {}, &problem));
    for (const ImportTarget& target : import.targets()) CHECK(target.label != "Phone");
    // Taken back, everything is there again.
    CHECK(std::holds_alternative<RecordId>(must(revert_change_set(desk.store(), set))));
    desk.restart();
    CHECK(desk.get("account", acme, "phone") == Value(std::string("+4612345678")));
    desk.workspace->navigate("#/account/" + to_text(acme));
    CHECK(contains(labels_of(*desk.workspace->form()), "Phone"));
}

TEST_CASE("a hidden field is not in the history while nobody has users") {
    Desk desk;
    const RecordId acme = desk.save("account", {{"name", "Acme"}, {"phone", "+4612345678"}});
    Draft change("test.edit", desk.store().state().checkpoint);
    change.set(desk.entity("account").id, acme,
               {{desk.field("account", "phone"), std::string("+4687654321")},
                {desk.field("account", "name"), std::string("Acme AB")}});
    REQUIRE(std::holds_alternative<Saved>(must(desk.store().commit(change))));
    const auto fields_changed = [&] {
        std::vector<FieldId> fields;
        for (const HistoryEntry& entry :
             must(read_history(desk.store(), {desk.entity("account").id, acme})).entries)
            for (const HistoryChange& each : entry.changes) fields.push_back(each.field);
        return fields;
    };
    CHECK(fields_changed().size() == 2);
    desk.publish(kNoPhone);
    CHECK(fields_changed() == std::vector<FieldId>{desk.field("account", "name")});
}

TEST_CASE("a custom module is in the navigation, has a list and a form, imports and exports") {
    Desk desk;
    desk.publish(kVehicle);
    const auto& modules = desk.workspace->modules();
    const auto found = std::find_if(modules.begin(), modules.end(), [](const ModuleLink& module) {
        return module.address == "#/x_vehicle";
    });
    REQUIRE(found != modules.end());
    CHECK(found->label == "Vehicles");
    CHECK(found->group == "Service");
    const RecordId van = desk.save("x_vehicle", {{"name", "Van"}});
    CHECK(desk.get("x_vehicle", van, "seats") == Value(std::int64_t{4}));
    CHECK(desk.workspace->form()->title() == "Van");
    std::string file = export_of(desk, "x_vehicle", van, {"name", "seats"});
    file.replace(file.find("Van"), 3, "Bus");
    CHECK(import_rows(desk, "x_vehicle", file) == 1);
    desk.workspace->navigate("#/x_vehicle");
    CHECK(desk.workspace->list()->row_count() == 2);
    CHECK(must(search_everywhere(desk.store(), "bus")).modules.size() == 1);
    CHECK(desk.entity("work_order").find_inverse("x_vehicles") != nullptr);
    CHECK(std::holds_alternative<Saved>(must(desk.store().commit(
        Draft("x_vehicle.remove", {}).remove(desk.entity("x_vehicle").id, van)))));
    CHECK(must(search_everywhere(desk.store(), "van")).modules.empty());
}

TEST_CASE("the example of the manual can be published") {
    const std::ifstream file(HOLDFAST_SOURCE_DIR "/docs/modules.md");
    std::ostringstream page;
    page << file.rdbuf();
    const std::string text = page.str();
    const std::size_t chapter = text.find("## What administrators change");
    REQUIRE(chapter != std::string::npos);
    const std::size_t begin = text.find("```json\n", chapter) + 8;
    Desk desk;
    desk.publish(text.substr(begin, text.find("```", begin) - begin).c_str());
    const EntityDef& order = desk.entity("work_order");
    CHECK(order.find_field("external_id")->presence == Presence::Hidden);
    CHECK(order.allows("open", "x_parts"));
    CHECK(order.find_inverse("x_vehicles") != nullptr);
    CHECK(Strings(Language::Swedish).label_of(order, *order.find_field("x_gate_code")) ==
          "Grindkod");
}

TEST_CASE("a change set that is refused is not saved") {
    Desk desk;
    const auto outcome = must(publish_change_set(desk.store(), "Bad", R"({"change": {"account": {
        "hide_fields": ["name"]}}})"));
    REQUIRE(std::holds_alternative<CustomizationIssue>(outcome));
    CHECK(must(read_change_sets(desk.store().database())).empty());
    const auto& issue = std::get<CustomizationIssue>(outcome);
    CHECK(sentence(Strings(), issue) ==
          "“Bad”, $.change.account.hide_fields[0]: “name” must be filled, but nobody could fill "
          "it. Give it a default or put it on the form.");
    for (const Language language : kLanguages)
        CHECK(sentence(Strings(language), issue).find("customization.") == std::string::npos);
}

TEST_CASE("a change set cannot be taken back while a later one builds on it") {
    Desk desk;
    const RecordId gate = desk.publish(kGate);
    desk.publish(R"({"change": {"account": {"change_fields": {"x_gate": {"default": "0"}}}}})");
    const auto outcome = must(revert_change_set(desk.store(), gate));
    REQUIRE(std::holds_alternative<CustomizationIssue>(outcome));
    CHECK(must(read_change_sets(desk.store().database())).size() == 2);
    CHECK(must(revert_change_set(desk.store(), gate)).index() == 1);
}

TEST_CASE("a broken stored change set keeps nobody from working") {
    Desk desk;
    desk.publish(kGate);
    const RecordId acme = desk.save("account", {{"name", "Acme"}, {"x_gate", "4711"}});
    must(desk.store().database().run("UPDATE change_set SET items = '{\"change\": {\"account\"'"));
    desk.restart();
    REQUIRE(desk.customization->issues().size() == 1);
    CHECK(desk.customization->issues()[0].problem == CustomizationProblem::NotJson);
    CHECK(desk.customization->issues()[0].name == "Ours");
    CHECK(desk.store().registry().version() == Registry::base().version());
    CHECK(desk.get("account", acme, "name") == Value(std::string("Acme")));
    desk.save("account", {{"name", "Blue"}});
    // Put right again, the values are where they were.
    Statement repair = must(desk.store().database().prepare("UPDATE change_set SET items = ?1"));
    must(repair.bind(0, std::string_view(kGate)).run());
    desk.restart();
    CHECK(desk.customization->issues().empty());
    CHECK(desk.get("account", acme, "x_gate") == Value(std::string("4711")));
}
