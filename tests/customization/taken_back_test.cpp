// Change sets that are taken back or do not fit any more: what people typed stays, and stays whose
// it is.
#include <map>

#include "core/app/customization_words.h"
#include "customization/two_devices.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

void take_back(Two& scene, Device& device, const RecordId& set) {
    const auto outcome = must(revert_change_set(device.store, set));
    if (const auto* issue = std::get_if<CustomizationIssue>(&outcome))
        FAIL(issue->path << ": " << issue->reason);
    scene.restart(device);
}

/// The newest published set of the device.
RecordId last_set(Device& device) {
    const auto sets = must(read_change_sets(device.store.database()));
    REQUIRE_FALSE(sets.empty());
    return sets.back().id;
}

std::string with_field(const std::string& more) {
    return R"({"change": {"account": {"add_fields": [{"key": "x_note", "label": {"en": "Note"}, )" +
           more + "}]}}}";
}

/// Makes the next answer of the server a new start, as after a backup was put back.
void lose_epoch(Device& device, const Registry& registry) {
    must(device.store.database().run("UPDATE sync_state SET value = 0 WHERE key = 'epoch'"));
    device.restart(registry);
}

struct Alone : Two {
    Device alone{Registry::base(), 9};
    RecordId account, van, car;

    /// With values of an own field and of an own module.
    Alone() {
        publish(alone, kGate);
        publish(alone, kVehicle);
        account = create_account(alone);
        set(alone, "account", account, "x_gate", text("4711"));
        const Registry& registry = alone.store.registry();
        van = create(alone, "x_vehicle",
                     {{field_of(registry, "x_vehicle", "name"), text("Van")},
                      {field_of(registry, "x_vehicle", "account"), account}});
        car = create(alone, "x_vehicle", {{field_of(registry, "x_vehicle", "name"), text("Car")}});
        save(alone, Draft("test.remove", {}).remove(registry.find("x_vehicle")->id, car));
    }
    void take_both_back() {
        take_back(*this, alone, last_set(alone));
        take_back(*this, alone, last_set(alone));
        REQUIRE(alone.store.registry().find("x_vehicle") == nullptr);
    }
    void check_values(Device& device) {
        CHECK(get(device, "account", account, "x_gate") == text("4711"));
        CHECK(get(device, "x_vehicle", van, "name") == text("Van"));
        CHECK(get(device, "x_vehicle", van, "account") == Value(account));
        const EntityDef& vehicle = *device.store.registry().find("x_vehicle");
        const auto binned = must(device.store.read(vehicle.id, car));
        REQUIRE(binned.has_value());
        CHECK(binned->life == Record::Life::Deleted);
    }
};

}  // namespace

TEST_CASE("values of sets that were taken back reach the server when a workspace is enrolled") {
    Alone scene;
    scene.take_both_back();
    scene.office.enrol(scene.alone);
    scene.sync(scene.alone);
    scene.sync(scene.ana);
    scene.publish(scene.ana, kGate);
    scene.publish(scene.ana, kVehicle);
    scene.check_values(scene.ana);
}

TEST_CASE("a new start does not wipe values of sets that were taken back before enrolling") {
    Alone scene;
    scene.take_both_back();
    scene.office.enrol(scene.alone);
    scene.sync(scene.alone);
    lose_epoch(scene.alone, scene.kept.back().registry());
    scene.sync(scene.alone);
    scene.publish(scene.alone, kGate);
    scene.publish(scene.alone, kVehicle);
    scene.check_values(scene.alone);
}

TEST_CASE("values of sets that are left out are sent, and shown when the sets fit again") {
    Alone scene;
    Two::restart_plain(scene.alone);
    scene.office.enrol(scene.alone);
    scene.restart(scene.alone);
    scene.check_values(scene.alone);  // Not sent yet.
    scene.sync(scene.alone);
    scene.check_values(scene.alone);
    scene.sync(scene.ana);
    scene.restart(scene.ana);
    scene.check_values(scene.ana);
}

TEST_CASE("an enrolment that is not decided yet keeps such values over a new start") {
    Alone scene;
    scene.take_both_back();
    scene.office.enrol(scene.alone);
    lose_epoch(scene.alone, scene.kept.back().registry());
    scene.office.receive(scene.alone);
    for (int round = 0; round < 2; ++round) scene.sync(scene.alone);
    scene.publish(scene.alone, kGate);
    scene.publish(scene.alone, kVehicle);
    scene.check_values(scene.alone);
}

