#include <algorithm>

#include "history_mark.h"
#include "sync/server_rules.h"

namespace holdfast::sync {
namespace {

std::size_t count_rows(const std::vector<EntityRows>& all) {
    std::size_t count = 0;
    for (const EntityRows& entity : all) count += entity.rows.size();
    return count;
}

/// Who wrote the transactions in (after, upto]. Positions that were skipped have no author.
Result<std::vector<DeviceNo>> authors_between(ServerStore& store, ServerSeq after, ServerSeq upto) {
    std::vector<DeviceNo> authors;
    for (std::uint64_t seq = raw(after) + 1; seq <= raw(upto); ++seq) {
        const std::optional<LogEntry> entry = TRY(store.read_log(ServerSeq{seq}));
        if (entry && std::find(authors.begin(), authors.end(), entry->device) == authors.end())
            authors.push_back(entry->device);
    }
    return authors;
}

}  // namespace

Result<std::optional<LiveNews>> build_live_news(ServerContext& context, ServerSeq after) {
    ServerStore& store = *context.store;
    LiveNews news;
    Delta& delta = news.live.delta;
    delta.epoch = TRY(store.epoch());
    delta.from = after;
    delta.to = TRY(store.head());
    if (delta.to < after || raw(delta.to) - raw(after) > kLiveTransactionsMax)
        return std::optional<LiveNews>{};
    delta.rows = TRY(store.read_changes(after));
    if (count_rows(delta.rows) > kLiveRowsMax) return std::optional<LiveNews>{};
    delta.mark = TRY(make_mark(context, delta.to));
    news.live.from_mark = TRY(make_mark(context, after));
    news.authors = TRY(authors_between(store, after, delta.to));
    return std::optional<LiveNews>{std::move(news)};
}

}  // namespace holdfast::sync
