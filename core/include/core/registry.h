// Registry: every module's definition, compiled once from JSON (core/meta), immutable afterwards.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ids.h"
#include "core/result.h"
#include "core/value.h"

namespace holdfast {

enum class FieldType : std::uint8_t {
    Text,
    LongText,
    Email,
    Phone,
    Url,
    Integer,
    Money,
    Quantity,
    Percent,
    Boolean,
    Date,      ///< Integer: days since 1970-01-01.
    DateTime,  ///< Integer: milliseconds UTC.
    Duration,  ///< Integer: milliseconds.
    Choice,    ///< Text: one of `choices`.
    State,     ///< Text: one of the entity's states; changed by transitions only.
    Link,      ///< RecordId of a record of `target`.
    Number,    ///< Text: document number, given by the numbering policy.
    Json,      ///< Text: opaque.
};

/// What the server does when two writes did not know of each other (design: sync, section 2.5).
enum class MergeKind : std::uint8_t {
    Scalar,
    Group,
    Strict,
    Counter,
    Set,
    State,
    Position,
    Text,
    Once,
    Server,
};

/// Words that views rely on; the labels of states are free, their categories are not.
enum class StateCategory : std::uint8_t {
    Draft,
    Open,
    Active,
    Waiting,
    Done,
    Failed,
    Closed,
    Cancelled,
    Review,
};

enum class Need : std::uint8_t { Optional, Required };
enum class Access : std::uint8_t { Writable, ReadOnly };  ///< ReadOnly: the engine writes it.
enum class Indexing : std::uint8_t { None, Index };
enum class Searching : std::uint8_t { No, Yes };
enum class ChoiceList : std::uint8_t { Closed, Open };  ///< Open: other short texts pass, too.

struct FieldDef {
    FieldId id = FieldId::None;
    std::string key;  ///< Column name, snake_case, never renamed once released.
    FieldType type = FieldType::Text;
    MergeKind merge = MergeKind::Scalar;
    std::string group;  ///< Merge group; fields of one group are decided as one unit.
    Need need = Need::Optional;
    Access access = Access::Writable;
    Indexing indexing = Indexing::None;
    Searching searching = Searching::No;
    std::int32_t bytes_max = 0;        ///< Of text, in bytes of UTF-8; 0 = the type's default.
    std::int32_t scale = 0;            ///< Decimals of Money (2), Quantity (6), Percent (4).
    std::vector<std::string> choices;  ///< Keys; labels are `<entity>.<field>.<choice>`.
    ChoiceList choice_list = ChoiceList::Closed;
    EntityId target = EntityId::None;  ///< Link target.
    Value initial;                     ///< Default of a new record.
};

/// FirstTime: a stamp that is filled already stays (a pause does not move the start).
enum class StampRule : std::uint8_t { FirstTime, EveryTime };

struct StateDef {
    std::string key;
    StateCategory category = StateCategory::Open;
    FieldId stamp = FieldId::None;  ///< DateTime field set to "now" on entering.
    StampRule stamp_rule = StampRule::FirstTime;
    std::vector<FieldId> required;  ///< Fields that must be filled to enter.
};
struct TransitionDef {
    std::string from;
    std::string to;
};

struct FormSection {
    std::string key;  ///< Label key `<entity>.section.<key>`.
    std::vector<FieldId> fields;
};

struct EntityDef {
    EntityId id = EntityId::None;
    std::string key;   ///< Table name and address (`#/work_order`), snake_case singular.
    std::string icon;  ///< Lucide icon name.
    std::string menu;  ///< Menu group; empty = not in the navigation.
    std::vector<FieldDef>
        fields;                  ///< Sorted by id. Position in this vector = position on the wire.
    std::vector<FieldId> title;  ///< The record's title: the filled ones, joined by a space.
    FieldId state_field = FieldId::None;
    std::vector<StateDef> states;
    std::vector<TransitionDef> transitions;
    std::string initial_state;
    FieldId number_field = FieldId::None;
    std::string number_prefix;             ///< "WO" gives WO-K7-0012.
    FieldId parent_field = FieldId::None;  ///< Child entity: the Link to its parent (cascades).
    std::vector<FieldId> list_columns;
    FieldId list_order = FieldId::None;  ///< Default sort field of lists.
    std::vector<FormSection> form;
    std::vector<EntityId> children;  ///< Derived: entities whose parent_field points here.

    [[nodiscard]] const FieldDef* find_field(FieldId field) const;
    [[nodiscard]] const FieldDef* find_field(std::string_view field_key) const;
    /// Position of `field` in `fields`; the field must exist.
    [[nodiscard]] std::size_t index_of(FieldId field) const;
    [[nodiscard]] const StateDef* find_state(std::string_view state_key) const;
    [[nodiscard]] bool allows(std::string_view from, std::string_view to) const;
};

class Registry {
public:
    /// Compiles the given JSON documents (one entity each). Fails with BadInput; `error_text`, when
    /// given, receives file, path and reason in one sentence.
    [[nodiscard]] static Result<Registry> compile(
        const std::vector<std::pair<std::string_view, std::string_view>>& named_documents,
        std::string* error_text);

    /// The definitions embedded in this binary. Cannot fail: the build has checked them.
    [[nodiscard]] static const Registry& base();

    [[nodiscard]] const std::vector<EntityDef>& entities() const { return entities_; }
    [[nodiscard]] const EntityDef* find(EntityId id) const;
    [[nodiscard]] const EntityDef* find(std::string_view key) const;
    /// Hash of the whole definition; exchanged at sync.
    [[nodiscard]] std::uint64_t version() const { return version_; }

private:
    std::vector<EntityDef> entities_;  ///< Sorted by id.
    std::uint64_t version_ = 0;
};

}  // namespace holdfast
