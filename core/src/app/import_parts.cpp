#include "import_parts.h"

#include "exchange_values.h"
#include "import_names.h"
#include "json_cells.h"

namespace holdfast {

std::string part_sentence(const Strings& strings, const EntityDef& part, std::size_t number,
                          const std::string& sentence) {
    return strings.format("import.refusal.part", {std::string(strings.singular_of(part)),
                                                  std::to_string(number), sentence});
}

PartReader::PartReader(const ImportPlan& owner, const EntityDef& part) : cells_(plan_) {
    plan_.registry = owner.registry;
    plan_.entity = &part;
    plan_.format = FileFormat::Json;
    plan_.options = owner.options;
    plan_.context = owner.context;
    add_columns(ImportTargets(*owner.registry, part, owner.context.policy));
    name_columns();
}

void PartReader::add_columns(const ImportTargets& targets) {
    const EntityDef& part = *plan_.entity;
    for (const FieldDef& field : part.fields) {
        // Which record it is a part of says the one around it.
        if (field.id == part.parent_field) continue;
        TargetRef target = targets.find(field.id);
        // The order of the parts is theirs: no form asks for it.
        const bool place = field.merge == MergeKind::Position && field.access == Access::Writable;
        if (place) target = {TargetRef::Kind::Own, &field, nullptr, nullptr};
        if (target.kind == TargetRef::Kind::Own) plan_.columns.push_back(target);
    }
    for (const TargetRef& list : targets.children()) plan_.columns.push_back(list);
    plan_.columns.push_back(targets.find(kRecordIdTarget));
    for (const TargetRef& target : plan_.columns)
        plan_.column_names.push_back(target.field != nullptr ? target.field->key : std::string());
    // The made-up one, as every file has it.
    plan_.columns.emplace_back();
    plan_.column_names.emplace_back();
}

/// The first one to have a name keeps it.
void PartReader::add_name(const std::string& name, std::size_t column) {
    columns_.emplace(name_key(name), column);
}

void PartReader::name_columns() {
    const EntityDef& part = *plan_.entity;
    add_name("id", plan_.columns.size() - 2);
    for (std::size_t column = 0; column + 2 < plan_.columns.size(); ++column) {
        const TargetRef& target = plan_.columns[column];
        add_name(target.field != nullptr ? target.field->key : list_key_of(*target.linked), column);
    }
    for (const auto* fields : {&part.fields, &part.computed})
        for (const FieldDef& field : *fields) add_name(field.key, kNoColumn);
    for (std::size_t column = 0; column + 2 < plan_.columns.size(); ++column) {
        const FieldDef* field = plan_.columns[column].field;
        if (field == nullptr) continue;
        const FieldNames names = names_of_field(part, *field);
        for (const auto* words : {&names.own, &names.usual})
            for (const std::string& word : *words) columns_.emplace(word, column);
    }
}

std::string PartReader::read_object(const JsonValue& object, ReadRow& part) {
    const Strings& strings = plan_.context.strings;
    if (object.kind != JsonKind::Object)
        return std::string(strings.get("import.refusal.not_a_record"));
    FileRow row;
    row.cells.resize(plan_.columns.size() - 1);
    std::string unknown;
    for_each_json_cell(object, [&](const std::string& name, std::string cell) {
        if (cell.empty()) return;
        if (has_controls(cell)) row.problem = RowProblem::Binary;
        const auto column = columns_.find(name_key(name));
        if (column == columns_.end()) {
            if (unknown.empty()) unknown = name;
        } else if (column->second != kNoColumn) {
            row.cells[column->second] = std::move(cell);
        }
    });
    if (!unknown.empty()) return strings.format("import.refusal.part_member", {unknown});
    part = cells_.read(row);
    return part.reason.sentence;
}

std::string PartReader::read(const std::string& cell, std::size_t column,
                             std::vector<ReadRow>& parts) {
    const Strings& strings = plan_.context.strings;
    const std::optional<JsonValue> list = parse_json_list(cell);
    if (!list)
        return strings.format("import.refusal.parts",
                              {std::string(strings.plural_of(*plan_.entity))});
    std::size_t number = 0;
    for (const JsonValue& object : list->children) {
        ReadRow part;
        const std::string mistake = read_object(object, part);
        ++number;
        if (!mistake.empty()) return part_sentence(strings, *plan_.entity, number, mistake);
        part.column = column;
        part.number = number;
        parts.push_back(std::move(part));
    }
    return {};
}

}  // namespace holdfast
