// CustomizationMerge: change sets merged into definitions, document by document, before those are
// compiled. Private to core/src/model.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/customization_json.h"

namespace holdfast {

/// One module's definition while change sets are merged into it.
struct MergedDocument {
    std::string file;
    Json json;
    enum class Origin : std::uint8_t { Base, Custom } origin = Origin::Base;
    /// Where the items that change sets added stand in their sets, by position in the document.
    std::map<std::size_t, std::string> field_paths;
    std::map<std::size_t, std::string> state_paths;
    std::string path;  ///< Of the newest change: "$.change.account", "$.add[0]".
};

class CustomizationMerge {
public:
    using NamedDocuments = std::vector<std::pair<std::string_view, std::string_view>>;

    /// The documents must make a registry.
    explicit CustomizationMerge(const NamedDocuments& documents);

    /// Merges one set. On an issue nothing of it was merged.
    [[nodiscard]] std::optional<CustomizationIssue> add(std::string_view items);
    /// Compiles what is merged.
    [[nodiscard]] std::optional<CustomizationIssue> compile(std::optional<Registry>& made) const;

private:
    using Documents = std::map<std::string, MergedDocument>;  ///< By key of the module.

    /// The module as the set that is being merged sees it.
    [[nodiscard]] const MergedDocument* find(const std::string& key) const;
    /// Whether any module, changed or not, is like this.
    template <typename IsWanted>
    [[nodiscard]] bool any(const IsWanted& is_wanted) const;
    void merge(const Json& set);
    void check_staged();
    void merge_change(const std::string& entity, const Json& change);
    void merge_entity(const Json& added, const CustomizationPath& path);
    [[nodiscard]] std::optional<CustomizationIssue> judge(const Registry& registry) const;
    [[nodiscard]] CustomizationIssue locate(const RegistryProblem& problem) const;

    struct Base {
        Documents documents;
        std::map<std::string, std::string> texts;  ///< As they came, by key.
    };
    std::shared_ptr<const Base> base_;
    Documents changed_;  ///< By the sets so far.
    Documents staged_;   ///< By the set that is being merged.
    CustomizationJson reader_;
};

// The parts of a change, each in its own file. They change `document` also when they refuse.
void merge_fields(CustomizationJson& reader, MergedDocument& document, const Json& change,
                  const CustomizationPath& path);
void merge_field_changes(CustomizationJson& reader, MergedDocument& document, const Json& change,
                         const CustomizationPath& path);
void merge_states(CustomizationJson& reader, MergedDocument& document, const Json& change,
                  const CustomizationPath& path);
void merge_views(CustomizationJson& reader, MergedDocument& document, const Json& change,
                 const CustomizationPath& path);
void merge_presets(CustomizationJson& reader, MergedDocument& document, const Json& change,
                   const CustomizationPath& path);
void hide_fields(CustomizationJson& reader, MergedDocument& document, const Json& change,
                 const CustomizationPath& path);
/// The definition that `added` stands for; ids and what may be left out are filled in.
[[nodiscard]] MergedDocument make_entity(CustomizationJson& reader, const Json& added,
                                         const CustomizationPath& path);

/// The definition of a new field of the module, as the reader of definitions takes it.
[[nodiscard]] Json make_field(CustomizationJson& reader, const std::string& entity,
                              const Json& added, const CustomizationPath& path);
/// The field of that key in a definition, or null.
[[nodiscard]] Json* find_field_json(Json& definition, std::string_view key);

}  // namespace holdfast
