// Fields that change sets change or hide.
#include <algorithm>

#include "model/customization_merge.h"
#include "model/definition_json.h"

namespace holdfast {
namespace {

using Problem = CustomizationProblem;
using Path = CustomizationPath;

constexpr const char* kExpressions[] = {"visible_if", "required_if", "readonly_if"};

bool is_true(const Json& owner, const char* key) {
    const auto found = owner.find(key);
    return found != owner.end() && *found == true;
}

bool is_base(const Json& field) {
    return field["id"] < kCustomIdMin;
}

void change_required(CustomizationJson& reader, Json& field, const Json& change, const Path& path) {
    if (!change.contains("required")) return;
    const Json& required = change["required"];
    const Path at = path.member("required");
    const std::string key = field["key"].get<std::string>();
    if (!required.is_boolean())
        return reader.refuse(Problem::WrongKind, at, key, "must be true or false");
    const bool written = is_true(field, "readonly") || field.contains("compute") ||
                         field.contains("derive") || field["type"] == "number";
    if (required == true && written)
        return reader.refuse(Problem::InUse, at, key, "nobody can fill this field");
    // The module, its rights and other devices rely on what it has always had.
    if (required == false && is_true(field, "required") && is_base(field))
        return reader.refuse(Problem::NotChangeable, at, key, "the module needs this field");
    if (required == true)
        field["required"] = true;
    else
        field.erase("required");
}

void change_default(CustomizationJson& reader, Json& field, const Json& change, const Path& path) {
    if (!change.contains("default")) return;
    const Json& value = change["default"];
    if (field["type"] == "state" || field["type"] == "number")
        return reader.refuse(Problem::NotChangeable, path.member("default"),
                             field["key"].get<std::string>(), "the engine fills this field");
    if (value.is_null())
        field.erase("default");
    else
        field["default"] = value;
}

void change_expressions(CustomizationJson& reader, Json& field, const Json& change,
                        const Path& path) {
    for (const char* word : kExpressions) {
        if (!change.contains(word)) continue;
        const std::string text = reader.text(change, word, path);
        if (text.empty())
            field.erase(word);
        else
            field[word] = text;
    }
}

void label_choices(CustomizationJson& reader, Json& field, const Json& change, const Path& path) {
    const Json* labels = reader.object(change, "choice_labels", path);
    if (!labels) return;
    const Path at = path.member("choice_labels");
    for (const auto& [choice, words] : labels->items()) {
        const Json& known = field["choices"];
        if (std::find(known.begin(), known.end(), Json(choice)) == known.end())
            return reader.refuse(Problem::UnknownChoice, at.member(choice), choice,
                                 "there is no such choice");
        reader.check_words(*labels, choice.c_str(), at, CustomizationJson::Words::Needed);
        field["choice_labels"][choice] = words;
    }
}

void add_choices(CustomizationJson& reader, Json& field, const Json& change, const Path& path) {
    const Json* added = reader.list(change, "add_choices", path, kCustomChoicesMax);
    if (!added) return;
    for (std::size_t index = 0; index < added->size(); ++index) {
        const Path at = path.member("add_choices").item(index);
        const Json& choice = (*added)[index];
        if (!reader.is_object(choice, at)) return;
        reader.only(choice, at, {"key", "label"});
        reader.check_words(choice, "label", at, CustomizationJson::Words::Needed);
        const std::string key = reader.text(choice, "key", at);
        if (!reader.is_free_key(key, at.member("key"), CustomizationJson::Prefix::Needed) ||
            !reader.ok())
            return;
        Json& known = field["choices"];
        if (known.size() >= kCustomChoicesMax)
            return reader.refuse(Problem::TooMany, at, key, "a field has at most 300 choices");
        if (std::find(known.begin(), known.end(), Json(key)) == known.end())
            known.push_back(key);
        else if (field["choice_labels"][key] != choice["label"])
            return reader.refuse(Problem::Taken, at.member("key"), key, "is there already");
        field["choice_labels"][key] = choice["label"];
    }
}

/// Records keep the choice that they have; it is not offered any more.
void remove_choices(CustomizationJson& reader, Json& field, const Json& change, const Path& path) {
    for (const std::string& key : reader.keys(change, "remove_choices", path)) {
        const Json& known = field["choices"];
        const Path at = path.member("remove_choices");
        if (std::find(known.begin(), known.end(), Json(key)) == known.end())
            return reader.refuse(Problem::UnknownChoice, at, key, "there is no such choice");
        if (field.contains("default") && field["default"] == key)
            return reader.refuse(Problem::InUse, at, key, "it is the default");
        if (field.contains("options_if") && !field["options_if"].is_object())
            return reader.refuse(Problem::WrongKind, at, key, "options_if must be an object");
        field["options_if"][key] = "false";
    }
}

void change_choices(CustomizationJson& reader, Json& field, const Json& change, const Path& path) {
    constexpr const char* kWords[] = {"choice_labels", "add_choices", "remove_choices"};
    for (const char* word : kWords)
        if (change.contains(word) && !field.contains("choices"))
            return reader.refuse(Problem::WrongKind, path.member(word),
                                 field["key"].get<std::string>(), "the field has no choices");
    if (!field.contains("choices")) return;
    add_choices(reader, field, change, path);
    label_choices(reader, field, change, path);
    remove_choices(reader, field, change, path);
}

/// What makes a field this field. The rest is unknown, rather than not to be changed.
void refuse_identity(CustomizationJson& reader, const Json& change, const Path& path) {
    constexpr const char* kIdentity[] = {"id",       "key",    "type",   "to",       "merge",
                                         "group",    "scale",  "max",    "inverse",  "on_delete",
                                         "readonly", "unit",   "entity", "currency", "compute",
                                         "derive",   "choices"};
    for (const char* word : kIdentity)
        if (change.contains(word))
            return reader.refuse(Problem::NotChangeable, path.member(word), word,
                                 "stays as it is, because records have values of it");
}

void change_field(CustomizationJson& reader, Json& field, const Json& change, const Path& path) {
    if (!reader.is_object(change, path)) return;
    refuse_identity(reader, change, path);
    reader.only(change, path,
                {"label", "required", "default", "visible_if", "required_if", "readonly_if",
                 "choice_labels", "add_choices", "remove_choices"});
    reader.check_words(change, "label", path, CustomizationJson::Words::Optional);
    if (change.contains("label") && reader.ok()) field["label"] = change["label"];
    change_required(reader, field, change, path);
    change_default(reader, field, change, path);
    change_expressions(reader, field, change, path);
    change_choices(reader, field, change, path);
}

void take_out(Json& list, std::string_view key) {
    if (!list.is_array()) return;
    for (std::size_t index = list.size(); index-- > 0;)
        if (list[index] == key) list.erase(index);
}

bool names(const Json& definition, const char* part, const char* member, std::string_view key) {
    const auto found = definition.find(part);
    if (found == definition.end()) return false;
    return member == nullptr ? *found == key : found->contains(member) && (*found)[member] == key;
}

bool is_required_by_state(const Json& definition, std::string_view key) {
    if (!definition.contains("state")) return false;
    const Json& states = definition["state"]["states"];
    return std::any_of(states.begin(), states.end(), [&](const Json& state) {
        if (!state.contains("require")) return false;
        const Json& fields = state["require"];
        return std::find(fields.begin(), fields.end(), Json(key)) != fields.end();
    });
}

bool has_check(const Json& definition, std::string_view key) {
    if (!definition.contains("checks")) return false;
    const Json& checks = definition["checks"];
    return std::any_of(checks.begin(), checks.end(),
                       [&](const Json& check) { return check["field"] == key; });
}

/// What a preset finds its records by, or gives new ones.
bool is_of_preset(const Json& definition, std::string_view key) {
    if (!definition.contains("presets")) return false;
    const Json& presets = definition["presets"];
    return std::any_of(presets.begin(), presets.end(), [&](const Json& preset) {
        const bool given = preset.contains("defaults") && preset["defaults"].contains(key);
        return given || names(preset, "list", "order", key);
    });
}

/// Whether the module itself needs people to see the field.
bool is_needed(const Json& definition, std::string_view key) {
    return names(definition, "state", "field", key) || names(definition, "number", "field", key) ||
           names(definition, "parent", nullptr, key) || names(definition, "list", "order", key) ||
           is_required_by_state(definition, key) || has_check(definition, key) ||
           is_of_preset(definition, key);
}

void take_off_presets(Json& definition, std::string_view key) {
    if (!definition.contains("presets")) return;
    for (Json& preset : definition["presets"]) {
        if (!preset.contains("list") || !preset["list"].contains("columns")) continue;
        Json& columns = preset["list"]["columns"];
        take_out(columns, key);
        if (columns.empty()) preset["list"].erase("columns");
    }
}

void take_off_views(Json& definition, std::string_view key) {
    take_off_presets(definition, key);
    take_out(definition["title"], key);
    take_out(definition["list"]["columns"], key);
    Json& form = definition["form"];
    for (std::size_t index = form.size(); index-- > 0;) {
        take_out(form[index]["fields"], key);
        if (form[index]["fields"].empty()) form.erase(index);
    }
    for (const char* part : {"calendar", "kanban"}) {
        if (!definition.contains(part)) continue;
        Json& view = definition[part];
        for (const char* member : {"end", "person", "colour", "sum"})
            if (names(definition, part, member, key)) view.erase(member);
        if (names(definition, part, "start", key) || names(definition, part, "column", key))
            definition.erase(part);
    }
}

void hide_field(CustomizationJson& reader, Json& definition, const std::string& key,
                const Path& path) {
    Json* field = find_field_json(definition, key);
    if (!field) return reader.refuse(Problem::UnknownField, path, key, "there is no such field");
    if (is_true(*field, "required") && !field->contains("default"))
        return reader.refuse(Problem::HiddenRequired, path, key,
                             "it must be filled and has no default");
    if (is_needed(definition, key))
        return reader.refuse(Problem::InUse, path, key, "the module cannot do without it");
    (*field)["hidden"] = true;
    for (const char* word : {"search", "visible_if", "required_if"}) field->erase(word);
    take_off_views(definition, key);
    if (definition["title"].empty() || definition["list"]["columns"].empty() ||
        definition["form"].empty())
        reader.refuse(Problem::InUse, path, key, "nothing of the record would be left to see");
}

}  // namespace

void merge_field_changes(CustomizationJson& reader, MergedDocument& document, const Json& change,
                         const CustomizationPath& path) {
    const Json* changes = reader.object(change, "change_fields", path);
    if (!changes) return;
    for (const auto& [key, field_change] : changes->items()) {
        const Path at = path.member("change_fields").member(key);
        Json* field = find_field_json(document.json, key);
        if (!field) return reader.refuse(Problem::UnknownField, at, key, "there is no such field");
        change_field(reader, *field, field_change, at);
        if (!reader.ok()) return;
    }
}

void hide_fields(CustomizationJson& reader, MergedDocument& document, const Json& change,
                 const CustomizationPath& path) {
    const std::vector<std::string> hidden = reader.keys(change, "hide_fields", path);
    for (std::size_t index = 0; index < hidden.size() && reader.ok(); ++index)
        hide_field(reader, document.json, hidden[index], path.member("hide_fields").item(index));
}

}  // namespace holdfast
