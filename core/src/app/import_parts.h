// ImportParts: a list of parts inside a row, as JSON has it. Private to core/src/app.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "import_cells.h"
#include "json_records.h"

namespace holdfast {

/// Members of the objects are found by the fields' names, as the columns of a file are; what only
/// the engine writes, or the person may not, is left out, and a name that no field has is refused.
class PartReader {
public:
    /// `owner`: of the row that holds the list.
    PartReader(const ImportPlan& owner, const EntityDef& part);
    /// Appends a row for each object of the list in `cell`. The first mistake, in a sentence that
    /// says in which object; empty when there is none.
    [[nodiscard]] std::string read(const std::string& cell, std::size_t column,
                                   std::vector<ReadRow>& parts);

private:
    void add_columns(const ImportTargets& targets);
    void name_columns();
    void add_name(const std::string& name, std::size_t column);
    /// The sentence about what is wrong, or empty.
    [[nodiscard]] std::string read_object(const JsonValue& object, ReadRow& part);

    ImportPlan plan_;
    std::unordered_map<std::string, std::size_t> columns_;  ///< By name; kNoColumn: left out.
    CellReader cells_;
};

/// "Work order line 3: " and what is wrong there.
[[nodiscard]] std::string part_sentence(const Strings& strings, const EntityDef& part,
                                        std::size_t number, const std::string& sentence);

}  // namespace holdfast
