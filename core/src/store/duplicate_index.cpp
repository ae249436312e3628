#include "store/duplicate_index.h"

#include <algorithm>
#include <set>

#include "store/duplicate_text.h"
#include "store/store_impl.h"

namespace holdfast {
namespace {

constexpr std::size_t kAddedMax = 4'096;

/// Positions of the fields that any rule compares.
std::set<std::size_t> compared_positions(const EntityDef& entity, const DuplicateRules& rules) {
    std::set<std::size_t> positions;
    for (const CountingRule& rule : rules)
        for (const FieldId field : rule.rule.fields) positions.insert(entity.index_of(field));
    return positions;
}

/// A row that was written several times has its keys as often: repeats must not hide other rows.
void add_once(DuplicateIndex::Rows& rows, std::int64_t pk) {
    if (std::find(rows.begin(), rows.end(), pk) == rows.end()) rows.push_back(pk);
}

}  // namespace

void DuplicateIndex::add(std::int64_t pk, const std::vector<std::uint32_t>& keys) {
    HOLDFAST_ASSERT(pk >= 0 && pk <= UINT32_MAX);
    for (const std::uint32_t key : keys) added_.push_back({key, static_cast<std::uint32_t>(pk)});
    if (complete_ && added_.size() > kAddedMax) sort_in();
}

void DuplicateIndex::finish() {
    complete_ = true;
    sort_in();
}

void DuplicateIndex::sort_in() {
    std::sort(added_.begin(), added_.end());
    const auto middle = static_cast<std::ptrdiff_t>(sorted_.size());
    sorted_.insert(sorted_.end(), added_.begin(), added_.end());
    std::inplace_merge(sorted_.begin(), sorted_.begin() + middle, sorted_.end());
    sorted_.erase(std::unique(sorted_.begin(), sorted_.end()), sorted_.end());
    added_.clear();
}

DuplicateIndex::Rows DuplicateIndex::find(std::uint32_t key, std::size_t count_max) const {
    Rows rows;
    for (auto entry = added_.rbegin(); entry != added_.rend() && rows.size() < count_max; ++entry)
        if (entry->key == key) add_once(rows, entry->pk);
    auto entry = std::upper_bound(sorted_.begin(), sorted_.end(), Entry{key, UINT32_MAX});
    while (entry != sorted_.begin() && (--entry)->key == key && rows.size() < count_max)
        add_once(rows, entry->pk);
    return rows;
}

DuplicateIndex::SharedKey DuplicateIndex::next_shared(std::optional<std::uint32_t> after,
                                                      std::size_t count_max,
                                                      std::int64_t& entries_left) {
    if (!added_.empty()) sort_in();
    auto entry = sorted_.cbegin();
    if (after)
        entry = std::upper_bound(sorted_.cbegin(), sorted_.cend(), Entry{*after, UINT32_MAX});
    SharedKey found;
    while (entry != sorted_.cend() && entries_left > 0) {
        found.key = entry->key;
        auto end = entry + 1;
        if (end != sorted_.cend() && end->key == entry->key)
            end = std::upper_bound(end, sorted_.cend(), Entry{found.key, UINT32_MAX});
        const bool shared = end - entry > 1;
        for (; shared && entry != end && found.rows.size() < count_max; ++entry)
            found.rows.push_back(entry->pk);
        entries_left -= 1 + static_cast<std::int64_t>(found.rows.size());
        if (shared) return found;
        entry = end;
    }
    return found;
}

void add_to_index(DuplicateIndex& index, const EntityDef& entity, std::int64_t pk,
                  const std::vector<Value>& values) {
    for (std::size_t number = 0; number < index.rules->size(); ++number)
        index.add(pk, duplicate_keys(entity, number, (*index.rules)[number].rule, values));
}

Result<DuplicateIndex*> advance_duplicate_index(Store::Impl& store, const EntityDef& entity,
                                                std::int64_t rows_max) {
    const auto rules = TRY(store.duplicate_rules.rules_of(store, entity));
    DuplicateIndex& index = store.duplicate_indexes[entity.id];
    if (index.rules != rules) index = DuplicateIndex(rules);
    if (index.complete()) return &index;
    const std::set<std::size_t> positions = compared_positions(entity, *rules);
    std::string sql = "SELECT pk";
    for (const std::size_t position : positions) sql += ", " + quoted(entity.fields[position].key);
    Statement rows = TRY(store.db.prepare(sql + " FROM " + quoted(entity.key) +
                                          " WHERE pk > ?1 ORDER BY pk LIMIT ?2"));
    rows.bind(0, index.last_pk).bind(1, rows_max);
    std::vector<Value> values(entity.fields.size());
    std::int64_t count = 0;
    for (; TRY(rows.step()); ++count) {
        int column = 0;
        for (const std::size_t position : positions) values[position] = rows.value(++column);
        index.last_pk = rows.integer(0);
        add_to_index(index, entity, index.last_pk, values);
    }
    if (count < rows_max) index.finish();
    return &index;
}

}  // namespace holdfast
