// Devices with and without a change set, and a server in between: nothing is lost on the way.
#include "core/app/undo.h"
#include "core/history.h"
#include "customization/two_devices.h"

using namespace holdfast;
using namespace holdfast::test;

TEST_CASE("a custom field's value survives the edit of a device that does not know it") {
    Two scene;
    scene.publish(scene.ben, kGate);
    const RecordId id = create_account(scene.ben);
    set(scene.ben, "account", id, "x_gate", text("4711"));
    set(scene.ben, "account", id, "x_floor", std::int64_t{3});
    scene.sync(scene.ben);
    scene.sync(scene.ana);
    CHECK(scene.ana.store.registry().find("account")->find_field("x_gate") == nullptr);
    CHECK(count(scene.ana, "SELECT count(*) FROM sync_carried") == 2);
    set(scene.ana, "account", id, "name", text("Acme Ltd"));
    scene.sync_all();
    CHECK(get(scene.ben, "account", id, "name") == text("Acme Ltd"));
    CHECK(get(scene.ben, "account", id, "x_gate") == text("4711"));
    // The change set has come along like any record; the next start knows the field.
    scene.restart(scene.ana);
    CHECK(get(scene.ana, "account", id, "x_gate") == text("4711"));
    CHECK(get(scene.ana, "account", id, "x_floor") == Value(std::int64_t{3}));
    CHECK(get(scene.ana, "account", id, "name") == text("Acme Ltd"));
    CHECK(count(scene.ana, "SELECT count(*) FROM sync_carried") == 0);
    CHECK(scene.ana.store.state().enrolment.epoch == 5);  // Nothing had to be fetched anew.
}

TEST_CASE("different custom fields of one record merge, the same one collides like any other") {
    Two scene;
    scene.publish(scene.ben, kGate);
    const RecordId id = create_account(scene.ben);
    scene.sync_all();
    scene.restart(scene.ana);
    set(scene.ana, "account", id, "x_gate", text("1"));
    set(scene.ben, "account", id, "x_floor", std::int64_t{2});
    scene.sync_all();
    for (Device* device : {&scene.ana, &scene.ben}) {
        CHECK(get(*device, "account", id, "x_gate") == text("1"));
        CHECK(get(*device, "account", id, "x_floor") == Value(std::int64_t{2}));
        CHECK(count(*device, "SELECT count(*) FROM conflict") == 0);
    }
    set(scene.ana, "account", id, "x_gate", text("A"));
    set(scene.ben, "account", id, "x_gate", text("B"));
    scene.sync_all();
    CHECK(get(scene.ana, "account", id, "x_gate") == get(scene.ben, "account", id, "x_gate"));
    CHECK(count(scene.ana, "SELECT count(*) FROM conflict WHERE field = 'x_gate'") == 1);
    // Who has seen it decides.
    set(scene.ben, "account", id, "x_gate", text("C"));
    scene.sync_all();
    CHECK(get(scene.ana, "account", id, "x_gate") == text("C"));
    CHECK(count(scene.ana, "SELECT count(*) FROM conflict WHERE state = 'open'") == 0);
}

TEST_CASE("a cleared custom field is cleared everywhere, also where it was carried") {
    Two scene;
    scene.publish(scene.ben, kGate);
    const RecordId id = create_account(scene.ben);
    set(scene.ben, "account", id, "x_gate", text("4711"));
    scene.sync_all();
    set(scene.ben, "account", id, "x_gate", Value());
    scene.sync_all();
    scene.restart(scene.ana);
    CHECK(get(scene.ana, "account", id, "x_gate") == Value());
}

