// RecordSelection: records that a person has chosen in a list, to do something with all of them.
#pragma once

#include <cstdint>
#include <unordered_set>
#include <vector>

#include "core/app/list_view.h"

namespace holdfast {

/// Extend: with the rows from the one that was chosen last.
enum class SelectHow : std::uint8_t { Toggle, Extend };

/// Holds records, not rows: it stays as it is when the list is searched, filtered or sorted anew.
/// At most kMassEditRecordsMax. What would be more fails with LimitExceeded and changes nothing.
class RecordSelection {
public:
    [[nodiscard]] bool contains(const RecordId& record) const { return chosen_.contains(record); }
    [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(chosen_.size()); }
    /// In the order of their ids, which is about that of their creation.
    [[nodiscard]] std::vector<RecordId> records() const;

    /// Puts row `row` of the list in or takes it out. A row that is not there is passed over.
    [[nodiscard]] Status toggle(ListView& list, std::int64_t row);
    /// Puts in the rows between the one that was chosen last and `row`, both included; only `row`
    /// when that one stands elsewhere by now.
    [[nodiscard]] Status extend(ListView& list, std::int64_t row);
    /// Puts in everything that the list finds now.
    [[nodiscard]] Status select_all(ListView& list);

private:
    [[nodiscard]] Status add(ListView& list, std::int64_t first, std::int64_t count);

    std::unordered_set<RecordId> chosen_;
    std::int64_t anchor_row_ = -1;
    RecordId anchor_;  ///< Chosen last.
};

}  // namespace holdfast
