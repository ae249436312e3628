// DuplicateIndex: the rows of a module by the keys of its rules of duplicates, in memory. Built
// when it is first needed, in slices. Private to core/src/store.
//
// Keys are never taken out: an edit, a rollback or an erased row can only make a row a candidate
// too often, and candidates are always compared.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "core/registry.h"
#include "core/result.h"
#include "core/store.h"
#include "store/duplicate_rules.h"

namespace holdfast {

class DuplicateIndex {
public:
    using Rows = std::vector<std::int64_t>;
    /// A set of rows with one key, and where to go on behind it.
    struct SharedKey {
        Rows rows;
        std::uint32_t key = 0;
    };

    DuplicateIndex() = default;
    /// For these rules, which number the keys.
    explicit DuplicateIndex(std::shared_ptr<const DuplicateRules> of) : rules(std::move(of)) {}

    void add(std::int64_t pk, const std::vector<std::uint32_t>& keys);
    /// At most `count_max` rows with that key, the newest first.
    [[nodiscard]] Rows find(std::uint32_t key, std::size_t count_max) const;
    /// The first set of two rows and more with one key above `after`, of at most `count_max` rows;
    /// without rows when there is none. Counts `entries_left` down by what it looked at; when it
    /// comes to 0 or below, there may be more behind the key that it came to.
    [[nodiscard]] SharedKey next_shared(std::optional<std::uint32_t> after, std::size_t count_max,
                                        std::int64_t& entries_left);

    /// All rows are in it.
    void finish();
    [[nodiscard]] bool complete() const { return complete_; }

    std::int64_t last_pk = -1;  ///< Of the rows that were read, in their order.
    std::shared_ptr<const DuplicateRules> rules;

private:
    struct Entry {
        std::uint32_t key;
        std::uint32_t pk;
        auto operator<=>(const Entry&) const = default;
    };
    void sort_in();

    std::vector<Entry> sorted_;
    std::vector<Entry> added_;  ///< Not sorted in yet; short once it is complete.
    bool complete_ = false;
};

/// Takes the row's values into the index.
void add_to_index(DuplicateIndex& index, const EntityDef& entity, std::int64_t pk,
                  const std::vector<Value>& values);
/// Reads at most `rows_max` further rows into the index, which is made if there is none, or none
/// for the rules as they are now. Valid until the store forgets it.
[[nodiscard]] Result<DuplicateIndex*> advance_duplicate_index(Store::Impl& store,
                                                              const EntityDef& entity,
                                                              std::int64_t rows_max);

}  // namespace holdfast
