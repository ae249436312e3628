// SqliteStore: the server's half of a workspace in one SQLite file.
//
// One object is one connection, used by one thread. The writer brackets its calls with begin() and
// commit(), a reader with begin_snapshot() and end_snapshot(); outside of them only open() works.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "core/registry.h"
#include "core/sqlite.h"
#include "sync/server_store.h"

namespace holdfast::server {

class SqliteStore final : public sync::ServerStore {
public:
    /// Takes over a database that prepare_server_schema() has seen. `registry` must outlive it.
    SqliteStore(Database database, const Registry& registry);

    /// Starts the transaction of a group. Blocks on disk, and on other writers up to 5 s.
    [[nodiscard]] Status begin();
    /// Durable when it returns. On failure nothing of the group remains.
    [[nodiscard]] Status commit();
    void rollback();
    /// Runs `work` so that its failure undoes only its own writes. The group can go on unless
    /// in_transaction() has become false, which a full disk can do.
    [[nodiscard]] Status run_apart(const std::function<Status(SqliteStore&)>& work);
    [[nodiscard]] bool in_transaction() const { return open_; }

    /// Everything read until end_snapshot() is of one moment.
    [[nodiscard]] Status begin_snapshot();
    void end_snapshot() { rollback(); }

    /// Within a transaction: the next position is behind this one.
    void skip_to(ServerSeq seq) { head_ = std::max(head_, seq); }
    /// Within a transaction: another epoch and later positions (restored.h).
    [[nodiscard]] Status begin_new_history(std::uint64_t epoch, std::int64_t now_ms);

    [[nodiscard]] Database& database() { return db_; }
    [[nodiscard]] const Registry& registry() const { return *registry_; }

    [[nodiscard]] Result<std::uint64_t> epoch() override;
    [[nodiscard]] Result<bool> had_epoch(std::uint64_t epoch) override;
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
    [[nodiscard]] Result<std::vector<EntityRows>> read_changes(ServerSeq after) override;

    // Document numbers (store_sqlite_numbers.cpp).
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

private:
    struct EntitySql {
        EntityId entity;
        std::size_t field_count;
        std::string select;
        std::string upsert;
        std::string changes;
    };
    /// Null: an entity that administrators added; its rows lie in one table.
    [[nodiscard]] const EntitySql* sql_of(EntityId entity) const;
    [[nodiscard]] Result<std::optional<sync::ServerRow>> read_custom_row(EntityId entity,
                                                                         const RecordId& id);
    [[nodiscard]] Status write_custom_row(EntityId entity, const sync::ServerRow& row);
    [[nodiscard]] Status read_custom_changes(ServerSeq after, std::vector<EntityRows>& all);
    [[nodiscard]] Status start(const char* sql);
    [[nodiscard]] Status run_prepared(const char* sql);
    [[nodiscard]] Status load_state();
    [[nodiscard]] Status store_head();
    [[nodiscard]] Result<EntityRows> read_entity_changes(const EntitySql& sql, ServerSeq after);

    Database db_;
    const Registry* registry_;
    std::vector<EntitySql> sql_;
    std::uint64_t epoch_ = 0;
    ServerSeq head_ = ServerSeq::None;
    ServerSeq stored_head_ = ServerSeq::None;
    bool open_ = false;
};

}  // namespace holdfast::server
