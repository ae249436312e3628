// Two devices of one office, and change sets that either publishes. Definitions count from the next
// start.
#pragma once

#include "core/customization_store.h"
#include "support/office.h"

namespace holdfast::test {

using Device = Office::Device;

inline constexpr char kGate[] = R"({"change": {"account": {"add_fields": [
    {"key": "x_gate", "type": "text", "label": {"en": "Gate code"}},
    {"key": "x_floor", "type": "integer", "label": {"en": "Floor"}}]}}})";
inline constexpr char kVehicle[] = R"({"add": [{"key": "x_vehicle", "label": {"en": "Vehicle"},
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
inline constexpr char kStates[] = R"({"change": {
    "work_order": {"add_states": [
        {"key": "x_parts", "category": "waiting", "label": {"en": "Parts"}}],
        "add_transitions": ["draft > x_parts", "x_parts > open"]},
    "account": {"change_fields": {"kind": {"add_choices": [
        {"key": "x_ally", "label": {"en": "Ally"}}]}}}}})";

inline FieldId field_of(const Registry& registry, std::string_view entity, std::string_view key) {
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

inline void save(Device& device, const Draft& draft) {
    const CommitOutcome outcome = must(device.store.commit(draft));
    if (const auto* needs = std::get_if<NeedsWork>(&outcome))
        FAIL("issue " << static_cast<int>(needs->issues.at(0).kind) << " at field "
                      << raw(needs->issues[0].field));
}

inline RecordId create(Device& device, std::string_view entity,
                       std::vector<Draft::FieldValue> values) {
    const RecordId id = make_record_id(device.environment);
    save(device, Draft("test.create", device.store.state().checkpoint)
                     .create(device.store.registry().find(entity)->id, id, std::move(values)));
    return id;
}

inline void set(Device& device, std::string_view entity, const RecordId& id, std::string_view key,
                Value value) {
    const Registry& registry = device.store.registry();
    save(device, Draft("test.edit", device.store.state().checkpoint)
                     .set(registry.find(entity)->id, id,
                          {{field_of(registry, entity, key), std::move(value)}}));
}

inline void move(Device& device, std::string_view entity, const RecordId& id, const char* from,
                 const char* to) {
    save(device, Draft("test.move", device.store.state().checkpoint)
                     .transition(device.store.registry().find(entity)->id, id, from, to));
}

inline Value get(Device& device, std::string_view entity, const RecordId& id,
                 std::string_view key) {
    const Registry& registry = device.store.registry();
    const auto record = must(device.store.read(registry.find(entity)->id, id));
    REQUIRE(record.has_value());
    return record->values[registry.find(entity)->index_of(field_of(registry, entity, key))];
}

inline Value text(const char* value) {
    return std::string(value);
}

inline std::int64_t count(Device& device, const char* sql) {
    Statement statement = must(device.store.database().prepare(sql));
    must(statement.step());
    return statement.integer(0);
}

inline RecordId create_account(Device& device) {
    return create(device, "account",
                  {{field_of(device.store.registry(), "account", "name"), text("Acme")}});
}

}  // namespace holdfast::test
