// Devices with and without a change set, and a server in between: nothing is lost on the way.
#include "core/customization_store.h"
#include "support/office.h"

using namespace holdfast;
using namespace holdfast::test;

namespace {

using Device = Office::Device;

constexpr char kGate[] = R"({"change": {"account": {"add_fields": [
    {"key": "x_gate", "type": "text", "label": {"en": "Gate code"}},
    {"key": "x_floor", "type": "integer", "label": {"en": "Floor"}}]}}})";
constexpr char kVehicle[] = R"({"add": [{"key": "x_vehicle", "label": {"en": "Vehicle"},
    "plural": {"en": "Vehicles"}, "fields": [
        {"key": "name", "type": "text", "label": {"en": "Name"}, "required": true},
        {"key": "seats", "type": "integer", "label": {"en": "Seats"}},
        {"key": "status", "type": "state", "label": {"en": "Status"}},
        {"key": "account", "type": "link", "to": "account", "label": {"en": "Account"},
         "inverse": "x_vehicles"}],
    "state": {"field": "status", "initial": "free", "states": [
        {"key": "free", "category": "open", "label": {"en": "Free"}},
        {"key": "used", "category": "active", "label": {"en": "In use"}},
        {"key": "sold", "category": "closed", "label": {"en": "Sold"}}],
        "transitions": ["free > used | sold", "used > free"]}}]})";
constexpr char kStates[] = R"({"change": {
    "work_order": {"add_states": [
        {"key": "x_parts", "category": "waiting", "label": {"en": "Parts"}}],
        "add_transitions": ["draft > x_parts", "x_parts > open"]},
    "account": {"change_fields": {"kind": {"add_choices": [
        {"key": "x_ally", "label": {"en": "Ally"}}]}}}}})";

FieldId field_of(const Registry& registry, std::string_view entity, std::string_view key) {
    const FieldDef* field = registry.find(entity)->find_field(key);
    REQUIRE(field != nullptr);
    return field->id;
}

struct Two {
    std::vector<Customization> kept;  ///< Of every start; a registry outlives its store.
    Office office{Registry::base()};
    Device& ana = office.add_device();
    Device& ben = office.add_device();

    Two() { kept.reserve(16); }
    void restart(Device& device) {
        kept.push_back(must(load_customization(device.store.database())));
        REQUIRE(kept.back().issues().empty());
        device.restart(kept.back().registry());
    }
    /// As a program that does not have any change sets.
    static void restart_plain(Device& device) { device.restart(Registry::base()); }
    void publish(Device& device, const char* items) {
        const auto outcome = must(publish_change_set(device.store, "Set", items));
        if (const auto* needs = std::get_if<NeedsWork>(&outcome))
            FAIL("issue " << static_cast<int>(needs->issues.at(0).kind) << " at field "
                          << raw(needs->issues[0].field));
        if (const auto* issue = std::get_if<CustomizationIssue>(&outcome))
            FAIL(issue->path << ": " << issue->reason);
        restart(device);
    }
    void sync(Device& device) {
        for (const TransactionResult& result : office.sync(device)) {
            INFO("code " << static_cast<int>(result.code) << " field " << raw(result.field));
            REQUIRE(result.status == TransactionStatus::Applied);
        }
    }
    void sync_all() {
        for (int round = 0; round < 2; ++round)
            for (Device* device : {&ana, &ben}) sync(*device);
    }
};

void save(Device& device, const Draft& draft) {
    const CommitOutcome outcome = must(device.store.commit(draft));
    if (const auto* needs = std::get_if<NeedsWork>(&outcome))
        FAIL("issue " << static_cast<int>(needs->issues.at(0).kind) << " at field "
                      << raw(needs->issues[0].field));
}

RecordId create(Device& device, std::string_view entity, std::vector<Draft::FieldValue> values) {
    const RecordId id = make_record_id(device.environment);
    save(device, Draft("test.create", device.store.state().checkpoint)
                     .create(device.store.registry().find(entity)->id, id, std::move(values)));
    return id;
}

void set(Device& device, std::string_view entity, const RecordId& id, std::string_view key,
         Value value) {
    const Registry& registry = device.store.registry();
    save(device, Draft("test.edit", device.store.state().checkpoint)
                     .set(registry.find(entity)->id, id,
                          {{field_of(registry, entity, key), std::move(value)}}));
}

void move(Device& device, std::string_view entity, const RecordId& id, const char* from,
          const char* to) {
    save(device, Draft("test.move", device.store.state().checkpoint)
                     .transition(device.store.registry().find(entity)->id, id, from, to));
}

Value get(Device& device, std::string_view entity, const RecordId& id, std::string_view key) {
    const Registry& registry = device.store.registry();
    const auto record = must(device.store.read(registry.find(entity)->id, id));
    REQUIRE(record.has_value());
    return record->values[registry.find(entity)->index_of(field_of(registry, entity, key))];
}

Value text(const char* value) {
    return std::string(value);
}

std::int64_t count(Device& device, const char* sql) {
    Statement statement = must(device.store.database().prepare(sql));
    must(statement.step());
    return statement.integer(0);
}

RecordId create_account(Device& device) {
    return create(device, "account",
                  {{field_of(device.store.registry(), "account", "name"), text("Acme")}});
}

}  // namespace

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
    CHECK(count(scene.ben, R"(SELECT count(*) FROM account WHERE "x_gate~TEXT" = '4711')") == 1);
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
