// Outbox: the numbers of a push. A device that gave up a transaction still has to account for it.
#pragma once

#include <vector>

#include "core/operation.h"

namespace holdfast::sync {

/// The queued transactions with every missing number from `first` on filled by an empty one, at
/// most kPushTransactionsMax of them. The server decides an empty transaction as refused, so that
/// nothing which builds on it is applied. `queued`: ascending, not empty.
[[nodiscard]] std::vector<TransactionRecord> without_gaps(std::vector<TransactionRecord> queued,
                                                          TransactionNo first);

}  // namespace holdfast::sync
