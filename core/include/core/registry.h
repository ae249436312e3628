// Registry: every module's definition, compiled once from JSON (core/meta), immutable afterwards.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/field.h"
#include "core/ids.h"
#include "core/result.h"
#include "core/value.h"

namespace holdfast {

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
    Won,
    Lost,
};

/// What a module is for.
enum class EntityKind : std::uint8_t {
    Record,
    Part,    ///< Of its parent, shown inside it.
    Log,     ///< Only ever added to.
    Config,  ///< Kept by administrators.
    Link,    ///< Joins two records.
};

/// How a document number comes to be. What follows from it: core/document_number.h.
enum class NumberPolicy : std::uint8_t {
    Provisional,  ///< The device's own at once; stays, unless the authority's replaces it.
    Leased,       ///< The device's next of a block it holds, when due; else the authority's.
    Authority,    ///< None until the authority gives it.
};

/// The numbers that the authority gives in a module.
struct NumberSeriesDef {
    std::string format;               ///< "INV-{yyyy}-{n:5}". Empty: it gives none.
    std::vector<std::string> states;  ///< In which a record gets one; none: as soon as it exists.
    FieldId date = FieldId::None;     ///< Whose year and month count; None: those of the authority.
    FieldId kept = FieldId::None;     ///< Where the device's number goes that is replaced.
};

/// FirstTime: a stamp that is filled already stays (a pause does not move the start).
enum class StampRule : std::uint8_t { FirstTime, EveryTime };

struct StateDef {
    std::string key;
    StateCategory category = StateCategory::Open;
    FieldId stamp = FieldId::None;  ///< DateTime field set to "now" on entering.
    StampRule stamp_rule = StampRule::FirstTime;
    std::vector<FieldId> required;  ///< Fields that must be filled to enter.
    std::string guard;              ///< Expression that must hold to enter; empty: none.
};
/// Who makes a move: any device, or only the authority (the server, where there is one).
enum class MovePlace : std::uint8_t { Device, Authority };
/// What else than editing the record a move needs.
enum class MoveRight : std::uint8_t { Edit, Approve };

struct TransitionDef {
    std::string from;
    std::string to;
    FieldId reason = FieldId::None;  ///< Must be filled when the record is moved; None: nothing.
    MoveRight right = MoveRight::Edit;
    MovePlace place = MovePlace::Device;
};

/// Where a record ends that two people moved without knowing of each other, whoever came first.
struct RaceDef {
    std::string one;    ///< Keys of states.
    std::string other;  ///< "*": every other state.
    std::string result;
    std::string task{};  ///< Occasion of the task that the server makes then; empty: none.
};

struct FormSection {
    std::string key;  ///< Label key `<entity>.section.<key>`.
    std::vector<FieldId> fields;
    OwnWords words{};  ///< Label.
};

/// A list of records that point here, by its name: `account.invoices`.
struct InverseDef {
    std::string key;
    EntityId entity = EntityId::None;  ///< Whose records.
    FieldId field = FieldId::None;     ///< Their link.
};

enum class MatchKind : std::uint8_t { Exact, Normalised, Fuzzy };
/// Records that agree in all of `fields` are likely the same.
struct DuplicateRule {
    std::vector<FieldId> fields;
    MatchKind match = MatchKind::Normalised;
};

/// Something that must hold for every record; its sentence is `<entity>.check.<key>`.
struct CheckDef {
    std::string key;
    FieldId field = FieldId::None;  ///< Where the sentence stands.
    std::string holds;              ///< Expression.
};

/// Fields that place a record in a calendar; `start` None: it has none.
struct CalendarDef {
    FieldId start = FieldId::None;
    FieldId end = FieldId::None;
    FieldId person = FieldId::None;
    FieldId colour = FieldId::None;
};
/// Fields of a board; `column` None: the state, if there is one.
struct KanbanDef {
    FieldId column = FieldId::None;
    FieldId sum = FieldId::None;
};
/// A document with lines and their sums; `lines` None: it is none.
struct TotalsDef {
    EntityId lines = EntityId::None;
    FieldId discount = FieldId::None;
    FieldId prices_include_tax = FieldId::None;
    FieldId currency = FieldId::None;
};

