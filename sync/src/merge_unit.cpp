#include "merge_unit.h"

#include <algorithm>

namespace holdfast::sync {
namespace {

bool same_group(const FieldDef& first, const FieldDef& second) {
    return first.merge == MergeKind::Group && second.merge == MergeKind::Group &&
           first.group == second.group;
}

void add_edit(MergeUnit& unit, const EntityDef& entity, const FieldEdit* edit) {
    unit.edits.push_back(edit);
    unit.positions.push_back(entity.index_of(edit->field));
    unit.base = std::min(unit.base, edit->base);
}

// In the order of the definition, so that two writes of one group compare as text.
template <typename ValueAt>
std::string unit_json(const EntityDef& entity, const MergeUnit& unit, ValueAt&& value_at) {
    std::vector<std::size_t> order(unit.positions.size());
    for (std::size_t index = 0; index < order.size(); ++index) order[index] = index;
    std::sort(order.begin(), order.end(), [&](std::size_t first, std::size_t second) {
        return unit.positions[first] < unit.positions[second];
    });
    std::string json = "{";
    for (const std::size_t index : order) {
        if (json.size() > 1) json += ',';
        json += '"' + entity.fields[unit.positions[index]].key + "\":" + to_json(value_at(index));
    }
    return json + '}';
}

}  // namespace

MergeUnit unit_of(const EntityDef& entity, const Edits& edits, std::size_t first) {
    const FieldDef& field = *entity.find_field(edits[first]->field);
    MergeUnit unit;
    unit.key = field.merge == MergeKind::Group ? field.group : field.key;
    unit.kind = field.merge;
    unit.base = edits[first]->base;
    add_edit(unit, entity, edits[first]);
    unit.watched = unit.positions;
    if (field.merge != MergeKind::Group) return unit;
    for (std::size_t index = first + 1; index < edits.size(); ++index)
        if (same_group(field, *entity.find_field(edits[index]->field)))
            add_edit(unit, entity, edits[index]);
    unit.watched.clear();
    for (std::size_t position = 0; position < entity.fields.size(); ++position)
        if (same_group(field, entity.fields[position])) unit.watched.push_back(position);
    return unit;
}

bool is_covered_by_earlier(const EntityDef& entity, const Edits& edits, std::size_t index) {
    const FieldDef& field = *entity.find_field(edits[index]->field);
    if (field.merge != MergeKind::Group) return false;
    return std::any_of(edits.begin(), edits.begin() + static_cast<std::ptrdiff_t>(index),
                       [&](const FieldEdit* earlier) {
                           return same_group(field, *entity.find_field(earlier->field));
                       });
}

bool holds_already(const ServerRow& row, const MergeUnit& unit) {
    for (std::size_t index = 0; index < unit.edits.size(); ++index)
        if (row.values[unit.positions[index]] != unit.edits[index]->value) return false;
    return true;
}

std::string current_json(const EntityDef& entity, const ServerRow& row, const MergeUnit& unit) {
    return unit_json(entity, unit, [&](std::size_t index) -> const Value& {
        return row.values[unit.positions[index]];
    });
}

std::string written_json(const EntityDef& entity, const MergeUnit& unit) {
    return unit_json(entity, unit,
                     [&](std::size_t index) -> const Value& { return unit.edits[index]->value; });
}

std::string seen_json(const EntityDef& entity, const MergeUnit& unit) {
    return unit_json(entity, unit,
                     [&](std::size_t index) -> const Value& { return unit.edits[index]->seen; });
}

std::string_view rule_name(MergeKind kind) {
    switch (kind) {
        case MergeKind::Group:
            return "group";
        case MergeKind::Once:
            return "once";
        default:
            return "scalar";
    }
}

}  // namespace holdfast::sync
