#include "store/plan_links.h"

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
    Operation operation;
    operation.kind = OperationKind::Set;
    operation.entity = entity;
    operation.record = record;
    FieldEdit edit;
    edit.field = field;
    edit.value = std::move(target);
    operation.edits.push_back(std::move(edit));
    changes_.push_back(std::move(operation));
}

Status PlanLinks::clear_links_to(const PlannedRow& removed) {
    const RecordId& target = removed.row.record.id;
    for (const InverseDef& inverse : removed.entity->inverses) {
        const EntityDef& other = *store_->registry->find(inverse.entity);
        const FieldDef& link = *other.find_field(inverse.field);
        if (link.on_delete != OnDelete::Clear) continue;
        Statement statement =
            TRY(store_->db.prepare("SELECT id FROM " + quoted(other.key) +
                                   " WHERE _deleted = 0 AND " + quoted(link.key) + " = ?1"));
        statement.bind(0, target);
        while (TRY(statement.step())) {
            if (changes_.size() > kOperationsPerTransactionMax)
                return fail(ErrorCode::LimitExceeded, "commit.cleared_links");
            if (!find_planned(other.id, statement.record_id(0)))
                set_link(other.id, statement.record_id(0), link.id, Value());
        }
        for (const PlannedRow& each : *rows_)
            if (each.entity == &other && each.row.record.life == Record::Life::Living &&
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
