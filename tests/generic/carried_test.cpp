// The generic suite: a field that only one device knows, in every module. The other one edits the
// records, starts with the new definitions later, and nothing was lost.
#include <cstdio>
#include <nlohmann/json.hpp>

#include "core/customization_store.h"
#include "generic/pair.h"

using namespace holdfast;
using test::must;
using test::Office;
using test::Pair;
using test::RecordMaker;

namespace {

constexpr char kKey[] = "x_suite";

/// Modules that people write records of.
bool is_open(const EntityDef& entity) {
    return !RecordMaker::is_servers_own(entity);
}

std::string a_field_everywhere() {
    nlohmann::json set;
    const nlohmann::json field = {
        {"key", kKey}, {"type", "text"}, {"label", {{"en", "Of the suite"}}}};
    for (const EntityDef& entity : Registry::base().entities())
        if (is_open(entity))
            set["change"][entity.key]["add_fields"] = nlohmann::json::array({field});
    return set.dump();
}

/// Something that both devices know, so that the record is sent and merged.
bool edit_known_field(Office::Device& device, const EntityDef& entity, const RecordId& id) {
    for (const FieldDef& field : entity.fields) {
        if (!RecordMaker::is_typed(entity, field)) continue;
        const Value next = RecordMaker::value_for(entity, field, 82);
        if (is_null(next) || next == Pair::value(device, entity, id, field)) continue;
        if (Pair::write(device, entity, id, field, next)) return true;
    }
    return false;
}

Value own_value(Office::Device& device, const EntityDef& entity, const RecordId& id) {
    const EntityDef& known = *device.store.registry().find(entity.id);
    return Pair::value(device, known, id, *known.find_field(kKey));
}

}  // namespace

TEST_CASE("a field that one device does not know survives its edits in every module",
          "[generic][sync]") {
    Pair pair;
    const auto published = must(publish_change_set(pair.ana.store, "Suite", a_field_everywhere()));
    if (const auto* issue = std::get_if<CustomizationIssue>(&published))
        FAIL(issue->path << ": " << issue->reason);
    const Customization custom = must(load_customization(pair.ana.store.database()));
    REQUIRE(custom.issues().empty());
    pair.ana.restart(custom.registry());
    std::map<EntityId, RecordId> made;
    int edits = 0;
    for (const EntityDef& entity : Registry::base().entities()) {
        if (!is_open(entity)) continue;
        CAPTURE(entity.key);
        const EntityDef& known = *custom.registry().find(entity.id);
        const RecordId id = pair.maker.create(entity, 80);
        // What cannot be changed once it is made has nothing to lose.
        if (!Pair::write(pair.ana, known, id, *known.find_field(kKey), entity.key + " kept"))
            continue;
        made[entity.id] = id;
        pair.meet();
    }
    for (const auto& [entity_id, id] : made) {
        const EntityDef& entity = *Registry::base().find(entity_id);
        CAPTURE(entity.key);
        edits += edit_known_field(pair.ben, entity, id) ? 1 : 0;
        pair.meet();
    }
    const Customization late = must(load_customization(pair.ben.store.database()));
    REQUIRE(late.issues().empty());
    pair.ben.restart(late.registry());
    for (const auto& [entity_id, id] : made) {
        const EntityDef& entity = *Registry::base().find(entity_id);
        CAPTURE(entity.key);
        CHECK(own_value(pair.ana, entity, id) == Value(entity.key + " kept"));
        CHECK(own_value(pair.ben, entity, id) == Value(entity.key + " kept"));
    }
    std::printf("generic suite: carried: %zu modules, %d edited by who does not know the field\n",
                made.size(), edits);
    CHECK(made.size() > 85);
    CHECK(edits > 60);
    // Each store is closed before the definitions that it was opened with.
    pair.ana.restart(Registry::base());
    pair.ben.restart(Registry::base());
}
