// Replay: own undecided work put on top of rows that came from the server without it.
#pragma once

#include <set>
#include <utility>

#include "store/store_impl.h"

namespace holdfast {

using RecordKey = std::pair<EntityId, RecordId>;

class HistoryWriter;
/// Where a replay writes.
struct ReplayTarget {
    Store::Impl* store;
    HistoryWriter* history;
};

/// Applies every queued transaction after `decided_upto` to the rows once more. A record that is
/// not there keeps its overlay alone, so that the work is shown when the record arrives.
[[nodiscard]] Status replay_all(const ReplayTarget& target, TransactionNo decided_upto);
/// The same for the operations on `records` alone.
[[nodiscard]] Status replay_on(const ReplayTarget& target, TransactionNo decided_upto,
                               const std::set<RecordKey>& records);

}  // namespace holdfast
