// ClientStore: what the client machine needs from the device's database. core::Store or memory.
#pragma once

#include <vector>

#include "core/replica.h"
#include "core/result.h"
#include "core/store.h"

namespace holdfast::sync {

class ClientStore {
public:
    virtual ~ClientStore() = default;
    [[nodiscard]] virtual const StoreState& state() const = 0;
    [[nodiscard]] virtual Result<std::vector<TransactionRecord>> read_queued(
        TransactionNo after, std::size_t count_max, std::size_t bytes_max) = 0;
    [[nodiscard]] virtual Status apply(const Delta& delta) = 0;
    [[nodiscard]] virtual Result<PendingCounts> pending_counts() = 0;
    [[nodiscard]] virtual Status enrol(const Enrolment& enrolment) = 0;
};

}  // namespace holdfast::sync
