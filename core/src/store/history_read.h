// HistoryRead: how entries of history are read from their table. Private to core/src/store.
#pragma once

#include <string>

#include "core/history.h"
#include "core/sqlite.h"

namespace holdfast {

/// Begins a question about entries, "each" being the entry and "head" the first one of its group,
/// which has time, person and reason.
inline constexpr char kSelectHistory[] =
    "SELECT each.no, each.no - each.part, each.kind, each.source, each.entity, each.id,"
    " head.at_ms, head.user, head.reason, each.version, each.changes"
    " FROM history_entry AS each JOIN history_entry AS head ON head.no = each.no - each.part ";
/// A row of it.
[[nodiscard]] Result<HistoryEntry> read_history_entry(const Statement& row);

enum class PartsLife : std::uint8_t { Any, Living };
/// " UNION ALL SELECT id ..." for the parts of the record "?1", and their parts, so many levels
/// down; empty when the module has none.
[[nodiscard]] std::string select_parts(const Registry& registry, const EntityDef& entity,
                                       PartsLife life);

}  // namespace holdfast
