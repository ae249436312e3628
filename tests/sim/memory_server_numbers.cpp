// The document numbers of a server in memory.
#include <algorithm>

#include "memory_server_store.h"

namespace holdfast::sim {

Result<std::int64_t> MemoryServerStore::read_series(EntityId entity, const std::string& series) {
    const auto found = state_.numbers.series.find({entity, series});
    return found == state_.numbers.series.end() ? 1 : found->second;
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
    state_.numbers.entries.push_back(entry);
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
