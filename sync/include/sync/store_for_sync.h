// StoreForSync: the device's database as the client machine sees it.
#pragma once

#include "core/app/conflict_view.h"
#include "core/store.h"
#include "sync/client_store.h"

namespace holdfast::sync {

/// `store` must outlive it.
class StoreForSync final : public ClientStore {
public:
    explicit StoreForSync(Store& store) : store_(store) {}

    [[nodiscard]] const StoreState& state() const override { return store_.state(); }
    [[nodiscard]] Result<std::vector<TransactionRecord>> read_queued(
        TransactionNo after, std::size_t count_max, std::size_t bytes_max) override {
        return store_.read_queued(after, count_max, bytes_max);
    }
    [[nodiscard]] Status apply(const Delta& delta) override { return store_.apply(delta); }
    [[nodiscard]] Result<PendingCounts> pending_counts() override {
        PendingCounts counts = TRY(store_.pending_counts());
        // Whatever waits for a person is one number for the chip: refusals and conflicts.
        counts.needs_attention += TRY(count_open_conflicts(store_));
        return counts;
    }
    [[nodiscard]] Status enrol(const Enrolment& enrolment) override {
        return store_.enrol(enrolment);
    }

private:
    Store& store_;
};

}  // namespace holdfast::sync
