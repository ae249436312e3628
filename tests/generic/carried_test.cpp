// The generic suite: fields of every kind that only one device knows, in every module. The other
// one edits the records, starts with the new definitions later, and nothing was lost.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/customization_store.h"
#include "generic/pair.h"
#include "generic/scene.h"

using namespace holdfast;
using test::must;
using test::Office;
using test::Pair;
using test::RecordMaker;

namespace {

/// One of each kind of value: {key, type}.
constexpr const char* kFields[][2] = {{"x_suite", "text"},
                                      {"x_suite_count", "integer"},
                                      {"x_suite_kind", "choice"},
                                      {"x_suite_day", "date"},
                                      {"x_suite_account", "link"}};

/// Modules that people write records of.
bool is_open(const EntityDef& entity) {
    return !RecordMaker::is_servers_own(entity);
}

nlohmann::json field_of(const char* key, const std::string& type) {
    nlohmann::json field = {{"key", key}, {"type", type}, {"label", {{"en", key}}}};
    if (type == "link") field["to"] = "account";
    if (type == "choice")
        field["choices"] = {{{"key", "kept"}, {"label", {{"en", "Kept"}}}},
                            {{"key", "lost"}, {"label", {{"en", "Lost"}}}}};
    return field;
}

std::string fields_everywhere() {
    nlohmann::json set;
    nlohmann::json fields = nlohmann::json::array();
    for (const auto& [key, type] : kFields) fields.push_back(field_of(key, type));
    for (const EntityDef& entity : Registry::base().entities())
        if (is_open(entity)) set["change"][entity.key]["add_fields"] = fields;
    return set.dump();
}

/// What only the new definitions know of a record; different in every module.
RecordMaker::Given values_for(const EntityDef& known, const RecordId& account) {
    const Value values[] = {known.key + " kept", std::int64_t{raw(known.id)}, std::string("kept"),
                            std::int64_t{20'800}, account};
    RecordMaker::Given given;
    for (std::size_t index = 0; index < std::size(kFields); ++index)
        given[known.find_field(kFields[index][0])->id] = values[index];
    return given;
}

/// Something that both devices know, so that the record is sent and merged.
bool edit_known_field(Office::Device& device, const EntityDef& entity, const RecordId& id) {
    for (const std::uint64_t seed : {82U, 83U})
        for (const FieldDef& field : entity.fields) {
            if (!RecordMaker::is_typed(entity, field)) continue;
            const Value next = RecordMaker::value_for(entity, field, seed);
            if (is_null(next) || next == Pair::value(device, entity, id, field)) continue;
            if (Pair::write(device, entity, id, field, next)) return true;
        }
    return false;
}

/// What logs say stays, some modules are the engine's alone, and what only joins
/// two records joins these.
bool can_be_edited(const EntityDef& entity) {
    return entity.kind != EntityKind::Log &&
           std::any_of(entity.fields.begin(), entity.fields.end(), [&](const FieldDef& field) {
               return RecordMaker::is_typed(entity, field) &&
                      !is_null(RecordMaker::value_for(entity, field, 1)) &&
                      field.type != FieldType::Entity;
           });
}

void check_kept(Office::Device& device, const RecordId& id, const EntityDef& entity,
                const RecordId& account) {
    const EntityDef& known = *device.store.registry().find(entity.id);
    for (const auto& [field, value] : values_for(known, account)) {
        CAPTURE(known.find_field(field)->key);
        CHECK(Pair::value(device, known, id, *known.find_field(field)) == value);
    }
}

}  // namespace

TEST_CASE("fields that one device does not know survive its edits in every module",
          "[generic][sync]") {
    Pair pair;
    const auto published = must(publish_change_set(pair.ana.store, "Suite", fields_everywhere()));
    if (const auto* issue = std::get_if<CustomizationIssue>(&published))
        FAIL(issue->path << ": " << issue->reason);
    const Customization custom = must(load_customization(pair.ana.store.database()));
    REQUIRE(custom.issues().empty());
    pair.ana.restart(custom.registry());
    const RecordId account = pair.maker.create(*custom.registry().find("account"), 79);
    std::map<EntityId, RecordId> made;
    for (const EntityDef& entity : Registry::base().entities()) {
        if (!is_open(entity)) continue;
        CAPTURE(entity.key);
        const EntityDef& known = *custom.registry().find(entity.id);
        made[entity.id] = pair.maker.create(known, 80, values_for(known, account));
        pair.meet();
    }
    int edits = 0;
    for (const auto& [entity_id, id] : made) {
        const EntityDef& entity = *Registry::base().find(entity_id);
        CAPTURE(entity.key);
        const bool edited = edit_known_field(pair.ben, entity, id);
        CHECK(edited == can_be_edited(entity));
        edits += edited ? 1 : 0;
        pair.meet();
    }
    CHECK(pair.refused == 0);
    const Customization late = must(load_customization(pair.ben.store.database()));
    REQUIRE(late.issues().empty());
    pair.ben.restart(late.registry());
    for (const auto& [entity_id, id] : made) {
        const EntityDef& entity = *Registry::base().find(entity_id);
        CAPTURE(entity.key);
        check_kept(pair.ana, id, entity, account);
        check_kept(pair.ben, id, entity, account);
        test::note("carried", entity, static_cast<int>(std::size(kFields)));
    }
    test::check_asked("carried", 100);
    CHECK(edits > 80);
    // Each store is closed before the definitions that it was opened with.
    pair.ana.restart(Registry::base());
    pair.ben.restart(Registry::base());
}
