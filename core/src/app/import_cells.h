// ImportCells: what the cells of one row say, each read by its target. Private to core/src/app.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "file_row.h"
#include "import_targets.h"

namespace holdfast {

inline constexpr std::size_t kNoColumn = static_cast<std::size_t>(-1);

/// Everything about an import that does not change from row to row.
struct ImportPlan {
    const Registry* registry = nullptr;
    const EntityDef* entity = nullptr;
    FileFormat format = FileFormat::Csv;
    std::vector<TargetRef> columns;  ///< One per column, the made-up one included.
    std::vector<std::string> column_names;
    std::vector<Draft::FieldValue> constants;  ///< Of fields that no column fills.
    ImportOptions options;
    ExchangeContext context;
    Language number_language = Language::English;  ///< How the file writes numbers.
    bool is_language_chosen = false;               ///< By the person; then dates, too.
    RecordId first_id;
};

/// Why a row is not taken, in a sentence, and the column that it is about.
struct RowReason {
    std::string sentence;
    std::size_t column = kNoColumn;
};

struct ReadRow {
    struct Link {
        const FieldDef* field;
        std::string name;
        std::size_t column;
    };
    /// A record that a link needs; made once the whole row is known to be good.
    struct NewLinked {
        const EntityDef* entity;
        RecordId id;
        std::string name;
        std::vector<Draft::FieldValue> values;
    };
    std::vector<Draft::FieldValue> own;
    std::vector<Link> links;
    std::vector<NewLinked> new_linked;
    std::map<const FieldDef*, std::vector<Draft::FieldValue>> linked;  ///< By link.
    std::string external_id;
    std::string record_id;
    const EntityDef* entity = nullptr;
    std::vector<ReadRow> parts;  ///< Of all lists, in their order.
    // Of a part.
    std::size_t column = kNoColumn;   ///< That it stands in.
    std::size_t number = 0;           ///< In its list, from 1.
    RecordId id;                      ///< The record that it is, or becomes.
    std::optional<Record> record{};   ///< As it was, and once judged, as it will be.
    RowFate fate = RowFate::Skipped;  ///< Once judged.
    RowReason reason;                 ///< The first mistake; empty sentence: none.

    [[nodiscard]] const Value* find(FieldId field) const;
    [[nodiscard]] bool has_link(FieldId field) const;
};

class PartReader;

class CellReader {
public:
    /// `plan` must outlive the reader.
    explicit CellReader(const ImportPlan& plan);
    CellReader(const CellReader&) = delete;
    CellReader& operator=(const CellReader&) = delete;
    ~CellReader();
    [[nodiscard]] ReadRow read(const FileRow& row);
    /// The column that `field` is filled from.
    [[nodiscard]] std::size_t column_of(FieldId field) const;

private:
    [[nodiscard]] RowReason problem_of(const FileRow& row) const;
    void read_cell(const TargetRef& target, const std::string& cell, std::size_t column,
                   ReadRow& made);
    void put(const EntityDef& entity, const FieldDef& field, std::string_view text,
             std::vector<Draft::FieldValue>& values);
    void put_parts(const EntityDef& part, const std::string& cell, ReadRow& made);
    void put_line(const FieldDef& field, const std::string& cell, ReadRow& made);
    [[nodiscard]] ParsedValue parse_cell(const EntityDef& entity, const FieldDef& field,
                                         std::string_view text);
    [[nodiscard]] ParsedValue parse_choice(const EntityDef& entity, const FieldDef& field,
                                           std::string_view text);

    const ImportPlan* plan_;
    std::map<EntityId, std::unique_ptr<PartReader>> parts_;
    std::unordered_map<std::string, std::string> choices_;  ///< Field and cell to choice key.
    std::size_t column_ = kNoColumn;                        ///< Being read.
    RowReason reason_;
};

/// The sentence for a value that was refused.
[[nodiscard]] std::string refusal_sentence(const Strings& strings, const EntityDef& entity,
                                           const FieldIssue& issue, std::string_view text);
/// The values that a title alone gives a new record.
[[nodiscard]] std::vector<Draft::FieldValue> values_of_title(const EntityDef& entity,
                                                             std::string_view title);

}  // namespace holdfast
