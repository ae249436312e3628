// The generic suite: the second names of every module.
#include <algorithm>

#include "core/app/list_view.h"
#include "core/app/workspace.h"
#include "core/expression.h"
#include "core/record_source.h"
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

/// Whether the preset's condition, computed in memory, holds for the record.
bool holds(const EntityDef& entity, const PresetDef& preset, const RecordId& id) {
    const ExpressionType boolean{ExpressionKind::Boolean, 0, EntityId::None};
    const auto condition = Expression::compile(Registry::base(), entity, preset.where,
                                               {ExpressionToday::Allowed, boolean});
    REQUIRE(condition.has_value());
    RecordSource source(world().store);
    const std::int64_t today = day_of(world().environment.now, 0);
    const Record record = *must(world().store.read(entity.id, id));
    return integer_or(must(condition->evaluate(record, source, today)), 0) != 0;
}

/// By another value of a field that its new records get.
void break_condition(const EntityDef& entity, const PresetDef& preset, const RecordId& id) {
    for (const auto& given : preset.defaults) {
        const FieldDef& field = *entity.find_field(given.first);
        std::vector<Value> others;
        if (field.type == FieldType::Boolean) others.emplace_back(std::int64_t{0});
        for (const std::string& choice : field.choices) others.emplace_back(choice);
        for (const Value& other : others) {
            const auto issues = test::issues_of(
                world().store, world().draft().set(entity.id, id, {{field.id, other}}));
            if (issues.empty() && !holds(entity, preset, id)) return;
        }
    }
    FAIL("nothing breaks the condition of " << preset.key);
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

TEST_CASE("what the condition of a second name does not hold for is not found there", "[generic]") {
    int conditions = 0;
    for_each_preset([&](const EntityDef& entity, const PresetDef& preset) {
        if (preset.where.empty()) return;
        const Scene scene(entity);
        const RecordId id = world().maker.create(entity, 710);
        break_condition(entity, preset, id);
        ListView whole(world().store, entity.id, Strings());
        ListView part(world().store, entity.id, Strings());
        part.set_preset(preset);
        const std::vector<RecordId> all = ids_of(whole);
        const std::vector<RecordId> found = ids_of(part);
        CHECK(std::find(all.begin(), all.end(), id) != all.end());
        CHECK(std::find(found.begin(), found.end(), id) == found.end());
        CHECK(part.total_count() < whole.total_count());
        ++conditions;
    });
    CHECK(conditions >= 3);
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
