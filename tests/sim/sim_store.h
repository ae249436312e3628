// SimStore: what a simulated device needs from its database, be it memory or SQLite.
#pragma once

#include <string>
#include <vector>

#include "core/operation.h"
#include "core/record.h"
#include "sync/client_store.h"

namespace holdfast::sim {

/// What a person does on a device, before the store stamps it.
struct LocalWork {
    ServerSeq seen = ServerSeq::None;
    std::vector<Operation> operations;
};

/// What a device's disk did to it, by how often.
struct DiskFaults {
    std::uint64_t died_writing = 0;
    std::uint64_t torn = 0;  ///< Writes that were cut off by the death.
    std::uint64_t power_cuts = 0;
    std::uint64_t full = 0;
};

class SimStore : public sync::ClientStore {
public:
    /// The process ends, and another one opens the same database.
    [[nodiscard]] virtual Status restart() { return {}; }
    [[nodiscard]] virtual DiskFaults disk_faults() const { return {}; }
    /// Durable when it returns. None: the store's own checks refused it and wrote nothing.
    [[nodiscard]] virtual Result<TransactionNo> commit(const LocalWork& work) = 0;
    /// As shown; null when the record is unknown. Valid until the next call.
    [[nodiscard]] virtual Result<const Record*> find(EntityId entity, const RecordId& id) = 0;
    /// Records of the entity, those in the recycle bin included.
    [[nodiscard]] virtual Result<std::size_t> count(EntityId entity) = 0;
    /// Numbers of rejected and blocked transactions nobody has dealt with, ascending.
    [[nodiscard]] virtual Result<std::vector<TransactionNo>> needing_attention() = 0;
    [[nodiscard]] virtual Status discard(TransactionNo no) = 0;
};

}  // namespace holdfast::sim
