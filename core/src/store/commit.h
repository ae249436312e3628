// Commit: rows, log and overlay of one draft in one SQLite transaction.
#pragma once

#include <functional>

#include "store/commit_scope.h"
#include "store/merge_log.h"
#include "store/store_impl.h"

namespace holdfast {

/// Store::commit(). `scope`: what the engine itself does with the draft.
[[nodiscard]] Result<CommitOutcome> commit_draft(Store::Impl& store, const Draft& draft,
                                                 const CommitScope& scope = {});

/// Logs `transaction` as queued: stamps its operations, keeps the overlay, gives it its number.
/// `find_shown` tells a record as stored before it, nullptr when the transaction creates it.
/// Inside a SQLite transaction of the caller; moves nothing in store.state.
using FindShown = std::function<const Record*(EntityId, const RecordId&)>;
[[nodiscard]] Status log_transaction(Store::Impl& store, TransactionRecord& transaction,
                                     const FindShown& find_shown);

class DraftPlan;
/// Fails with LimitExceeded when the transaction would be longer than the log and the server take.
/// Takes the plan's operations; nothing stays written. Always well without a server.
[[nodiscard]] Status check_length(Store::Impl& store, DraftPlan& plan, const std::string& reason);

}  // namespace holdfast