inline constexpr std::size_t kStarterRecordsMax = 50;

/// What a definition fills into a record.
using GivenValues = std::vector<std::pair<FieldId, Value>>;

/// A second name of a module: an address, a place in the navigation and a part of the records.
/// What is stored are the module's records; rights are the module's, too.
struct PresetDef {
    std::string key;  ///< Address (`#/vendor`) and label key; no module and no other preset has it.
    std::string icon;
    std::string menu;
    bool shown = true;                   ///< In the navigation; the address leads there anyway.
    std::string where;                   ///< Condition on its records; empty: all of the module.
    GivenValues defaults;                ///< Of records made under this name.
    std::vector<FieldId> list_columns;   ///< None: the module's.
    FieldId list_order = FieldId::None;  ///< None: the module's.
    OwnWords singular;                   ///< An administrator's name of one record, and of many.
    OwnWords plural;
};

struct EntityDef {
    EntityId id = EntityId::None;
    std::string key;  ///< Table name and address (`#/work_order`), snake_case singular.
    EntityKind kind = EntityKind::Record;
    std::string icon;     ///< Lucide icon name.
    std::string menu;     ///< Menu group; empty = not in the navigation.
    bool pinned = false;  ///< Stands on the home screen and in a phone's bar.
    std::vector<FieldDef>
        fields;  ///< With a column. Sorted by id. Position here = position on the wire.
    std::vector<FieldDef> computed;  ///< Without a column, sorted by id; ids are shared.
    std::vector<FieldId> title;      ///< The record's title: the filled ones, joined by a space.
    FieldId state_field = FieldId::None;
    std::vector<StateDef> states;
    std::vector<TransitionDef> transitions;
    std::vector<RaceDef> races;  ///< The first that fits counts. See core/state_race.h.
    std::string initial_state;
    /// Expression that names the state which the record is moved to when what it reads is changed;
    /// empty: only transitions move it.
    std::string state_follows;
    FieldId number_field = FieldId::None;
    std::string number_prefix;  ///< "WO" gives WO-K7-0012.
    NumberPolicy number_policy = NumberPolicy::Provisional;
    NumberSeriesDef number_series;
    FieldId parent_field = FieldId::None;  ///< Child entity: the Link to its parent (cascades).
    std::vector<FieldId> list_columns;
    FieldId list_order = FieldId::None;  ///< Default sort field of lists.
    std::vector<FormSection> form;
    std::vector<std::vector<FieldId>> unique;  ///< No two living records share these values.
    std::vector<DuplicateRule> duplicates;
    std::vector<CheckDef> checks;
    CalendarDef calendar;
    KanbanDef kanban;
    TotalsDef totals;
    /// In a state of these the record is an issued document: it and its parts stay (core/frozen.h).
    std::vector<StateCategory> frozen_in;
    OwnWords singular;  ///< An administrator's name of one record, and of many.
    OwnWords plural;
    std::string called;  ///< Key of the preset whose words it goes by; empty: its own.
    std::vector<PresetDef> presets;
    /// Records that a workspace without any can begin with (core/app/starter.h). Those of a part
    /// belong to the first one of its parent's starter.
    std::vector<GivenValues> starter;
    std::vector<std::string> purposes;  ///< Ids of the capabilities that the module carries.
    std::vector<EntityId> children;     ///< Derived: entities whose parent_field points here.
    std::vector<InverseDef> inverses;   ///< Derived: links of others that point here, by key.

