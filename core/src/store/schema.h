// Schema: creates and migrates the tables and indexes that a registry asks for.
#pragma once

#include <string>
#include <vector>

#include "core/registry.h"
#include "core/sqlite.h"

namespace holdfast {

/// Brings the database to `registry`: new tables, new columns, new and changed indexes. What a
/// newer definition left is kept. One SQLite transaction. Fails with Unsupported when a newer
/// program made the tables.
[[nodiscard]] Status bring_up_schema(Database& db, const Registry& registry);

/// Secondary indexes of one entity, so that a bulk load can go without them for a while.
[[nodiscard]] Status drop_indexes(Database& db, const EntityDef& entity);
[[nodiscard]] Status create_indexes(Database& db, const EntityDef& entity);

/// Whether the index of `field`, when it has one, gives the records of one value in the list's
/// order: when that order is a number it always earns its bytes, else for fields with few values,
/// which filters use together with the order.
[[nodiscard]] bool carries_list_order(const EntityDef& entity, const FieldDef& field);

}  // namespace holdfast
