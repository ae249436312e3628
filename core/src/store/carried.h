// Carried: what the server says of fields and entities that the definitions in use do not have.
//
// It lies in sync_carried until a definition knows it: field by field, and for an unknown entity
// also its rows' life (kFieldDeleted) and version (kFieldExists). Own work on such fields waits in
// the log and is sent as it was written.
#pragma once

#include <optional>
#include <vector>

#include "core/operation.h"
#include "core/registry.h"
#include "core/replica.h"
#include "core/sqlite.h"
#include "store/sync_tables.h"

namespace holdfast {

/// The rows in the order of the entity's fields; the values of others are carried. Nothing when
/// they are in that order as they came.
[[nodiscard]] Result<std::optional<std::vector<RowImage>>> take_known(Database& db,
                                                                      const EntityDef& entity,
                                                                      const EntityRows& rows);
/// Carries rows of an entity that the definitions do not have.
[[nodiscard]] Status carry_rows(Database& db, const EntityRows& rows);
/// An own edit of an unknown field was decided: its cell in the overlay ends, and what the server
/// said beneath it is carried.
[[nodiscard]] Status end_unknown_cell(Database& db, const CellKey& key, TransactionNo upto);
/// The same for a whole record of an unknown entity.
[[nodiscard]] Status end_unknown_record(Database& db, EntityId entity, const RecordId& record,
                                        TransactionNo upto);
/// Before a new start: the server tells everything again. Also empties the tables of entities that
/// administrators once added and that the registry does not have any more.
[[nodiscard]] Status forget_carried(Database& db, const Registry& registry);
/// Puts what the registry knows by now into its columns. Part of bringing up the schema.
[[nodiscard]] Status bring_back_carried(Database& db, const Registry& registry);

}  // namespace holdfast
