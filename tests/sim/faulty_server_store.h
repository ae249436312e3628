// FaultyServerStore: the server's database seen through a planted fault (see mutation.h).
#pragma once

#include "memory_server_store.h"

namespace holdfast::sim {

/// Passes everything through to `inner`, except what the mutation breaks.
class FaultyServerStore : public sync::ServerStore {
public:
    FaultyServerStore(sync::ServerStore& inner, Mutation mutation)
        : inner_(&inner), mutation_(mutation) {}

    /// For Mutation::NoDedupe: the number the rules are told to be the last one.
    void pretend_last_no(std::optional<TransactionNo> no) { pretended_last_no_ = no; }

    [[nodiscard]] Result<std::uint64_t> epoch() override { return inner_->epoch(); }
    [[nodiscard]] Result<bool> had_epoch(std::uint64_t epoch) override {
        return inner_->had_epoch(epoch);
    }
    [[nodiscard]] Result<ServerSeq> head() override { return inner_->head(); }
    [[nodiscard]] Result<ServerSeq> take_seq() override { return inner_->take_seq(); }
    [[nodiscard]] Result<std::optional<sync::DeviceState>> read_device(DeviceNo device) override;
    [[nodiscard]] Status write_device(const sync::DeviceState& device) override {
        return inner_->write_device(device);
    }
    [[nodiscard]] Result<std::optional<sync::ServerRow>> read_row(EntityId entity,
                                                                  const RecordId& id) override {
        return inner_->read_row(entity, id);
    }
    [[nodiscard]] Result<std::vector<RecordId>> read_changed_children(
        const sync::ChildQuery& query) override {
        return inner_->read_changed_children(query);
    }
    [[nodiscard]] Status write_row(EntityId entity, const sync::ServerRow& row) override;
    [[nodiscard]] Result<std::optional<sync::LogEntry>> read_log(ServerSeq seq) override;
    [[nodiscard]] Result<std::uint64_t> read_chain(ServerSeq upto) override {
        return inner_->read_chain(upto);
    }
    [[nodiscard]] Status append_log(ServerSeq seq, const sync::LogEntry& entry,
                                    const TransactionRecord& transaction) override {
        return inner_->append_log(seq, entry, transaction);
    }
    [[nodiscard]] Status write_result(DeviceNo device, const TransactionResult& result) override {
        return inner_->write_result(device, result);
    }
    [[nodiscard]] Result<std::vector<TransactionResult>> read_results(DeviceNo device,
                                                                      TransactionNo after,
                                                                      TransactionNo upto) override;
    [[nodiscard]] Result<std::int64_t> read_series(EntityId entity,
                                                   const std::string& series) override {
        return inner_->read_series(entity, series);
    }
    [[nodiscard]] Status write_series(EntityId entity, const std::string& series,
                                      std::int64_t next) override {
        return inner_->write_series(entity, series, next);
    }
    [[nodiscard]] Result<std::optional<sync::NumberEntry>> find_number(
        EntityId entity, const std::string& number) override;
    [[nodiscard]] Result<std::optional<sync::NumberEntry>> find_reported_number(
        EntityId entity, const RecordId& record) override {
        return inner_->find_reported_number(entity, record);
    }
    [[nodiscard]] Status write_number(const sync::NumberEntry& entry) override;
    [[nodiscard]] Status write_open_block(const sync::OpenBlock& block) override {
        return inner_->write_open_block(block);
    }
    [[nodiscard]] Result<std::vector<sync::OpenBlock>> read_open_blocks(DeviceNo device) override {
        return inner_->read_open_blocks(device);
    }
    [[nodiscard]] Result<std::vector<sync::OpenBlock>> read_expired_blocks(
        std::int64_t now_ms) override {
        return inner_->read_expired_blocks(now_ms);
    }
    [[nodiscard]] Status forget_open_block(const RecordId& block) override {
        return inner_->forget_open_block(block);
    }
    [[nodiscard]] Result<bool> numbers_are_held() override { return inner_->numbers_are_held(); }
    [[nodiscard]] Status add_number_waiter(const sync::NumberWaiter& waiter) override {
        return inner_->add_number_waiter(waiter);
    }
    [[nodiscard]] Result<std::vector<sync::NumberWaiter>> read_number_waiters() override {
        return inner_->read_number_waiters();
    }
    [[nodiscard]] Status forget_number_waiters() override {
        return inner_->forget_number_waiters();
    }
    [[nodiscard]] Result<std::vector<EntityRows>> read_changes(ServerSeq after) override {
        return inner_->read_changes(after);
    }

private:
    sync::ServerStore* inner_;
    Mutation mutation_;
    std::optional<TransactionNo> pretended_last_no_;
};

}  // namespace holdfast::sim
