// State machines of definitions.
#include <algorithm>

#include "model/definition_json.h"

namespace holdfast {
namespace {

/// "from > to | to".
void read_line(DefinitionJson& reader, EntityDef& entity, const std::string& line) {
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
        entity.transitions.push_back({from, to, FieldId::None, MoveRight::Edit, MovePlace::Device});
        start = end + 3;
    }
}

/// A transition with demands: {"from", "to", "reason", "right", "place"}.
void read_move(DefinitionJson& reader, EntityDef& entity, const Json& json,
               const std::string& path) {
    if (!json.is_object()) return reader.refuse(path, "must be a text or an object");
    TransitionDef move;
    move.to = reader.text(json, "to", path);
    const std::string reason = reader.optional_text(json, "reason", path);
    if (!reason.empty()) move.reason = reader.field(entity, reason, path + ".reason");
    const FieldDef* field = entity.find_field(move.reason);
    if (field != nullptr && field->access == Access::ReadOnly)
        reader.refuse(path + ".reason", "people do not write this field");
    const std::string right = reader.optional_text(json, "right", path);
    if (!right.empty())
        move.right = reader.word<MoveRight>(right, kMoveRightWords, path + ".right");
    const std::string place = reader.optional_text(json, "place", path);
    if (!place.empty())
        move.place = reader.word<MovePlace>(place, kMovePlaceWords, path + ".place");
    if (!entity.find_state(move.to))
        reader.refuse(path + ".to", "there is no state \"" + move.to + "\"");
    for (const std::string& from : reader.texts(json, "from", path)) {
        if (!entity.find_state(from))
            reader.refuse(path + ".from", "there is no state \"" + from + "\"");
        move.from = from;
        entity.transitions.push_back(move);
    }
}

bool is_guarded(const TransitionDef& move) {
    return move.right != MoveRight::Edit || move.place != MovePlace::Device;
}

void check_demands(DefinitionJson& reader, const EntityDef& entity) {
    for (const TransitionDef& move : entity.transitions) {
        const bool demands = is_guarded(move) || move.reason != FieldId::None;
        if (demands && entity.find_transition(move.from, move.to) != &move)
            reader.refuse("$.state.transitions",
                          "\"" + move.from + " > " + move.to + "\" stands there without it");
        // What a field decides is for whoever writes the field.
        if (is_guarded(move) && !entity.state_follows.empty())
            reader.refuse("$.state.transitions",
                          "a state that follows a field has no right and no place of its own");
    }
}

void read_transitions(DefinitionJson& reader, EntityDef& entity, const Json& machine) {
    const Json& items =
        reader.object_or_array(machine, "transitions", "$.state", Json::value_t::array);
    for (std::size_t index = 0; index < items.size(); ++index) {
        if (items[index].is_string())
            read_line(reader, entity, items[index].get<std::string>());
        else
            read_move(reader, entity, items[index],
                      "$.state.transitions[" + std::to_string(index) + "]");
    }
    check_demands(reader, entity);
}

void read_races(DefinitionJson& reader, EntityDef& entity, const Json& machine) {
    if (!machine.contains("races")) return;
    const Json& races = reader.object_or_array(machine, "races", "$.state", Json::value_t::array);
    for (std::size_t index = 0; index < races.size(); ++index) {
        const std::string path = "$.state.races[" + std::to_string(index) + "]";
        if (!races[index].is_object()) return reader.refuse(path, "must be an object");
        const std::vector<std::string> between = reader.texts(races[index], "between", path);
        if (between.size() != 2) return reader.refuse(path + ".between", "must name two states");
        const RaceDef race{between[0], between[1], reader.text(races[index], "result", path),
                           reader.optional_text(races[index], "task", path)};
        for (const std::string& state : {race.one, race.other, race.result})
            if (state != "*" && !entity.find_state(state))
                reader.refuse(path, "there is no state \"" + state + "\"");
        if (race.one == "*" || race.result == "*")
            reader.refuse(path, "\"*\" can only be the second of the two");
        entity.races.push_back(race);
    }
}

StateDef read_state(DefinitionJson& reader, const EntityDef& entity, const Json& json,
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
    state.guard = reader.optional_text(json, "guard", path);
    return state;
}

}  // namespace

void read_state_machine(DefinitionJson& reader, EntityDef& entity, const Json& json) {
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
        OwnWords words = read_words(reader, states[index], "label", path);
        if (field && !words.empty())
            entity.fields[entity.index_of(field->id)].choice_words.emplace_back(
                entity.states.back().key, std::move(words));
    }
    entity.initial_state = reader.text(machine, "initial", "$.state");
    if (!entity.find_state(entity.initial_state))
        reader.refuse("$.state.initial", "there is no state \"" + entity.initial_state + "\"");
    entity.state_follows = reader.optional_text(machine, "follows", "$.state");
    read_transitions(reader, entity, machine);
    read_races(reader, entity, machine);
}

}  // namespace holdfast