TEST_CASE("a custom module's records wait on a device that does not know it") {
    Two scene;
    scene.publish(scene.ben, kVehicle);
    const RecordId account = create_account(scene.ben);
    const Registry& registry = scene.ben.store.registry();
    const RecordId van = create(scene.ben, "x_vehicle",
                                {{field_of(registry, "x_vehicle", "name"), text("Van")},
                                 {field_of(registry, "x_vehicle", "seats"), std::int64_t{3}},
                                 {field_of(registry, "x_vehicle", "account"), account}});
    const RecordId car =
        create(scene.ben, "x_vehicle", {{field_of(registry, "x_vehicle", "name"), text("Car")}});
    scene.sync_all();
    save(scene.ben, Draft("test.remove", scene.ben.store.state().checkpoint)
                        .remove(registry.find("x_vehicle")->id, car));
    move(scene.ben, "x_vehicle", van, "free", "used");
    scene.sync_all();
    scene.restart(scene.ana);
    CHECK(get(scene.ana, "x_vehicle", van, "name") == text("Van"));
    CHECK(get(scene.ana, "x_vehicle", van, "seats") == Value(std::int64_t{3}));
    CHECK(get(scene.ana, "x_vehicle", van, "status") == text("used"));
    CHECK(get(scene.ana, "x_vehicle", van, "account") == Value(account));
    const EntityDef& vehicle = *scene.ana.store.registry().find("x_vehicle");
    CHECK(must(scene.ana.store.read(vehicle.id, car))->life == Record::Life::Deleted);
    // From now on it is a module like any other.
    set(scene.ana, "x_vehicle", van, "seats", std::int64_t{5});
    scene.sync_all();
    CHECK(get(scene.ben, "x_vehicle", van, "seats") == Value(std::int64_t{5}));
}

TEST_CASE("the server judges the states and choices that administrators added") {
    Two scene;
    scene.publish(scene.ben, kVehicle);
    scene.publish(scene.ben, kStates);
    const RecordId account = create_account(scene.ben);
    set(scene.ben, "account", account, "kind", text("x_ally"));
    const Registry& registry = scene.ben.store.registry();
    const RecordId order = create(scene.ben, "work_order",
                                  {{field_of(registry, "work_order", "subject"), text("Pump")},
                                   {field_of(registry, "work_order", "account"), account}});
    move(scene.ben, "work_order", order, "draft", "x_parts");
    // Published and used in one push.
    scene.sync_all();
    scene.restart(scene.ana);
    CHECK(get(scene.ana, "work_order", order, "status") == text("x_parts"));
    CHECK(get(scene.ana, "account", account, "kind") == text("x_ally"));

    const RecordId van =
        create(scene.ben, "x_vehicle", {{field_of(registry, "x_vehicle", "name"), text("Van")}});
    scene.sync_all();
    move(scene.ana, "x_vehicle", van, "free", "sold");
    scene.sync(scene.ana);
    move(scene.ben, "x_vehicle", van, "free", "used");  // Not from where it is by now.
    const auto results = scene.office.sync(scene.ben);
    REQUIRE(results.size() == 1);
    CHECK(results[0].code == RejectionCode::BadTransition);
    CHECK(get(scene.ben, "x_vehicle", van, "status") == text("sold"));
}

TEST_CASE("a device that loses its change set keeps what was typed, and sends it") {
    Two scene;
    scene.publish(scene.ben, kGate);
    const RecordId id = create_account(scene.ben);
    scene.sync_all();
    scene.restart(scene.ana);
    set(scene.ana, "account", id, "x_gate", text("mine"));
    Two::restart_plain(scene.ana);  // Not sent yet, and the field is gone.
    set(scene.ben, "account", id, "x_floor", std::int64_t{9});
    scene.sync_all();
    CHECK(get(scene.ben, "account", id, "x_gate") == text("mine"));
    set(scene.ben, "account", id, "x_gate", text("theirs"));
    scene.sync_all();
    scene.restart(scene.ana);
    CHECK(get(scene.ana, "account", id, "x_gate") == text("theirs"));
    CHECK(get(scene.ana, "account", id, "x_floor") == Value(std::int64_t{9}));
    CHECK(count(scene.ana, "SELECT count(*) FROM sync_overlay") == 0);
}

TEST_CASE("an own edit that waits stays on top when its field comes back") {
    Two scene;
    scene.publish(scene.ben, kGate);
    const RecordId id = create_account(scene.ben);
    set(scene.ben, "account", id, "x_gate", text("first"));
    scene.sync_all();
    scene.restart(scene.ana);
    set(scene.ana, "account", id, "x_gate", text("mine"));
    Two::restart_plain(scene.ana);
    scene.restart(scene.ana);
    CHECK(get(scene.ana, "account", id, "x_gate") == text("mine"));
    scene.sync_all();
    CHECK(get(scene.ben, "account", id, "x_gate") == text("mine"));
}

