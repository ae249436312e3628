// MemoryServerStore: a server's database in memory, with commit, crash, backup and restore.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <unordered_map>
#include <vector>

#include "mutation.h"
#include "sync/server_store.h"

namespace holdfast::sim {

class MemoryServerStore : public sync::ServerStore {
public:
    struct StoredRow {
        EntityId entity = EntityId::None;
        sync::ServerRow row;
    };
    struct Logged {
        ServerSeq seq = ServerSeq::None;
        sync::LogEntry entry;
    };

    explicit MemoryServerStore(Mutation mutation) : mutation_(mutation) {}

    [[nodiscard]] Result<std::uint64_t> epoch() override { return state_.epoch; }
    [[nodiscard]] Result<bool> had_epoch(std::uint64_t epoch) override {
        return epoch == state_.epoch || state_.past_epochs.count(epoch) != 0;
    }
    [[nodiscard]] Result<ServerSeq> head() override;
    [[nodiscard]] Result<ServerSeq> take_seq() override;
    [[nodiscard]] Result<std::optional<sync::DeviceState>> read_device(DeviceNo device) override;
    [[nodiscard]] Status write_device(const sync::DeviceState& device) override;
    [[nodiscard]] Result<std::optional<sync::ServerRow>> read_row(EntityId entity,
                                                                  const RecordId& id) override;
    [[nodiscard]] Result<std::vector<RecordId>> read_changed_children(
        const sync::ChildQuery& query) override;
    [[nodiscard]] Status write_row(EntityId entity, const sync::ServerRow& row) override;
    [[nodiscard]] Result<std::optional<sync::LogEntry>> read_log(ServerSeq seq) override;
    [[nodiscard]] Result<std::uint64_t> read_chain(ServerSeq upto) override;
    [[nodiscard]] Status append_log(ServerSeq seq, const sync::LogEntry& entry,
                                    const TransactionRecord& transaction) override;
    [[nodiscard]] Status write_result(DeviceNo device, const TransactionResult& result) override;
    [[nodiscard]] Result<std::vector<TransactionResult>> read_results(DeviceNo device,
                                                                      TransactionNo after,
                                                                      TransactionNo upto) override;
    [[nodiscard]] Result<std::int64_t> read_series(EntityId entity,
                                                   const std::string& series) override;
    [[nodiscard]] Status write_series(EntityId entity, const std::string& series,
                                      std::int64_t next) override;
    [[nodiscard]] Result<std::optional<sync::NumberEntry>> find_number(
        EntityId entity, const std::string& number) override;
    [[nodiscard]] Result<std::optional<sync::NumberEntry>> find_reported_number(
        EntityId entity, const RecordId& record) override;
    [[nodiscard]] Status write_number(const sync::NumberEntry& entry) override;
    [[nodiscard]] Status write_open_block(const sync::OpenBlock& block) override;
    [[nodiscard]] Result<std::vector<sync::OpenBlock>> read_open_blocks(DeviceNo device) override;
    [[nodiscard]] Result<std::vector<sync::OpenBlock>> read_expired_blocks(
        std::int64_t now_ms) override;
    [[nodiscard]] Status forget_open_block(const RecordId& block) override;
    [[nodiscard]] Result<bool> numbers_are_held() override;
    [[nodiscard]] Status add_number_waiter(const sync::NumberWaiter& waiter) override;
    [[nodiscard]] Result<std::vector<sync::NumberWaiter>> read_number_waiters() override;
    [[nodiscard]] Status forget_number_waiters() override;
    [[nodiscard]] Result<std::vector<EntityRows>> read_changes(ServerSeq after) override;

    void add_device(DeviceNo device);
    /// One that never speaks again: nobody waits for what it knows.
    void add_absent_device(DeviceNo device);
    void commit();
    /// The process died: everything since the last commit is gone.
    void crash();
    void back_up();
    /// Puts the last backup back under a new epoch. False: there is no backup yet.
    bool restore(std::int64_t now_ms);
    /// The same, but nobody says so: the server goes on as if it had always stood there.
    bool put_back();
    /// The process starts.
    void start(std::int64_t now_ms);
    /// What the host does when a device proves that history was lost.
    void begin_new_history(std::int64_t now_ms);
    void note_past_epoch(std::uint64_t epoch) { state_.past_epochs.insert(epoch); }

    [[nodiscard]] const std::vector<StoredRow>& rows() const { return state_.rows; }
    [[nodiscard]] const std::vector<Logged>& log() const { return state_.log; }
    [[nodiscard]] const std::vector<sync::NumberEntry>& numbers() const {
        return state_.numbers.entries;
    }
    /// Whether a number that one record had was ever to become another one's.
    [[nodiscard]] bool has_given_twice() const { return number_given_twice_; }
    /// Of the only series that the entity has.
    [[nodiscard]] std::int64_t next_number(EntityId entity) const;
    [[nodiscard]] std::uint64_t epoch_now() const { return state_.epoch; }
    [[nodiscard]] const sync::ServerRow* find(EntityId entity, const RecordId& id) const;
    [[nodiscard]] TransactionNo last_no(DeviceNo device) const;
    [[nodiscard]] bool is_refused(DeviceNo device, TransactionNo no) const;

    // For Mutation::SeqBeforeCommit: positions are taken first and visible at once, rows later.
    [[nodiscard]] ServerSeq reserve(std::size_t count);
    void use_reserved(ServerSeq first) { reserved_next_ = raw(first); }
    void end_reserved() { reserved_next_ = 0; }

private:
    struct DeviceData {
        sync::DeviceState state;
        std::vector<TransactionResult> results;  ///< Of number index + 1.
        bool absent = false;
    };
    struct Numbers {
        std::map<std::pair<EntityId, std::string>, std::int64_t> series;
        std::vector<sync::NumberEntry> entries;
        std::vector<sync::NumberWaiter> waiters;
        std::vector<sync::OpenBlock> blocks;
    };
    struct State {
        std::uint64_t epoch = 1;
        std::set<std::uint64_t> past_epochs;
        std::uint64_t head = 0;
        std::vector<StoredRow> rows;
        std::unordered_map<RecordId, std::size_t> index;
        std::vector<Logged> log;
        std::vector<DeviceData> devices;
        Numbers numbers;
    };
    struct UndoRow {
        std::size_t position;
        bool existed;
        sync::ServerRow before;
    };
    struct Undo {
        std::uint64_t head = 0;
        std::size_t log_size = 0;
        std::vector<UndoRow> rows;
        std::vector<sync::DeviceState> devices;
        Numbers numbers;  ///< Without its entries, of which the first so many stay.
        std::size_t number_count = 0;
        std::vector<std::pair<std::size_t, sync::NumberEntry>> rewritten;  ///< As they were.
    };

    [[nodiscard]] DeviceData* device_data(DeviceNo device);
    void undo_rows(std::size_t keep);
    void undo_numbers();

    Mutation mutation_;
    State state_;
    Undo undo_;
    std::shared_ptr<State> backup_;
    std::uint64_t last_epoch_ = 1;  ///< Of all that ever were: in earnest they are random.
    std::uint64_t reserved_next_ = 0;
    bool number_given_twice_ = false;
};

}  // namespace holdfast::sim
