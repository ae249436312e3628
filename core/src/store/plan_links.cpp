#include "store/plan_links.h"

#include "store/field_edit.h"
#include "store/history_writer.h"

namespace holdfast {
namespace {

bool turns(const PlannedRow& planned, Record::Life life) {
    return planned.origin == PlannedRow::Origin::Stored && planned.stored.life != life &&
           planned.row.record.life == life;
}

const Value& link_of(const PlannedRow& planned, FieldId field) {
    return planned.row.record.values[planned.entity->index_of(field)];
}

}  // namespace

const PlannedRow* PlanLinks::find_planned(EntityId entity, const RecordId& id) const {
    for (const PlannedRow& planned : *rows_)
        if (planned.entity->id == entity && planned.row.record.id == id) return &planned;
    return nullptr;
}

void PlanLinks::set_link(EntityId entity, const RecordId& record, FieldId field, Value target) {
    changes_.push_back(
        operation_on(OperationKind::Set, entity, record, edit_of(field, std::move(target))));
}

/// Records that link to `target` as they are stored, those in the recycle bin included: whatever
/// comes back first, nothing that lives leads to what is removed.
Result<std::vector<RecordId>> PlanLinks::find_linking(const EntityDef& other, const FieldDef& link,
                                                      const RecordId& target) {
    const std::string table = quoted(other.key);
    const std::string column = table + "." + quoted(link.key);
    // The indexes have living records only; the bin is short.
    Statement rows = TRY(store_->db.prepare(
        "SELECT id FROM " + table + " WHERE _deleted = 0 AND " + column + " = ?1" +
        " UNION ALL SELECT bin.id FROM history_bin AS bin JOIN " + table + " ON " + table +
        ".id = bin.id WHERE bin.entity = ?2 AND _deleted <> 0 AND " + column + " = ?1 LIMIT ?3"));
    rows.bind(0, target).bind(1, std::int64_t{raw(other.id)});
    rows.bind(2, static_cast<std::int64_t>(kOperationsPerTransactionMax) + 1);
    std::vector<RecordId> ids;
    while (TRY(rows.step())) ids.push_back(rows.record_id(0));
    return ids;
}

Status PlanLinks::clear_links_to(const PlannedRow& removed) {
    const RecordId& target = removed.row.record.id;
    for (const LinkDef& found : store_->registry->links_to(removed.entity->id)) {
        const EntityDef& other = *found.entity;
        const FieldDef& link = *found.field;
        if (link.on_delete != OnDelete::Clear) continue;
        for (const RecordId& id : TRY(find_linking(other, link, target)))
            if (!find_planned(other.id, id)) set_link(other.id, id, link.id, Value());
        // What goes in the same draft comes back with its links.
        for (const PlannedRow& each : *rows_)
            if (each.entity == &other && !turns(each, Record::Life::Deleted) &&
                link_of(each, link.id) == Value(target))
                set_link(other.id, each.row.record.id, link.id, Value());
    }
    return {};
}

Status PlanLinks::restore_links_to(const PlannedRow& restored) {
    const RecordId& target = restored.row.record.id;
    for (const ClearedLink& link :
         TRY(read_cleared_links(store_->db, restored.entity->id, target))) {
        const EntityDef* other = store_->registry->find(link.entity);
        if (!other || !other->find_field(link.field)) continue;
        Value now;
        if (const PlannedRow* planned = find_planned(other->id, link.record)) {
            now = link_of(*planned, link.field);
        } else {
            const auto stored = TRY(store_->table(*other).read(store_->db, link.record));
            if (!stored) continue;
            now = stored->record.values[other->index_of(link.field)];
        }
        if (is_null(now)) set_link(other->id, link.record, link.field, target);
    }
    return {};
}

Result<std::vector<Operation>> PlanLinks::find_changes() {
    for (const PlannedRow& planned : *rows_) {
        if (turns(planned, Record::Life::Deleted)) TRY(clear_links_to(planned));
        if (turns(planned, Record::Life::Living)) TRY(restore_links_to(planned));
    }
    return std::move(changes_);
}

}  // namespace holdfast
