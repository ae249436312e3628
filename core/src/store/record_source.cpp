#include "core/record_source.h"

#include <algorithm>

#include "store/store_impl.h"

namespace holdfast {

const Record* RecordSource::keep(Record record) {
    kept_.push_back(std::move(record));
    index_[{kept_.back().entity, kept_.back().id}] = &kept_.back();
    return &kept_.back();
}

void RecordSource::put(Record record) {
    const auto known = index_.find({record.entity, record.id});
    if (known == index_.end()) {
        put_.insert(keep(std::move(record)));
        return;
    }
    *known->second = std::move(record);
    put_.insert(known->second);
}

Result<const Record*> RecordSource::find_linked(EntityId entity, const RecordId& id) {
    const auto known = index_.find({entity, id});
    if (known != index_.end()) return known->second;
    if (absent_.contains({entity, id})) return nullptr;
    const EntityDef* definition = store_->registry->find(entity);
    if (!definition) return nullptr;
    auto row = TRY(store_->table(*definition).read(store_->db, id));
    if (row) return keep(std::move(row->record));
    absent_.emplace(Key{entity, id}, nullptr);
    return nullptr;
}

Result<std::vector<const Record*>> RecordSource::find_linking(EntityId entity, FieldId link,
                                                              const RecordId& target) {
    std::vector<const Record*> found;
    const EntityDef* definition = store_->registry->find(entity);
    const FieldDef* field = definition ? definition->find_field(link) : nullptr;
    if (!field) return found;
    const EntityTable& table = store_->table(*definition);
    Statement statement =
        TRY(store_->db.prepare("SELECT " + table.columns() + " FROM " + quoted(definition->key) +
                               " WHERE _deleted = 0 AND " + quoted(field->key) + " = ?1"));
    statement.bind(0, target);
    // What was put may link elsewhere by now, or link here while the stored one does not.
    while (TRY(statement.step())) {
        Record record = table.read_row(statement).record;
        const auto known = index_.find({entity, record.id});
        if (known == index_.end())
            found.push_back(keep(std::move(record)));
        else if (!put_.contains(known->second))
            found.push_back(known->second);
    }
    const std::size_t position = definition->index_of(link);
    for (const Record* record : put_)
        if (record->entity == entity && record->life == Record::Life::Living &&
            record->values[position] == Value(target))
            found.push_back(record);
    return found;
}

std::int64_t day_of(std::int64_t ms, int zone_offset_minutes) {
    constexpr std::int64_t kMsPerMinute = 60'000;
    constexpr std::int64_t kMsPerDay = 86'400'000;
    const std::int64_t local = ms + zone_offset_minutes * kMsPerMinute;
    return local / kMsPerDay - (local % kMsPerDay < 0 ? 1 : 0);
}

}  // namespace holdfast
