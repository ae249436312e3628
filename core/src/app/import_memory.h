// ImportMemory: the mapping last chosen for a set of columns, kept on this device. Private to
// core/src/app.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/app/import.h"

namespace holdfast {

struct ImportMapping {
    std::vector<FieldId> columns;  ///< One per column, the made-up one included.
    ImportOptions options;
    std::vector<Draft::FieldValue> constants;
};

/// `name`: key of the module or of its preset. Nothing when these columns were never imported under
/// that name, or a definition has changed.
[[nodiscard]] Result<std::optional<ImportMapping>> read_import_mapping(
    Store& store, std::string_view name, const std::vector<std::string>& column_names);
/// The few most recent sets of columns of each name are kept.
[[nodiscard]] Status write_import_mapping(Store& store, std::string_view name,
                                          const std::vector<std::string>& column_names,
                                          const ImportMapping& mapping);

}  // namespace holdfast
