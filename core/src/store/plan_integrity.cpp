#include "store/plan_integrity.h"

#include <algorithm>

namespace holdfast {
namespace {

/// Deeper trees than this are taken for circles.
constexpr int kTreeDepthMax = 1'000;

bool is_changed(const PlannedRow& planned, FieldId field) {
    if (planned.origin == PlannedRow::Origin::Created) return true;
    const std::size_t position = planned.entity->index_of(field);
    return planned.stored.values[position] != planned.row.record.values[position];
}

const Value& value_of(const EntityDef& entity, const Record& record, FieldId field) {
    return record.values[entity.index_of(field)];
}

bool is_living(const PlannedRow& planned) {
    return planned.row.record.life == Record::Life::Living;
}

bool is_restored(const PlannedRow& planned) {
    return planned.origin == PlannedRow::Origin::Stored && is_living(planned) &&
           planned.stored.life == Record::Life::Deleted;
}

}  // namespace

const PlannedRow* PlanIntegrity::find_planned(EntityId entity, const RecordId& id) const {
    for (const PlannedRow& planned : *rows_)
        if (planned.entity->id == entity && planned.row.record.id == id) return &planned;
    return nullptr;
}

// The index that gives lists their order ignores the case of letters: it finds the few rows among
// which the equal ones are.
Result<std::vector<RecordId>> PlanIntegrity::find_equal(const EntityDef& entity,
                                                        const std::vector<FieldId>& fields,
                                                        const Record& record) {
    std::string sql = "SELECT id FROM " + quoted(entity.key) + " WHERE _deleted = 0";
    int parameter = 0;
    for (const FieldId id : fields) {
        const FieldDef& field = *entity.find_field(id);
        const std::string wanted = " = ?" + std::to_string(++parameter);
        sql += " AND " + quoted(field.key) + wanted;
        if (id == entity.list_order && info_of(field.type).free_text)
            sql += " AND " + ordered(field) + wanted;
    }
    Statement statement = TRY(store_->db.prepare(sql));
    for (std::size_t index = 0; index < fields.size(); ++index)
        statement.bind(static_cast<int>(index), value_of(entity, record, fields[index]));
    std::vector<RecordId> ids;
    while (TRY(statement.step()))
        if (!find_planned(entity.id, statement.record_id(0))) ids.push_back(statement.record_id(0));
    return ids;
}

// Nothing is equal to nothing: records without a serial number do not collide.
Status PlanIntegrity::check_unique(const PlannedRow& planned, const std::vector<FieldId>& fields) {
    const EntityDef& entity = *planned.entity;
    const Record& record = planned.row.record;
    const auto has_value = [&](FieldId field) { return !is_null(value_of(entity, record, field)); };
    const auto touched = [&](FieldId field) { return is_changed(planned, field); };
    if (!std::all_of(fields.begin(), fields.end(), has_value)) return {};
    if (!is_restored(planned) && !std::any_of(fields.begin(), fields.end(), touched)) return {};
    bool taken = !TRY(find_equal(entity, fields, record)).empty();
    for (const PlannedRow& other : *rows_) {
        if (&other == &planned || other.entity != &entity || !is_living(other)) continue;
        taken =
            taken || std::all_of(fields.begin(), fields.end(), [&](FieldId field) {
                return value_of(entity, other.row.record, field) == value_of(entity, record, field);
            });
    }
    if (taken) issues_.push_back({record.id, fields.back(), IssueKind::NotUnique, {}});
    return {};
}

Result<RecordId> PlanIntegrity::parent_of(const EntityDef& entity, const FieldDef& field,
                                          const RecordId& id) {
    if (const PlannedRow* planned = find_planned(entity.id, id))
        return link_or_none(value_of(entity, planned->row.record, field.id));
    const auto stored = TRY(store_->table(entity).read(store_->db, id));
    return stored ? link_or_none(value_of(entity, stored->record, field.id)) : RecordId{};
}

Status PlanIntegrity::check_tree(const PlannedRow& planned, const FieldDef& field) {
    const EntityDef& entity = *planned.entity;
    if (field.type != FieldType::Link || field.target != entity.id) return {};
    if (!is_changed(planned, field.id)) return {};
    const RecordId self = planned.row.record.id;
    RecordId above = link_or_none(value_of(entity, planned.row.record, field.id));
    for (int depth = 0; !above.is_none() && above != self && depth < kTreeDepthMax; ++depth)
        above = TRY(parent_of(entity, field, above));
    if (!above.is_none()) issues_.push_back({self, field.id, IssueKind::Cyclic, {}});
    return {};
}

// What is removed in the same draft does not hold a record back.
Status PlanIntegrity::check_removal(const PlannedRow& planned) {
    const EntityDef& entity = *planned.entity;
    for (const LinkDef& each : store_->registry->links_to(entity.id)) {
        const EntityDef& other = *each.entity;
        const FieldDef& link = *each.field;
        if (link.on_delete != OnDelete::Restrict) continue;
        Record wanted;
        wanted.values.resize(other.fields.size());
        wanted.values[other.index_of(link.id)] = planned.row.record.id;
        bool used = !TRY(find_equal(other, {link.id}, wanted)).empty();
        for (const PlannedRow& row : *rows_)
            used =
                used || (row.entity == &other && is_living(row) &&
                         value_of(other, row.row.record, link.id) == Value(planned.row.record.id));
        if (used)
            issues_.push_back({planned.row.record.id, FieldId::None, IssueKind::InUse, other.key});
    }
    return {};
}

Status PlanIntegrity::check(const PlannedRow& planned) {
    if (!is_living(planned)) {
        const bool removed = planned.origin == PlannedRow::Origin::Stored &&
                             planned.stored.life == Record::Life::Living;
        return removed ? check_removal(planned) : Status{};
    }
    for (const FieldDef& field : planned.entity->fields) TRY(check_tree(planned, field));
    // Where a server decides, it alone knows all records; what a device knows is a warning at most.
    if (store_->state.authority != Authority::Standalone) return {};
    for (const std::vector<FieldId>& fields : planned.entity->unique)
        TRY(check_unique(planned, fields));
    return {};
}

}  // namespace holdfast
