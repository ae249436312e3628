// SqliteClientStore: a simulated device on the product's own store, SQLite in memory.
#pragma once

#include <memory>
#include <optional>

#include "core/store.h"
#include "sim_store.h"

namespace holdfast::sim {

class SqliteClientStore : public SimStore {
public:
    explicit SqliteClientStore(Store store) : store_(std::move(store)) {}

    [[nodiscard]] const StoreState& state() const override { return store_.state(); }
    [[nodiscard]] Result<std::vector<TransactionRecord>> read_queued(
        TransactionNo after, std::size_t count_max, std::size_t bytes_max) override {
        return store_.read_queued(after, count_max, bytes_max);
    }
    [[nodiscard]] Status apply(const Delta& delta) override { return store_.apply(delta); }
    [[nodiscard]] Result<PendingCounts> pending_counts() override {
        return store_.pending_counts();
    }
    [[nodiscard]] Status enrol(const Enrolment& enrolment) override {
        return store_.enrol(enrolment);
    }
    [[nodiscard]] Result<TransactionNo> commit(const LocalWork& work) override;
    [[nodiscard]] Result<const Record*> find(EntityId entity, const RecordId& id) override;
    [[nodiscard]] Result<std::size_t> count(EntityId entity) override;
    [[nodiscard]] Result<std::vector<TransactionNo>> needing_attention() override;
    [[nodiscard]] Status discard(TransactionNo no) override { return store_.discard(no); }

private:
    Store store_;
    std::optional<Record> found_;
};

/// An empty, enrolled device. `registry` and `environment` must outlive it.
[[nodiscard]] std::unique_ptr<SimStore> make_sqlite_store(const Registry& registry,
                                                          Environment& environment,
                                                          DeviceNo device);

}  // namespace holdfast::sim
