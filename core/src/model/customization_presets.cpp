// Second names of modules that change sets show, hide or rename.
#include <algorithm>

#include "model/customization_merge.h"
#include "model/definition_json.h"

namespace holdfast {
namespace {

using Problem = CustomizationProblem;
using Path = CustomizationPath;

Json* find_preset_json(Json& definition, std::string_view key) {
    if (!definition.contains("presets")) return nullptr;
    for (Json& preset : definition["presets"])
        if (preset["key"] == key) return &preset;
    return nullptr;
}

void change_preset(CustomizationJson& reader, Json& preset, const Json& change, const Path& path) {
    if (!reader.is_object(change, path)) return;
    reader.only(change, path, {"shown", "label", "plural"});
    const bool renamed = change.contains("label") || change.contains("plural");
    const auto words =
        renamed ? CustomizationJson::Words::Needed : CustomizationJson::Words::Optional;
    reader.check_words(change, "label", path, words);
    reader.check_words(change, "plural", path, words);
    if (change.contains("shown") && !change["shown"].is_boolean())
        reader.refuse(Problem::WrongKind, path.member("shown"), {}, "must be true or false");
    if (!reader.ok()) return;
    if (renamed) preset["label"] = change["label"];
    if (renamed) preset["plural"] = change["plural"];
    if (!change.contains("shown")) return;
    if (change["shown"] == true)
        preset.erase("hidden");
    else
        preset["hidden"] = true;
}

void change_called(CustomizationJson& reader, Json& definition, const Json& change,
                   const Path& path) {
    if (!change.contains("called")) return;
    const std::string key = reader.text(change, "called", path);
    if (!reader.ok()) return;
    if (key.empty()) {
        definition.erase("called");
        return;
    }
    if (!find_preset_json(definition, key))
        return reader.refuse(Problem::UnknownModule, path.member("called"), key,
                             "the module has no such preset");
    definition["called"] = key;
}

}  // namespace

void merge_presets(CustomizationJson& reader, MergedDocument& document, const Json& change,
                   const CustomizationPath& path) {
    change_called(reader, document.json, change, path);
    const Json* changes = reader.object(change, "presets", path);
    if (!changes) return;
    for (const auto& [key, preset_change] : changes->items()) {
        const Path at = path.member("presets").member(key);
        Json* preset = find_preset_json(document.json, key);
        if (!preset)
            return reader.refuse(Problem::UnknownModule, at, key, "the module has no such preset");
        change_preset(reader, *preset, preset_change, at);
        if (!reader.ok()) return;
    }
}

}  // namespace holdfast
