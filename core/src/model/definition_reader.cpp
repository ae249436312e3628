#include "model/definition_reader.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <span>

#include "model/definition_words.h"

namespace holdfast {
namespace {

using Json = nlohmann::json;

/// Walks one document and keeps the first mistake; every getter has a harmless answer after it.
class Reader {
public:
    explicit Reader(DefinitionMistake& mistake) : mistake_(&mistake) {}

    [[nodiscard]] bool ok() const { return ok_; }

    void refuse(std::string path, std::string reason) {
        if (ok_) *mistake_ = {std::move(path), std::move(reason)};
        ok_ = false;
    }

    const Json& object_or_array(const Json& owner, const char* key, const std::string& path,
                                Json::value_t type) {
        const auto found = owner.find(key);
        if (found != owner.end() && found->type() == type) return *found;
        refuse(path + "." + key,
               type == Json::value_t::array ? "must be a list" : "must be an object");
        return type == Json::value_t::array ? kNoItems : kNoMembers;
    }

    std::string text(const Json& owner, const char* key, const std::string& path) {
        const auto found = owner.find(key);
        if (found != owner.end() && found->is_string()) return found->get<std::string>();
        refuse(path + "." + key, "must be a text");
        return {};
    }

    std::string optional_text(const Json& owner, const char* key, const std::string& path) {
        return owner.contains(key) ? text(owner, key, path) : std::string();
    }

    std::int64_t number(const Json& owner, const char* key, const std::string& path,
                        std::int64_t largest) {
        const auto found = owner.find(key);
        const bool whole = found != owner.end() && found->is_number_integer();
        const std::int64_t value = whole ? found->get<std::int64_t>() : -1;
        if (value >= 0 && value <= largest) return value;
        refuse(path + "." + key, "must be a whole number up to " + std::to_string(largest));
        return 0;
    }

