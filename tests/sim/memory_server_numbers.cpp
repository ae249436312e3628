// The document numbers of a server in memory.
#include <algorithm>

#include "memory_server_store.h"

namespace holdfast::sim {

Result<std::int64_t> MemoryServerStore::read_series(EntityId entity, const std::string& series) {
    const auto found = state_.numbers.series.find({entity, series});
    return found == state_.numbers.series.end() ? 1 : found->second;
}

std::int64_t MemoryServerStore::next_number(EntityId entity) const {
    for (const auto& [series, next] : state_.numbers.series)
        if (series.first == entity) return next;
    return 1;
}

Status MemoryServerStore::write_series(EntityId entity, const std::string& series,
                                       std::int64_t next) {
    state_.numbers.series[{entity, series}] = next;
    return {};
}

Result<std::optional<sync::NumberEntry>> MemoryServerStore::find_number(EntityId entity,
                                                                        const std::string& number) {
    for (const sync::NumberEntry& entry : state_.numbers.entries)
        if (entry.entity == entity && entry.number == number) return std::optional{entry};
    return std::optional<sync::NumberEntry>{};
}

Result<std::optional<sync::NumberEntry>> MemoryServerStore::find_reported_number(
    EntityId entity, const RecordId& record) {
    std::optional<sync::NumberEntry> smallest;
    for (const sync::NumberEntry& entry : state_.numbers.entries) {
        const bool fits = entry.entity == entity && entry.record == record &&
                          entry.use == sync::NumberUse::Reported;
        if (fits && (!smallest || entry.number < smallest->number)) smallest = entry;
    }
    return smallest;
}

Status MemoryServerStore::write_number(const sync::NumberEntry& entry) {
    std::vector<sync::NumberEntry>& entries = state_.numbers.entries;
    for (std::size_t at = 0; at < entries.size(); ++at) {
        if (entries[at].entity != entry.entity || entries[at].number != entry.number) continue;
        const bool is_free =
            entries[at].use == sync::NumberUse::Leased || entries[at].use == sync::NumberUse::Void;
        if (entries[at].record != entry.record && !is_free) {
            number_given_twice_ = true;
            return fail(ErrorCode::Corrupt, "sim.number_given_twice");
        }
        undo_.rewritten.emplace_back(at, entries[at]);
        entries[at] = entry;
        return {};
    }
    entries.push_back(entry);
    return {};
}

void MemoryServerStore::undo_numbers() {
    if (mutation_ != Mutation::SeriesBeforeCommit) state_.numbers.series = undo_.numbers.series;
    state_.numbers.waiters = undo_.numbers.waiters;
    state_.numbers.blocks = undo_.numbers.blocks;
    for (; !undo_.rewritten.empty(); undo_.rewritten.pop_back())
        state_.numbers.entries[undo_.rewritten.back().first] = undo_.rewritten.back().second;
    state_.numbers.entries.resize(undo_.number_count);
}

Status MemoryServerStore::write_open_block(const sync::OpenBlock& block) {
    state_.numbers.blocks.push_back(block);
    return {};
}

Result<std::vector<sync::OpenBlock>> MemoryServerStore::read_open_blocks(DeviceNo device) {
    std::vector<sync::OpenBlock> found;
    for (const sync::OpenBlock& block : state_.numbers.blocks)
        if (block.device == device) found.push_back(block);
    return found;
}

Result<std::vector<sync::OpenBlock>> MemoryServerStore::read_expired_blocks(std::int64_t now_ms) {
    std::vector<sync::OpenBlock> found;
    for (const sync::OpenBlock& block : state_.numbers.blocks)
        if (block.expires_ms <= now_ms) found.push_back(block);
    std::sort(
        found.begin(), found.end(), [](const sync::OpenBlock& one, const sync::OpenBlock& other) {
            return std::pair(one.expires_ms, one.block) < std::pair(other.expires_ms, other.block);
        });
    found.resize(std::min(found.size(), sync::kExpiredBlocksMax));
    return found;
}

Status MemoryServerStore::forget_open_block(const RecordId& block) {
    std::erase_if(state_.numbers.blocks,
                  [&](const sync::OpenBlock& open) { return open.block == block; });
    return {};
}

Result<bool> MemoryServerStore::numbers_are_held() {
    return std::any_of(state_.devices.begin(), state_.devices.end(),
                       [](const DeviceData& data) { return data.state.owes_numbers; });
}

Status MemoryServerStore::add_number_waiter(const sync::NumberWaiter& waiter) {
    std::vector<sync::NumberWaiter>& waiters = state_.numbers.waiters;
    if (std::find(waiters.begin(), waiters.end(), waiter) == waiters.end())
        waiters.push_back(waiter);
    return {};
}

Result<std::vector<sync::NumberWaiter>> MemoryServerStore::read_number_waiters() {
    return state_.numbers.waiters;
}

Status MemoryServerStore::forget_number_waiters() {
    state_.numbers.waiters.clear();
    return {};
}

}  // namespace holdfast::sim
