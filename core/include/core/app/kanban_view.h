// KanbanView: a module's records as cards in columns, read page by page. Headless.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/app/list_view.h"
#include "core/app/undo.h"
#include "core/store.h"
#include "core/strings.h"

namespace holdfast {

inline constexpr std::size_t kKanbanColumnsMax = 40;
inline constexpr std::size_t kCardFactsMax = 3;

struct KanbanColumn {
    Value value;  ///< What the column's field holds on its cards; null: nothing.
    std::string label;
    Tone tone = Tone::Neutral;
    std::int64_t count = 0;
    std::string sum;  ///< "12,400.00 EUR"; empty when the module adds nothing up.
};
struct KanbanFact {
    std::string label;  ///< Of the field.
    std::string text;
    CellKind kind = CellKind::Text;
    Tone tone = Tone::Neutral;
};
struct KanbanCard {
    RecordId id;
    std::string title;
    std::vector<KanbanFact> facts;  ///< Filled list columns, at most kCardFactsMax.
    RowMark mark = RowMark::None;
};

/// What a move would come to, said before it is made.
enum class MoveVerdict : std::uint8_t {
    Allowed,
    NeedsMore,  ///< Fields must be filled first; the form opens on them.
    Forbidden,
};
struct MoveAdvice {
    MoveVerdict verdict = MoveVerdict::Allowed;
    std::string sentence;  ///< Why not, or what is needed; empty when allowed.
};

/// Counts and sums come from one grouped question; cards are read as they are looked at. Everything
/// blocks on disk shortly; failures show up in error(). The store must outlive it.
class KanbanView {
public:
    /// Whether records of the module can stand on a board.
    [[nodiscard]] static bool fits(const EntityDef& entity);
    /// Fields with a column whose values can be the board's columns, in the definition's order.
    [[nodiscard]] static std::vector<FieldId> column_fields(const EntityDef& entity);

    /// By the module's own column field. The module must fit.
    KanbanView(Store& store, EntityId entity, const Strings& strings);
    KanbanView(KanbanView&&) noexcept;
    KanbanView& operator=(KanbanView&&) noexcept;
    ~KanbanView();

    [[nodiscard]] const EntityDef& entity() const;
    [[nodiscard]] FieldId column_field() const;
    /// One of column_fields(); anything else changes nothing.
    void set_column_field(FieldId field);

    /// In the order of states, choices or linked records; what is set on no card comes last.
    [[nodiscard]] const std::vector<KanbanColumn>& columns();
    /// Columns beyond kKanbanColumnsMax are left out: how many.
    [[nodiscard]] std::int64_t columns_left_out();
    /// Card `index` of [0, count) of a column; null beyond what is there. Reads the pages up to it.
    /// Valid until the next call that is not card().
    [[nodiscard]] const KanbanCard* card(std::size_t column, std::int64_t index);
    /// The column of a card that has been read; none for others.
    [[nodiscard]] std::optional<std::size_t> column_of(const RecordId& id) const;

    /// What moving the record to the column would come to. Judged by the record as it is stored.
    [[nodiscard]] MoveAdvice advise(const RecordId& id, std::size_t column);
    /// Moves the record in one transaction: a state along its transition, anything else as an edit.
    /// NotFound when the record or the column is not here.
    [[nodiscard]] Result<CommitWithUndo> move(const RecordId& id, std::size_t column);

    [[nodiscard]] const Query& query() const;
    void set_search(std::string text);
    void set_filters(std::vector<FieldFilter> filters);
    /// A tree of conditions that must hold as well.
    void set_filter(FilterNode filter);
    void set_strings(const Strings& strings);
    void set_zone_offset_minutes(int minutes);
    [[nodiscard]] const Error* error() const;  ///< The last failure, nullptr when all is well.

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace holdfast