TEST_CASE("a field that came again under its name never shows the values of another field") {
    struct Case {
        const char* first;
        const char* second;
        Value value;
    };
    const auto [first, second, value] = GENERATE(values<Case>({
        {R"("type": "text")", R"("type": "email")", text("Ring twice")},
        {R"("type": "money")", R"("type": "money", "scale": 4)", std::int64_t{150}},
        {R"("type": "integer")", R"("type": "date")", std::int64_t{150}},
        {R"("type": "decimal", "scale": 1)", R"("type": "decimal", "scale": 3)", std::int64_t{15}},
        {R"("type": "link", "to": "account")", R"("type": "link", "to": "contact")", RecordId{}},
    }));
    CAPTURE(first, second);
    Two scene;
    const RecordId id = create_account(scene.ben);
    const Value typed = value == Value(RecordId{}) ? Value(id) : value;
    scene.publish(scene.ben, with_field(first).c_str());
    set(scene.ben, "account", id, "x_note", typed);
    take_back(scene, scene.ben, last_set(scene.ben));
    scene.publish(scene.ben, with_field(second).c_str());
    CHECK(get(scene.ben, "account", id, "x_note") == Value());
    // Neither here after syncing, nor on a device that never knew the first one.
    scene.sync_all();
    scene.restart(scene.ana);
    CHECK(get(scene.ben, "account", id, "x_note") == Value());
    CHECK(get(scene.ana, "account", id, "x_note") == Value());
    // The first one comes back with what it held.
    take_back(scene, scene.ben, last_set(scene.ben));
    scene.publish(scene.ben, with_field(first).c_str());
    CHECK(get(scene.ben, "account", id, "x_note") == typed);
}

TEST_CASE("two fields of one name keep their values apart however often they alternate") {
    Two scene;
    const RecordId id = create_account(scene.ben);
    const std::string text_field = with_field(R"("type": "text", "index": true)");
    const std::string mail_field = with_field(R"("type": "email", "index": true)");
    scene.publish(scene.ben, text_field.c_str());
    set(scene.ben, "account", id, "x_note", text("Ring twice"));
    take_back(scene, scene.ben, last_set(scene.ben));
    scene.publish(scene.ben, mail_field.c_str());
    set(scene.ben, "account", id, "x_note", text("a@b.example"));
    for (int round = 0; round < 2; ++round) {
        take_back(scene, scene.ben, last_set(scene.ben));
        scene.publish(scene.ben, text_field.c_str());
        CHECK(get(scene.ben, "account", id, "x_note") == text("Ring twice"));
        take_back(scene, scene.ben, last_set(scene.ben));
        scene.publish(scene.ben, mail_field.c_str());
        CHECK(get(scene.ben, "account", id, "x_note") == text("a@b.example"));
    }
}

TEST_CASE("a field does not get the number of another one that was taken back") {
    std::map<FieldId, std::string> keys;
    std::string first, second;
    for (int index = 0; second.empty(); ++index) {
        const std::string key = "x_" + std::to_string(index);
        const auto [known, added] = keys.emplace(custom_field_id("account", key, "text"), key);
        if (added) continue;
        first = known->second;
        second = key;
    }
    const auto field = [](const std::string& key) {
        return R"({"change": {"account": {"add_fields": [{"key": ")" + key +
               R"(", "type": "text", "label": {"en": "Note"}}]}}})";
    };
    Two scene;
    scene.publish(scene.ben, field(first).c_str());
    take_back(scene, scene.ben, last_set(scene.ben));
    const auto outcome = must(publish_change_set(scene.ben.store, "Set", field(second)));
    REQUIRE(std::holds_alternative<CustomizationIssue>(outcome));
    CHECK(std::get<CustomizationIssue>(outcome).problem == CustomizationProblem::Taken);
    CHECK(std::get<CustomizationIssue>(outcome).subject == second);
    scene.publish(scene.ben, field(first).c_str());
}

TEST_CASE("a set whose state has records is not taken back, and the refusal names both") {
    Two scene;
    scene.publish(scene.ben, kStates);
    const RecordId account = create_account(scene.ben);
    const Registry& registry = scene.ben.store.registry();
    const RecordId order = create(scene.ben, "work_order",
                                  {{field_of(registry, "work_order", "subject"), text("Pump")},
                                   {field_of(registry, "work_order", "account"), account}});
    move(scene.ben, "work_order", order, "draft", "x_parts");
    const RecordId set = last_set(scene.ben);
    const auto outcome = must(revert_change_set(scene.ben.store, set));
    REQUIRE(std::holds_alternative<CustomizationIssue>(outcome));
    const auto& issue = std::get<CustomizationIssue>(outcome);
    CHECK(issue.problem == CustomizationProblem::StateInUse);
    CHECK(issue.change_set == set);
    CHECK(issue.count == 1);
    CHECK(sentence(Strings(), issue) ==
          "“Set”, $.change.work_order: Records in the state “x_parts”: 1. They could not leave it "
          "any more. Move them to another state first, then take the change set back.");
    CHECK(last_set(scene.ben) == set);
    move(scene.ben, "work_order", order, "x_parts", "open");
    take_back(scene, scene.ben, set);
    CHECK(get(scene.ben, "work_order", order, "status") == text("open"));
}