    bool flag(const Json& owner, const char* key, const std::string& path) {
        const auto found = owner.find(key);
        if (found == owner.end()) return false;
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

    std::vector<FieldId> fields(const EntityDef& entity, const Json& owner, const char* key,
                                const std::string& path) {
        std::vector<FieldId> result;
        for (const std::string& name : texts(owner, key, path))
            result.push_back(field(entity, name, path + "." + key));
        return result;
    }

private:
    inline static const Json kNoItems = Json::array();
    inline static const Json kNoMembers = Json::object();
    DefinitionMistake* mistake_;
    bool ok_ = true;
};

bool is_key(std::string_view text) {
    const auto fits = [](char character) {
        return (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') ||
               character == '_';
    };
    return !text.empty() && text.size() <= 63 && text[0] >= 'a' &&
           std::all_of(text.begin(), text.end(), fits);
}

/// Columns that the store keeps beside the fields.
bool is_reserved(std::string_view key) {
    return key == "pk" || key == "id";
}

bool holds_text(FieldType type) {
    return type == FieldType::Text || type == FieldType::LongText || type == FieldType::Email ||
           type == FieldType::Phone || type == FieldType::Url || type == FieldType::Choice ||
           type == FieldType::State || type == FieldType::Number || type == FieldType::Json;
}

Value read_default(Reader& reader, const FieldDef& field, const Json& json,
                   const std::string& path) {
    const auto found = json.find("default");
    if (found == json.end()) return {};
    if (found->is_string() && holds_text(field.type)) return found->get<std::string>();
    if (found->is_number_integer() && !holds_text(field.type)) return found->get<std::int64_t>();
    reader.refuse(path + ".default", "does not fit the field's type");
    return {};
}

void read_merge(Reader& reader, FieldDef& field, const Json& json, const std::string& path) {
    field.group = reader.optional_text(json, "group", path);
    const std::string merge = reader.optional_text(json, "merge", path);
    if (!field.group.empty() && !merge.empty())
        return reader.refuse(path, "a field has a merge group or a merge kind, not both");
    if (!field.group.empty())
        field.merge = MergeKind::Group;
    else if (merge.empty())
        field.merge = default_merge(field.type);
    else
        field.merge = reader.word<MergeKind>(merge, kMergeWords, path + ".merge");
}

FieldDef read_field(Reader& reader, const Json& json, const std::string& path) {
    FieldDef field;
    // 65,534 is the store's own field kFieldExists, 65,535 is None.
    constexpr std::int64_t kIdMax = 65'533;
    field.id = static_cast<FieldId>(reader.number(json, "id", path, kIdMax));
    field.key = reader.text(json, "key", path);
    if (!is_key(field.key) || is_reserved(field.key))
        reader.refuse(path + ".key", "must be a free snake_case word");
    if (field.id == kFieldDeleted) reader.refuse(path + ".id", "must be 1 or more");
    field.type =
        reader.word<FieldType>(reader.text(json, "type", path), kFieldTypeWords, path + ".type");
    read_merge(reader, field, json, path);
    if (reader.flag(json, "required", path)) field.need = Need::Required;
    if (reader.flag(json, "readonly", path)) field.access = Access::ReadOnly;
    if (field.type == FieldType::Number) field.access = Access::ReadOnly;
    if (reader.flag(json, "index", path)) field.indexing = Indexing::Index;
    if (reader.flag(json, "search", path)) field.searching = Searching::Yes;
    if (field.searching == Searching::Yes && !holds_text(field.type))
        reader.refuse(path + ".search", "only texts can be searched");
    field.bytes_max = default_bytes_max(field.type);
    if (json.contains("max"))
        field.bytes_max = static_cast<std::int32_t>(reader.number(json, "max", path, 1 << 20));
    if (json.contains("scale"))
        field.scale = static_cast<std::int32_t>(reader.number(json, "scale", path, 9));
    if (field.type == FieldType::Choice) field.choices = reader.texts(json, "choices", path);
    if (reader.flag(json, "open", path)) field.choice_list = ChoiceList::Open;
    field.initial = read_default(reader, field, json, path);
    return field;
}

void read_fields(Reader& reader, const Json& json, ReadDefinition& definition) {
    EntityDef& entity = definition.entity;
    std::set<FieldId> ids;
    std::set<std::string> keys;
    std::vector<std::pair<std::string, std::string>> targets;
    const Json& items = reader.object_or_array(json, "fields", "$", Json::value_t::array);
    for (std::size_t index = 0; index < items.size(); ++index) {
        const std::string path = "$.fields[" + std::to_string(index) + "]";
        if (!items[index].is_object()) return reader.refuse(path, "must be an object");
        FieldDef field = read_field(reader, items[index], path);
        if (!ids.insert(field.id).second) reader.refuse(path + ".id", "is taken already");
        if (!keys.insert(field.key).second) reader.refuse(path + ".key", "is taken already");
        if (field.type == FieldType::Link)
            targets.emplace_back(field.key, reader.text(items[index], "to", path));
        entity.fields.push_back(std::move(field));
    }
    if (!reader.ok()) return;
    const auto by_id = [](const FieldDef& a, const FieldDef& b) { return a.id < b.id; };
    std::sort(entity.fields.begin(), entity.fields.end(), by_id);
    for (const auto& [key, target_key] : targets)
        definition.links.push_back({entity.index_of(entity.find_field(key)->id), target_key});
}

void read_transitions(Reader& reader, EntityDef& entity, const Json& machine) {
    for (const std::string& line : reader.texts(machine, "transitions", "$.state")) {
        const auto refuse = [&](const std::string& reason) {
            reader.refuse("$.state.transitions", "\"" + line + "\": " + reason);
        };
        const std::size_t arrow = line.find(" > ");
        if (arrow == std::string::npos) return refuse("must read \"from > to | to\"");
        const std::string from = line.substr(0, arrow);
        if (!entity.find_state(from)) return refuse("there is no state \"" + from + "\"");
        std::size_t start = arrow + 3;
        while (start <= line.size()) {
            const std::size_t end = std::min(line.find(" | ", start), line.size());
            const std::string to = line.substr(start, end - start);
            if (!entity.find_state(to)) return refuse("there is no state \"" + to + "\"");
            entity.transitions.push_back({from, to});
            start = end + 3;
        }
    }
}

StateDef read_state(Reader& reader, const EntityDef& entity, const Json& json,
                    const std::string& path) {
    StateDef state;
    state.key = reader.text(json, "key", path);
    state.category = reader.word<StateCategory>(reader.text(json, "category", path), kCategoryWords,
                                                path + ".category");
    if (json.contains("stamp")) {
        const Json& stamp = reader.object_or_array(json, "stamp", path, Json::value_t::object);
        state.stamp = reader.field(entity, reader.text(stamp, "field", path), path + ".stamp");
        state.stamp_rule = reader.word<StampRule>(reader.text(stamp, "when", path), kStampWords,
                                                  path + ".stamp.when");
        const FieldDef* field = entity.find_field(state.stamp);
        if (field && field->type != FieldType::DateTime)
            reader.refuse(path + ".stamp", "must be a datetime field");
    }
    if (json.contains("require")) state.required = reader.fields(entity, json, "require", path);
    return state;
}

void read_state_machine(Reader& reader, EntityDef& entity, const Json& json) {
    if (!json.contains("state")) return;
    const Json& machine = reader.object_or_array(json, "state", "$", Json::value_t::object);
    entity.state_field =
        reader.field(entity, reader.text(machine, "field", "$.state"), "$.state.field");
    const FieldDef* field = entity.find_field(entity.state_field);
    if (field && field->type != FieldType::State)
        reader.refuse("$.state.field", "must be a field of type state");
    const Json& states = reader.object_or_array(machine, "states", "$.state", Json::value_t::array);
    for (std::size_t index = 0; index < states.size(); ++index) {
        const std::string path = "$.state.states[" + std::to_string(index) + "]";
        if (!states[index].is_object()) return reader.refuse(path, "must be an object");
        entity.states.push_back(read_state(reader, entity, states[index], path));
    }
    entity.initial_state = reader.text(machine, "initial", "$.state");
    if (!entity.find_state(entity.initial_state))
        reader.refuse("$.state.initial", "there is no state \"" + entity.initial_state + "\"");
    read_transitions(reader, entity, machine);
}

void read_number(Reader& reader, EntityDef& entity, const Json& json) {
    if (!json.contains("number")) return;
    const Json& number = reader.object_or_array(json, "number", "$", Json::value_t::object);
    entity.number_field =
        reader.field(entity, reader.text(number, "field", "$.number"), "$.number.field");
    entity.number_prefix = reader.text(number, "prefix", "$.number");
    const FieldDef* field = entity.find_field(entity.number_field);
    if (field && field->type != FieldType::Number)
        reader.refuse("$.number.field", "must be a field of type number");
}

void read_parent(Reader& reader, ReadDefinition& definition, const Json& json) {
    if (!json.contains("parent")) return;
    EntityDef& entity = definition.entity;
    entity.parent_field = reader.field(entity, reader.text(json, "parent", "$"), "$.parent");
    for (const ReadDefinition::Link& link : definition.links)
        if (entity.fields[link.field_index].id == entity.parent_field)
            definition.parent_target_key = link.target_key;
    if (definition.parent_target_key.empty())
        reader.refuse("$.parent", "must be a field of type link");
}

void read_views(Reader& reader, EntityDef& entity, const Json& json) {
    entity.title = reader.fields(entity, json, "title", "$");
    const Json& list = reader.object_or_array(json, "list", "$", Json::value_t::object);
    entity.list_columns = reader.fields(entity, list, "columns", "$.list");
    entity.list_order = reader.field(entity, reader.text(list, "order", "$.list"), "$.list.order");
    const Json& sections = reader.object_or_array(json, "form", "$", Json::value_t::array);
    std::set<FieldId> placed;
    for (std::size_t index = 0; index < sections.size(); ++index) {
        const std::string path = "$.form[" + std::to_string(index) + "]";
        if (!sections[index].is_object()) return reader.refuse(path, "must be an object");
        FormSection section{reader.text(sections[index], "section", path),
                            reader.fields(entity, sections[index], "fields", path)};
        for (const FieldId field : section.fields)
            if (!placed.insert(field).second) reader.refuse(path, "a field stands there twice");
        entity.form.push_back(std::move(section));
    }
}

}  // namespace

std::optional<ReadDefinition> read_definition(std::string_view json_text,
                                              DefinitionMistake& mistake) {
    Reader reader(mistake);
    const Json json = Json::parse(json_text, nullptr, false);
    if (!json.is_object()) {
        reader.refuse("$", "is not a JSON object");
        return std::nullopt;
    }
    ReadDefinition definition;
    EntityDef& entity = definition.entity;
    constexpr std::int64_t kIdMax = 65'534;
    entity.id = static_cast<EntityId>(reader.number(json, "id", "$", kIdMax));
    if (entity.id == EntityId::None) reader.refuse("$.id", "must be 1 or more");
    entity.key = reader.text(json, "key", "$");
    if (!is_key(entity.key)) reader.refuse("$.key", "must be a snake_case word");
    entity.icon = reader.text(json, "icon", "$");
    entity.menu = reader.optional_text(json, "menu", "$");
    read_fields(reader, json, definition);
    read_state_machine(reader, entity, json);
    read_number(reader, entity, json);
    read_parent(reader, definition, json);
    read_views(reader, entity, json);
    if (!reader.ok()) return std::nullopt;
    definition.canonical_text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    return definition;
}

}  // namespace holdfast
