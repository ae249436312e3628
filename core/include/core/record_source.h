// RecordSource: the records of a store as expressions see them, with unsaved ones in their place.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "core/expression.h"
#include "core/store.h"

namespace holdfast {

/// Reads each record once and keeps it; make a new one when the store has changed. Blocks on disk
/// shortly. The store must outlive it.
class RecordSource : public ExpressionSource {
public:
    explicit RecordSource(Store::Impl& store) : store_(&store) {}
    explicit RecordSource(Store& store) : store_(&store.internals()) {}

    /// From now on the record is this one, whatever is stored: what a form shows while it is
    /// edited, or what a draft will write.
    void put(Record record);

    [[nodiscard]] Result<const Record*> find_linked(EntityId entity, const RecordId& id) override;
    [[nodiscard]] Result<std::vector<const Record*>> find_linking(EntityId entity, FieldId link,
                                                                  const RecordId& target) override;

private:
    using Key = std::pair<EntityId, RecordId>;
    const Record* keep(Record record);

    Store::Impl* store_;
    std::deque<Record> kept_;  // Addresses stay.
    std::set<const Record*> put_;
    std::map<Key, Record*> index_;
    std::map<Key, const Record*> absent_;
};

/// Days since 1970-01-01 at a moment in ms UTC, where clocks are `zone_offset_minutes` ahead.
[[nodiscard]] std::int64_t day_of(std::int64_t ms, int zone_offset_minutes);

}  // namespace holdfast