TEST_CASE("a field that came again as another type begins empty, and the old values stay aside") {
    Two scene;
    const auto outcome = must(publish_change_set(scene.ben.store, "Gate", kGate));
    const RecordId first = std::get<RecordId>(outcome);
    scene.restart(scene.ben);
    const RecordId id = create_account(scene.ben);
    set(scene.ben, "account", id, "x_gate", text("4711"));
    CHECK(std::holds_alternative<RecordId>(must(revert_change_set(scene.ben.store, first))));
    scene.restart(scene.ben);
    CHECK(scene.ben.store.registry().find("account")->find_field("x_gate") == nullptr);
    scene.publish(scene.ben, R"({"change": {"account": {"add_fields": [
        {"key": "x_gate", "type": "integer", "label": {"en": "Gate"}}]}}})");
    CHECK(get(scene.ben, "account", id, "x_gate") == Value());
    set(scene.ben, "account", id, "x_gate", std::int64_t{7});
    const std::string aside =
        "\"x_gate~" + std::to_string(raw(custom_field_id("account", "x_gate", "text"))) + "\"";
    const std::string kept = "SELECT count(*) FROM account WHERE " + aside + " = '4711'";
    CHECK(count(scene.ben, kept.c_str()) == 1);
    scene.sync_all();
    scene.restart(scene.ana);
    CHECK(get(scene.ana, "account", id, "x_gate") == Value(std::int64_t{7}));
}

TEST_CASE("a value of another kind than its field never reaches the column") {
    Two scene;
    scene.publish(scene.ben, kGate);
    const RecordId id = create_account(scene.ben);
    scene.sync_all();
    scene.restart(scene.ana);
    const FieldId floor = field_of(scene.ana.store.registry(), "account", "x_floor");
    Delta delta;
    delta.epoch = scene.ana.store.state().enrolment.epoch;
    delta.from = scene.ana.store.state().checkpoint;
    delta.to = ServerSeq{raw(delta.from) + 1};
    delta.decided_upto = TransactionNo{raw(scene.ana.store.state().next_no) - 1};
    const FieldId name = field_of(scene.ana.store.registry(), "account", "name");
    delta.rows.push_back({scene.ana.store.registry().find("account")->id,
                          {RowImage{id, delta.to, false, {text("Acme"), text("no number")}}},
                          {name, floor}});
    must(scene.ana.store.apply(delta));
    CHECK(get(scene.ana, "account", id, "x_floor") == Value());
    CHECK(get(scene.ana, "account", id, "name") == text("Acme"));
    CHECK(count(scene.ana, "SELECT count(*) FROM sync_carried") == 1);
}

TEST_CASE("a workspace that was alone brings its change sets before everything else") {
    Two scene;
    Device alone(Registry::base(), 9);
    scene.publish(alone, kStates);
    scene.publish(alone, kGate);
    const RecordId id = create_account(alone);
    set(alone, "account", id, "kind", text("x_ally"));
    set(alone, "account", id, "x_gate", text("4711"));
    scene.office.enrol(alone);
    scene.sync(alone);
    scene.sync(scene.ana);
    scene.restart(scene.ana);
    CHECK(get(scene.ana, "account", id, "kind") == text("x_ally"));
    CHECK(get(scene.ana, "account", id, "x_gate") == text("4711"));
}

TEST_CASE("a new start brings carried values again") {
    Two scene;
    scene.publish(scene.ben, kGate);
    scene.publish(scene.ben, kVehicle);
    const RecordId id = create_account(scene.ben);
    set(scene.ben, "account", id, "x_gate", text("4711"));
    const Registry& registry = scene.ben.store.registry();
    const RecordId van =
        create(scene.ben, "x_vehicle", {{field_of(registry, "x_vehicle", "name"), text("Van")}});
    scene.sync_all();
    must(scene.ana.store.database().run("UPDATE sync_state SET value = 0 WHERE key = 'epoch'"));
    Two::restart_plain(scene.ana);
    scene.sync(scene.ana);
    CHECK(count(scene.ana, "SELECT count(*) FROM sync_carried") > 0);
    scene.restart(scene.ana);
    CHECK(get(scene.ana, "account", id, "x_gate") == text("4711"));
    CHECK(get(scene.ana, "x_vehicle", van, "name") == text("Van"));
}

