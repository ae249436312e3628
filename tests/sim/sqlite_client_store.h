// SqliteClientStore: a simulated device on the product's own store and file system, on a disk on
// which the process dies in the middle of a change, loses power, or finds no room.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/slot_vfs.h"
#include "core/store.h"
#include "crashing_slots.h"
#include "mutation.h"
#include "sim_store.h"

namespace holdfast::sim {

/// What goes wrong on the device, and when.
struct DiskFate {
    enum class Faults : std::uint8_t { None, Some } faults = Faults::None;
    std::uint64_t seed = 1;
    Mutation mutation = Mutation::None;
};

/// When the process dies during a call, another one has opened the database when the call returns:
/// commit() then says whether the work is there, apply() fails with Storage when the delta is not.
/// Work that was acknowledged and is gone fails with Corrupt, a full disk with Full.
class SqliteClientStore : public SimStore {
public:
    /// An empty, enrolled device. `registry` and `environment` must outlive it.
    SqliteClientStore(const Registry& registry, Environment& environment, DeviceNo device,
                      DiskFate fate);

    [[nodiscard]] const StoreState& state() const override { return store_->state(); }
    [[nodiscard]] Result<std::vector<TransactionRecord>> read_queued(
        TransactionNo after, std::size_t count_max, std::size_t bytes_max) override {
        return store_->read_queued(after, count_max, bytes_max);
    }
    [[nodiscard]] Status apply(const Delta& delta) override;
    [[nodiscard]] Result<PendingCounts> pending_counts() override {
        return store_->pending_counts();
    }
    [[nodiscard]] Status enrol(const Enrolment& enrolment) override {
        return store_->enrol(enrolment);
    }
    [[nodiscard]] Result<TransactionNo> commit(const LocalWork& work) override;
    [[nodiscard]] Result<const Record*> find(EntityId entity, const RecordId& id) override;
    [[nodiscard]] Result<std::size_t> count(EntityId entity) override;
    [[nodiscard]] Result<std::vector<TransactionNo>> needing_attention() override;
    [[nodiscard]] Status discard(TransactionNo no) override { return store_->discard(no); }
    [[nodiscard]] Status restart() override;
    [[nodiscard]] DiskFaults disk_faults() const override { return slots_.faults(); }

private:
    /// What tells whether a change is there.
    struct Standing {
        std::uint64_t epoch = 0;
        ServerSeq checkpoint = ServerSeq::None;
        std::int64_t queued = 0;
        std::int64_t attention = 0;
        bool operator==(const Standing&) const = default;
    };
    [[nodiscard]] Result<Standing> standing();
    [[nodiscard]] Status open();
    [[nodiscard]] Status reopen();
    void plan_fault();

    const Registry& registry_;
    Environment& environment_;
    DiskFate::Faults faults_;
    Random random_;
    CrashingSlots slots_;
    std::string name_;  ///< Of the file system; SQLite knows all of the process by name.
    std::unique_ptr<SlotVfs> vfs_;
    std::optional<Store> store_;
    std::optional<Record> found_;
};

[[nodiscard]] std::unique_ptr<SimStore> make_sqlite_store(const Registry& registry,
                                                          Environment& environment, DeviceNo device,
                                                          DiskFate fate = {});

}  // namespace holdfast::sim
