// Fields that change sets add.
#include <algorithm>

#include "model/customization_merge.h"
#include "model/definition_json.h"

namespace holdfast {
namespace {

using Problem = CustomizationProblem;
using Path = CustomizationPath;

constexpr std::string_view kWidgets[] = {"image",   "signature", "colour",  "geo",
                                         "barcode", "rating",    "progress"};
/// The section of a form for fields that name none.
constexpr char kOwnSection[] = "x_own";

std::uint16_t custom_id(std::string_view text) {
    std::uint64_t hash = 0xCBF29CE484222325ULL;
    for (const char character : text)
        hash = (hash ^ static_cast<std::uint8_t>(character)) * 0x100000001B3ULL;
    hash ^= hash >> 32;
    constexpr std::uint64_t kCount = kCustomIdMax - kCustomIdMin + 1;
    return static_cast<std::uint16_t>(kCustomIdMin + hash % kCount);
}

/// "choices": ["a", {"key": "b", "label": {...}}] as keys and labels.
void take_choices(CustomizationJson& reader, Json& field, const Json& added, const Path& path) {
    const Json* choices = reader.list(added, "choices", path, kCustomChoicesMax);
    if (!choices) return;
    Json keys = Json::array();
    for (std::size_t index = 0; index < choices->size(); ++index) {
        const Json& choice = (*choices)[index];
        const Path at = path.member("choices").item(index);
        if (choice.is_object()) {
            reader.only(choice, at, {"key", "label"});
            reader.check_words(choice, "label", at, CustomizationJson::Words::Needed);
        }
        const std::string key = choice.is_string()   ? choice.get<std::string>()
                                : choice.is_object() ? reader.text(choice, "key", at)
                                                     : std::string();
        if (!reader.is_free_key(key, at, CustomizationJson::Prefix::Free)) return;
        if (std::find(keys.begin(), keys.end(), Json(key)) != keys.end())
            return reader.refuse(Problem::Taken, at, key, "stands there twice");
        keys.push_back(key);
        if (choice.is_object()) field["choice_labels"][key] = choice["label"];
    }
    field["choices"] = std::move(keys);
}

void check_widget(CustomizationJson& reader, const Json& added, const Path& path) {
    const std::string widget = reader.text(added, "widget", path);
    const bool known =
        std::find(std::begin(kWidgets), std::end(kWidgets), widget) != std::end(kWidgets);
    if (!widget.empty() && !known)
        reader.refuse(Problem::UnknownWord, path.member("widget"), widget, "is not a known word");
}

void add_to_form(Json& definition, const std::string& key, const std::string& section) {
    for (Json& present : definition["form"])
        if (present["section"] == section) return present["fields"].push_back(key);
    definition["form"].push_back({{"section", section}, {"fields", Json::array({key})}});
}

std::string section_of(CustomizationJson& reader, const Json& definition, const Json& added,
                       const Path& path) {
    const std::string section = reader.text(added, "section", path);
    if (section.empty() || section == kOwnSection) return kOwnSection;
    const Json& form = definition["form"];
    const bool known = std::any_of(form.begin(), form.end(), [&](const Json& present) {
        return present["section"] == section;
    });
    if (!known)
        reader.refuse(Problem::UnknownWord, path.member("section"), section,
                      "there is no such section");
    return section;
}

/// 150 is 1.50 or 0.150, and an id is a person's or a machine's: fields whose values mean other
/// things are other fields.
std::string meaning_of(const Json& field) {
    std::string meaning;
    for (const char* word : {"scale", "to", "currency", "unit", "entity"})
        if (field.contains(word)) meaning.append(1, ';').append(word) += "=" + field[word].dump();
    return meaning;
}

std::size_t count_custom(const Json& definition) {
    const Json& fields = definition["fields"];
    return static_cast<std::size_t>(
        std::count_if(fields.begin(), fields.end(),
                      [](const Json& field) { return field["id"] >= kCustomIdMin; }));
}

/// Whether the number is another field's.
bool is_taken(const Json& definition, const Json& id) {
    const Json& fields = definition["fields"];
    return std::any_of(fields.begin(), fields.end(),
                       [&](const Json& present) { return present["id"] == id; });
}

void merge_field(CustomizationJson& reader, MergedDocument& document, const Json& added,
                 const Path& path) {
    Json& definition = document.json;
    if (!reader.is_object(added, path)) return;
    const Json field = make_field(reader, definition["key"].get<std::string>(), added, path);
    if (!reader.ok()) return;
    const std::string key = field["key"].get<std::string>();
    if (!reader.is_free_key(key, path.member("key"), CustomizationJson::Prefix::Needed)) return;
    const std::string type = field["type"].get<std::string>();
    if (type == "state" || type == "number")
        return reader.refuse(Problem::NotChangeable, path.member("type"), key,
                             "states and numbers belong to a module of their own");
    // Two people who ask for the same field get the same field.
    if (const Json* present = find_field_json(definition, key)) {
        if (*present != field)
            reader.refuse(Problem::Taken, path.member("key"), key, "is another field already");
        return;
    }
    if (is_taken(definition, field["id"]))
        return reader.refuse(Problem::Taken, path.member("key"), key,
                             "its number is another field's; another key has another number");
    if (count_custom(definition) >= kCustomFieldsMax)
        return reader.refuse(Problem::TooMany, path, key, "a module has at most 200 such fields");
    const std::string section = section_of(reader, definition, added, path);
    document.field_paths.emplace(definition["fields"].size(), path.text());
    definition["fields"].push_back(field);
    add_to_form(definition, key, section);
    if (added.contains("unique")) definition["unique"].push_back(Json::array({key}));
}

}  // namespace

EntityId custom_entity_id(std::string_view key) {
    return EntityId{custom_id(key)};
}

FieldId custom_field_id(std::string_view entity_key, std::string_view key, std::string_view type,
                        std::string_view meaning) {
    std::string text(entity_key);
    text.append(1, '.').append(key).append(1, ':').append(type).append(meaning);
    return FieldId{custom_id(text)};
}

Json* find_field_json(Json& definition, std::string_view key) {
    for (Json& field : definition["fields"])
        if (field["key"] == key) return &field;
    return nullptr;
}

Json make_field(CustomizationJson& reader, const std::string& entity, const Json& added,
                const CustomizationPath& path) {
    reader.only(added, path,
                {"key",    "type",     "label",      "section",     "required",    "readonly",
                 "index",  "search",   "max",        "scale",       "choices",     "open",
                 "to",     "default",  "inverse",    "on_delete",   "entity",      "currency",
                 "unit",   "compute",  "visible_if", "required_if", "readonly_if", "options_if",
                 "widget", "critical", "unique"});
    const std::string key = reader.text(added, "key", path);
    const std::string type = reader.text(added, "type", path);
    reader.is_free_key(key, path.member("key"), CustomizationJson::Prefix::Free);
    reader.check_words(added, "label", path, CustomizationJson::Words::Needed);
    if (added.contains("unique") && added["unique"] != true)
        reader.refuse(Problem::WrongKind, path.member("unique"), key, "must be true or absent");
    const std::string inverse = reader.text(added, "inverse", path);
    if (!inverse.empty())
        reader.is_free_key(inverse, path.member("inverse"), CustomizationJson::Prefix::Needed);
    check_widget(reader, added, path);
    Json field = added;
    field.erase("section");
    field.erase("unique");
    field["type"] = type;
    const bool has_scale = field.contains("scale");
    if (!has_scale && type == "money") field["scale"] = 2;
    if (!has_scale && type == "quantity") field["scale"] = 6;
    if (!has_scale && type == "percent") field["scale"] = 4;
    field["id"] = raw(custom_field_id(entity, key, type, meaning_of(field)));
    take_choices(reader, field, added, path);
    return field;
}

void merge_fields(CustomizationJson& reader, MergedDocument& document, const Json& change,
                  const CustomizationPath& path) {
    const Json* added = reader.list(change, "add_fields", path, kCustomFieldsMax);
    if (!added) return;
    for (std::size_t index = 0; index < added->size() && reader.ok(); ++index)
        merge_field(reader, document, (*added)[index], path.member("add_fields").item(index));
}

}  // namespace holdfast
