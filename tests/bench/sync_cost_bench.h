// What synchronisation costs a device: time of a save, bytes on disk, time of one row that arrives.
#pragma once

#include "core/store.h"

namespace holdfast::bench {

/// Of all pages of an attached database.
[[nodiscard]] double bytes_of(Database& db, std::string_view schema);

/// The same edits in a workspace that has a server and in one that has none.
void measure_capture();
/// Every table of the workspace against the rows alone, with the same key and the same indexes.
void measure_storage(Database& db, std::size_t row_count);
/// One changed row for a device that has all of these rows; `next` is its state by now.
void measure_one_row(Store& store, EntityId entity, RowImage row);

}  // namespace holdfast::bench
