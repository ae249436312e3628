// States, lists and forms that change sets add to or replace.
#include <algorithm>

#include "model/customization_merge.h"
#include "model/definition_json.h"

namespace holdfast {
namespace {

using Problem = CustomizationProblem;
using Path = CustomizationPath;

Json* find_state_json(Json& definition, std::string_view key) {
    for (Json& state : definition["state"]["states"])
        if (state["key"] == key) return &state;
    return nullptr;
}

void add_state(CustomizationJson& reader, MergedDocument& document, const Json& added,
               const Path& path) {
    if (!reader.is_object(added, path)) return;
    reader.only(added, path, {"key", "category", "label", "stamp", "require", "guard"});
    reader.check_words(added, "label", path, CustomizationJson::Words::Needed);
    const std::string key = reader.text(added, "key", path);
    if (!reader.is_free_key(key, path.member("key"), CustomizationJson::Prefix::Needed)) return;
    if (const Json* present = find_state_json(document.json, key)) {
        if (*present != added)
            reader.refuse(Problem::Taken, path.member("key"), key, "is another state already");
        return;
    }
    Json& states = document.json["state"]["states"];
    if (states.size() >= kCustomStatesMax)
        return reader.refuse(Problem::TooMany, path, key, "a module has at most 60 states");
    document.state_paths.emplace(states.size(), path.text());
    states.push_back(added);
}

void add_states(CustomizationJson& reader, MergedDocument& document, const Json& change,
                const Path& path) {
    const Json* added = reader.list(change, "add_states", path, kCustomStatesMax);
    if (!added) return;
    for (std::size_t index = 0; index < added->size() && reader.ok(); ++index)
        add_state(reader, document, (*added)[index], path.member("add_states").item(index));
}

void change_states(CustomizationJson& reader, MergedDocument& document, const Json& change,
                   const Path& path) {
    const Json* changes = reader.object(change, "change_states", path);
    if (!changes) return;
    for (const auto& [key, state_change] : changes->items()) {
        const Path at = path.member("change_states").member(key);
        Json* state = find_state_json(document.json, key);
        if (!state) return reader.refuse(Problem::UnknownState, at, key, "there is no such state");
        if (!reader.is_object(state_change, at)) return;
        for (const char* word : {"key", "category", "stamp", "guard", "require"})
            if (state_change.contains(word))
                return reader.refuse(Problem::NotChangeable, at.member(word), key,
                                     "only the label of a state can be changed");
        reader.only(state_change, at, {"label"});
        reader.check_words(state_change, "label", at, CustomizationJson::Words::Needed);
        if (!reader.ok()) return;
        (*state)["label"] = state_change["label"];
    }
}

void add_transitions(CustomizationJson& reader, MergedDocument& document, const Json& change,
                     const Path& path) {
    const Json* added = reader.list(change, "add_transitions", path);
    if (!added) return;
    Json& transitions = document.json["state"]["transitions"];
    for (const Json& line : *added)
        if (std::find(transitions.begin(), transitions.end(), line) == transitions.end())
            transitions.push_back(line);
    if (transitions.size() > kCustomItemsMax)
        reader.refuse(Problem::TooMany, path.member("add_transitions"), {}, "at most 500");
}

void check_known_fields(CustomizationJson& reader, Json& definition,
                        const std::vector<std::string>& keys, const Path& path) {
    for (std::size_t index = 0; index < keys.size(); ++index)
        if (!find_field_json(definition, keys[index]))
            reader.refuse(Problem::UnknownField, path.item(index), keys[index],
                          "there is no such field");
}

void replace_list(CustomizationJson& reader, Json& definition, const Json& change,
                  const Path& path) {
    const Json* list = reader.object(change, "list", path);
    if (!list) return;
    const Path at = path.member("list");
    reader.only(*list, at, {"columns", "order"});
    if (list->contains("columns")) {
        const std::vector<std::string> columns = reader.keys(*list, "columns", at);
        if (columns.empty())
            return reader.refuse(Problem::WrongKind, at.member("columns"), {}, "must not be empty");
        check_known_fields(reader, definition, columns, at.member("columns"));
        definition["list"]["columns"] = columns;
    }
    const std::string order = reader.text(*list, "order", at);
    if (order.empty()) return;
    check_known_fields(reader, definition, {order}, at.member("order"));
    definition["list"]["order"] = order;
}

bool has_section(const Json& form, const std::string& key) {
    return std::any_of(form.begin(), form.end(),
                       [&](const Json& section) { return section["section"] == key; });
}

/// A section that the module had keeps its words, one of one's own brings them.
void take_section(CustomizationJson& reader, const Json& before, Json section, const Path& path,
                  Json& form) {
    const std::string key = reader.text(section, "section", path);
    const bool known = has_section(before, key) || key == "x_own";
    reader.only(section, path, {"section", "fields", "label"});
    reader.check_words(
        section, "label", path,
        known ? CustomizationJson::Words::Optional : CustomizationJson::Words::Needed);
    if (!known &&
        !reader.is_free_key(key, path.member("section"), CustomizationJson::Prefix::Needed))
        return;
    if (has_section(form, key))
        return reader.refuse(Problem::Taken, path.member("section"), key, "stands there twice");
    if (known && !section.contains("label"))
        for (const Json& present : before)
            if (present["section"] == key && present.contains("label"))
                section["label"] = present["label"];
    form.push_back(std::move(section));
}

void replace_form(CustomizationJson& reader, Json& definition, const Json& change,
                  const Path& path) {
    const Json* sections = reader.list(change, "form", path);
    if (!sections) return;
    const Path at = path.member("form");
    if (sections->empty()) return reader.refuse(Problem::WrongKind, at, {}, "must not be empty");
    Json form = Json::array();
    for (std::size_t index = 0; index < sections->size() && reader.ok(); ++index) {
        const Json& section = (*sections)[index];
        const Path section_path = at.item(index);
        if (!reader.is_object(section, section_path)) return;
        const std::vector<std::string> keys = reader.keys(section, "fields", section_path);
        if (keys.empty())
            reader.refuse(Problem::WrongKind, section_path.member("fields"), {},
                          "must not be empty");
        check_known_fields(reader, definition, keys, section_path.member("fields"));
        take_section(reader, definition["form"], section, section_path, form);
    }
    definition["form"] = std::move(form);
}

}  // namespace

void merge_states(CustomizationJson& reader, MergedDocument& document, const Json& change,
                  const CustomizationPath& path) {
    for (const char* word : {"add_states", "change_states", "add_transitions"})
        if (change.contains(word) && !document.json.contains("state"))
            return reader.refuse(Problem::UnknownState, path.member(word), {},
                                 "the module has no states");
    for (const char* word : {"remove_states", "states", "state"})
        if (change.contains(word))
            return reader.refuse(Problem::NotChangeable, path.member(word), word,
                                 "states are never taken away, because records stand in them");
    add_states(reader, document, change, path);
    change_states(reader, document, change, path);
    add_transitions(reader, document, change, path);
}

void merge_views(CustomizationJson& reader, MergedDocument& document, const Json& change,
                 const CustomizationPath& path) {
    replace_list(reader, document.json, change, path);
    replace_form(reader, document.json, change, path);
}

}  // namespace holdfast
