// ListView: a module's list as rows of finished text, read page by page. Headless.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/query.h"
#include "core/store.h"
#include "core/strings.h"

namespace holdfast {

enum class CellKind : std::uint8_t { Text, Title, Number, Money, Date, Choice, State, Link };
/// Colour family of a chip; always shown together with its text.
enum class Tone : std::uint8_t { Neutral, Info, Success, Warning, Danger };

struct ListColumn {
    FieldId field = FieldId::None;
    std::string label;
    CellKind kind = CellKind::Text;
};
struct ListCell {
    std::string text;
    Tone tone = Tone::Neutral;
};
enum class RowMark : std::uint8_t { None, Pending, Conflict };
struct ListRow {
    RecordId id;
    std::string title;
    std::vector<ListCell> cells;  ///< One per column.
    RowMark mark = RowMark::None;
};

/// Holds only row handles (8 bytes a row) and a few pages of rows; frame cost does not grow with
/// the number of records. Everything blocks on disk shortly; failures show up in error().
class ListView {
public:
    ListView(Store& store, EntityId entity, const Strings& strings);
    ListView(ListView&&) noexcept;
    ListView& operator=(ListView&&) noexcept;
    ~ListView();

    [[nodiscard]] const EntityDef& entity() const;
    /// Whether there can be a record with which the person may do it.
    [[nodiscard]] bool allows(Action action) const;
    [[nodiscard]] const std::vector<ListColumn>& columns() const;
    /// Every column the person could choose, in the order of the definition.
    [[nodiscard]] std::vector<ListColumn> available_columns() const;
    /// Shows these fields as columns; unknown ones are left out. The first one is the title cell.
    void set_columns(const std::vector<FieldId>& fields);
    [[nodiscard]] std::int64_t row_count();    ///< Matching records.
    [[nodiscard]] std::int64_t total_count();  ///< Living ones of module or preset, unfiltered.
    /// Row `index` of [0, row_count()). Valid until the next call that is not row().
    [[nodiscard]] const ListRow& row(std::int64_t index);

    /// The records of `count` rows from row `first` on, without their texts; those that vanished
    /// since are left out. Fails with Storage or Corrupt.
    [[nodiscard]] Result<std::vector<RecordId>> read_ids(std::int64_t first, std::int64_t count);

    /// What is being asked, for the export of exactly this list.
    [[nodiscard]] const Query& query() const;
    [[nodiscard]] const std::string& search() const;
    void set_search(std::string text);
    [[nodiscard]] FieldId sort_field() const;
    [[nodiscard]] SortDirection sort_direction() const;
    void set_sort(FieldId field, SortDirection direction);
    [[nodiscard]] const std::vector<FieldFilter>& filters() const;
    void set_filters(std::vector<FieldFilter> filters);
    /// Shows the module under that name: its records only, with its columns and order.
    void set_preset(const PresetDef& preset);
    /// A tree of conditions that must hold as well, beside those of the preset.
    void set_filter(FilterNode filter);
    /// Several keys instead of set_sort(); none: back to it. A wrong one shows up in error().
    void set_sort_keys(std::vector<SortKey> keys);
    void set_strings(const Strings& strings);  ///< Another language: rows are formatted anew.
    void set_zone_offset_minutes(int minutes);
    [[nodiscard]] const Error* error() const;  ///< The last failure, nullptr when all is well.

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace holdfast
