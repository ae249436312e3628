// Recycle bin: what was removed, by whom and when, and what goes for good.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/store.h"

namespace holdfast {

struct BinRecord {
    EntityId entity = EntityId::None;
    RecordId record;
    std::string user;             ///< Enrolment::user; empty in a standalone workspace, or unknown.
    std::int64_t deleted_ms = 0;  ///< When it was removed here, or when this device learnt of it.
    std::int64_t purged_ms = 0;   ///< When it goes for good at the earliest; 0: never.
};
struct BinQuery {
    EntityId entity = EntityId::None;  ///< None: of every module.
    std::int64_t skip = 0;
    std::int64_t count_max = 100;
};
/// Removed records that the store's person may read, the newest first. Parts that lie there because
/// of their parent are not listed: they come and go with it. What hangs on another
/// record, as comments do, is listed where that may be read, too, removed or not. Fails with
/// Storage.
[[nodiscard]] Result<std::vector<BinRecord>> read_bin(Store& store, const BinQuery& query);

struct BinCount {
    EntityId entity = EntityId::None;
    std::int64_t records = 0;
};
/// How many of these there are of each module, by its id; modules without any are left out.
[[nodiscard]] Result<std::vector<BinCount>> count_bin(Store& store);

/// Setting (Store::write_setting) with the number of days in the bin; 0: for ever. Days count as
/// they are lived on this device: a time away, or a jump of its clock, is one day at most.
inline constexpr char kBinDaysSetting[] = "recycle_bin.days";
inline constexpr std::int64_t kBinDays = 30;

/// Erases a record that lies in the bin, with its parts and their history. There is no way back.
/// Fails with NotFound when it does not lie there, Conflict when a server decides: the device may
/// not, because others still have the record; Unauthorized without the right to delete it.
[[nodiscard]] Status purge_record(Store& store, EntityId entity, const RecordId& record);
/// Erases up to `records_max` records whose days are over, whoever is here; the number erased.
/// Where a server decides nothing is erased.
[[nodiscard]] Result<std::int64_t> purge_aged(Store& store, std::int64_t records_max);

}  // namespace holdfast
