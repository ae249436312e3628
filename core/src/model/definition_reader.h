// DefinitionReader: one entity's JSON document to EntityDef. Private to core/src/model.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/registry.h"
#include "core/rules.h"

namespace holdfast {

/// An entity as its own document tells it. What points to other entities stays a key until all
/// documents are read.
struct ReadDefinition {
    EntityDef entity;
    struct Link {
        std::size_t field_index;
        std::string target_key;
    };
    std::vector<Link> links;
    std::string parent_target_key;  ///< Empty when the entity stands alone.
    std::vector<OnlyOneRule> only_one;
    std::string conversions;   ///< Of "convert", as written; empty: none.
    std::string totals_lines;  ///< Inverse name of a document's lines; empty: none.
};

/// Where and why a document is wrong, in words.
struct DefinitionMistake {
    std::string path;  ///< "$.fields[3].type".
    std::string reason;
    std::string expression_key;  ///< As in RegistryProblem.
    std::vector<std::string> expression_arguments;
};

/// Reads one document. On a mistake returns nothing and fills `mistake`.
[[nodiscard]] std::optional<ReadDefinition> read_definition(std::string_view json_text,
                                                            DefinitionMistake& mistake);

}  // namespace holdfast
