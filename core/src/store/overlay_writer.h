// OverlayWriter: stamps own operations with what they build on and keeps their cells' overlay.
#pragma once

#include <set>

#include "core/sqlite.h"
#include "store/ended_cells.h"
#include "store/sync_tables.h"

namespace holdfast {

/// For one transaction; feed its operations in order.
class OverlayWriter {
public:
    /// `registry` and `ended` must outlive the writer.
    OverlayWriter(Database& db, const Registry& registry, const EndedCells& ended, TransactionNo no)
        : db_(&db), registry_(&registry), ended_(&ended), no_(no) {}

    /// Fills base and own_no of the operation and its edits. `shown` are the record's values and
    /// life as stored, that is: before this transaction. Null for a record it creates.
    [[nodiscard]] Status stamp(const EntityDef& entity, Operation& operation, const Record* shown);
    /// The same for an entity that the registry does not have: only ever created, as a whole.
    [[nodiscard]] Status stamp_unknown(const Operation& operation);
    /// Own undecided transactions that the operations so far build on, ascending.
    [[nodiscard]] std::vector<TransactionNo> depends_on() const {
        return {depends_on_.begin(), depends_on_.end()};
    }

private:
    [[nodiscard]] Status stamp_create(const Operation& operation);
    [[nodiscard]] Status stamp_life(Operation& operation, const Record& shown,
                                    const std::optional<OverlayCell>& creation);
    [[nodiscard]] Status stamp_edit(const CellKey& key, FieldEdit& edit, const Value& shown,
                                    const std::optional<OverlayCell>& creation);
    [[nodiscard]] Status depend_on_links(const EntityDef& entity, const Operation& operation,
                                         const Record* shown);
    [[nodiscard]] Result<OverlayCell> edit_cell(const CellKey& key, const Value& shown,
                                                ServerSeq seen);
    void depend_on(TransactionNo no);

    Database* db_;
    const Registry* registry_;
    const EndedCells* ended_;
    TransactionNo no_;
    std::set<TransactionNo> depends_on_;
};

}  // namespace holdfast
