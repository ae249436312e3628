// NumberReport: what a device tells a server that was put back from a backup about document
// numbers: those it has shown and the server may give to other records (ADR 20).
#pragma once

#include <vector>

#include "core/replica.h"
#include "store/store_impl.h"

namespace holdfast {

class NumberReport {
public:
    explicit NumberReport(Store::Impl& store) : store_(&store) {}

    /// Before the rows are taken anew.
    [[nodiscard]] Status note_shown();
    /// Afterwards: queues what was shown and is gone as transactions from `next` on, the last of
    /// which ends the report, also when there is nothing to report. The number after them.
    [[nodiscard]] Result<TransactionNo> write(std::uint64_t epoch, TransactionNo next);

private:
    struct Shown {
        const EntityDef* entity;
        RecordId record;
        std::string number;
    };
    [[nodiscard]] Status note_shown(const EntityDef& entity);
    [[nodiscard]] Result<bool> is_still_there(const Shown& shown);
    [[nodiscard]] Status queue(TransactionNo no, std::vector<Operation> operations);

    Store::Impl* store_;
    std::vector<Shown> shown_;
};

}  // namespace holdfast
