// How a definition wants its records shown: title, list, form, calendar, board.
#include <set>

#include "model/definition_json.h"

namespace holdfast {
namespace {

FieldId optional_field(DefinitionJson& reader, const EntityDef& entity, const Json& owner,
                       const char* key, const std::string& path) {
    const std::string name = reader.optional_text(owner, key, path);
    return name.empty() ? FieldId::None : reader.field(entity, name, path + "." + key);
}

bool holds_day(const FieldDef* field) {
    return field && (field->type == FieldType::Date || field->type == FieldType::DateTime);
}

void read_calendar(DefinitionJson& reader, EntityDef& entity, const Json& json) {
    if (!json.contains("calendar")) return;
    const Json& calendar = reader.object_or_array(json, "calendar", "$", Json::value_t::object);
    CalendarDef& made = entity.calendar;
    made.start = optional_field(reader, entity, calendar, "start", "$.calendar");
    made.end = optional_field(reader, entity, calendar, "end", "$.calendar");
    made.person = optional_field(reader, entity, calendar, "person", "$.calendar");
    made.colour = optional_field(reader, entity, calendar, "colour", "$.calendar");
    if (!holds_day(entity.find_field(made.start)))
        reader.refuse("$.calendar.start", "must be a date or datetime field");
    if (made.end != FieldId::None && !holds_day(entity.find_field(made.end)))
        reader.refuse("$.calendar.end", "must be a date or datetime field");
}

bool makes_columns(const FieldDef* field) {
    return field && info_of(field->type).few_values;
}

void read_kanban(DefinitionJson& reader, EntityDef& entity, const Json& json) {
    entity.kanban.column = entity.state_field;
    if (!json.contains("kanban")) return;
    const Json& kanban = reader.object_or_array(json, "kanban", "$", Json::value_t::object);
    entity.kanban.column = optional_field(reader, entity, kanban, "column", "$.kanban");
    const std::string sum = reader.optional_text(kanban, "sum", "$.kanban");
    const FieldDef* computed = entity.find_computed(sum);
    if (!sum.empty())
        entity.kanban.sum = computed ? computed->id : reader.field(entity, sum, "$.kanban.sum");
    if (!makes_columns(entity.find_field(entity.kanban.column)))
        reader.refuse("$.kanban.column", "must be a choice, state, boolean or link field");
}

}  // namespace

void read_views(DefinitionJson& reader, EntityDef& entity, const Json& json) {
    entity.title = reader.shown_fields(entity, json, "title", "$");
    const Json& list = reader.object_or_array(json, "list", "$", Json::value_t::object);
    entity.list_columns = reader.shown_fields(entity, list, "columns", "$.list");
    entity.list_order = reader.field(entity, reader.text(list, "order", "$.list"), "$.list.order");
    const Json& sections = reader.object_or_array(json, "form", "$", Json::value_t::array);
    std::set<FieldId> placed;
    for (std::size_t index = 0; index < sections.size(); ++index) {
        const std::string path = "$.form[" + std::to_string(index) + "]";
        if (!sections[index].is_object()) return reader.refuse(path, "must be an object");
        FormSection section{reader.text(sections[index], "section", path),
                            reader.shown_fields(entity, sections[index], "fields", path),
                            read_words(reader, sections[index], "label", path)};
        for (const FieldId field : section.fields)
            if (!placed.insert(field).second) reader.refuse(path, "a field stands there twice");
        entity.form.push_back(std::move(section));
    }
    read_calendar(reader, entity, json);
    read_kanban(reader, entity, json);
}

}  // namespace holdfast
