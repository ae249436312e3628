#include "store/conversion_source.h"

namespace holdfast {

// Parts stay as they are while their parent lies in the recycle bin.
Result<bool> ConversionSource::counts(const Record& record) {
    if (record.life == Record::Life::Deleted) return false;
    const EntityDef& entity = *registry_->find(record.entity);
    if (const FieldDef* parent = entity.find_field(entity.parent_field)) {
        const RecordId id = link_or_none(record.values[entity.index_of(parent->id)]);
        const Record* found = TRY(stored_.find_linked(parent->target, id));
        if (found == nullptr || found->life == Record::Life::Deleted) return false;
    }
    return reader_ == nullptr || TRY(reader_->can(Action::Read, record, stored_));
}

Result<const Record*> ConversionSource::find_linked(EntityId entity, const RecordId& id) {
    const Record* record = TRY(stored_.find_linked(entity, id));
    return record != nullptr && TRY(counts(*record)) ? record : nullptr;
}

Result<std::vector<const Record*>> ConversionSource::find_linking(EntityId entity, FieldId link,
                                                                  const RecordId& target) {
    std::vector<const Record*> found;
    for (const Record* record : TRY(stored_.find_linking(entity, link, target)))
        if (TRY(counts(*record))) found.push_back(record);
    return found;
}

}  // namespace holdfast
