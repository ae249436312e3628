#include "memory_server_store.h"

#include <algorithm>

#include "sim_registry.h"

namespace holdfast::sim {
namespace {

constexpr std::uint64_t kSeqJumpAtRestore = std::uint64_t{1} << 20;

RowImage image_of(const sync::ServerRow& row) {
    return {row.id, row.version, row.deleted, row.values};
}

}  // namespace

Result<ServerSeq> MemoryServerStore::head() {
    return ServerSeq{reserved_next_ != 0 ? reserved_next_ - 1 : state_.head};
}

Result<ServerSeq> MemoryServerStore::take_seq() {
    if (reserved_next_ != 0) return ServerSeq{reserved_next_++};
    return ServerSeq{++state_.head};
}

ServerSeq MemoryServerStore::reserve(std::size_t count) {
    const ServerSeq first{state_.head + 1};
    state_.head += count;
    undo_.head = state_.head;
    return first;
}

MemoryServerStore::DeviceData* MemoryServerStore::device_data(DeviceNo device) {
    for (DeviceData& data : state_.devices)
        if (data.state.device == device) return &data;
    return nullptr;
}

void MemoryServerStore::add_device(DeviceNo device) {
    DeviceData data;
    data.state.device = device;
    data.state.code = "K" + std::to_string(raw(device));
    data.state.user = "user" + std::to_string(raw(device));
    state_.devices.push_back(data);
    undo_.devices.push_back(data.state);
}

void MemoryServerStore::add_absent_device(DeviceNo device) {
    add_device(device);
    state_.devices.back().absent = true;
}

Result<std::optional<sync::DeviceState>> MemoryServerStore::read_device(DeviceNo device) {
    const DeviceData* data = device_data(device);
    if (data == nullptr) return std::optional<sync::DeviceState>{};
    return std::optional<sync::DeviceState>{data->state};
}

Status MemoryServerStore::write_device(const sync::DeviceState& device) {
    DeviceData* data = device_data(device.device);
    if (data == nullptr) return fail(ErrorCode::NotFound, "sim.write_device");
    data->state = device;
    return {};
}

const sync::ServerRow* MemoryServerStore::find(EntityId entity, const RecordId& id) const {
    const auto found = state_.index.find(id);
    if (found == state_.index.end() || state_.rows[found->second].entity != entity) return nullptr;
    return &state_.rows[found->second].row;
}

Result<std::optional<sync::ServerRow>> MemoryServerStore::read_row(EntityId entity,
                                                                   const RecordId& id) {
    const sync::ServerRow* row = find(entity, id);
    return row == nullptr ? std::optional<sync::ServerRow>{} : std::optional{*row};
}

Result<std::vector<RecordId>> MemoryServerStore::read_changed_children(
    const sync::ChildQuery& query) {
    const std::size_t link = sim_registry().find(query.entity)->index_of(query.link);
    std::vector<RecordId> ids;
    for (const StoredRow& stored : state_.rows)
        if (stored.entity == query.entity && stored.row.version > query.after &&
            stored.row.values[link] == Value{query.parent})
            ids.push_back(stored.row.id);
    std::sort(ids.begin(), ids.end());
    return ids;
}

Status MemoryServerStore::write_row(EntityId entity, const sync::ServerRow& row) {
    const auto found = state_.index.find(row.id);
    if (found != state_.index.end()) {
        sync::ServerRow& stored = state_.rows[found->second].row;
        undo_.rows.push_back({found->second, true, std::move(stored)});
        stored = row;
        return {};
    }
    undo_.rows.push_back({state_.rows.size(), false, {}});
    state_.index.emplace(row.id, state_.rows.size());
    state_.rows.push_back({entity, row});
    return {};
}

Result<std::optional<sync::LogEntry>> MemoryServerStore::read_log(ServerSeq seq) {
    const auto before = [](const Logged& logged, ServerSeq wanted) { return logged.seq < wanted; };
    auto found = std::lower_bound(state_.log.begin(), state_.log.end(), seq, before);
    // Positions come out of order only under the mutation that reserves them.
    if (mutation_ == Mutation::SeqBeforeCommit)
        found = std::find_if(state_.log.begin(), state_.log.end(),
                             [seq](const Logged& logged) { return logged.seq == seq; });
    if (found == state_.log.end() || found->seq != seq) return std::optional<sync::LogEntry>{};
    return std::optional{found->entry};
}

Result<std::uint64_t> MemoryServerStore::read_chain(ServerSeq upto) {
    const auto behind = std::upper_bound(
        state_.log.begin(), state_.log.end(), upto,
        [](ServerSeq wanted, const Logged& logged) { return wanted < logged.seq; });
    return behind == state_.log.begin() ? 0 : std::prev(behind)->entry.chain;
}

Status MemoryServerStore::append_log(ServerSeq seq, const sync::LogEntry& entry,
                                     const TransactionRecord&) {
    state_.log.push_back({seq, entry});
    return {};
}

Status MemoryServerStore::write_result(DeviceNo device, const TransactionResult& result) {
    DeviceData* data = device_data(device);
    const std::size_t position = raw(result.no) - 1;
    if (data == nullptr) return fail(ErrorCode::NotFound, "sim.write_result");
    if (data->results.size() <= position) data->results.resize(position + 1);
    data->results[position] = result;
    return {};
}

Result<std::vector<TransactionResult>> MemoryServerStore::read_results(DeviceNo device,
                                                                       TransactionNo after,
                                                                       TransactionNo upto) {
    std::vector<TransactionResult> found;
    const DeviceData* data = device_data(device);
    if (data == nullptr) return fail(ErrorCode::NotFound, "sim.read_results");
    for (std::size_t no = raw(after) + 1; no <= raw(upto) && no <= data->results.size(); ++no)
        found.push_back(data->results[no - 1]);
    return found;
}

Result<std::vector<EntityRows>> MemoryServerStore::read_changes(ServerSeq after) {
    std::vector<const StoredRow*> changed;
    for (const StoredRow& stored : state_.rows)
        if (stored.row.version > after) changed.push_back(&stored);
    std::sort(changed.begin(), changed.end(), [](const StoredRow* first, const StoredRow* second) {
        return first->row.version < second->row.version;
    });
    std::vector<EntityRows> rows;
    for (const StoredRow* stored : changed) {
        if (rows.empty() || rows.back().entity != stored->entity)
            rows.push_back({stored->entity, {}});
        rows.back().rows.push_back(image_of(stored->row));
    }
    return rows;
}

void MemoryServerStore::commit() {
    undo_.head = state_.head;
    undo_.log_size = state_.log.size();
    undo_.rows.clear();
    for (std::size_t index = 0; index < state_.devices.size(); ++index)
        undo_.devices[index] = state_.devices[index].state;
    undo_.numbers = {state_.numbers.series, {}, state_.numbers.waiters, state_.numbers.blocks};
    undo_.number_count = state_.numbers.entries.size();
    undo_.rewritten.clear();
}

void MemoryServerStore::undo_rows(std::size_t keep) {
    while (undo_.rows.size() > keep) {
        UndoRow& undo = undo_.rows.back();
        if (undo.existed) {
            state_.rows[undo.position].row = std::move(undo.before);
        } else {
            state_.index.erase(state_.rows.back().row.id);
            state_.rows.pop_back();
        }
        undo_.rows.pop_back();
    }
}

void MemoryServerStore::crash() {
    undo_rows(mutation_ == Mutation::TornCommit ? undo_.rows.size() / 2 : 0);
    state_.head = undo_.head;
    state_.log.resize(undo_.log_size);
    for (std::size_t index = 0; index < state_.devices.size(); ++index) {
        state_.devices[index].state = undo_.devices[index];
        const std::size_t decided = raw(undo_.devices[index].last_no);
        std::vector<TransactionResult>& results = state_.devices[index].results;
        if (results.size() > decided) results.resize(decided);
    }
    undo_.rows.clear();
    undo_numbers();
}

void MemoryServerStore::back_up() {
    backup_ = std::make_shared<State>(state_);
}

bool MemoryServerStore::restore(std::int64_t now_ms) {
    const std::uint64_t head = state_.head;
    if (!put_back()) return false;
    state_.head = std::max(state_.head, head);
    begin_new_history(now_ms);
    return true;
}

bool MemoryServerStore::put_back() {
    if (!backup_) return false;
    const std::uint64_t epoch = state_.epoch;
    state_ = *backup_;
    if (mutation_ == Mutation::NoEpochAfterRestore) state_.epoch = epoch;
    undo_ = {};
    undo_.devices.resize(state_.devices.size());
    commit();
    return true;
}

void MemoryServerStore::start(std::int64_t now_ms) {
    state_.head = std::max(state_.head, raw(sync::first_seq_at(now_ms)));
    commit();
}

void MemoryServerStore::begin_new_history(std::int64_t now_ms) {
    if (mutation_ == Mutation::NoEpochAfterRestore)
        state_.head = backup_->head;
    else
        state_.past_epochs.insert(std::exchange(state_.epoch, ++last_epoch_));
    const bool reuses = mutation_ == Mutation::SeqReusedAfterRestore;
    if (reuses) state_.head = backup_->head;
    if (!reuses && mutation_ != Mutation::NoEpochAfterRestore)
        state_.head = std::max(state_.head, raw(sync::first_seq_at(now_ms))) + kSeqJumpAtRestore;
    for (DeviceData& data : state_.devices)
        data.state.owes_numbers = !data.absent && mutation_ != Mutation::NumbersGoOnAfterRestore;
    commit();
}

TransactionNo MemoryServerStore::last_no(DeviceNo device) const {
    for (const DeviceData& data : state_.devices)
        if (data.state.device == device) return data.state.last_no;
    return TransactionNo::None;
}

bool MemoryServerStore::is_refused(DeviceNo device, TransactionNo no) const {
    for (const DeviceData& data : state_.devices)
        if (data.state.device == device && raw(no) <= data.results.size())
            return data.results[raw(no) - 1].status != TransactionStatus::Applied;
    return false;
}

}  // namespace holdfast::sim
