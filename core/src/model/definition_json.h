// DefinitionJson: walks one definition's JSON and keeps the first mistake. Private to
// core/src/model.
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/definition_reader.h"
#include "model/definition_words.h"

namespace holdfast {

using Json = nlohmann::json;

/// Walks one document and keeps the first mistake; every getter has a harmless answer after it.
class DefinitionJson {
public:
    explicit DefinitionJson(DefinitionMistake& mistake) : mistake_(&mistake) {}

    [[nodiscard]] bool ok() const { return ok_; }

    void refuse(std::string path, std::string reason) {
        if (ok_) *mistake_ = {std::move(path), std::move(reason), {}, {}};
        ok_ = false;
    }

    const Json& object_or_array(const Json& owner, const char* key, const std::string& path,
                                Json::value_t type) {
        const Json* found = member(owner, key);
        if (found != nullptr && found->type() == type) return *found;
        refuse(path + "." + key,
               type == Json::value_t::array ? "must be a list" : "must be an object");
        return type == Json::value_t::array ? kNoItems : kNoMembers;
    }

    std::string text(const Json& owner, const char* key, const std::string& path) {
        const Json* found = member(owner, key);
        if (found != nullptr) return text_of(*found, key, path);
        refuse(path + "." + key, "must be a text");
        return {};
    }

    std::string optional_text(const Json& owner, const char* key, const std::string& path) {
        const Json* found = member(owner, key);
        return found != nullptr ? text_of(*found, key, path) : std::string();
    }

    std::int64_t number(const Json& owner, const char* key, const std::string& path,
                        std::int64_t largest) {
        const Json* found = member(owner, key);
        const bool whole = found != nullptr && found->is_number_integer();
        const std::int64_t value = whole ? found->get<std::int64_t>() : -1;
        if (value >= 0 && value <= largest) return value;
        refuse(path + "." + key, "must be a whole number up to " + std::to_string(largest));
        return 0;
    }

    bool flag(const Json& owner, const char* key, const std::string& path) {
        const Json* found = member(owner, key);
        if (found == nullptr) return false;
        if (!found->is_boolean()) refuse(path + "." + key, "must be true or absent");
        return found->is_boolean() && found->get<bool>();
    }

    template <typename Enum>
    Enum word(std::string_view text, std::span<const Word<Enum>> words, const std::string& path) {
        for (const Word<Enum>& candidate : words)
            if (candidate.text == text) return candidate.meaning;
        refuse(path, "\"" + std::string(text) + "\" is not a known word");
        return words.front().meaning;
    }

    std::vector<std::string> texts(const Json& owner, const char* key, const std::string& path) {
        std::vector<std::string> result;
        for (const Json& item : object_or_array(owner, key, path, Json::value_t::array)) {
            if (!item.is_string()) refuse(path + "." + key, "must be a list of texts");
            if (item.is_string()) result.push_back(item.get<std::string>());
        }
        return result;
    }

    FieldId field(const EntityDef& entity, std::string_view key, const std::string& path) {
        if (const FieldDef* found = entity.find_field(key)) return found->id;
        refuse(path, "there is no field \"" + std::string(key) + "\"");
        return FieldId::None;
    }

    /// Computed ones, too: where values are only shown.
    std::vector<FieldId> shown_fields(const EntityDef& entity, const Json& owner, const char* key,
                                      const std::string& path) {
        std::vector<FieldId> result;
        for (const std::string& name : texts(owner, key, path)) {
            const FieldDef* computed = entity.find_computed(name);
            result.push_back(computed ? computed->id : field(entity, name, path + "." + key));
        }
        return result;
    }

    std::vector<FieldId> fields(const EntityDef& entity, const Json& owner, const char* key,
                                const std::string& path) {
        std::vector<FieldId> result;
        for (const std::string& name : texts(owner, key, path))
            result.push_back(field(entity, name, path + "." + key));
        return result;
    }

private:
    /// Most questions are for what is not there. Json::find compares byte after byte, as C does.
    static const Json* member(const Json& owner, std::string_view key) {
        const auto* members = owner.get_ptr<const Json::object_t*>();
        if (members == nullptr) return nullptr;
        const auto found = members->find(key);
        return found == members->end() ? nullptr : &found->second;
    }
    std::string text_of(const Json& found, const char* key, const std::string& path) {
        if (found.is_string()) return found.get<std::string>();
        refuse(path + "." + key, "must be a text");
        return {};
    }

    inline static const Json kNoItems = Json::array();
    inline static const Json kNoMembers = Json::object();
    DefinitionMistake* mistake_;
    bool ok_ = true;
};

/// An administrator's words: {"en": "Gate code"}. Nothing when there are none.
[[nodiscard]] OwnWords read_words(DefinitionJson& reader, const Json& owner, const char* key,
                                  const std::string& path);

/// Snake_case, at most 63 bytes.
[[nodiscard]] bool is_definition_key(std::string_view text);

// The parts of a definition, each in its own file.
void read_fields(DefinitionJson& reader, const Json& json, ReadDefinition& definition);
void read_state_machine(DefinitionJson& reader, EntityDef& entity, const Json& json);
void read_views(DefinitionJson& reader, EntityDef& entity, const Json& json);
void read_rules(DefinitionJson& reader, ReadDefinition& definition, const Json& json);
void read_presets(DefinitionJson& reader, EntityDef& entity, const Json& json);
void read_starter(DefinitionJson& reader, EntityDef& entity, const Json& json);

}  // namespace holdfast
