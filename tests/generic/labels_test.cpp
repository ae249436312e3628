// Labels: the names that the specification gives modules and states, in six languages, and the
// traps it names. labels.json has the lists of the specification.
#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "core/registry.h"
#include "core/rules.h"
#include "core/strings.h"
#include "support/test.h"

using namespace holdfast;

namespace {

nlohmann::json specified() {
    std::ifstream file(std::string(HOLDFAST_SOURCE_DIR) + "/tests/generic/labels.json");
    return nlohmann::json::parse(file);
}

/// The module is looked for by the people of a language under this name alone.
std::map<std::string, std::set<std::string>> modules_by_name(Language language) {
    const Strings strings(language);
    std::map<std::string, std::set<std::string>> modules;
    for (const EntityDef& entity : Registry::base().entities()) {
        if (!entity.menu.empty())
            modules[std::string(strings.plural_of(entity))].insert(entity.key);
        for (const PresetDef& preset : entity.presets)
            modules[std::string(strings.plural_of(preset))].insert(preset.key);
    }
    return modules;
}

/// Where the words of one thing may stand, its own first.
using Keys = std::vector<std::string>;
const std::string* first_known(const Keys& keys) {
    const auto known = std::find_if(keys.begin(), keys.end(),
                                    [](const std::string& key) { return Strings::has(key); });
    return known == keys.end() ? nullptr : &*known;
}
Keys choice_keys(const EntityDef& entity, const FieldDef& field, const std::string& choice) {
    return {entity.key + "." + field.key + "." + choice, "choice." + field.key + "." + choice};
}

}  // namespace

TEST_CASE("modules go by the names of the specification in every language", "[labels]") {
    const nlohmann::json modules = specified().at("modules");
    CHECK(modules.size() >= 43);
    for (const auto& [key, labels] : modules.items()) {
        CAPTURE(key);
        const ModulePlace place = Registry::base().find_place(key);
        REQUIRE(place.entity);
        const ModuleName name(place);
        for (const Language language : kLanguages) {
            const Strings strings(language);
            const nlohmann::json& label = labels.at(std::string(tag_of(language)));
            CHECK(strings.singular_of(name) == label.at(0).get<std::string>());
            if (label.size() > 1) CHECK(strings.plural_of(name) == label.at(1).get<std::string>());
        }
    }
}

TEST_CASE("states of work orders go by the names of the specification", "[labels]") {
    const EntityDef& order = *Registry::base().find("work_order");
    const FieldDef& status = *order.find_field(order.state_field);
    const nlohmann::json states = specified().at("work_order_states");
    CHECK(states.size() == order.states.size());
    for (const auto& [key, labels] : states.items()) {
        CAPTURE(key);
        for (const Language language : kLanguages)
            CHECK(Strings(language).label_of_choice(order, status, key) ==
                  labels.at(std::string(tag_of(language))).get<std::string>());
    }
}

TEST_CASE("no two modules of the navigation share a name", "[labels]") {
    for (const Language language : kLanguages) {
        for (const auto& [name, modules] : modules_by_name(language)) {
            CAPTURE(tag_of(language), name);
            CHECK(modules.size() == 1);
        }
    }
}

TEST_CASE(
    "every module, preset, field, choice, state, section and conversion has a label in every "
    "language",
    "[labels]") {
    int labels = 0;
    for (const Language language : kLanguages) {
        const Strings strings(language);
        // What the catalogues lack is shown as its key, a choice as the last part of it: so they
        // are asked whether they have it, and what they have is what must be shown.
        const auto check = [&](std::string_view label, const Keys& keys) {
            const std::string* key = first_known(keys);
            CAPTURE(tag_of(language), keys.front());
            REQUIRE(key != nullptr);
            CHECK_FALSE(label.empty());
            CHECK(label == strings.get(*key));
            ++labels;
        };
        for (const EntityDef& entity : Registry::base().entities()) {
            CAPTURE(entity.key);
            const std::string& module = entity.key;
            check(strings.singular_of(entity), {module});
            for (const PresetDef& preset : entity.presets)
                check(strings.singular_of(preset), {preset.key});
            for (const auto* fields : {&entity.fields, &entity.computed})
                for (const FieldDef& field : *fields) {
                    check(strings.label_of(entity, field),
                          {module + "." + field.key, "field." + field.key});
                    for (const std::string& choice : field.choices)
                        check(strings.label_of_choice(entity, field, choice),
                              choice_keys(entity, field, choice));
                }
            const FieldDef* state_field = entity.find_field(entity.state_field);
            for (const StateDef& state : entity.states)
                check(strings.label_of_choice(entity, *state_field, state.key),
                      choice_keys(entity, *state_field, state.key));
            for (const FormSection& section : entity.form)
                check(strings.label_of(entity, section),
                      {module + ".section." + section.key, "section." + section.key});
            for (const ConversionRule& rule : Registry::base().rules(entity.id).conversions()) {
                const std::string key = module + ".convert." + rule.key;
                check(strings.get(key), {key});
            }
        }
    }
    CHECK(labels > 6 * 2'000);
}
