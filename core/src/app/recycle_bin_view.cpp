#include "core/app/recycle_bin_view.h"

#include <algorithm>

#include "core/history.h"
#include "presentation.h"

namespace holdfast {
namespace {

constexpr std::int64_t kDayMs = std::int64_t{24} * 3'600 * 1'000;

std::string removed_words(const Strings& strings, const BinRecord& record, int zone) {
    const std::string when = strings.date_time(record.deleted_ms, zone);
    if (record.user.empty()) return strings.format("bin.deleted_at", {when});
    return strings.format("bin.deleted_by", {record.user, when});
}

/// Days that have begun count, so that the last one says 1.
std::string left_words(const Strings& strings, const BinRecord& record, std::int64_t now_ms) {
    if (record.purged_ms == 0) return {};
    const std::int64_t left_ms = record.purged_ms - now_ms;
    if (left_ms <= 0) return std::string(strings.get("bin.goes_now"));
    return strings.plural("bin.days_left", (left_ms + kDayMs - 1) / kDayMs);
}

/// The server, which would decide it for a shared workspace, empties no recycle bin yet.
bool goes_for_good(Store& store) {
    return store.state().authority == Authority::Standalone;
}

Result<std::vector<BinItem>> read_items(Store& store, const Strings& strings,
                                        const BinViewQuery& query) {
    LinkTitles titles(store, strings);
    std::vector<BinItem> items;
    const std::int64_t now_ms = store.environment().now_ms();
    for (const BinRecord& record : TRY(read_bin(store, {query.entity, 0, query.count_max}))) {
        const EntityDef& entity = *store.registry().find(record.entity);
        BinItem item;
        item.entity = record.entity;
        item.record = record.record;
        const std::optional<Record> stored = TRY(store.read(record.entity, record.record));
        item.module = strings.singular_of(entity);
        item.title = stored ? TRY(titles.title_of(entity, *stored)) : item.module;
        item.removed = removed_words(strings, record, query.zone_offset_minutes);
        if (goes_for_good(store)) item.left = left_words(strings, record, now_ms);
        items.push_back(std::move(item));
    }
    return items;
}

Draft restoring(Store& store, const std::vector<BinKey>& records) {
    Draft draft("recycle_bin.restore", store.state().checkpoint);
    for (const BinKey& key : records) draft.restore(key.entity, key.record);
    return draft;
}

/// In pieces that one transaction can take.
constexpr std::size_t kRecordsPerCommit = 500;

Status restore_some(Store& store, const std::vector<BinKey>& records, BinAnswer& answer) {
    const CommitOutcome outcome = TRY(store.commit(restoring(store, records)));
    if (std::holds_alternative<Saved>(outcome)) {
        answer.done += static_cast<std::int64_t>(records.size());
        return {};
    }
    if (records.size() == 1) {
        ++answer.refused;
        return {};
    }
    for (const BinKey& key : records) TRY(restore_some(store, {key}, answer));
    return {};
}

}  // namespace

Result<RecycleBinView> read_recycle_bin(Store& store, const Strings& strings,
                                        const BinViewQuery& query) {
    RecycleBinView view;
    for (const BinCount& count : TRY(count_bin(store))) {
        const EntityDef& entity = *store.registry().find(count.entity);
        view.modules.push_back(
            {count.entity, std::string(strings.plural_of(entity)), count.records});
        view.total += count.records;
        if (query.entity == count.entity) view.item_count = count.records;
    }
    if (query.entity == EntityId::None) view.item_count = view.total;
    view.items = TRY(read_items(store, strings, query));
    view.can_purge = goes_for_good(store);
    return view;
}

Result<BinAnswer> restore_from_bin(Store& store, const std::vector<BinKey>& records) {
    BinAnswer answer;
    const std::int64_t group_before = last_history_group(store);
    for (std::size_t from = 0; from < records.size(); from += kRecordsPerCommit) {
        const std::size_t to = std::min(records.size(), from + kRecordsPerCommit);
        const auto begin = records.begin();
        TRY(restore_some(
            store,
            {begin + static_cast<std::ptrdiff_t>(from), begin + static_cast<std::ptrdiff_t>(to)},
            answer));
    }
    const bool together = answer.refused == 0 && records.size() <= kRecordsPerCommit;
    const std::int64_t group = last_history_group(store);
    if (together && group != group_before) answer.group = group;
    return answer;
}

Result<BinAnswer> purge_from_bin(Store& store, const std::vector<BinKey>& records) {
    BinAnswer answer;
    for (const BinKey& key : records) {
        const Status purged = purge_record(store, key.entity, key.record);
        if (!purged && purged.error().code != ErrorCode::NotFound)
            return tl::unexpected<Error>(purged.error());
        ++answer.done;
    }
    return answer;
}

}  // namespace holdfast
