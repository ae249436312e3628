#include "core/app/record_selection.h"

#include <algorithm>

#include "core/app/mass_edit.h"

namespace holdfast {

std::vector<RecordId> RecordSelection::records() const {
    std::vector<RecordId> records(chosen_.begin(), chosen_.end());
    std::sort(records.begin(), records.end());
    return records;
}

Status RecordSelection::add(ListView& list, std::int64_t first, std::int64_t count) {
    if (count > kMassEditRecordsMax) return fail(ErrorCode::LimitExceeded, "selection.rows");
    std::unordered_set<RecordId> more = chosen_;
    for (const RecordId& id : TRY(list.read_ids(first, count))) more.insert(id);
    if (static_cast<std::int64_t>(more.size()) > kMassEditRecordsMax)
        return fail(ErrorCode::LimitExceeded, "selection.rows");
    chosen_ = std::move(more);
    return {};
}

Status RecordSelection::toggle(ListView& list, std::int64_t row) {
    const RecordId id = list.row(row).id;
    if (id.is_none()) return {};
    if (chosen_.erase(id) == 0) TRY(add(list, row, 1));
    anchor_ = id;
    anchor_row_ = row;
    return {};
}

Status RecordSelection::extend(ListView& list, std::int64_t row) {
    const RecordId id = list.row(row).id;
    if (id.is_none()) return {};
    // The list may have been sorted or narrowed since.
    const bool stands = !anchor_.is_none() && list.row(anchor_row_).id == anchor_;
    const std::int64_t from = stands ? std::min(anchor_row_, row) : row;
    const std::int64_t to = stands ? std::max(anchor_row_, row) : row;
    TRY(add(list, from, to - from + 1));
    anchor_ = id;
    anchor_row_ = row;
    return {};
}

Status RecordSelection::select_all(ListView& list) {
    return add(list, 0, list.row_count());
}

}  // namespace holdfast
