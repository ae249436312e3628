#include "outbox.h"

#include <algorithm>

#include "sync/protocol.h"

namespace holdfast::sync {

std::vector<TransactionRecord> without_gaps(std::vector<TransactionRecord> queued,
                                            TransactionNo first) {
    const bool starts_early = first != TransactionNo::None && first < queued.front().no;
    std::uint64_t next = raw(starts_early ? first : queued.front().no);
    const bool complete = !starts_early && raw(queued.back().no) - next + 1 == queued.size();
    if (complete) return queued;
    std::vector<TransactionRecord> numbered;
    for (TransactionRecord& transaction : queued) {
        for (; next < raw(transaction.no) && numbered.size() < kPushTransactionsMax; ++next)
            numbered.emplace_back().no = TransactionNo{next};
        if (numbered.size() == kPushTransactionsMax) break;
        numbered.push_back(std::move(transaction));
        ++next;
    }
    return numbered;
}

}  // namespace holdfast::sync
