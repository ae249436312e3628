#include "store/plan_only_one.h"

#include <algorithm>
#include <set>

#include "core/rules.h"

namespace holdfast {
namespace {

class OnlyOne {
public:
    OnlyOne(Store::Impl& store, const std::deque<PlannedRow>& rows, Draft& changes)
        : store_(&store), rows_(&rows), changes_(&changes) {}

    Status check(const EntityDef& entity, const OnlyOneRule& rule) {
        at_ = entity.index_of(rule.field);
        per_ = entity.index_of(rule.per);
        cleared_.clear();
        // The one that was given it last keeps it.
        for (auto row = rows_->rbegin(); row != rows_->rend(); ++row)
            if (row->entity == &entity && is_given(*row)) TRY(clear_others(entity, rule, *row));
        for (const PlannedRow& row : *rows_) {
            const bool came = row.entity == &entity && has(row) && !is_given(row) && comes(row);
            if (came && TRY(is_taken(entity, rule, row))) clear(entity, rule, row.row.record.id);
        }
        return {};
    }

private:
    [[nodiscard]] bool has(const PlannedRow& row) const {
        const Record& record = row.row.record;
        return record.life == Record::Life::Living && !is_null(record.values[per_]) &&
               integer_or(record.values[at_], 0) != 0 && !cleared_.contains(record.id);
    }
    [[nodiscard]] bool is_given(const PlannedRow& row) const {
        if (!has(row)) return false;
        return row.origin == PlannedRow::Origin::Created ||
               integer_or(row.stored.values[at_], 0) == 0;
    }
    [[nodiscard]] bool comes(const PlannedRow& row) const {
        return row.stored.life == Record::Life::Deleted ||
               row.stored.values[per_] != row.row.record.values[per_];
    }
    [[nodiscard]] bool is_beside(const PlannedRow& row, const PlannedRow& other) const {
        return other.entity == row.entity && &other != &row && has(other) &&
               other.row.record.values[per_] == row.row.record.values[per_];
    }

    /// Of those that the draft does not touch.
    Result<std::vector<RecordId>> find_stored(const EntityDef& entity, const OnlyOneRule& rule,
                                              const Value& per) {
        Statement select = TRY(
            store_->db.prepare("SELECT id FROM " + quoted(entity.key) + " WHERE _deleted = 0 AND " +
                               quoted(entity.find_field(rule.per)->key) + " = ?1 AND " +
                               quoted(entity.find_field(rule.field)->key) + " <> 0"));
        select.bind(0, per);
        std::vector<RecordId> ids;
        while (TRY(select.step())) {
            const RecordId id = select.record_id(0);
            const bool planned = std::any_of(rows_->begin(), rows_->end(), [&](const auto& row) {
                return row.entity == &entity && row.row.record.id == id;
            });
            if (!planned) ids.push_back(id);
        }
        return ids;
    }

    void clear(const EntityDef& entity, const OnlyOneRule& rule, const RecordId& id) {
        if (cleared_.insert(id).second)
            changes_->set(entity.id, id, {{rule.field, std::int64_t{0}}});
    }

    Status clear_others(const EntityDef& entity, const OnlyOneRule& rule, const PlannedRow& row) {
        for (const PlannedRow& other : *rows_)
            if (is_beside(row, other)) clear(entity, rule, other.row.record.id);
        for (const RecordId& id : TRY(find_stored(entity, rule, row.row.record.values[per_])))
            clear(entity, rule, id);
        return {};
    }

    Result<bool> is_taken(const EntityDef& entity, const OnlyOneRule& rule, const PlannedRow& row) {
        for (const PlannedRow& other : *rows_)
            if (is_beside(row, other)) return true;
        return !TRY(find_stored(entity, rule, row.row.record.values[per_])).empty();
    }

    Store::Impl* store_;
    const std::deque<PlannedRow>* rows_;
    Draft* changes_;
    std::size_t at_ = 0;
    std::size_t per_ = 0;
    std::set<RecordId> cleared_;
};

}  // namespace

Result<std::vector<Operation>> find_only_one_changes(Store::Impl& store,
                                                     const std::deque<PlannedRow>& rows,
                                                     const Draft& draft) {
    std::set<const EntityDef*> entities;
    for (const PlannedRow& row : rows)
        if (!store.registry->rules(row.entity->id).only_one().empty()) entities.insert(row.entity);
    Draft changes(draft.reason(), draft.seen());
    OnlyOne only(store, rows, changes);
    for (const EntityDef* entity : entities)
        for (const OnlyOneRule& rule : store.registry->rules(entity->id).only_one())
            TRY(only.check(*entity, rule));
    return changes.operations();
}

}  // namespace holdfast
