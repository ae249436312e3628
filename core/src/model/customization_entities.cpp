// Modules that change sets add.
#include <algorithm>

#include "model/customization_merge.h"
#include "model/definition_json.h"

namespace holdfast {
namespace {

using Problem = CustomizationProblem;
using Path = CustomizationPath;

constexpr std::size_t kListColumns = 5;

void check_icon(CustomizationJson& reader, const Json& added, const Path& path) {
    const std::string icon = reader.text(added, "icon", path);
    const bool fits = std::all_of(icon.begin(), icon.end(), [](char character) {
        return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') ||
               character == '-';
    });
    if (!fits || icon.size() > 63)
        reader.refuse(Problem::BadKey, path.member("icon"), icon, "is not the name of an icon");
}

void check_number(CustomizationJson& reader, const Json& added, const Path& path) {
    const Json* number = reader.object(added, "number", path);
    if (!number) return;
    const std::string prefix = reader.text(*number, "prefix", path.member("number"));
    const bool fits = !prefix.empty() && prefix.size() <= 6 &&
                      std::all_of(prefix.begin(), prefix.end(), [](char character) {
                          return character >= 'A' && character <= 'Z';
                      });
    if (!fits)
        reader.refuse(Problem::BadKey, path.member("number").member("prefix"), prefix,
                      "must be 1 to 6 capital letters");
    // The server keeps the rows of such modules without knowing their fields: it can give none.
    for (const char* key : {"policy", "format", "when", "date", "keep"})
        if (number->contains(key) && (*number)[key] != "provisional")
            reader.refuse(Problem::BadDefinition, path.member("number").member(key), key,
                          "is not for modules of one's own: their devices give the numbers");
}

void check_states(CustomizationJson& reader, const Json& added, const Path& path) {
    const Json* machine = reader.object(added, "state", path);
    if (!machine) return;
    const Path at = path.member("state");
    const Json* states = reader.list(*machine, "states", at, kCustomStatesMax);
    reader.list(*machine, "transitions", at);
    if (!states) return;
    std::vector<std::string> keys;
    for (std::size_t index = 0; index < states->size(); ++index) {
        const Json& state = (*states)[index];
        const Path state_path = at.member("states").item(index);
        if (!reader.is_object(state, state_path)) return;
        const std::string key = reader.text(state, "key", state_path);
        if (!reader.is_free_key(key, state_path, CustomizationJson::Prefix::Free)) return;
        if (std::find(keys.begin(), keys.end(), key) != keys.end())
            return reader.refuse(Problem::Taken, state_path, key, "stands there twice");
        keys.push_back(key);
        reader.check_words(state, "label", state_path, CustomizationJson::Words::Needed);
    }
}

Json make_fields(CustomizationJson& reader, const std::string& entity, const Json& added,
                 const Path& path) {
    Json fields = Json::array();
    const Json* items = reader.list(added, "fields", path, kCustomFieldsMax);
    if (!items) {
        reader.refuse(Problem::WrongKind, path.member("fields"), {}, "must be a list");
        return fields;
    }
    for (std::size_t index = 0; index < items->size() && reader.ok(); ++index) {
        const Path at = path.member("fields").item(index);
        if (!reader.is_object((*items)[index], at)) break;
        Json field = make_field(reader, entity, (*items)[index], at);
        for (const Json& present : fields)
            if (present["id"] == field["id"] || present["key"] == field["key"])
                reader.refuse(Problem::Taken, at.member("key"), field["key"].get<std::string>(),
                              "stands there twice; another key has another number");
        fields.push_back(std::move(field));
    }
    return fields;
}

/// What people fill, in the order of the fields.
Json form_of(const Json& fields) {
    Json keys = Json::array();
    for (const Json& field : fields) keys.push_back(field["key"]);
    return Json::array({{{"section", "main"}, {"fields", std::move(keys)}}});
}

Json columns_of(const Json& fields) {
    Json keys = Json::array();
    for (const Json& field : fields)
        if (keys.size() < kListColumns) keys.push_back(field["key"]);
    return keys;
}

/// What may be left out: its first field names a record and orders the list.
void fill_in(Json& definition, const Json& added) {
    const Json& fields = definition["fields"];
    if (!definition.contains("icon")) definition["icon"] = "box";
    if (!definition.contains("title")) definition["title"] = Json::array({fields[0]["key"]});
    if (!definition.contains("list")) definition["list"] = Json::object();
    if (definition["list"].is_object()) {
        if (!definition["list"].contains("columns"))
            definition["list"]["columns"] = columns_of(fields);
        if (!definition["list"].contains("order")) definition["list"]["order"] = fields[0]["key"];
    }
    if (!definition.contains("form")) definition["form"] = form_of(fields);
    for (const Json& field : added["fields"])
        if (field.contains("unique")) definition["unique"].push_back(Json::array({field["key"]}));
}

void check_layout(CustomizationJson& reader, const Json& added, const Path& path) {
    reader.keys(added, "title", path);
    for (const char* word : {"unique", "duplicates", "checks"}) reader.list(added, word, path);
    if (const Json* list = reader.object(added, "list", path))
        reader.keys(*list, "columns", path.member("list"));
    const Json* form = reader.list(added, "form", path);
    if (!form) return;
    for (std::size_t index = 0; index < form->size(); ++index) {
        const Path at = path.member("form").item(index);
        if (!reader.is_object((*form)[index], at)) return;
        const std::string key = reader.text((*form)[index], "section", at);
        reader.check_words(
            (*form)[index], "label", at,
            key == "main" ? CustomizationJson::Words::Optional : CustomizationJson::Words::Needed);
        reader.keys((*form)[index], "fields", at);
    }
}

}  // namespace

MergedDocument make_entity(CustomizationJson& reader, const Json& added,
                           const CustomizationPath& path) {
    MergedDocument document;
    document.origin = MergedDocument::Origin::Custom;
    document.path = path.text();
    if (!reader.is_object(added, path)) return document;
    reader.only(added, path,
                {"key", "kind", "icon", "menu", "pinned", "label", "plural", "title", "number",
                 "parent", "fields", "state", "list", "form", "unique", "duplicates", "checks",
                 "calendar", "kanban"});
    const std::string key = reader.text(added, "key", path);
    if (!reader.is_free_key(key, path.member("key"), CustomizationJson::Prefix::Needed))
        return document;
    document.file = key;
    reader.check_words(added, "label", path, CustomizationJson::Words::Needed);
    reader.check_words(added, "plural", path, CustomizationJson::Words::Needed);
    check_icon(reader, added, path);
    check_number(reader, added, path);
    check_states(reader, added, path);
    check_layout(reader, added, path);
    document.json = added;
    document.json["id"] = raw(custom_entity_id(key));
    document.json["fields"] = make_fields(reader, key, added, path);
    if (reader.ok() && document.json["fields"].empty())
        reader.refuse(Problem::WrongKind, path.member("fields"), key, "must not be empty");
    if (reader.ok()) fill_in(document.json, added);
    return document;
}

}  // namespace holdfast
