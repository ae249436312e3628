// ImportRows: what one row of a file means as operations of a draft. Private to core/src/app.
#pragma once

#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "import_batch.h"
#include "import_cells.h"
#include "record_finder.h"

namespace holdfast {

struct RowOutcome {
    RowFate fate = RowFate::Created;
    RowReason reason{};
};

/// The rows of one transaction, and what they make and change. Given up when it is not committed.
struct RowSlice {
    Draft draft;
    NewKeys keys;
    std::unordered_map<RecordId, Record> records;   ///< As they will be, where rows may meet again.
    std::unordered_map<RecordId, std::size_t> row;  ///< Which row a record is made or changed by.
    /// Parts as they will be, by the record that they are part of.
    std::unordered_map<RecordId, std::vector<Record>> parts;
    std::int64_t created = 0;
};

class RowMaker {
public:
    RowMaker(Store& store, ImportPlan plan);
    RowMaker(const RowMaker&) = delete;
    RowMaker& operator=(const RowMaker&) = delete;

    /// Begins a slice, or the last one again.
    [[nodiscard]] RowSlice begin();
    /// Adds the operations of the slice's row `place`; none for a skipped or refused row.
    [[nodiscard]] Result<RowOutcome> add(const FileRow& row, std::size_t place, RowSlice& slice);
    /// The slice was committed, or would be.
    void keep(RowSlice slice, RecordFinder::Kept kept);
    /// A mistake that the store found, and the column that it came from.
    [[nodiscard]] RowReason reason_of(const FieldIssue& issue, const RowSlice& slice) const;
    [[nodiscard]] RowReason sentence(std::string_view key) const;
    /// Whether a dry run has given the id: it is not in the store.
    [[nodiscard]] bool has_given(const RecordId& id) const;
    [[nodiscard]] const ImportPlan& plan() const { return plan_; }

private:
    [[nodiscard]] Result<RecordFinder::Found> find_same(const ReadRow& made, RowSlice& slice,
                                                        std::vector<Draft::FieldValue>& key);
    [[nodiscard]] Result<RowOutcome> create(ReadRow& made, std::size_t place,
                                            const std::vector<Draft::FieldValue>& key,
                                            RowSlice& slice);
    [[nodiscard]] Result<RowOutcome> update(const RecordId& id, ReadRow& made, std::size_t place,
                                            RowSlice& slice);
    [[nodiscard]] Result<std::optional<Record>> current(const RecordId& id, const RowSlice& slice);
    [[nodiscard]] static Record record_of(const EntityDef& entity, const RecordId& id,
                                          const std::vector<Draft::FieldValue>& values);
    [[nodiscard]] RowReason missing_reason(const ReadRow& made) const;
    /// What of `values` the record does not hold yet, and may be written over; it then does.
    [[nodiscard]] static std::vector<Draft::FieldValue> take_changes(
        const EntityDef& entity, std::vector<Draft::FieldValue>& values, Record& record);
    void name_by_title(ReadRow& made) const;
    /// Of a record that is here already: what new records get under the preset.
    void leave_out_defaults(ReadRow& made) const;
    [[nodiscard]] Result<RowReason> resolve_links(ReadRow& made, const RowSlice& slice);
    [[nodiscard]] Result<RowReason> resolve_link(const ReadRow::Link& link, ReadRow& made,
                                                 const RowSlice& slice);
    static void create_linked(ReadRow& made, std::size_t place, RowSlice& slice);
    [[nodiscard]] const EntityDef* target_of(const ReadRow::Link& link, const ReadRow& made) const;
    [[nodiscard]] std::optional<std::vector<Draft::FieldValue>> values_of_new(
        const EntityDef& linked, const ReadRow::Link& link, const ReadRow& made) const;
    /// `above`: what the record is part of, as it will be, the nearest last.
    using Above = std::vector<const Record*>;
    [[nodiscard]] Result<bool> is_allowed(Action action, const Record& record,
                                          const Above& above = {});

    // Parts that a row brings along (import_row_parts.cpp).
    /// Finds out what each part of `made` is and becomes; the first mistake, or nothing.
    [[nodiscard]] Result<RowReason> judge_parts(ReadRow& made, const Above& above, RowSlice& slice);
    [[nodiscard]] Result<RowReason> judge_part(ReadRow& part, ReadRow& made, const Above& above,
                                               RowSlice& slice);
    /// Those that the record has already, of all its lists.
    [[nodiscard]] Result<std::vector<Record>> parts_of(const Record& owner, const RowSlice& slice);
    static void find_stored(ReadRow& part, std::vector<Record>& known);
    /// Adds the operations of judged parts.
    static void write_parts(ReadRow& made, const RecordId& owner, std::size_t place,
                            RowSlice& slice);

    [[nodiscard]] RecordId next_id() { return import_id_at(plan_.first_id, ids_given_++); }

    Store* store_;
    ImportPlan plan_;
    CellReader cells_;
    RecordFinder finder_;
    bool is_linked_by_itself_ = false;
    std::int64_t ids_given_ = 0;
    std::int64_t ids_kept_ = 0;
    std::unordered_map<RecordId, Record> in_mind_;                     ///< Of a dry run, bounded.
    std::unordered_map<RecordId, std::vector<Record>> parts_in_mind_;  ///< The same.
};

}  // namespace holdfast
