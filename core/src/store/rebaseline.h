// Rebaseline: everything is taken from the server anew, with own undecided work on top of it.
#pragma once

#include "store/history_writer.h"
#include "store/store_impl.h"

namespace holdfast {

/// Replaces all rows by those of `delta`, re-queues what the server no longer knows of, and applies
/// queued transactions to the new rows again. What comes out of it is noted in `history`. Inside a
/// SQLite transaction of the caller. `decided_ms`: now, by the age clock of retention.h.
[[nodiscard]] Status rebaseline(Store::Impl& store, const Delta& delta, HistoryWriter& history,
                                std::int64_t decided_ms);

}  // namespace holdfast
