#include "faulty_server_store.h"

#include "core/field_position.h"
#include "sim_registry.h"

namespace holdfast::sim {
namespace {

sync::ServerRow with(EntityId entity, sync::ServerRow row, std::string state) {
    row.values[position_of(*sim_registry().find(entity), "state")] = std::move(state);
    return row;
}

}  // namespace

Result<std::optional<sync::DeviceState>> FaultyServerStore::read_device(DeviceNo device) {
    std::optional<sync::DeviceState> state = TRY(inner_->read_device(device));
    if (state && pretended_last_no_) state->last_no = *pretended_last_no_;
    return state;
}

Result<std::optional<sync::NumberEntry>> FaultyServerStore::find_number(EntityId entity,
                                                                        const std::string& number) {
    if (mutation_ == Mutation::NumberNotLookedUp) return std::optional<sync::NumberEntry>{};
    return inner_->find_number(entity, number);
}

Status FaultyServerStore::write_number(const sync::NumberEntry& entry) {
    if (mutation_ == Mutation::BlockNotNoted && entry.use == sync::NumberUse::Leased) return {};
    return inner_->write_number(entry);
}

Status FaultyServerStore::write_row(EntityId entity, const sync::ServerRow& row) {
    if (entity == kNumberVoid && mutation_ == Mutation::VoidNotLogged) return {};
    if (entity == kNumberVoid && mutation_ == Mutation::VoidNotTakenBack)
        return inner_->write_row(entity, with(entity, row, "void"));
    if (entity != kConflict) return inner_->write_row(entity, row);
    if (mutation_ == Mutation::ConflictNotRecorded) return {};
    if (mutation_ != Mutation::ConflictClosedUnseen) return inner_->write_row(entity, row);
    return inner_->write_row(entity, with(entity, row, "resolved"));
}

Result<std::optional<sync::LogEntry>> FaultyServerStore::read_log(ServerSeq seq) {
    std::optional<sync::LogEntry> entry = TRY(inner_->read_log(seq));
    if (entry && mutation_ == Mutation::OwnWritesForeign) entry->device = DeviceNo{999};
    return entry;
}

Result<std::vector<TransactionResult>> FaultyServerStore::read_results(DeviceNo device,
                                                                       TransactionNo after,
                                                                       TransactionNo upto) {
    if (mutation_ == Mutation::RefusalLost) return std::vector<TransactionResult>{};
    return inner_->read_results(device, after, upto);
}

}  // namespace holdfast::sim
