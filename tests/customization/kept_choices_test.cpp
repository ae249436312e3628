// Choices whose change set was taken back: kept, shown as what they are, and taken along.
#include "core/kept_choices.h"
#include "core/app/form_view.h"
#include "customization/two_devices.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

constexpr char kRisk[] = R"({"change": {"account": {"add_fields": [
    {"key": "x_risk", "type": "choice", "choices": ["low", "high"], "label": {"en": "Risk"}}]}}})";
constexpr char kOtherRisk[] = R"({"change": {"account": {"add_fields": [
    {"key": "x_risk", "type": "choice", "choices": ["mild"], "label": {"en": "Risk"}}]}}})";

void take_back_last(Two& scene, Device& device) {
    const auto sets = must(read_change_sets(device.store.database()));
    REQUIRE_FALSE(sets.empty());
    REQUIRE(
        std::holds_alternative<RecordId>(must(revert_change_set(device.store, sets.back().id))));
    scene.restart(device);
}

FormField& editor_of(FormView& form, FieldId field) {
    for (FormGroup& group : form.groups())
        for (FormField& each : group.fields)
            if (each.field == field) return each;
    FAIL("no editor");
    return form.groups().front().fields.front();
}

/// A workspace of its own, with a choice whose set is gone, and what links to the record.
struct Alone : Two {
    Device alone{Registry::base(), 9};
    RecordId account, order;

    Alone() {
        publish(alone, kStates);
        account = create_account(alone);
        set(alone, "account", account, "kind", text("x_ally"));
        order = create(alone, "work_order",
                       {{field_of(registry(), "work_order", "subject"), text("Pump")},
                        {field_of(registry(), "work_order", "account"), account}});
        take_back_last(*this, alone);
    }
    const Registry& registry() { return alone.store.registry(); }
};

}  // namespace

TEST_CASE_METHOD(Alone, "a workspace is enrolled with choices whose set was taken back",
                 "[customization][kept]") {
    office.enrol(alone);
    sync(alone);
    sync(ana);
    CHECK(get(ana, "account", account, "kind") == text("x_ally"));
    CHECK(get(ana, "work_order", order, "account") == Value(account));
    // Also what is edited beside it, and the choice itself when it is made anew.
    set(ana, "account", account, "name", text("Acme AB"));
    sync_all();
    sync(alone);
    CHECK(get(alone, "account", account, "name") == text("Acme AB"));
    set(ana, "account", account, "kind", text("business"));
    sync(ana);
    sync(alone);
    CHECK(get(alone, "account", account, "kind") == text("business"));
}

TEST_CASE_METHOD(Alone, "what is in the bin in a state that is gone is enrolled, too",
                 "[customization][kept]") {
    publish(alone, kStates);
    move(alone, "work_order", order, "draft", "x_parts");
    save(alone, Draft("test.remove", {}).remove(registry().find("work_order")->id, order));
    take_back_last(*this, alone);
    office.enrol(alone);
    sync(alone);
    sync(ana);
    CHECK(get(ana, "work_order", order, "status") == text("x_parts"));
}

TEST_CASE("a choice of an own field whose set made way for another one is enrolled",
          "[customization][kept]") {
    Two scene;
    Device alone{Registry::base(), 9};
    scene.publish(alone, kRisk);
    const RecordId account = create_account(alone);
    set(alone, "account", account, "x_risk", text("high"));
    take_back_last(scene, alone);
    scene.publish(alone, kOtherRisk);
    REQUIRE(get(alone, "account", account, "x_risk") == text("high"));
    scene.office.enrol(alone);
    scene.sync(alone);
    scene.sync(scene.ana);
    scene.restart(scene.ana);
    CHECK(get(scene.ana, "account", account, "x_risk") == text("high"));
}

TEST_CASE("a server still refuses choices that nobody can have offered", "[customization][kept]") {
    Two scene;
    Device& device = scene.ben;
    const RecordId account = create_account(device);
    scene.sync(device);
    const EntityDef& module = *device.store.registry().find("account");
    const FieldId kind = field_of(device.store.registry(), "account", "kind");
    const auto status_of = [&](std::string key) {
        FieldDef field = *module.find_field(kind);
        return may_have_been_offered(field, Value(std::move(key)));
    };
    CHECK(status_of("x_ally"));
    CHECK_FALSE(status_of("ally"));
    CHECK_FALSE(status_of("x_" + std::string(80, 'a')));
    CHECK_FALSE(may_have_been_offered(*module.find_field(kind), Value(std::int64_t{3})));
    CHECK_FALSE(may_have_been_offered(*module.find_field("name"), text("x_ally")));
    const FieldDef& skills =
        *device.store.registry().find("work_order")->find_field("required_skill");
    FieldDef closed = skills;
    closed.choice_list = ChoiceList::Closed;
    CHECK(may_have_been_offered(closed, Value(write_choices({"gas", "x_lifts"}))));
    CHECK_FALSE(may_have_been_offered(closed, Value(write_choices({"gas", "lifts"}))));
    CHECK_FALSE(may_have_been_offered(closed, text("x_lifts")));
    CHECK(get(device, "account", account, "name") == text("Acme"));
}

TEST_CASE_METHOD(Alone, "a choice that is gone is shown as its key, and stays through an edit",
                 "[customization][kept]") {
    FormView form =
        must(FormView::open(alone.store, registry().find("account")->id, account, Strings(), 0));
    const FieldId kind = field_of(registry(), "account", "kind");
    CHECK(editor_of(form, kind).shown == "x_ally (no longer offered)");
    form.begin_edit();
    FormField& editor = editor_of(form, kind);
    CHECK(editor.text == "x_ally");
    CHECK(editor.options.back().label == "x_ally (no longer offered)");
    form.set_text(field_of(registry(), "account", "name"), "Acme AB");
    REQUIRE(std::holds_alternative<Saved>(must(form.save())));
    CHECK(get(alone, "account", account, "kind") == text("x_ally"));
    CHECK(get(alone, "account", account, "name") == text("Acme AB"));
    CHECK(Strings(Language::Swedish)
              .format_value(*registry().find("account"),
                            *registry().find("account")->find_field("kind"), text("x_ally"),
                            0) == "x_ally (erbjuds inte längre)");
}

TEST_CASE("of several choices those that are gone stay when others are added",
          "[customization][kept]") {
    FieldDef field;
    field.type = FieldType::Choices;
    field.bytes_max = 4'000;
    field.choices = {"gas", "heating"};
    const Value before(write_choices({"gas", "x_lifts"}));
    CHECK(keeps_choices(field, before, Value(write_choices({"heating", "x_lifts"}))));
    CHECK_FALSE(keeps_choices(field, before, Value(write_choices({"x_doors", "x_lifts"}))));
    CHECK_FALSE(keeps_choices(field, Value(), Value(write_choices({"x_lifts"}))));
}