TEST_CASE("the server refuses a device a move that is the server's by now") {
    for (const bool own_module : {false, true}) {
        CAPTURE(own_module);
        Two scene;
        const std::string transitions = own_module ? kVehicle : kStates;
        std::string servers = transitions;
        const std::string before = own_module ? "\"free > used | sold\"" : "\"draft > x_parts\"";
        const std::string after =
            own_module ? R"({"from": ["free"], "to": "used", "place": "authority"}, "free > sold")"
                       : R"({"from": ["draft"], "to": "x_parts", "place": "authority"})";
        servers.replace(servers.find(before), before.size(), after);
        scene.publish(scene.ben, transitions.c_str());
        scene.sync_all();
        scene.restart(scene.ana);
        const char* module = own_module ? "x_vehicle" : "work_order";
        const Registry& known = scene.ana.store.registry();
        const RecordId id =
            create(scene.ana, module,
                   {{field_of(known, module, own_module ? "name" : "subject"), text("Pump")}});
        scene.sync_all();
        const RecordId first = must(read_change_sets(scene.ben.store.database())).back().id;
        REQUIRE(std::holds_alternative<RecordId>(must(revert_change_set(scene.ben.store, first))));
        scene.restart(scene.ben);
        scene.publish(scene.ben, servers.c_str());
        scene.sync(scene.ben);
        // Ana's program was not started anew: it does not know yet.
        const std::string from = own_module ? "free" : "draft";
        move(scene.ana, module, id, from.c_str(), own_module ? "used" : "x_parts");
        const std::vector<TransactionResult> results = scene.office.sync(scene.ana);
        REQUIRE(results.size() == 1);
        CHECK(results[0].status == TransactionStatus::Rejected);
        CHECK(results[0].code == RejectionCode::NotAllowed);
        CHECK(get(scene.ana, module, id, "status") == Value(from));
    }
}

TEST_CASE("the server refuses its move also when an older device's undo writes the state") {
    for (const bool own_module : {false, true}) {
        CAPTURE(own_module);
        Two scene;
        const char* module = own_module ? "x_vehicle" : "work_order";
        const char* from = own_module ? "free" : "draft";
        const char* to = own_module ? "used" : "cancelled";
        const std::string back = own_module ? "\"used > free\"" : "\"cancelled > draft\"";
        const std::string servers =
            own_module ? R"({"from": ["used"], "to": "free", "place": "authority"})"
                       : R"({"from": ["cancelled"], "to": "draft", "place": "authority"})";
        const auto set_with = [&](const std::string& transition) {
            std::string items =
                R"({"change": {"work_order": {"add_transitions": [)" + back + "]}}}";
            if (own_module) items = kVehicle;
            items.replace(items.find(back), back.size(), transition);
            return items;
        };
        scene.publish(scene.ben, set_with(back).c_str());
        scene.sync_all();
        scene.restart(scene.ana);
        const Registry& known = scene.ana.store.registry();
        const RecordId id =
            create(scene.ana, module,
                   {{field_of(known, module, own_module ? "name" : "subject"), text("Pump")}});
        move(scene.ana, module, id, from, to);
        const auto undo = must(find_undo(scene.ana.store, last_history_group(scene.ana.store)));
        REQUIRE(undo.has_value());
        scene.sync_all();
        const RecordId first = must(read_change_sets(scene.ben.store.database())).back().id;
        REQUIRE(std::holds_alternative<RecordId>(must(revert_change_set(scene.ben.store, first))));
        scene.restart(scene.ben);
        scene.publish(scene.ben, set_with(servers).c_str());
        scene.sync(scene.ben);
        REQUIRE(std::holds_alternative<Saved>(must(take_back(scene.ana.store, *undo))));
        const std::vector<TransactionResult> results = scene.office.sync(scene.ana);
        REQUIRE(results.size() == 1);
        CHECK(results[0].status == TransactionStatus::Rejected);
        CHECK(results[0].code == RejectionCode::NotAllowed);
        CHECK(get(scene.ana, module, id, "status") == text(to));
    }
}
