// ImportRows: what one row of a file means as operations of a draft. Private to core/src/app.
#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "csv_rows.h"
#include "import_batch.h"
#include "import_targets.h"

namespace holdfast {

/// Everything about an import that does not change from row to row.
struct ImportPlan {
    const EntityDef* entity = nullptr;
    std::vector<TargetRef> columns;  ///< One per column, the made-up one included.
    std::vector<std::string> column_names;
    Strings strings;
    Language number_language = Language::English;  ///< How the file writes numbers.
    RecordId first_id;
};

/// What a slice of rows has found and made, to be kept once its transaction is committed.
struct ImportedNames {
    std::set<std::string> external_ids;
    std::map<std::pair<FieldId, std::string>, RecordId> linked;
    std::int64_t created = 0;
};

enum class RowFate : std::uint8_t { Created, Known, Refused };
struct RowOutcome {
    RowFate fate = RowFate::Created;
    std::string reason;  ///< Refused: a sentence.
};

class RowMaker {
public:
    RowMaker(Store& store, ImportPlan plan) : store_(&store), plan_(std::move(plan)) {}
    /// Adds the row's operations to `draft`; nothing is added for a known or refused row.
    [[nodiscard]] Result<RowOutcome> add(const CsvRow& row, Draft& draft, ImportedNames& slice);
    /// The slice was committed.
    void keep(ImportedNames slice);

private:
    struct Row {
        std::vector<Draft::FieldValue> own;
        std::map<const FieldDef*, std::vector<Draft::FieldValue>> linked;  ///< By link.
        std::map<const FieldDef*, std::string> link_names;
        std::string external_id;
        std::string reason;
    };
    [[nodiscard]] std::string problem_of(const CsvRow& row) const;
    void read_cells(const CsvRow& row, Row& made);
    void read_cell(const TargetRef& target, const std::string& cell, std::size_t column, Row& made);
    void put(const EntityDef& entity, const FieldDef& field, std::string_view text,
             std::vector<Draft::FieldValue>& values, std::string& reason);
    void put_line(const FieldDef& field, std::size_t column, const std::string& cell, Row& made);
    [[nodiscard]] ParsedValue parse_cell(const EntityDef& entity, const FieldDef& field,
                                         std::string_view text);
    void check_required(Row& made) const;
    [[nodiscard]] Result<bool> is_known(const std::string& external_id, const ImportedNames& slice);
    [[nodiscard]] Status resolve_links(Row& made, Draft& draft, ImportedNames& slice);
    [[nodiscard]] Result<RecordId> linked_record(const FieldDef& link, const std::string& name,
                                                 Row& made, Draft& draft, ImportedNames& slice);
    [[nodiscard]] RecordId next_id() { return import_id_at(plan_.first_id, ids_given_++); }

    Store* store_;
    ImportPlan plan_;
    ImportedNames kept_;
    std::int64_t ids_given_ = 0;
    std::unordered_map<std::string, std::string> choices_;  ///< Field and cell to choice key.
};

/// The sentence for a value that was refused.
[[nodiscard]] std::string refusal_sentence(const Strings& strings, const EntityDef& entity,
                                           const FieldIssue& issue, std::string_view text);

}  // namespace holdfast
