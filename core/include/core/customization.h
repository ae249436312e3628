// Customization: what administrators add to and change in the base definitions, as JSON.
//
// Each change set is one JSON document (docs/modules.md,
// core/meta/schema/customization.schema.json) and is applied on top of the ones before it. A set
// that is refused is left out as a whole; the others count. Ids of custom fields and entities
// follow from their keys, so that two people who work apart never give two things one number or one
// thing two.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/ids.h"
#include "core/registry.h"

namespace holdfast {

inline constexpr std::size_t kCustomizationBytesMax = 256 * 1024;  ///< Of one change set.
inline constexpr int kCustomizationDepthMax = 12;                  ///< Of nesting.
inline constexpr std::size_t kCustomFieldsMax = 200;               ///< Of one module, all sets.
inline constexpr std::size_t kCustomEntitiesMax = 100;             ///< All sets.
inline constexpr std::size_t kCustomChoicesMax = 300;              ///< Of one field.
inline constexpr std::size_t kCustomStatesMax = 60;                ///< Of one module.
inline constexpr std::size_t kCustomItemsMax = 500;                ///< Of any other list.
inline constexpr std::size_t kCustomWordBytesMax = 120;            ///< Of one label.

enum class CustomizationProblem : std::uint8_t {
    NotJson,         ///< Not a JSON object, or not UTF-8.
    TooLarge,        ///< More than kCustomizationBytesMax.
    TooDeep,         ///< Deeper than kCustomizationDepthMax.
    TooMany,         ///< More items than one of the limits above.
    UnknownWord,     ///< A key that means nothing there.
    WrongKind,       ///< A text, list, object, number is needed.
    BadKey,          ///< Not a snake_case word.
    NoPrefix,        ///< The key of something of one's own does not begin with "x_".
    Taken,           ///< There is such a thing already, and it is another one.
    UnknownModule,   //
    UnknownField,    //
    UnknownChoice,   //
    UnknownState,    //
    UnknownMenu,     //
    NotChangeable,   ///< Ids, keys, types and states of the base stay as they are.
    NeedsLabel,      ///< Nobody could tell what it is.
    BadLabel,        ///< Empty, too long, or with control characters.
    HiddenRequired,  ///< Must be filled, but nobody could: no default, not on the form.
    InUse,           ///< The module cannot do without the field.
    BadDefault,      ///< The default is no value of the field.
    BadExpression,   ///< See CustomizationIssue::expression_key.
    BadDefinition,   ///< Anything else that the base definitions are refused for, too.
    StateInUse,      ///< Records are in a state that they could not leave without the set.
};

/// Why a change set is refused. A person's mistake; core/app/customization_words.h has the
/// sentence.
struct CustomizationIssue {
    CustomizationProblem problem = CustomizationProblem::NotJson;
    std::string path;            ///< In the change set: "$.change.work_order.add_fields[0].type".
    std::string subject;         ///< The key that it is about; may be empty.
    std::string reason;          ///< In English, for those who write change sets by hand.
    std::string expression_key;  ///< Of the sentence about the expression; else empty.
    std::vector<std::string> expression_arguments;
    std::int64_t count = 0;  ///< Of the records that stand in the way.
    RecordId change_set;     ///< None while the set is not stored.
    std::string name;        ///< Of the change set; may be empty.
};

/// One document, as it is stored.
struct ChangeSet {
    RecordId id;
    std::string name;
    std::string items;              ///< JSON.
    std::int64_t published_at = 0;  ///< Ms UTC; 0: it is not.
};

/// The field of `entity` that holds change sets; null when the module is for something else.
[[nodiscard]] const FieldDef* changes_field(const EntityDef& entity);

/// Definitions with change sets applied. Moves only; the registry stays where it is.
class Customization {
public:
    /// On top of the definitions embedded in this binary, oldest set first. Never fails: what is
    /// refused is left out and stands in issues().
    [[nodiscard]] static Customization compile(const std::vector<ChangeSet>& sets);
    /// On top of other definitions, which must make a registry; they are only read during the call.
    [[nodiscard]] static Customization compile(
        const std::vector<std::pair<std::string_view, std::string_view>>& named_documents,
        const std::vector<ChangeSet>& sets);
    Customization(Customization&&) noexcept;
    Customization& operator=(Customization&&) noexcept;
    ~Customization();

    /// Lives as long as this object, wherever it is moved to.
    [[nodiscard]] const Registry& registry() const;
    /// One for each set that was left out.
    [[nodiscard]] const std::vector<CustomizationIssue>& issues() const;
    /// How often the definitions were compiled to find out; what a start with change sets costs.
    [[nodiscard]] std::size_t compilations() const;
    /// What is wrong with `items` as the next change set; nothing when it can be published.
    [[nodiscard]] std::optional<CustomizationIssue> check(std::string_view items) const;

private:
    struct Impl;
    explicit Customization(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// The number of a custom entity or of a custom field, by its keys and the word of its type: the
/// same on every device. Between kCustomIdMin and kCustomIdMax. `meaning`: what else a stored value
/// cannot be read without (decimals, target, the fields beside it), as change sets are merged.
[[nodiscard]] EntityId custom_entity_id(std::string_view key);
[[nodiscard]] FieldId custom_field_id(std::string_view entity_key, std::string_view key,
                                      std::string_view type, std::string_view meaning = {});

}  // namespace holdfast