TEST_CASE("a set is not taken back that has the only way out of another set's state") {
    Two scene;
    scene.publish(scene.ben, R"({"change": {"work_order": {
        "add_states": [{"key": "x_parts", "category": "waiting", "label": {"en": "Parts"}}],
        "add_transitions": ["draft > x_parts"]}}})");
    scene.publish(scene.ben,
                  R"({"change": {"work_order": {"add_transitions": ["x_parts > open"]}}})");
    const RecordId exit = last_set(scene.ben);
    const RecordId account = create_account(scene.ben);
    const Registry& registry = scene.ben.store.registry();
    const RecordId order = create(scene.ben, "work_order",
                                  {{field_of(registry, "work_order", "subject"), text("Pump")},
                                   {field_of(registry, "work_order", "account"), account}});
    move(scene.ben, "work_order", order, "draft", "x_parts");
    CHECK(
        std::holds_alternative<CustomizationIssue>(must(revert_change_set(scene.ben.store, exit))));
    move(scene.ben, "work_order", order, "x_parts", "open");
    CHECK(std::holds_alternative<RecordId>(must(revert_change_set(scene.ben.store, exit))));
}

TEST_CASE("a record that somebody moved meanwhile leaves a state that is gone by the first one") {
    Two scene;
    scene.publish(scene.ben, kStates);
    const RecordId account = create_account(scene.ben);
    const Registry& registry = scene.ben.store.registry();
    const RecordId order = create(scene.ben, "work_order",
                                  {{field_of(registry, "work_order", "subject"), text("Pump")},
                                   {field_of(registry, "work_order", "account"), account}});
    scene.sync_all();
    scene.restart(scene.ana);
    move(scene.ana, "work_order", order, "draft", "x_parts");
    scene.sync(scene.ana);
    take_back(scene, scene.ben, last_set(scene.ben));  // Has not seen the move.
    scene.sync_all();
    CHECK(get(scene.ben, "work_order", order, "status") == text("x_parts"));
    const EntityDef& module = *scene.ben.store.registry().find("work_order");
    CHECK(module.states_after("x_parts") == std::vector<std::string_view>{"draft"});
    move(scene.ben, "work_order", order, "x_parts", "draft");
    scene.sync_all();
    scene.restart(scene.ana);
    CHECK(get(scene.ana, "work_order", order, "status") == text("draft"));
}

TEST_CASE("an own link that a deletion cleared comes back with its target, on either device") {
    const std::string inverse = GENERATE(as<std::string>(), "", R"(, "inverse": "x_orders")");
    CAPTURE(inverse);
    Two scene;
    scene.publish(scene.ben, (R"({"change": {"work_order": {"add_fields": [
        {"key": "x_site", "type": "link", "to": "account", "on_delete": "clear",
         "label": {"en": "Site"})" +
                              inverse + "}]}}}")
                                 .c_str());
    const RecordId account = create_account(scene.ben);
    const RecordId site = create_account(scene.ben);
    const Registry& registry = scene.ben.store.registry();
    const EntityId accounts = registry.find("account")->id;
    const RecordId order = create(scene.ben, "work_order",
                                  {{field_of(registry, "work_order", "subject"), text("Pump")},
                                   {field_of(registry, "work_order", "account"), account},
                                   {field_of(registry, "work_order", "x_site"), site}});
    scene.sync_all();
    set(scene.ben, "account", site, "name", text("Later than the order"));
    scene.sync_all();
    scene.restart(scene.ana);

    const auto remove = [&](Device& device) {
        save(device, Draft("test.remove", device.store.state().checkpoint).remove(accounts, site));
        CHECK(get(device, "work_order", order, "x_site") == Value());
        const auto queued = must(device.store.read_queued(TransactionNo::None, 10, 1'000'000));
        REQUIRE(queued.back().operations.size() == 2);
        CHECK(queued.back().operations[1].edits.at(0).seen == Value(site));
    };
    const auto restore = [&](Device& device) {
        save(device,
             Draft("test.restore", device.store.state().checkpoint).restore(accounts, site));
        CHECK(get(device, "work_order", order, "x_site") == Value(site));
    };
    remove(scene.ben);
    restore(scene.ben);
    remove(scene.ben);
    scene.sync_all();
    CHECK(get(scene.ana, "work_order", order, "x_site") == Value());
    restore(scene.ben);  // Also after the server has confirmed the deletion.
    scene.sync_all();
    CHECK(get(scene.ana, "work_order", order, "x_site") == Value(site));
    remove(scene.ben);
    scene.sync_all();
    restore(scene.ana);
    scene.sync_all();
    CHECK(get(scene.ben, "work_order", order, "x_site") == Value(site));
}
