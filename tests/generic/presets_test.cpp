// The generic suite: the second names of every module.
#include <algorithm>

#include "core/app/list_view.h"
#include "core/app/workspace.h"
#include "core/strings.h"
#include "generic/scene.h"

using namespace holdfast;
using test::must;
using test::RecordMaker;
using test::Scene;
using test::world;

namespace {

template <typename Check>
int for_each_preset(Check&& check) {
    int presets = 0;
    for (const EntityDef& entity : Registry::base().entities())
        for (const PresetDef& preset : entity.presets) {
            CAPTURE(entity.key, preset.key);
            check(entity, preset);
            ++presets;
        }
    return presets;
}

std::vector<RecordId> ids_of(ListView& list) {
    REQUIRE(list.error() == nullptr);
    return must(list.read_ids(0, list.row_count()));
}

}  // namespace

TEST_CASE("what is made under every second name is found there and in its module", "[generic]") {
    const int presets = for_each_preset([](const EntityDef& entity, const PresetDef& preset) {
        const Scene scene(entity);
        const RecordId id = world().maker.create(entity, 700);
        std::vector<Draft::FieldValue> defaults;
        for (const auto& [field, value] : preset.defaults) defaults.push_back({field, value});
        if (!defaults.empty())
            REQUIRE(test::issues_of(world().store,
                                    world().draft().set(entity.id, id, std::move(defaults)))
                        .empty());
        ListView whole(world().store, entity.id, Strings());
        ListView part(world().store, entity.id, Strings());
        part.set_preset(preset);
        const std::vector<RecordId> all = ids_of(whole);
        const std::vector<RecordId> found = ids_of(part);
        CHECK(std::find(found.begin(), found.end(), id) != found.end());
        for (const RecordId& each : found)
            CHECK(std::find(all.begin(), all.end(), each) != all.end());
        CHECK(part.row_count() == part.total_count());
        if (preset.where.empty()) CHECK(found.size() == all.size());
        CHECK(part.columns().size() == (preset.list_columns.empty() ? entity.list_columns.size()
                                                                    : preset.list_columns.size()));
    });
    CHECK(presets >= 5);
}

TEST_CASE("every second name has its words in six languages", "[generic][labels]") {
    for_each_preset([](const EntityDef&, const PresetDef& preset) {
        for (const Language language : kLanguages) {
            const Strings strings(language);
            CAPTURE(tag_of(language));
            CHECK(strings.singular_of(preset) != preset.key);
            CHECK(strings.plural_of(preset) != preset.key);
            for (const char* phrase : {"new", "search", "empty"})
                CHECK(Strings::has("entity." + preset.key + "." + phrase));
            CHECK(strings.count_of(preset, 3).find('3') != std::string::npos);
            CHECK(Strings::has("menu." + preset.menu));
        }
    });
}

TEST_CASE("every second name is an address that leads to its module", "[generic]") {
    for_each_preset([](const EntityDef& entity, const PresetDef& preset) {
        for (const char* rest : {"", "/new", "/import"}) {
            const std::string address = "#/" + preset.key + rest;
            const Route route = parse_address(Registry::base(), address);
            CHECK(route.entity == entity.id);
            CHECK(route.preset == preset.key);
            CHECK(route.screen != ScreenKind::NotFound);
            CHECK(address_of(Registry::base(), route) == address);
        }
    });
}