    /// A field with a column.
    [[nodiscard]] const FieldDef* find_field(FieldId field) const;
    [[nodiscard]] const FieldDef* find_field(std::string_view field_key) const;
    /// A field without a column.
    [[nodiscard]] const FieldDef* find_computed(FieldId field) const;
    [[nodiscard]] const FieldDef* find_computed(std::string_view field_key) const;
    /// A field with or without a column.
    [[nodiscard]] const FieldDef* find_any(FieldId field) const;
    [[nodiscard]] const InverseDef* find_inverse(std::string_view inverse_key) const;
    /// Position of `field` in `fields`; the field must exist.
    [[nodiscard]] std::size_t index_of(FieldId field) const;
    [[nodiscard]] const StateDef* find_state(std::string_view state_key) const;
    /// Whether a transition leads there. From a state that the module does not have (any more),
    /// only the initial state can be reached, so that no record is stuck.
    [[nodiscard]] bool allows(std::string_view from, std::string_view to) const;
    /// The transition between two states; null when there is none, also where allows() lets a
    /// record out of a state that the module does not have.
    [[nodiscard]] const TransitionDef* find_transition(std::string_view from,
                                                       std::string_view to) const;
    [[nodiscard]] const PresetDef* find_preset(std::string_view preset_key) const;
    /// Whether a record in that state is an issued document.
    [[nodiscard]] bool freezes(std::string_view state_key) const;
    /// Whether people can make a record: what is required is theirs to fill.
    [[nodiscard]] bool is_made_by_people() const;
    /// States that a record can be moved to, in the order of the transitions.
    [[nodiscard]] std::vector<std::string_view> states_after(std::string_view from) const;
};

/// A link of `entity`, with or without a name at its target.
struct LinkDef {
    const EntityDef* entity = nullptr;
    const FieldDef* field = nullptr;
};

/// A module, or one of its presets.
struct ModulePlace {
    const EntityDef* entity = nullptr;
    const PresetDef* preset = nullptr;  ///< Null: the module itself.
};

class EntityRules;

/// Why definitions do not make a registry.
struct RegistryProblem {
    std::string file;
    std::string path;            ///< "$.fields[3].type".
    std::string reason;          ///< In English, for those who write definitions.
    std::string expression_key;  ///< Of the sentence, when an expression is wrong; else empty.
    std::vector<std::string> expression_arguments;  ///< {0}, {1} of that sentence.
};

/// Moves only: its rules point into its entities, which stay where they are.
class Registry {
public:
    Registry(Registry&&) noexcept;
    Registry& operator=(Registry&&) noexcept;
    Registry(const Registry&) = delete;
    Registry& operator=(const Registry&) = delete;
    ~Registry();

    /// Compiles the given JSON documents (one entity each). Fails with BadInput; `error_text`, when
    /// given, receives file, path and reason in one sentence.
    [[nodiscard]] static Result<Registry> compile(
        const std::vector<std::pair<std::string_view, std::string_view>>& named_documents,
        std::string* error_text);
    /// The same; on failure `problem` says where and why.
    [[nodiscard]] static Result<Registry> compile(
        const std::vector<std::pair<std::string_view, std::string_view>>& named_documents,
        RegistryProblem& problem);

    /// The definitions embedded in this binary. Cannot fail: the build has checked them.
    [[nodiscard]] static const Registry& base();

    [[nodiscard]] const std::vector<EntityDef>& entities() const { return entities_; }
    [[nodiscard]] const EntityDef* find(EntityId id) const;
    [[nodiscard]] const EntityDef* find(std::string_view key) const;
    /// The module or preset of that key; null entity: there is none.
    [[nodiscard]] ModulePlace find_place(std::string_view key) const;
    /// Links of any entity to records of `target`, by entity and field.
    [[nodiscard]] std::vector<LinkDef> links_to(EntityId target) const;
    /// The compiled expressions of an entity, which is one of this registry's. See core/rules.h.
    [[nodiscard]] const EntityRules& rules(EntityId id) const;
    /// Hash of the whole definition; exchanged at sync.
    [[nodiscard]] std::uint64_t version() const { return version_; }

private:
    Registry();
    std::vector<EntityDef> entities_;  ///< Sorted by id.
    std::vector<EntityRules> rules_;   ///< By position of entities_.
    std::uint64_t version_ = 0;
};

}  // namespace holdfast
