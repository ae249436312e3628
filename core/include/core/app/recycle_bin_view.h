// RecycleBinView: what lies in the recycle bin, in words, a page at a time. Headless.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/recycle_bin.h"
#include "core/strings.h"

namespace holdfast {

struct BinItem {
    EntityId entity = EntityId::None;
    RecordId record;
    std::string title;
    std::string module;   ///< Singular label.
    std::string removed;  ///< "Deleted by ana, 12 Nov 2026, 14:05"; without a name when unknown.
    std::string left;     ///< "Goes for good in 12 days"; empty when it stays for ever.
};
struct BinModule {
    EntityId entity = EntityId::None;
    std::string label;  ///< Plural.
    std::int64_t count = 0;
};
struct RecycleBinView {
    std::vector<BinModule> modules;  ///< Those with something in the bin.
    std::int64_t total = 0;
    std::vector<BinItem> items;   ///< Of the module asked for, newest first.
    std::int64_t item_count = 0;  ///< Of that module, shown or not.
    bool can_purge = false;       ///< This device decides, so it may delete for good.
};
struct BinViewQuery {
    EntityId entity = EntityId::None;  ///< None: of every module.
    std::int64_t count_max = 50;
    int zone_offset_minutes = 0;
};
[[nodiscard]] Result<RecycleBinView> read_recycle_bin(Store& store, const Strings& strings,
                                                      const BinViewQuery& query);

/// A record in the bin, as screens name it.
struct BinKey {
    EntityId entity = EntityId::None;
    RecordId record;
    bool operator==(const BinKey&) const = default;
};
struct BinAnswer {
    std::int64_t done = 0;
    std::int64_t refused = 0;  ///< A rule forbids it, e.g. another record has the same number now.
    std::int64_t group = 0;    ///< Of history, when all of it was one transaction.
};
/// Restores records, all in one transaction when no rule is in the way, else one by one.
[[nodiscard]] Result<BinAnswer> restore_from_bin(Store& store, const std::vector<BinKey>& records);
/// Erases records for good. Fails with Conflict where a server decides.
[[nodiscard]] Result<BinAnswer> purge_from_bin(Store& store, const std::vector<BinKey>& records);

}  // namespace holdfast
